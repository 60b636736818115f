package line

import (
	"math/big"
	"math/bits"
)

// LagSpan is how many time constants a first-order lag is followed for: 3 in 10,000 of the change are then missing.
const LagSpan = 8

// The fixed point of the exponential: 58 bits below the point, so that LagSpan/ln 2 still fits above it.
const (
	lagBits = 58
	lagOne  = uint64(1) << lagBits
)

// log2e is 1/ln 2 in the fixed point, and lagPowers[k] is 2^-(2^-(k+1)). They are computed and not written down, with
// numbers that are the same on every machine; floating point would make a run depend on the processor.
var (
	log2e     = fixed("1.4426950408889634073599246810018921374266459541529859341354494069")
	lagPowers = func() (powers [lagBits]uint64) {
		x := new(big.Float).SetPrec(128).SetFloat64(0.5)
		for k := range powers {
			x = new(big.Float).SetPrec(128).Sqrt(x)
			powers[k] = toFixed(x)
		}
		return powers
	}()
)

func fixed(decimal string) uint64 {
	x, _, err := big.ParseFloat(decimal, 10, 128, big.ToNearestEven)
	if err != nil {
		panic(err)
	}
	return toFixed(x)
}

func toFixed(x *big.Float) uint64 {
	n, _ := new(big.Float).SetPrec(192).Mul(x, new(big.Float).SetUint64(lagOne)).Uint64()
	return n
}

// decay returns exp(-d/tau) in the fixed point, for 0 <= d <= LagSpan*tau.
func decay(d, tau int64) uint64 {
	hi, lo := bits.Mul64(uint64(d), log2e)
	y, _ := bits.Div64(hi, lo, uint64(tau))
	e, fraction := lagOne, y&(lagOne-1)
	for k := 0; fraction != 0; k++ {
		bit := lagOne >> (k + 1)
		if fraction&bit != 0 {
			fraction &^= bit
			e = timesFixed(e, lagPowers[k])
		}
	}
	return e >> (y >> lagBits)
}

func timesFixed(a, b uint64) uint64 {
	hi, lo := bits.Mul64(a, b)
	return hi<<(64-lagBits) | lo>>lagBits
}

// lagged returns the volume d nanoseconds into a first-order ramp: end*d - (end-rate)*tau*(1-exp(-d/tau)).
func (t Train) lagged(d int64) int64 {
	tau := int64(t.Tau)
	missing := int64(timesFixed(uint64(abs(t.EndRate-t.Rate)*tau), lagOne-decay(d, tau)))
	if t.EndRate < t.Rate {
		missing = -missing
	}
	return (t.EndRate*d - missing) / second
}

// laggedRate returns the flow d nanoseconds into a first-order ramp.
func (t Train) laggedRate(d int64) int64 {
	left := int64(timesFixed(uint64(abs(t.EndRate-t.Rate)), decay(d, int64(t.Tau))))
	if t.EndRate < t.Rate {
		left = -left
	}
	return t.EndRate - left
}

func abs(n int64) int64 {
	if n < 0 {
		return -n
	}
	return n
}
