package ptsfront

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"net/http"
	"strings"
	"time"

	"github.com/icholy/digest"

	"github.com/forecourt/forecourt/twin/chance"
	"github.com/forecourt/forecourt/twin/clock"
)

// algorithms are those that are offered, and taken.
var algorithms = []string{"MD5", "SHA-256"}

// proof is what a digest shows.
type proof uint8

const (
	unproven proof = iota // a wrong user or password, or no digest at all
	expired               // it is right, but its nonce is too old or its count was used before
	proven
)

// digest checks the credentials of a request (RFC 7616, qop=auth; K). The body is not covered by them.
func (f *Front) digest(r *http.Request, header string) (user string, p proof) {
	c, err := digest.ParseCredentials(header)
	if err != nil || c.QOP != "auth" || c.Cnonce == "" || c.Nc < 1 || c.Realm != realm || c.URI != r.RequestURI || c.Userhash {
		return "", unproven
	}
	if c.Algorithm == "" {
		c.Algorithm = algorithms[0]
	}
	offered := false
	for _, a := range algorithms {
		offered = offered || strings.EqualFold(a, c.Algorithm)
	}
	if !offered {
		return "", unproven
	}
	password, known := f.cfg.Users[c.Username]
	want, err := digest.Digest(
		&digest.Challenge{Realm: realm, Nonce: c.Nonce, Algorithm: c.Algorithm, QOP: []string{"auth"}},
		digest.Options{Method: r.Method, URI: c.URI, Count: c.Nc, Username: c.Username, Password: password, Cnonce: c.Cnonce})
	if err != nil || !same(strings.ToLower(c.Response), want.Response) || !known {
		return "", unproven
	}
	if !f.nonces.spend(c.Nonce, uint32(c.Nc), f.cfg.Desk.Now()) {
		return "", expired
	}
	return c.Username, proven
}

// The life of a nonce, and how many are remembered with the counts that were used; the oldest is forgotten first, and
// taken no more.
const (
	nonceFor    = 5 * time.Minute
	mostSpent   = 256
	countWindow = 64
)

// nonces are handed out without being kept: each carries its instant and a code over it, so that a flood of strangers
// costs no memory. Kept are those that a user has proven himself with, so that nothing can be replayed.
type nonces struct {
	key    [32]byte
	issued uint64
	since  clock.Instant // those from before are not taken any more
	spent  map[string]*counts
	order  []string
}

// counts are the counts that were used with a nonce: the highest, and those in the window below it.
type counts struct {
	highest uint32
	window  uint64 // bit n: highest-n was used
}

func newNonces(c *chance.Source) *nonces {
	n := &nonces{spent: map[string]*counts{}}
	for i := 0; i < len(n.key); i += 8 {
		binary.BigEndian.PutUint64(n.key[i:], c.Uint64())
	}
	return n
}

// forget is a power cut: what was spent is not known any more, and so no nonce from before is taken.
func (n *nonces) forget(now clock.Instant) {
	n.since, n.spent, n.order = now+1, map[string]*counts{}, nil
}

// issue returns a nonce of its own for every call.
func (n *nonces) issue(now clock.Instant) string {
	n.issued++
	b := binary.BigEndian.AppendUint64(nil, uint64(now))
	b = binary.BigEndian.AppendUint64(b, n.issued)
	return hex.EncodeToString(append(b, n.code(b)...))
}

func (n *nonces) code(b []byte) []byte {
	h := hmac.New(sha256.New, n.key[:])
	h.Write(b)
	return h.Sum(nil)[:16]
}

// spend uses a count of a nonce; false where that cannot be done, or not any more.
func (n *nonces) spend(nonce string, count uint32, now clock.Instant) bool {
	b, err := hex.DecodeString(nonce)
	if err != nil || len(b) != 32 || !hmac.Equal(b[16:], n.code(b[:16])) {
		return false
	}
	at := clock.Instant(binary.BigEndian.Uint64(b))
	if at < n.since || now.Sub(at) > nonceFor {
		return false
	}
	c := n.spent[nonce]
	if c == nil {
		if len(n.order) == mostSpent {
			n.since = n.drop(n.order[0])
			if at < n.since {
				return false
			}
		}
		c = &counts{}
		n.spent[nonce], n.order = c, append(n.order, nonce)
	}
	return c.use(count)
}

// drop forgets a nonce and returns the instant from which others are still known.
func (n *nonces) drop(nonce string) clock.Instant {
	delete(n.spent, nonce)
	n.order = n.order[1:]
	b, _ := hex.DecodeString(nonce[:16])
	return max(n.since, clock.Instant(binary.BigEndian.Uint64(b))+1)
}

// use marks a count. Requests that were sent at once may come in another order; those further back than the window are
// refused, and their sender gets a new nonce.
func (c *counts) use(count uint32) bool {
	switch {
	case count > c.highest:
		c.window = c.window<<min(count-c.highest, countWindow) | 1
		c.highest = count
		return true
	case c.highest-count >= countWindow || c.window>>(c.highest-count)&1 == 1:
		return false
	}
	c.window |= 1 << (c.highest - count)
	return true
}
