package tank

import (
	"math/bits"
	"sort"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/unit"
)

// dropRamp is how long a compartment takes to run at its full rate, and how long it falls at its end (C).
const dropRamp = 15 * time.Second

// curve is how a compartment empties: its flow rises evenly, stays, and falls evenly as the compartment empties. It is
// all out at its end, to the microlitre.
type curve struct {
	from   clock.Instant
	volume unit.Volume
	rate   unit.FlowRate // at its top
	ramp   time.Duration // of the rise, and of the fall
}

// newCurve returns the curve of a compartment; one that is too small for the rate does not reach it.
func newCurve(from clock.Instant, v unit.Volume, rate unit.FlowRate) curve {
	c := curve{from: from, volume: v, rate: rate, ramp: dropRamp}
	if ramps := unit.Volume(rate) * unit.Volume(dropRamp/time.Second); v < ramps {
		c.ramp = max(time.Duration(mulDiv(int64(v), int64(time.Second), int64(rate))), 1)
	}
	return c
}

// end returns the instant at which it is empty.
func (c curve) end() clock.Instant {
	flat := time.Duration(mulDiv(int64(c.volume), int64(time.Second), int64(c.rate)))
	return c.from.Add(max(flat, c.ramp) + c.ramp)
}

// at returns what has come out until an instant.
func (c curve) at(now clock.Instant) unit.Volume {
	switch {
	case now <= c.from:
		return 0
	case now >= c.end():
		return c.volume
	}
	d, left := int64(now-c.from), int64(c.end()-now)
	switch ramp := int64(c.ramp); {
	case d <= ramp:
		return min(unit.Volume(c.rising(d)), c.volume)
	case left <= ramp:
		return max(c.volume-unit.Volume(c.rising(left)), 0)
	default:
		return min(unit.Volume(c.rising(ramp)+mulDiv(int64(c.rate), d-ramp, int64(time.Second))), c.volume)
	}
}

// rising is what comes in d nanoseconds of the rise: rate d^2 / (2 ramp).
func (c curve) rising(d int64) int64 {
	return mulDiv(mulDiv(int64(c.rate), d, int64(c.ramp)), d, 2*int64(time.Second))
}

// when returns the first instant at which so much has come out; the end where it never is more.
func (c curve) when(v unit.Volume) clock.Instant {
	span := int(c.end() - c.from)
	return c.from.Add(time.Duration(sort.Search(span, func(d int) bool { return c.at(c.from.Add(time.Duration(d))) >= v })))
}

// mulDiv returns a*b/c cut to a whole, for values that are not negative and a result that fits.
func mulDiv(a, b, c int64) int64 {
	hi, lo := bits.Mul64(uint64(a), uint64(b))
	q, _ := bits.Div64(hi, lo, uint64(c))
	return int64(q)
}
