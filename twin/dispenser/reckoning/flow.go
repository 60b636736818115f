package reckoning

import (
	"sort"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/line"
	"github.com/forecourt/forecourt/twin/unit"
)

// Hose is what fuel flows through: the steady flows, how fast they change, what the hose itself takes in, and the meter.
type Hose struct {
	Flow, Slow   unit.FlowRate // with both valves open, and with the slow one only
	Ramp         time.Duration // of a flow that grows
	Lag          bool          // it grows as a first-order lag of time constant Ramp does, in place of evenly
	ValveClose   time.Duration
	FastClose    time.Duration // how long the fast valve takes
	TriggerClose time.Duration
	Dilation     unit.Volume // what the hose takes in when it comes under pressure
	SlipBack     unit.Volume // what runs back through the meter when a flow has come to rest
	Scale        line.Scale  // of the pulser, the meter's constant error in it
	Error        Error       // of the meter beside the scale's
}

// Plain says that the meter turns with the fuel and the hose takes nothing in: where a hand ends the flow is then known
// without its course.
func (h *Hose) Plain() bool { return h.Error.None() && h.Dilation == 0 && h.SlipBack == 0 }

// Settling says that a flow already goes where it should, and gets there no later than within closing.
func Settling(t line.Train, now clock.Instant, want int64, closing time.Duration) bool {
	if t.EndRate != want {
		return false
	}
	return now >= t.RampEnd || t.RateAt(now) < want || t.RampEnd <= now.Add(closing)
}

// Towards is the train that leaves t at an instant and reaches a flow, in microlitres a second: up within ramp, down within
// closing.
func Towards(t line.Train, at clock.Instant, want int64, ramp, closing time.Duration) line.Train {
	rate, span := t.RateAt(at), time.Duration(0)
	switch {
	case want > rate:
		span = ramp
	case want < rate:
		span = closing
	}
	return line.Train{From: at, Base: t.At(at), Rate: rate, EndRate: want, RampEnd: at.Add(span), StopAt: clock.Never}
}

// Middle is the volume in the middle of pulse n: where a hand that waits for the pulse comes to rest, so that what is
// lost in rounding cannot make it miss.
func Middle(s line.Scale, n int64) int64 {
	first, next := s.Volume(n), s.Volume(n+1)
	return first + (next-first)/2
}

// Release is the first instant from now on at which letting go ends at or after goal, as the flow is; clock.Never if it
// does not get there.
func (h *Hose) Release(t line.Train, now clock.Instant, goal int64) clock.Instant {
	ending := func(at clock.Instant) int64 {
		shut := Towards(t, at, 0, h.Ramp, h.TriggerClose)
		return shut.At(shut.RampEnd)
	}
	if ending(now) >= goal {
		return now
	}
	latest := t.When(goal) // letting go there is too late
	if latest == clock.Never {
		return clock.Never
	}
	d := sort.Search(int(latest-now), func(d int) bool { return ending(now+clock.Instant(d)) >= goal })
	return now + clock.Instant(d)
}

// roundedPast is how far beyond its goal a flow that lets go at Release can end, by rounding alone, in microlitres.
const roundedPast = 4

// Land shortens a flow that comes to rest a few microlitres past goal, so that it rests on it. Any other flow stays as it
// is: it was let go of too late.
func Land(t line.Train, goal int64) line.Train {
	end := t.At(t.RampEnd)
	if t.EndRate != 0 || t.Rate <= 0 || end <= goal || end-goal > roundedPast || t.Base > goal {
		return t
	}
	at := sort.Search(int(t.RampEnd-t.From), func(d int) bool {
		s := t
		s.RampEnd = t.From + clock.Instant(d)
		return s.At(s.RampEnd) >= goal
	})
	t.RampEnd = t.From + clock.Instant(at)
	return t
}

// Towards is Towards for a hose: a flow that grows may do so as a lag, and fuel that ran back stands still before it turns.
func (h *Hose) Towards(t line.Train, now clock.Instant, want int64, closing time.Duration) line.Train {
	grows := want > t.RateAt(now)
	next := Towards(t, now, want, h.Ramp, closing)
	next.Rate = max(next.Rate, 0)
	if h.Lag && grows {
		next.Tau = h.Ramp
		next.RampEnd = now.Add(line.LagSpan * h.Ramp)
	}
	return next
}
