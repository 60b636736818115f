package line

import (
	"math/bits"
	"sort"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
)

// Train says how a physical volume grows from an instant on: the flow changes evenly from Rate to EndRate until
// RampEnd, and stays there. Volumes are cumulative microlitres over the life of the source, so that a train replaces the
// one before it without a jump. The model's volume is a whole number of microlitres by definition: every reader of a
// train computes the same one, so nothing is dropped between them.
type Train struct {
	From    clock.Instant
	Base    int64 // microlitres at From
	Rate    int64 // microlitres a second at From; negative: it runs back
	EndRate int64 // at RampEnd and after, never of the other sign than Rate
	RampEnd clock.Instant
	// Tau makes the flow go from Rate toward EndRate as a first-order lag of this time constant does, in place of evenly;
	// what is missing of it at RampEnd comes at once. Zero: evenly.
	Tau time.Duration
	// StopAt freezes the volume from an instant on; clock.Never: it does not stop by itself.
	StopAt clock.Instant
	// Of makes it a part of that volume: Plus, and what Of counts of it. Zero: the whole.
	Of   Scale
	Plus int64
}

// Still is a train that does not move.
func Still(at clock.Instant, base int64) Train {
	return Train{From: at, Base: base, RampEnd: at, StopAt: clock.Never}
}

const second = 1_000_000_000

// At returns the volume at an instant; before From it is Base, or its part.
func (t Train) At(at clock.Instant) int64 {
	if t.Of.Den != 0 {
		return t.Plus + t.Of.Count(t.whole().At(at))
	}
	if at > t.StopAt {
		at = t.StopAt
	}
	if at <= t.From || t.Rate|t.EndRate == 0 {
		return t.Base
	}
	if at <= t.RampEnd {
		return t.Base + t.ramped(int64(at-t.From))
	}
	whole := t.ramped(int64(t.RampEnd - t.From))
	return t.Base + whole + perSecond(t.EndRate, int64(at-max(t.RampEnd, t.From)))
}

// perSecond is a flow over a span in nanoseconds, rounded toward zero.
func perSecond(rate, d int64) int64 {
	if uint64(rate) < 1<<24 && uint64(d) < 1<<39 { // up to a thousand litres a minute, for nine minutes: no overflow
		return rate * d / second
	}
	return signedMulDiv(rate, d, second)
}

// whole is the volume that a train is a part of.
func (t Train) whole() Train {
	t.Of, t.Plus = Scale{}, 0
	return t
}

// RateAt returns the flow at an instant.
func (t Train) RateAt(at clock.Instant) int64 {
	if t.Of.Den != 0 {
		return signedMulDiv(t.whole().RateAt(at), t.Of.Num, t.Of.Den)
	}
	switch {
	case at >= t.StopAt:
		return 0
	case at >= t.RampEnd:
		return t.EndRate
	case at <= t.From:
		return t.Rate
	}
	if t.Tau > 0 {
		return t.laggedRate(int64(at - t.From))
	}
	span := int64(t.RampEnd - t.From)
	return t.Rate + signedMulDiv(t.EndRate-t.Rate, int64(at-t.From), span)
}

// ramped returns the volume d nanoseconds into the ramp: rate*d + (end-rate)*d*d/(2*span).
func (t Train) ramped(d int64) int64 {
	if d <= 0 {
		return 0
	}
	if t.Tau > 0 {
		return t.lagged(d)
	}
	span := int64(t.RampEnd - t.From)
	// Twice the mean rate over d, scaled by span, keeps one rounding: (2*rate*span + (end-rate)*d) * d / (2*span*1e9).
	mean2 := 2*t.Rate + signedMulDiv(t.EndRate-t.Rate, d, span)
	return signedMulDiv(mean2, d, 2*second)
}

// When returns the first instant at which the volume is at least v; clock.Never if it never is.
func (t Train) When(v int64) clock.Instant {
	switch {
	case t.Of.Den == 0:
	case v <= t.At(t.From):
		return t.From
	case t.Of.Num == 0:
		return clock.Never
	default:
		return t.whole().When(t.Of.Volume(v - t.Plus))
	}
	if v <= t.Base {
		return t.From
	}
	if t.RampEnd > t.From && t.At(min(t.RampEnd, t.StopAt)) >= v {
		span := int(min(t.RampEnd, t.StopAt) - t.From)
		d := sort.Search(span, func(d int) bool { return t.At(t.From+clock.Instant(d)) >= v })
		return t.From + clock.Instant(d)
	}
	start := max(t.RampEnd, t.From)
	if t.EndRate <= 0 || start >= t.StopAt {
		return clock.Never
	}
	missing := v - t.At(start)
	if missing/t.EndRate >= int64(clock.Never-start)/second {
		return clock.Never // so slow a flow gets there after the end of time
	}
	at := start + clock.Instant(mulDivUp(missing, second, t.EndRate))
	if at > t.StopAt {
		return clock.Never
	}
	return at
}

// WhenDown returns the first instant at which the volume is at most v; clock.Never if it never is.
func (t Train) WhenDown(v int64) clock.Instant {
	switch {
	case t.Of.Den == 0:
	case v >= t.At(t.From):
		return t.From
	case t.Of.Num == 0:
		return clock.Never
	default:
		return t.whole().WhenDown(t.Of.Volume(v-t.Plus+1) - 1)
	}
	t.Base, t.Rate, t.EndRate = -t.Base, -t.Rate, -t.EndRate
	return t.When(-v)
}

// mulDiv returns a*b/c rounded down, for values that are not negative and a result that fits.
func mulDiv(a, b, c int64) int64 {
	hi, lo := bits.Mul64(uint64(a), uint64(b))
	q, _ := bits.Div64(hi, lo, uint64(c))
	return int64(q)
}

func mulDivUp(a, b, c int64) int64 {
	hi, lo := bits.Mul64(uint64(a), uint64(b))
	q, r := bits.Div64(hi, lo, uint64(c))
	if r > 0 {
		q++
	}
	return int64(q)
}

// signedMulDiv is mulDiv for an a of either sign, rounded toward zero.
func signedMulDiv(a, b, c int64) int64 {
	if a < 0 {
		return -mulDiv(-a, b, c)
	}
	return mulDiv(a, b, c)
}
