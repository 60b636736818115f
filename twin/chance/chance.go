// Package chance gives every device its own stream of random numbers, drawn from the run's seed and the device's
// name, so that adding a device never shifts what another one draws. Identifiers that a party hands out come from the
// same seed. There is no global source here, and nothing reads the operating system's randomness.
//
// A Distribution draws numbers from a stream, in integers throughout, so that a seed means the same on every processor; a
// Delay is one of spans, with how often a device draws from it.
package chance

import (
	"crypto/sha256"
	"encoding/binary"
	"math/bits"
	"math/rand/v2"
	"time"
)

// Source is one device's stream. It is not safe for use by several goroutines: the loop's is enough.
type Source struct{ pcg rand.PCG }

// New returns the stream of the named device under a seed.
func New(seed uint64, device string) *Source {
	s := &Source{}
	sum := digest(seed, device, 0)
	s.pcg.Seed(binary.BigEndian.Uint64(sum[0:8]), binary.BigEndian.Uint64(sum[8:16]))
	return s
}

// Uint64 draws 64 random bits.
func (s *Source) Uint64() uint64 { return s.pcg.Uint64() }

// Below draws a number from 0 up to but not including n; n must be over 0.
func (s *Source) Below(n int64) int64 {
	if n <= 0 {
		panic("chance: Below needs a positive bound")
	}
	hi, _ := bits.Mul64(s.pcg.Uint64(), uint64(n)) // the bias is below n/2^64
	return int64(hi)
}

// Between draws a number from lo to hi, both included.
func (s *Source) Between(lo, hi int64) int64 { return lo + s.Below(hi-lo+1) }

// Within draws a span from lo to hi, both included.
func (s *Source) Within(lo, hi time.Duration) time.Duration {
	return time.Duration(s.Between(int64(lo), int64(hi)))
}

// Fork returns a stream of its own for a part of the device, without moving this one.
func Fork(seed uint64, device, part string) *Source { return New(seed, device+"/"+part) }

const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZabcdefghjkmnpqrstvwxyz" // no letters that are read as others

// ID returns the nth identifier that a party hands out under a seed: prefix and 24 characters.
func ID(prefix string, seed uint64, party string, n uint64) string {
	sum := digest(seed, party, n)
	id := make([]byte, 0, len(prefix)+24)
	id = append(id, prefix...)
	for _, b := range sum[:24] {
		id = append(id, alphabet[int(b)*len(alphabet)/256])
	}
	return string(id)
}

// Derive returns a seed that belongs to name under seed: how a scenario gets its own from the run's.
func Derive(seed uint64, name string) uint64 {
	sum := digest(seed, name, 0)
	return binary.BigEndian.Uint64(sum[24:32])
}

func digest(seed uint64, name string, n uint64) [32]byte {
	b := make([]byte, 0, 16+len(name))
	b = binary.BigEndian.AppendUint64(b, seed)
	b = binary.BigEndian.AppendUint64(b, n)
	return sha256.Sum256(append(b, name...))
}
