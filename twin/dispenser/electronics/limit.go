package electronics

import (
	"fmt"

	"github.com/forecourt/forecourt/twin/dispenser/reckoning"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/line"
	"github.com/forecourt/forecourt/twin/unit"
)

// preset is what the controller limits a sale to; a new one replaces the old, of either kind.
type preset struct {
	volume unit.Indicated // zero: none
	money  unit.Money     // zero: none
}

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
	s, most, m := e.sale, e.config.Limits, e.meter(e.sale.nozzle)
	s.cap = e.preset.money.Minor
	ends := reckoning.Ends{Money: s.cap, Largest: m.Counts(most.Volume), Dearest: most.Amount.Minor}
	if e.preset.volume.Count > 0 {
		ends.Volume = m.Counts(e.preset.volume)
	}
	e.limit = reckoning.Plan(m, e.tariff(s), e.profile.brake(), s.base, ends)
}

// advance takes the count of the running sale to where it is now, and acts on every threshold it has passed.
func (e *Electronics) advance() {
	e.pulse()
	s := e.sale
	if s == nil || !s.metered || e.phase != started && e.phase != fuelling {
		return
	}
	if e.phase == started && s.pulses >= e.limit.StartAt {
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
	if n >= l.Target {
		e.reached()
		return
	}
	l.Rate(n, e.env.Now(), e.profile.AfterFlow)
	if n >= l.ShutAt && !l.IsShut {
		l.IsShut = true
		e.env.After(timerSettle, e.settling())
	}
	slow, fast := l.Valves(n)
	e.setFast(i, fast)
	e.setSlow(i, slow)
	e.env.Compare(PulserPort(i), s.zero+e.grossFor(s, l.Next(n)))
}

// again opens the slow valve that was shut early for nothing: the hand had let go. Now it shuts at the target itself.
func (e *Electronics) again() {
	e.limit.Again()
	e.advance()
}

// reached shuts the valves at the limit. The nozzle is still out.
func (e *Electronics) reached() {
	s := e.sale
	e.shut(s.nozzle)
	s.reason = forecourt.EndedByLimit
	e.quiet()
	e.env.After(timerSettle, e.settling())
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
