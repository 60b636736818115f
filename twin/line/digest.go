package line

import (
	"math/bits"
	"time"

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
	d.h = addMod(mulMod(d.h, base), residue(at.Sub(d.last), from, b))
	d.last = at
	d.n++
}

// residue is what one frame adds: the time since the frame before it, the end that sent it, its bytes.
func residue(since time.Duration, from int, b []byte) uint64 {
	r := uint64(since)*0x9E37_79B9_7F4A_7C15 + uint64(from)
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
	return r & prime
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

// affine is what a run of frames does to a digest: h becomes a*h + c.
type affine struct{ a, c uint64 }

// of applies the map.
func (f affine) of(h uint64) uint64 { return addMod(mulMod(f.a, h), f.c) }

// then is f and after it g.
func (f affine) then(g affine) affine { return affine{mulMod(f.a, g.a), g.of(f.c)} }

// times is the map applied so often.
func (f affine) times(n int64) affine {
	all := affine{1, 0}
	for ; n > 0; n >>= 1 {
		if n&1 == 1 {
			all = all.then(f)
		}
		f = f.then(f)
	}
	return all
}
