// Package replay is what gateways know of idempotency keys: which request a key came with, what it was told, and whether it
// is being worked on. What is answered to a key that cannot be used is the API's affair.
//
// The answers are in the gateway's store; the keys in use are of one life.
package replay

import (
	"crypto/sha256"
	"encoding/hex"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
)

// Answer is what a request with a key was told. Hash stands for its parameters (Hash).
type Answer struct {
	Key    string
	Path   string
	Hash   string
	Status int
	Body   string
	At     clock.Instant
}

// Expired says whether the key is forgotten that is kept for so long.
func (a *Answer) Expired(now clock.Instant, keep time.Duration) bool { return now.Sub(a.At) >= keep }

// Standing is how a key stands.
type Standing int

// The standings.
const (
	New     Standing = iota
	Stored           // the same request was answered
	Other            // another request was answered: another path, or other parameters
	Running          // a request with the key is being worked on
)

// Keys are those in use.
type Keys map[string]bool

// Find says how a key stands; the answer is there when it is Stored or Other.
func (k Keys) Find(stored map[string]*Answer, key, path, hash string, now clock.Instant, keep time.Duration) (Standing, *Answer) {
	a := stored[key]
	switch {
	case a != nil && !a.Expired(now, keep) && (a.Path != path || a.Hash != hash):
		return Other, a
	case a != nil && !a.Expired(now, keep):
		return Stored, a
	case k[key]:
		return Running, nil
	}
	return New, nil
}

// Begin marks a key as in use until the returned function is called.
func (k Keys) Begin(key string) (end func()) {
	k[key] = true
	return func() { delete(k, key) }
}

// Hash stands for parts in their order; no two lists of parts look the same to it.
func Hash(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		h.Write([]byte(p + "\x00"))
	}
	return hex.EncodeToString(h.Sum(nil))
}
