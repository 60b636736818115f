package unit

import (
	"fmt"
	"math"
	"math/bits"
)

// MaxDecimals is the most decimals an Indicated may have. No device shows
// more, and up to here every product fits 128 bits.
const MaxDecimals = 9

// pow10 is 10^n for every n that a divisor in this package can reach.
var pow10 = [...]uint64{
	1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000,
	1_000_000_000, 10_000_000_000, 100_000_000_000, 1_000_000_000_000,
	10_000_000_000_000, 100_000_000_000_000, 1_000_000_000_000_000,
	10_000_000_000_000_000, 100_000_000_000_000_000, 1_000_000_000_000_000_000,
}

// mulDiv returns a*b/d and its remainder, the product held in 128 bits. It is
// not ok when the quotient does not fit 64 bits. d must not be zero.
func mulDiv(a, b, d uint64) (quotient, remainder uint64, ok bool) {
	hi, lo := bits.Mul64(a, b)
	if hi >= d {
		return 0, 0, false
	}
	quotient, remainder = bits.Div64(hi, lo, d)
	return quotient, remainder, true
}

// split returns the magnitude and the sign of n; math.MinInt64 included.
func split(n int64) (magnitude uint64, negative bool) {
	if n < 0 {
		return -uint64(n), true
	}
	return uint64(n), false
}

// join is the inverse of split. It is not ok when the value does not fit int64.
func join(magnitude uint64, negative bool) (n int64, ok bool) {
	if negative {
		return -int64(magnitude), magnitude <= 1<<63
	}
	return int64(magnitude), magnitude <= math.MaxInt64
}

// mustJoin is join where the caller's documented range excludes overflow.
func mustJoin(magnitude uint64, negative, ok bool, what string) int64 {
	n, fits := join(magnitude, negative)
	if !ok || !fits {
		panic(fmt.Sprintf("unit: %s is out of range", what))
	}
	return n
}

// addExact returns a+b and panics on overflow.
func addExact(a, b int64, what string) int64 {
	sum := a + b
	if (sum > a) != (b > 0) {
		panic(fmt.Sprintf("unit: %s: %d + %d is out of range", what, a, b))
	}
	return sum
}

// subExact returns a-b and panics on overflow.
func subExact(a, b int64, what string) int64 {
	difference := a - b
	if (difference < a) != (b > 0) {
		panic(fmt.Sprintf("unit: %s: %d - %d is out of range", what, a, b))
	}
	return difference
}

// checkDecimals panics when decimals is beyond MaxDecimals.
func checkDecimals(decimals uint8) {
	if decimals > MaxDecimals {
		panic(fmt.Sprintf("unit: %d decimals, at most %d", decimals, MaxDecimals))
	}
}
