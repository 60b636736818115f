package wrong

import (
	"github.com/forecourt/forecourt/twin/dispenser/electronics"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/station"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
)

// alwaysOut says the same of the nozzle for ever, from the first lift on.
func alwaysOut(t *tongue, out bool) {
	lifted := !out
	t.say = func(address byte, n wire.Noun, pass func(byte, wire.Noun)) {
		if r, ok := n.(forecourt.NozzleReport); ok {
			lifted = lifted || r.Out
			if lifted && r.Out != out {
				t.shows()
				r.Out = out
				n = r
			}
		}
		pass(address, n)
	}
}

func unsaidEnd(t *tongue) {
	sold := false
	t.say = func(address byte, n wire.Noun, pass func(byte, wire.Noun)) {
		switch r := n.(type) {
		case forecourt.FillingReport:
			sold = sold || r.Volume.Count > 0
		case forecourt.StatusReport:
			if sold && r.Status.Ended {
				t.shows()
				return
			}
		}
		pass(address, n)
	}
}

func unsaidLimit(t *tongue) {
	t.say = func(address byte, n wire.Noun, pass func(byte, wire.Noun)) {
		if r, ok := n.(forecourt.StatusReport); ok && r.Status.LimitReached {
			t.shows()
			r.Status.LimitReached = false
			n = r
		}
		pass(address, n)
	}
}

// sellsUnreleased obeys a release that nobody gave.
func sellsUnreleased(t *tongue) {
	state := forecourt.Inoperative
	t.say = func(address byte, n wire.Noun, pass func(byte, wire.Noun)) {
		pass(address, n)
		switch r := n.(type) {
		case forecourt.StatusReport:
			state = r.Status.State
			if r.Status.Ended {
				state = forecourt.Closed
			}
		case forecourt.NozzleReport:
			if r.Out && state == forecourt.Idle {
				t.shows()
				t.out.Heard(address, forecourt.Authorise{})
			}
		}
	}
}

// forgetUnread loses a sale between its end and the next lift, unless it was cleared before.
func forgetUnread(t *tongue) {
	var last forecourt.FillingReport
	lost := map[forecourt.Nozzle]int64{}
	var nozzle forecourt.Nozzle
	ended, gone := false, false
	t.hear = func(address byte, n wire.Noun, pass func(byte, wire.Noun)) {
		if _, ok := n.(forecourt.Reset); ok {
			ended, gone, last = false, false, forecourt.FillingReport{}
		}
		pass(address, n)
	}
	t.say = func(address byte, n wire.Noun, pass func(byte, wire.Noun)) {
		switch r := n.(type) {
		case forecourt.StatusReport:
			ended = ended || r.Status.Ended
			gone = gone && !r.Status.State.Delivering()
		case forecourt.FillingReport:
			if gone {
				r.Volume.Count, r.Amount.Minor = 0, 0
				n = r
			} else if r.Volume.Count > 0 {
				last = r
			}
		case forecourt.NozzleReport:
			if r.Out && ended && !gone && last.Volume.Count > 0 {
				t.shows()
				gone = true
				lost[nozzle] += last.Volume.Count
			}
			if !gone && r.Nozzle != 0 {
				nozzle = r.Nozzle
			}
		case forecourt.TotalsReport:
			r.Totals.Volume.Count -= lost[r.Nozzle]
			n = r
		}
		pass(address, n)
	}
}

// priceUnderSale lets a pump that sells charge a price from the moment at which the POS has ordered it.
func priceUnderSale(n *Count) station.Hooks {
	var ordered unit.Price
	h := party(controllerKind, func(s *skin) {
		s.sense = func(_ *machine.Env, x forecourt.Stimulus, pass func(forecourt.Stimulus)) {
			if r, ok := x.(forecourt.Received); ok {
				if o, ok := r.Noun.(forecourt.ChangePrice); ok {
					ordered = o.Price
				}
			}
			pass(x)
		}
	})(n)
	h.Dialect = spoken(electronics.Kind, func(t *tongue) {
		var began unit.Price
		selling := false
		charge := report(t, func(r forecourt.FillingReport) forecourt.FillingReport {
			r.Amount = ordered.Amount(r.Volume, unit.HalfUp)
			return r
		})
		t.say = func(address byte, n wire.Noun, pass func(byte, wire.Noun)) {
			if r, ok := n.(forecourt.StatusReport); ok {
				if r.Status.State.Delivering() && !selling {
					began = ordered
				}
				selling = r.Status.State.Delivering()
			}
			if ordered != began {
				charge(address, n, pass)
				return
			}
			pass(address, n)
		}
	})(n).Dialect
	return h
}
