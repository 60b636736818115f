package chance

import (
	"fmt"
	"math/bits"
	"slices"
	"time"
)

// Distribution is what a number is drawn from: a span in nanoseconds, a volume in microlitres, or any other whole number
// from 0 up. All its arithmetic is in integers. The zero Distribution is none: IsZero says so.
type Distribution struct {
	shape    shape
	a, b     int64
	from, to int64 // what is drawn lies between them, both included
	table    []int64
}

type shape uint8

const (
	noShape shape = iota
	constant
	uniform
	normal
	logNormal
	exponential
	table
)

// tries bounds how often a number is drawn again that lies outside of the cut. After them it is drawn from the cut
// evenly, which is what a shape looks like in a cut that is narrow beside it.
const tries = 64

// Constant is one number. Nothing is drawn for it from a Source, so that it moves no stream.
func Constant(v int64) Distribution { return Distribution{shape: constant, a: v, from: v, to: v} }

// Uniform is any number from one to another, both included.
func Uniform(from, to int64) Distribution { return Distribution{shape: uniform, from: from, to: to} }

// Normal is the normal distribution by its mean and its standard deviation, cut: a number outside of it is drawn again.
func Normal(mean, sd, from, to int64) Distribution {
	return Distribution{shape: normal, a: mean, b: sd, from: from, to: to}
}

// LogNormal is the log-normal distribution by its median and the number that nine of ten do not exceed, cut.
func LogNormal(median, p90, from, to int64) Distribution {
	return Distribution{shape: logNormal, a: median, b: p90, from: from, to: to}
}

// Exponential is the exponential distribution by its mean, as of the time until a call comes; cut, with the mean that it
// has uncut.
func Exponential(mean, from, to int64) Distribution {
	return Distribution{shape: exponential, a: mean, from: from, to: to}
}

// Table is an empirical distribution: each of the numbers that were measured is as likely as the others.
func Table(measured ...int64) Distribution {
	d := Distribution{shape: table, table: slices.Clone(measured)}
	if len(measured) > 0 {
		d.from, d.to = slices.Min(measured), slices.Max(measured)
	}
	return d
}

// IsZero says that there is no distribution.
func (d Distribution) IsZero() bool { return d.shape == noShape }

// IsConstant says that all that is drawn is the same number, whatever the seed.
func (d Distribution) IsConstant() bool { return d.shape == constant }

// Bounds returns the least and the greatest number that can be drawn.
func (d Distribution) Bounds() (from, to int64) { return d.from, d.to }

// Check says what is wrong with a distribution's numbers: one that is wrong must not be drawn from.
func (d Distribution) Check() error {
	inside := d.a >= d.from && d.a <= d.to
	switch {
	case d.shape == table && len(d.table) == 0:
		return fmt.Errorf("a table needs a number")
	case d.from < 0:
		return fmt.Errorf("a number below 0")
	case d.to < d.from:
		return fmt.Errorf("'from' is greater than 'to'")
	case d.shape == normal && (d.b <= 0 || !inside):
		return fmt.Errorf("a normal distribution has an 'sd' over 0, and its mean lies between 'from' and 'to'")
	case d.shape == logNormal && (d.a <= 0 || d.b <= d.a || !inside):
		return fmt.Errorf("a log-normal distribution has a median over 0 and below 'p90', between 'from' and 'to'")
	case d.shape == exponential && (d.a <= 0 || !inside):
		return fmt.Errorf("an exponential distribution has a mean over 0, between 'from' and 'to'")
	}
	return nil
}

// Draw draws a number; 0 from no distribution.
func (d Distribution) Draw(s *Source) int64 {
	switch d.shape {
	case constant:
		return d.a
	case uniform:
		return s.Between(d.from, d.to)
	case table:
		return d.table[s.Below(int64(len(d.table)))]
	case normal, logNormal, exponential:
		return d.cut(s)
	}
	return 0
}

// Span draws a span.
func (d Distribution) Span(s *Source) time.Duration { return time.Duration(d.Draw(s)) }

// cut draws until what comes lies inside.
func (d Distribution) cut(s *Source) int64 {
	for range tries {
		if v, ok := d.uncut(s); ok && v >= d.from && v <= d.to {
			return v
		}
	}
	return s.Between(d.from, d.to)
}

// uncut draws a number of a shape that has no end; false where it does not fit.
func (d Distribution) uncut(s *Source) (int64, bool) {
	switch d.shape {
	case normal:
		v, ok := scaled(d.b, s.normal())
		return d.a + v, ok && d.a+v >= 0
	case logNormal:
		spread := log2(uint64(d.b)) - log2(uint64(d.a)) // for each 1.28 of the standard normal
		return exp2(d.a, spread*s.normal()/ninetieth)
	}
	x := int64(64<<fraction) - log2(s.Uint64()|1) // the logarithm of one in how many
	hi, lo := bits.Mul64(uint64(x), ln2)
	x = int64(hi<<(64-fraction) | lo>>fraction)
	hi, lo = bits.Mul64(uint64(d.a), uint64(x))
	return int64(hi<<(64-fraction) | lo>>fraction), hi>>(fraction-1) == 0
}

// scaled multiplies by millionths.
func scaled(x, millionths int64) (int64, bool) {
	negative := millionths < 0
	if negative {
		millionths = -millionths
	}
	hi, lo := bits.Mul64(uint64(x), uint64(millionths))
	if hi >= million {
		return 0, false
	}
	q, _ := bits.Div64(hi, lo, million)
	if q>>62 != 0 {
		return 0, false
	}
	if negative {
		return -int64(q), true
	}
	return int64(q), true
}
