package stripe

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/gateway"
)

// answer is what a request with an idempotency key was told.
type answer struct {
	Key    string
	Path   string
	Hash   string // of the parameters
	Status int
	Body   string
	At     clock.Instant
}

// maxKey is the longest key the API takes.
const maxKey = 255

func (a *answer) expired(now clock.Instant, keep time.Duration) bool { return now.Sub(a.At) >= keep }

// hash stands for all parameters; the order in which they came does not count.
func (f form) hash() string {
	h := sha256.New()
	for _, name := range f.names() {
		for _, v := range f.values[name] {
			h.Write([]byte(name + "\x00" + v + "\x00"))
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}

// earlier returns the stored answer to the request, or why its key cannot be used; both are nil when it is new.
func (c *call) earlier() (*answer, *apiError) {
	if len(c.key) > maxKey {
		return nil, refused("", "", "Idempotency keys can be up to %d characters long.", maxKey)
	}
	a := c.g.answers[c.key]
	if a != nil && !a.expired(c.now(), c.g.config.KeepKeys) {
		if a.Path != c.path || a.Hash != c.hash {
			e := plain(http.StatusBadRequest, idempotencyErr, "Keys for idempotent requests can only be used with the same "+
				"parameters they were first used with. Try using a key other than '%s' if you meant to execute a different request.", c.key)
			return nil, e
		}
		return a, nil
	}
	if c.g.running[c.key] {
		e := plain(http.StatusConflict, idempotencyErr, "There is currently another in-progress request using this Idempotent "+
			"Key (that probably means you submitted twice, and the other request is still going through): %s.", c.key)
		e.Code = "idempotency_key_in_use"
		return nil, e
	}
	return nil, nil
}

// begin marks the key as in use until the returned function is called.
func (c *call) begin() func() {
	running := c.g.running // of this life: a fiber that power off unwinds must not touch the next one's
	running[c.key] = true
	return func() { delete(running, c.key) }
}

func (c *call) replay(w http.ResponseWriter, a *answer) {
	w.Header().Set("Idempotent-Replayed", "true")
	c.write(w, a.Status, []byte(a.Body))
	c.g.env.Tell(gateway.Replayed{Path: c.path, Key: c.key})
}
