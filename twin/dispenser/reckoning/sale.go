package reckoning

import (
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/line"
)

// Life is what a hose, its meter and its computer carry from one sale into the next. Zero: they are new.
type Life struct {
	Through int64 // microlitres of fuel through the meter
	Turned  int64 // what the meter has shown of it; Through where it has no error beside its scale
	InHose  int64 // what the hose holds more than when it was new
	Peak    int64 // the pulser's count up to which all has been in a sale, or ran back
}

// Device is what of a dispenser's computer decides what a sale comes to.
type Device struct {
	Brake
	MotorDelay   time.Duration // from the motor to the slow valve
	DisplayEvery time.Duration // how often the count is looked at while fuel flows, over zero
	// Factor is what a pulse is worth at the reference temperature, in parts per million; 0: pulses are charged as they come.
	Factor int64
}

// Acts are what a customer does in a sale, and what befalls him.
type Acts struct {
	Trigger time.Duration // from the start of the motor until the trigger is pulled
	Until   int64         // counts of the display at which the hand lets go; 0: a limit ends the sale
	Home    time.Duration // from the end of the flow, by hand or limit, or from a later pull, until the nozzle is home
	Cut     int64         // pulses after which the power fails; 0: it does not
}

// Outcome is what a sale comes to.
type Outcome struct {
	Life
	Gross    int64 // pulses that are in the sale
	Charged  int64 // what is charged for: Gross, or its part at the reference temperature
	Outside  int64 // pulses that are in no sale; below zero: they ran back, and come again in the next one
	CutAfter int64 // pulses from the start of the motor until the power fails
}

// Sell is the outcome of a sale by its course: every valve, every change of the flow, every look at the pulser that can
// matter. The limit is spent by it. A sale that nothing ends, since the hand holds on and no limit comes, is a programmer's
// mistake and panics.
func (h *Hose) Sell(m Meter, d Device, l Limit, from Life, a Acts) Outcome {
	still := line.Still(0, from.Through)
	w := walk{
		hose: h, meter: m, device: d, limit: l, acts: a, exact: h.Error.None(), fuel: still, turned: still, inHose: from.InHose,
		seen: from.Through, peak: from.Peak, landing: noLanding, compare: line.NoCompare,
	}
	if !w.exact {
		w.turned = line.Still(0, from.Turned)
	}
	for i := range w.due {
		w.due[i] = clock.Never
	}
	first := w.count()
	w.shownZero = first
	w.motor, w.command.motor = true, true
	w.due[starts], w.due[pulls] = clock.Instant(max(d.MotorDelay, 0)), clock.Instant(a.Trigger)
	w.run()
	return w.outcome(first)
}

// outcome is how things are when everything has come to rest.
func (w *walk) outcome(first int64) Outcome {
	w.now = w.fuel.RampEnd
	if w.fuel.StopAt != clock.Never {
		w.now = w.fuel.StopAt
	}
	w.account(false)
	last := w.count()
	o := Outcome{Gross: w.gross, Charged: w.charged, Outside: last - first - w.gross, CutAfter: w.zero + w.acts.Cut - first}
	if w.acts.Cut > 0 { // the computer looks at its pulsers when the power is back
		w.peak = max(w.peak, last)
	}
	o.Life = Life{Through: w.fuel.At(w.now), Turned: w.turned.At(w.now), InHose: w.inHose, Peak: w.peak}
	return o
}

// Charged is what n pulses are charged as.
func (d *Device) Charged(n int64) int64 {
	if d.Factor <= 0 {
		return n
	}
	return n * d.Factor / million
}
