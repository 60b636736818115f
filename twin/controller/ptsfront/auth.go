package ptsfront

import (
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"fmt"
	"net/http"
	"slices"

	"github.com/icholy/digest"
)

// Scheme is how a POS says who it is.
type Scheme string

// The schemes. None is the default: nobody is asked. Either leaves the choice to the client.
const (
	None   Scheme = "none"
	Basic  Scheme = "basic"
	Digest Scheme = "digest"
	Either Scheme = "either"
)

// Schemes lists them.
var Schemes = []Scheme{None, Basic, Digest, Either}

// realm is what both schemes call the place (C: the text).
const realm = "PTS"

// longestHeader bounds what is read of an Authorization header, in bytes.
const longestHeader = 4 << 10

func (s Scheme) basic() bool  { return s == Basic || s == Either }
func (s Scheme) digest() bool { return s == Digest || s == Either }

func (cfg Config) checkScheme() error {
	switch {
	case !slices.Contains(Schemes, cfg.Scheme):
		return fmt.Errorf("ptsfront: there is no scheme %q", cfg.Scheme)
	case cfg.Scheme != None && len(cfg.Users) == 0:
		return errors.New("ptsfront: a scheme without users lets nobody in")
	case cfg.Scheme.digest() && cfg.Chance == nil:
		return errors.New("ptsfront: the digest scheme needs a source of chance for its nonces")
	}
	return nil
}

// user returns who asks. Where they must say and do not, it has refused them, and the answer is false.
func (f *Front) user(w http.ResponseWriter, r *http.Request) (string, bool) {
	if f.cfg.Scheme == None {
		return anybody, true
	}
	stale := false
	header := r.Header.Get("Authorization")
	switch {
	case len(header) > longestHeader:
	case digest.IsDigest(header) && f.cfg.Scheme.digest():
		name, verdict := f.digest(r, header)
		if verdict == proven {
			return name, true
		}
		stale = verdict == expired
	case f.cfg.Scheme.basic():
		name, password, _ := r.BasicAuth()
		wanted, known := f.cfg.Users[name]
		if same(password, wanted) && known {
			return name, true
		}
	}
	f.challenge(w, stale)
	return "", false
}

// same compares in a time that does not depend on where two texts differ, nor on their lengths.
func same(a, b string) bool {
	x, y := sha256.Sum256([]byte(a)), sha256.Sum256([]byte(b))
	return subtle.ConstantTimeCompare(x[:], y[:]) == 1
}

// challenge asks who is there. MD5 stands first: old clients look at the first header alone and know no other algorithm.
func (f *Front) challenge(w http.ResponseWriter, stale bool) {
	if f.cfg.Scheme.digest() {
		c := digest.Challenge{Realm: realm, Nonce: f.nonces.issue(f.cfg.Desk.Now()), Stale: stale, QOP: []string{"auth"}}
		for _, c.Algorithm = range algorithms {
			w.Header().Add("WWW-Authenticate", c.String())
		}
	}
	if f.cfg.Scheme.basic() {
		w.Header().Add("WWW-Authenticate", `Basic realm="`+realm+`"`)
	}
	http.Error(w, "who is asking?", http.StatusUnauthorized)
}
