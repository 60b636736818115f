package electronics

import (
	"fmt"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/line"
	"github.com/forecourt/forecourt/twin/unit"
)

// preset is what the controller limits a sale to; a new one replaces the old, of either kind.
type preset struct {
	volume unit.Indicated // zero: none
	money  unit.Money     // zero: none
}

// limit is where valves move, in pulses of the sale.
type limit struct {
	startAt  int64 // the display begins to count, the fast valve opens
	target   int64 // the sale is at its limit
	fastShut int64
	mark     int64 // from here to measure the rate is taken
	measure  int64
	shutAt   int64 // the slow valve shuts: the target, less what flows while it closes

	marked   clock.Instant
	markedAt int64 // pulses then; 0: not yet
	measured bool
	isShut   bool // the slow valve was shut early
}

// measuringPart is how much of the slow flow the rate is measured over, twice: once to come near, once to measure.
const measuringPart = 8

func (e *Electronics) setPreset(p preset) {
	switch e.phase {
	case unprogrammed, closed, limited, closing:
		e.env.Fault(fmt.Errorf("fuelling point: a preset is not valid while %v", e.phase))
		return
	}
	if p.volume.Count != 0 && p.volume.Unit != e.config.Options.Unit ||
		p.money.Minor != 0 && p.money.Currency != e.config.Options.Currency {
		e.env.Fault(fmt.Errorf("fuelling point: a preset of %s, %s on a device that counts in %s and '%s'",
			p.volume, p.money, e.config.Options.Unit, e.config.Options.Currency))
		return
	}
	e.preset = p
	if s := e.sale; s != nil && !s.done {
		e.pulse()
		e.plan()
		e.env.Clear(timerSettle)
		e.save()
		if s.metered {
			e.advance()
		}
	}
}

// plan works out where the valves of the sale move.
func (e *Electronics) plan() {
	s, most := e.sale, e.config.Limits
	target := e.pulsesFor(s, most.Volume)
	if n := e.pulsesWorth(s, most.Amount.Minor+1, target); n < target {
		target = n - 1 // the last that does not exceed the device's largest amount
	}
	if e.preset.volume.Count > 0 {
		target = min(target, e.pulsesFor(s, e.preset.volume))
	}
	s.cap = e.preset.money.Minor
	if s.cap > 0 {
		target = e.pulsesWorth(s, s.cap, target)
	}
	slow := e.pulsesIn(s.nozzle, e.profile.SlowFlow)
	part := max(1, slow/measuringPart)
	e.limit = limit{
		startAt: e.pulsesIn(s.nozzle, e.profile.StartLimit), target: target, fastShut: target - slow,
		mark: target - 2*part, measure: target - part, shutAt: target,
	}
}

// advance takes the count of the running sale to where it is now, and acts on every threshold it has passed.
func (e *Electronics) advance() {
	e.pulse()
	s := e.sale
	if s == nil || !s.metered || e.phase != started && e.phase != fuelling {
		return
	}
	if e.phase == started && s.pulses >= e.limit.startAt {
		e.env.Tell(Filling{Nozzle: e.nozzles[s.nozzle].Nozzle})
		e.move(flow)
		e.env.After(timerPatience, e.profile.NoFlow)
		e.env.After(timerDisplay, e.profile.DisplayEvery)
		e.show()
	}
	e.steer()
}

// steer sets the valves by the count, and asks to be called at the next threshold.
func (e *Electronics) steer() {
	s, l := e.sale, &e.limit
	i, n := s.nozzle, s.pulses
	if n >= l.target {
		e.reached()
		return
	}
	l.rate(n, e.env.Now(), int64(e.profile.AfterFlow))
	if n >= l.shutAt && !l.isShut {
		l.isShut = true
		e.env.After(timerSettle, e.profile.Settle)
	}
	e.setFast(i, !l.isShut && n >= l.startAt && n < l.fastShut)
	e.setSlow(i, !l.isShut)
	e.env.Compare(PulserPort(i), s.zero+e.grossFor(s, l.next(n)))
}

// rate measures how fast the pulses come near the target, and moves shutAt so far forward as they will go on.
func (l *limit) rate(n int64, now clock.Instant, afterFlow int64) {
	if l.markedAt == 0 && n >= l.mark && n > 0 {
		l.marked, l.markedAt = now, n
	}
	if l.measured || n < l.measure || l.markedAt == 0 {
		return
	}
	l.measured = true
	if took := int64(now.Sub(l.marked)); took > 0 && afterFlow > 0 {
		l.shutAt = max(l.target-(n-l.markedAt)*afterFlow/took, n)
	}
}

// next returns the first threshold after n pulses.
func (l *limit) next(n int64) int64 {
	next := l.target
	for _, t := range [...]int64{l.startAt, l.fastShut, l.mark, l.measure, l.shutAt} {
		if t > n && t < next {
			next = t
		}
	}
	return next
}

// again opens the slow valve that was shut early for nothing: the hand had let go. Now it shuts at the target itself.
func (e *Electronics) again() {
	e.limit.isShut, e.limit.shutAt = false, e.limit.target
	e.advance()
}

// reached shuts the valves at the limit. The nozzle is still out.
func (e *Electronics) reached() {
	s := e.sale
	e.shut(s.nozzle)
	s.reason = forecourt.EndedByLimit
	e.quiet()
	e.env.After(timerSettle, e.profile.Settle)
	e.show()
	e.env.Tell(LimitReached{Volume: s.volume, Amount: s.amount})
	e.move(reach)
	e.save()
}

// quiet withdraws everything that a delivering point waits for.
func (e *Electronics) quiet() {
	e.env.Compare(PulserPort(e.sale.nozzle), line.NoCompare)
	e.env.Clear(timerPulser)
	e.env.Clear(timerDisplay)
	e.env.Clear(timerPatience)
	e.env.Clear(timerStart)
	e.env.Clear(timerSettle)
}
