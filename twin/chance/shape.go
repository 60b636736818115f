package chance

import (
	"math/big"
	"math/bits"
)

// The shapes of distributions, in integers throughout: what is drawn is the same on every processor.

const (
	normalOctaves = 24
	perOctave     = 16
	million       = 1_000_000
	fraction      = 32         // bits behind the point of a logarithm
	ln2           = 2977044472 // of 2, times 2^32
	ninetieth     = 1_281_552  // the standard normal's quantile of 0.9, in millionths
	rootBits      = 62         // bits behind the point of a root of 2
	one           = 1 << fraction
)

// normal draws from the standard normal distribution, in millionths, to 5.4 on either side.
func (s *Source) normal() int64 {
	raw := s.Uint64()
	z := upper(raw >> 1)
	if raw&1 == 0 {
		return -z
	}
	return z
}

// upper returns the quantile of the probability w/2^64 in the upper tail; w is below 2^63.
func upper(w uint64) int64 {
	zeros := bits.LeadingZeros64(w)
	if zeros > normalOctaves {
		return int64(quantiles[len(quantiles)-1])
	}
	below := -(w << zeros) // how far under the octave's upper end, in 2^-63 of the octave
	i := (zeros-1)*perOctave + int(below>>59)
	rest := int64(below & (1<<59 - 1) >> 39)
	at := int64(quantiles[i])
	if rest == 0 {
		return at
	}
	return at + (int64(quantiles[i+1])-at)*rest>>20
}

// log2 returns the logarithm to base 2 of a number over 0, times 2^32, rounded down.
func log2(x uint64) int64 {
	whole := 63 - bits.LeadingZeros64(x)
	m := x << (63 - whole) // 1 to 2, times 2^63
	y := int64(whole)
	for range fraction {
		hi, lo := bits.Mul64(m, m) // times 2^126
		y <<= 1
		if hi>>63 == 1 {
			y |= 1
			m = hi
		} else {
			m = hi<<1 | lo>>63
		}
	}
	return y
}

// roots are the square root of 2, the square root of that, and so on, times 2^62.
var roots = func() (roots [fraction]uint64) {
	x := new(big.Int).Lsh(big.NewInt(2), rootBits)
	for i := range roots {
		x = new(big.Int).Sqrt(new(big.Int).Lsh(x, rootBits))
		roots[i] = x.Uint64()
	}
	return roots
}()

// exp2 returns a number over 0 times 2 to the power of p/2^32, rounded down, and false where it does not fit.
func exp2(x int64, p int64) (int64, bool) {
	whole, part := p>>fraction, uint64(p&(one-1))
	m := uint64(1) << rootBits
	for i, r := range roots {
		if part>>(fraction-1-i)&1 == 1 {
			hi, lo := bits.Mul64(m, r)
			m = hi<<(64-rootBits) | lo>>rootBits
		}
	}
	hi, lo := bits.Mul64(uint64(x), m) // times 2^62
	shift := rootBits - whole
	switch {
	case shift < 0:
		return 0, false
	case shift >= 64+63:
		return 0, true
	case shift >= 64:
		return int64(hi >> (shift - 64)), true
	case shift > 0 && hi>>(shift-1) != 0, shift == 0 && hi != 0:
		return 0, false
	}
	return int64(hi<<(64-shift) | lo>>shift), true
}
