package reckoning

import (
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/unit"
)

// Ends is what may end a sale before the customer does. Zero: nothing of the kind.
type Ends struct {
	Volume  int64 // counts of the display; a preset
	Money   int64 // minor units; a preset
	Largest int64 // counts; the largest volume of the device
	Dearest int64 // minor units; its largest amount
}

// Brake is how a device slows down before a limit.
type Brake struct {
	StartLimit unit.Volume   // the display begins to count, the fast valve opens
	SlowFlow   unit.Volume   // delivered slowly before a limit
	AfterFlow  time.Duration // what flows while the slow valve closes, as time at the flow before
	Settle     time.Duration // until valves that were shut are believed to be
}

// Limit is where valves move, in pulses of the sale.
type Limit struct {
	StartAt  int64 // the display begins to count, the fast valve opens
	Target   int64 // the sale is at its limit
	FastShut int64
	Mark     int64 // from here to Measure the rate is taken
	Measure  int64
	ShutAt   int64 // the slow valve shuts: the target, less what flows while it closes

	marked   clock.Instant
	markedAt int64 // pulses then; 0: not yet
	measured bool
	IsShut   bool // the slow valve was shut early
}

// measuringPart is how much of the slow flow the rate is measured over, twice: once to come near, once to measure.
const measuringPart = 8

// Plan works out where the valves of a sale move.
func Plan(m Meter, t Tariff, b Brake, base int64, e Ends) Limit {
	target := m.PulsesFor(base, e.Largest)
	if n := t.PulsesWorth(m, base, e.Dearest+1, target); n < target {
		target = n - 1 // the last that does not exceed the device's largest amount
	}
	if e.Volume > 0 {
		target = min(target, m.PulsesFor(base, e.Volume))
	}
	if e.Money > 0 {
		target = t.PulsesWorth(m, base, e.Money, target)
	}
	slow := m.PulsesIn(b.SlowFlow)
	part := max(1, slow/measuringPart)
	return Limit{
		StartAt: m.PulsesIn(b.StartLimit), Target: target, FastShut: target - slow,
		Mark: target - 2*part, Measure: target - part, ShutAt: target,
	}
}

// Rate measures how fast the pulses come near the target, and moves ShutAt so far forward as they will go on.
func (l *Limit) Rate(n int64, now clock.Instant, afterFlow time.Duration) {
	if l.markedAt == 0 && n >= l.Mark && n > 0 {
		l.marked, l.markedAt = now, n
	}
	if l.measured || n < l.Measure || l.markedAt == 0 {
		return
	}
	l.measured = true
	if took := int64(now.Sub(l.marked)); took > 0 && afterFlow > 0 {
		l.ShutAt = max(l.Target-(n-l.markedAt)*int64(afterFlow)/took, n)
	}
}

// Valves says which valves are open after n pulses.
func (l *Limit) Valves(n int64) (slow, fast bool) {
	return !l.IsShut, !l.IsShut && n >= l.StartAt && n < l.FastShut
}

// Next returns the first threshold after n pulses.
func (l *Limit) Next(n int64) int64 {
	next := l.Target
	for _, t := range [...]int64{l.StartAt, l.FastShut, l.Mark, l.Measure, l.ShutAt} {
		if t > n && t < next {
			next = t
		}
	}
	return next
}

// Again opens the slow valve that was shut early for nothing. Now it shuts at the target itself.
func (l *Limit) Again() { l.IsShut, l.ShutAt = false, l.Target }
