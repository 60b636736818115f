package line

import (
	"math/bits"

	"github.com/forecourt/forecourt/twin/clock"
)

// Digest is a running polynomial over every frame of a line and the time since the frame before it, modulo 2^61-1. Two
// runs with equal digests saw the same trace; equal counters alone would not show that. A cycle of frames is one affine
// map of the digest, so that many equal cycles can be added in closed form.
type Digest struct {
	h    uint64
	last clock.Instant
	n    uint64
}

const (
	prime = 1<<61 - 1
	base  = 0x1555_5555_1234_5677 // any number below the prime with no small order will do
)

// Frame adds one frame: the instant its last byte ended, the end that sent it, its bytes.
func (d *Digest) Frame(at clock.Instant, from int, b []byte) {
	r := uint64(at-d.last)*0x9E37_79B9_7F4A_7C15 + uint64(from)
	d.last = at
	for len(b) >= 8 {
		r = (r ^ le64(b)) * 0xFF51_AFD7_ED55_8CCD
		r ^= r >> 32
		b = b[8:]
	}
	var tail uint64
	for i, c := range b {
		tail |= uint64(c) << (8 * i)
	}
	r = (r ^ tail ^ uint64(len(b))<<56) * 0xFF51_AFD7_ED55_8CCD
	r ^= r >> 29
	d.h = addMod(mulMod(d.h, base), r&prime)
	d.n++
}

// Sum returns the digest.
func (d *Digest) Sum() uint64 { return d.h }

// Frames counts the frames in it.
func (d *Digest) Frames() uint64 { return d.n }

func le64(b []byte) uint64 {
	_ = b[7]
	return uint64(b[0]) | uint64(b[1])<<8 | uint64(b[2])<<16 | uint64(b[3])<<24 |
		uint64(b[4])<<32 | uint64(b[5])<<40 | uint64(b[6])<<48 | uint64(b[7])<<56
}

func mulMod(a, b uint64) uint64 {
	hi, lo := bits.Mul64(a, b)
	return addMod(lo&prime, lo>>61|hi<<3)
}

func addMod(a, b uint64) uint64 {
	s := a + b
	s = s&prime + s>>61
	if s >= prime {
		s -= prime
	}
	return s
}
