package electronics

import (
	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/line"
	"github.com/forecourt/forecourt/twin/unit"
)

// sale is one delivery, from the lift of a released nozzle until a reset.
type sale struct {
	nozzle int
	price  unit.Price
	level  forecourt.PriceLevel
	base   int64 // the nozzle's lifetime pulses before it
	cap    int64 // of a money preset, in minor units; 0: none

	metered bool  // pulses count: from the first opening of the slow valve until valves have settled
	zero    int64 // the pulser's count where it began
	pulses  int64 // what it charges: those that came, or their part at the reference temperature
	gross   int64 // those that came, where that is another count

	apart   int64 // channel A less channel B where it began
	slipped int64 // how far the pulser was behind its zero where it began

	blended blended // where its blend is measured from

	warmth int64 // of the gross pulses, each times its temperature in thousandths of a degree
	net    int64 // of the gross pulses, in parts per million of a pulse at the reference temperature

	volume unit.Indicated // as shown
	amount unit.Money

	reason             forecourt.EndReason
	startedAt, endedAt clock.Instant
	done               bool // in the totals
	cut                bool // ended by the power
}

// start begins a sale at nozzle i.
func (e *Electronics) start(i int) {
	n := &e.nozzles[i]
	e.env.Compare(PulserPort(i), line.NoCompare)
	e.sale = &sale{
		nozzle: i, price: e.sellsAt(n), level: e.saleLevel(), base: n.counted, startedAt: e.env.Now(), volume: e.zeroVolume(), amount: e.zeroMoney(),
	}
	e.plan()
	e.save()
	e.env.Tell(Started{Nozzle: n.Nozzle, Grade: n.Grade, Price: e.sale.price, Level: e.sale.level})
	e.move(lift)
	e.env.After(timerPatience, e.profile.ReleaseExpires)
	e.setMotor(i, true)
	if d := e.motorDelay(); d > 0 {
		e.env.After(timerStart, d)
		return
	}
	e.motorUp()
}

// motorUp opens the slow valve: the meter counts from here.
func (e *Electronics) motorUp() {
	if e.phase != started {
		return // suspended before the motor was up; resume comes back
	}
	if s := e.sale; !s.metered {
		s.metered, s.zero = true, e.zeroOf(s.nozzle)
		if e.nozzles[s.nozzle].Blend > 0 {
			s.blended = e.meters(s.nozzle)
		}
		e.beginLooking()
	}
	e.advance()
}

// show updates the display.
func (e *Electronics) show() {
	s := e.sale
	volume, amount := e.volumeOf(s, s.pulses), e.amountOf(s, s.pulses)
	if volume == s.volume && amount == s.amount {
		return
	}
	s.volume, s.amount = volume, amount
	e.env.Tell(Counted{Volume: volume, Amount: amount})
	e.report(forecourt.FillingReport{Volume: volume, Amount: amount})
	e.saveProgress()
}

// end takes a stop, a switching off or a hang-up wherever the point stands.
func (e *Electronics) end(on input) {
	if e.sale == nil || e.sale.done {
		e.move(on)
		if e.phase == closing { // suspended before any nozzle was lifted
			e.move(settle)
		}
		e.env.Clear(timerPatience)
		e.report(e.fillingReport())
		return
	}
	e.advance() // a limit reached at this very instant comes first
	e.finish(on)
}

// finish ends the flow of the running sale. It is complete when the valves have settled.
func (e *Electronics) finish(on input) {
	s := e.sale
	e.shut(s.nozzle)
	e.setMotor(s.nozzle, false)
	settles := s.metered
	waits := e.phase == limited // its settling has begun already
	if !waits {
		e.quiet()
	}
	if s.reason == "" {
		s.reason = reasons[on]
	}
	s.endedAt = e.env.Now()
	e.move(on)
	switch {
	case !settles:
		e.complete()
	case !waits:
		e.env.After(timerSettle, e.settling())
	}
}

var reasons = map[input]forecourt.EndReason{
	hang: forecourt.EndedByNozzle, stop: forecourt.EndedByStop, switchOff: forecourt.EndedByStop,
	noFlow: forecourt.EndedByNoFlow,
}

// settled is called when valves that were commanded shut are.
func (e *Electronics) settled() {
	switch e.phase {
	case started, fuelling:
		e.again()
	case limited:
		e.pulse()
		e.sale.metered = false
		e.watchCreep(e.sale.nozzle)
		e.show()
		e.setMotor(e.sale.nozzle, false)
		if e.afterwards == reset {
			e.clear()
		}
	case closing:
		e.complete()
	}
}

// complete puts the sale into the totals.
func (e *Electronics) complete() {
	s := e.sale
	n := &e.nozzles[s.nozzle]
	e.pulse()
	s.metered, s.done = false, true
	if s.endedAt == 0 {
		s.endedAt = e.env.Now()
	}
	s.volume, s.amount = e.volumeOf(s, s.pulses), e.amountOf(s, s.pulses)
	n.counted += s.pulses
	n.gross += e.grossOf(s)
	n.totals.Volume, n.totals.Amount = n.totals.Volume.Add(s.volume), n.totals.Amount.Add(s.amount)
	n.sold, n.taken = n.sold.Add(s.volume), n.taken.Add(s.amount)
	n.sales++
	e.save()
	e.env.Tell(Completed{
		Nozzle: n.Nozzle, Grade: n.Grade, Price: s.price, Level: s.level, Volume: s.volume, Amount: s.amount, Pulses: s.pulses,
		Reason: s.reason, StartedAt: s.startedAt, EndedAt: s.endedAt, Compensation: e.compensation(s),
	})
	e.watchCreep(s.nozzle)
	if e.phase == closing {
		e.move(settle)
		e.report(e.fillingReport())
		e.report(e.nozzleReport())
	}
	switch after := e.afterwards; after {
	case switchOff:
		e.afterwards = 0
		e.move(switchOff)
	case reset: // asked for while the valves settled
		e.clear()
	}
}

// clear is a reset: the finished sale goes, the display is zero.
func (e *Electronics) clear() {
	e.afterwards = 0
	if e.phase == limited && !e.sale.done {
		if e.sale.metered {
			e.afterwards = reset // when the valves have settled
			return
		}
		e.complete()
	}
	e.sale, e.preset = nil, preset{}
	e.save()
	e.env.Tell(Reset{})
	if e.priced {
		e.move(reset)
	} else {
		e.phase = unprogrammed
		e.refresh()
	}
	e.report(e.fillingReport())
	e.report(e.nozzleReport())
}
