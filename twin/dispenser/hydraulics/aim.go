package hydraulics

import (
	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/dispenser/reckoning"
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

// release is the first instant at which letting go ends at the middle of the pulse that shows what the hand waits for, as
// the flow is now; clock.Never if it does not get there.
func (h *Hydraulics) release(now clock.Instant) clock.Instant {
	x := &h.hoses[h.hand.out]
	counts := x.train
	if !x.meter.exact {
		counts = x.meter.a
	}
	return x.pipe.Release(counts, now, x.goal(h.hand.until))
}

// goal is the volume, over the hose's whole life, on which a hand rests that waits for a display.
func (x *hose) goal(shown unit.Indicated) int64 {
	return reckoning.Middle(x.pipe.Scale, x.pulses(shown))
}

// pulses is the pulser's count, over its whole life, at which the display first shows a volume.
func (x *hose) pulses(shown unit.Indicated) int64 {
	return x.zero + x.Meter().PulsesFor(x.zero, x.counts(shown))
}

// counts turns a volume into counts of the display, rounded up; one in another measure to the count just below it.
func (x *hose) counts(v unit.Indicated) int64 {
	if v.Unit != x.Unit {
		physical, _ := v.Volume()
		return physical.Indicated(x.Decimals, x.Unit).Count
	}
	return x.Meter().Counts(v)
}
