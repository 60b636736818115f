package line

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/forecourt/forecourt/twin/clock"
)

// aTrain is any train, running either way.
func aTrain(t *rapid.T) Train {
	sign := int64(1)
	if rapid.Bool().Draw(t, "back") {
		sign = -1
	}
	x := Train{
		From: clock.Instant(rapid.Int64Range(0, 1e9).Draw(t, "from")), Base: rapid.Int64Range(-1e9, 1e12).Draw(t, "base"),
		Rate: sign * rapid.Int64Range(0, 2e6).Draw(t, "rate"), EndRate: sign * rapid.Int64Range(0, 2e6).Draw(t, "end rate"), StopAt: clock.Never,
	}
	x.RampEnd = x.From.Add(time.Duration(rapid.Int64Range(0, 2e9).Draw(t, "ramp")))
	if rapid.Bool().Draw(t, "stops") {
		x.StopAt = x.RampEnd.Add(time.Duration(rapid.Int64Range(0, 2e9).Draw(t, "stop")))
	}
	return x
}

// TestTheTwoPartsOfATrainAreAllOfIt, to the microlitre, at every instant; and a part says when it gets anywhere.
func TestTheTwoPartsOfATrainAreAllOfIt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		whole, share := aTrain(t), rapid.Int64Range(0, 1e6).Draw(t, "share")
		first, second := whole, whole
		first.Of, first.Plus = Scale{Num: 1e6 - share, Den: 1e6, Up: true}, rapid.Int64Range(-1e6, 1e6).Draw(t, "plus")
		second.Of, second.Plus = Scale{Num: share, Den: 1e6}, -first.Plus
		at := whole.From.Add(time.Duration(rapid.Int64Range(0, 5e9).Draw(t, "at")))
		if a, b := first.At(at), second.At(at); a+b != whole.At(at) {
			t.Fatalf("%d and %d of %d", a, b, whole.At(at))
		}
		for _, part := range []Train{first, second} {
			v := part.At(at) + rapid.Int64Range(-50, 50).Draw(t, "volume")
			if when := part.When(v); when != clock.Never && (part.At(when) < v || when > part.From && part.At(when-1) >= v) {
				t.Fatalf("%d at %d, %d before; want %d first there", part.At(when), when, part.At(when-1), v)
			}
			if when := part.WhenDown(v); when != clock.Never && (part.At(when) > v || when > part.From && part.At(when-1) <= v) {
				t.Fatalf("%d at %d, %d before; want %d first there, downward", part.At(when), when, part.At(when-1), v)
			}
			if part.When(v) == clock.Never && part.At(at) >= v || part.WhenDown(v) == clock.Never && part.At(at) <= v {
				t.Fatalf("it was there: %d at %d of %+v", v, at, part)
			}
		}
	})
}

// TestASlowFlowGetsFarAfterTheEndOfTime: a drop that seeps against the largest sale of a device.
func TestASlowFlowGetsFarAfterTheEndOfTime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := aTrain(t)
		x.Base, x.Rate, x.EndRate = 0, rapid.Int64Range(0, 100).Draw(t, "slow"), rapid.Int64Range(0, 100).Draw(t, "slow end")
		v := rapid.Int64Range(1, 1e15).Draw(t, "far")
		if when := x.When(v); when < x.From || when != clock.Never && x.At(when) < v {
			t.Fatalf("%d at %d, want %d", x.At(when), when, v)
		}
	})
}
