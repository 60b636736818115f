package hydraulics

import (
	"sort"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/unit"
)

// aim plans when the hand lets go. While the motor rests the display is of another sale, and the hand does not watch it.
func (h *Hydraulics) aim(env *machine.Env) {
	at := clock.Never
	if h.hand.pulled && !h.hand.until.IsZero() && h.hoses[h.hand.out].motor {
		at = h.release(env.Now())
	}
	env.Set(h.letGoTimer(), at)
	env.Set(h.fullTimer(), h.whenFull(env.Now()))
}

// release is the first instant at which letting go ends at or after the middle of the pulse that shows what the hand
// waits for, as the flow is now; clock.Never if it does not get there.
func (h *Hydraulics) release(now clock.Instant) clock.Instant {
	x := &h.hoses[h.hand.out]
	scale, n := x.Scale(), x.pulses(h.hand.until)
	first, next := scale.Volume(n), scale.Volume(n+1)
	goal := first + (next-first)/2
	counts := x.train
	if !x.meter.exact {
		counts = x.meter.a
	}
	ending := func(at clock.Instant) int64 {
		shut := towards(counts, at, 0, x.TriggerClose)
		return shut.At(shut.RampEnd)
	}
	if ending(now) >= goal {
		return now
	}
	latest := counts.When(goal) // letting go there is too late
	if latest == clock.Never {
		return clock.Never
	}
	d := sort.Search(int(latest-now), func(d int) bool { return ending(now+clock.Instant(d)) >= goal })
	return now + clock.Instant(d)
}

// pulses is the pulser's count, over its whole life, at which the display first shows a volume.
func (x *hose) pulses(shown unit.Indicated) int64 {
	before := unit.IndicatedFromPulses(x.zero, x.PulsesPerUnit, x.Decimals, x.Unit)
	scale := power(x.Decimals)
	return ceil((before.Count+x.counts(shown))*x.PulsesPerUnit, scale)
}

// counts turns a volume into counts of the display, rounded up; one in another measure to the count just below it.
func (x *hose) counts(v unit.Indicated) int64 {
	if v.Unit != x.Unit {
		physical, _ := v.Volume()
		return physical.Indicated(x.Decimals, x.Unit).Count
	}
	if v.Decimals <= x.Decimals {
		return v.Count * power(x.Decimals-v.Decimals)
	}
	return ceil(v.Count, power(v.Decimals-x.Decimals))
}

func power(n uint8) int64 {
	p := int64(1)
	for range n {
		p *= 10
	}
	return p
}

func ceil(a, b int64) int64 { return (a + b - 1) / b }
