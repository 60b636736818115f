package wrong

import (
	"maps"

	"github.com/forecourt/forecourt/twin/dispenser/electronics"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/station"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
)

// sessions are pumps that are wrong in what they say and obey on the bus.
var sessions = []Machine{
	{
		Name: "volume-preset-ignored", Doc: "the pump does not obey a volume preset",
		Kills: []string{"PST-001"}, Cause: "did not tell 'limit-reached'",
		Hooks: spoken(electronics.Kind, ignore[forecourt.PresetVolume]),
	},
	{
		Name: "money-preset-ignored", Doc: "the pump does not obey a money preset",
		Kills: []string{"PST-002", "PST-003", "PRE-003", "ISS-003"}, Cause: "did not tell 'limit-reached'",
		Hooks: spoken(electronics.Kind, ignore[forecourt.PresetAmount]),
	},
	{
		Name: "stop-ignored", Doc: "the pump does not obey a stop",
		Kills: []string{"STP-001"}, Cause: "did not tell 'stopped'",
		Hooks: spoken(electronics.Kind, ignore[forecourt.Stop]),
	},
	{
		Name: "reset-ignored", Doc: "the pump does not clear a sale that was read",
		Kills: []string{"PNT-002"}, Cause: "did not tell 'started'",
		Hooks: spoken(electronics.Kind, ignoreAfterSale[forecourt.Reset]),
	},
	{
		Name: "release-ignored", Doc: "the pump does not obey a release",
		Kills: []string{"PAY-OUT-001", "PRE-004"}, Cause: "did not tell 'authorised'",
		Hooks: spoken(electronics.Kind, ignore[forecourt.Authorise]),
	},
	{
		Name: "price-kept", Doc: "the pump keeps the price it has",
		Kills: []string{"PRC-001", "PRC-002"}, Cause: "did not tell 'price-changed'",
		Hooks: spoken(electronics.Kind, keepPrice),
	},
	{
		Name: "price-shown-only", Doc: "the pump says that it has the new price, and sells at the old one",
		Kills: []string{"PRC-001", "PRC-002"}, Cause: "did not tell 'price-changed'",
		Hooks: spoken(electronics.Kind, showPrice),
	},
	{
		Name: "price-under-sale", Doc: "a price that is ordered in mid-sale is sent at once, and charged for the running sale",
		Kills: []string{"PRC-002"}, Cause: "controller told 'sale-finished' with amount 18.29 EUR",
		Hooks: priceUnderSale,
	},
	{
		Name: "final-twice", Doc: "the pump books and reports each finished sale twice",
		Kills: []string{"TIL-001", "PAY-OUT-001", "PRE-001"}, Cause: "the controller has sales of",
		Hooks: spoken(electronics.Kind, finalTwice),
	},
	{
		Name: "cent-too-much", Doc: "the pump reports one cent more than it shows",
		Kills: []string{"TIL-001", "PAY-OUT-001", "BUS-001"}, Cause: "controller told 'sale-finished' with amount",
		Hooks: spoken(electronics.Kind, func(t *tongue) {
			t.say = report(t, func(r forecourt.FillingReport) forecourt.FillingReport { r.Amount.Minor++; return r })
		}),
	},
	{
		Name: "count-too-much", Doc: "the pump reports a hundredth more than it shows",
		Kills: []string{"TIL-001", "PAY-OUT-001"}, Cause: "the sale is",
		Hooks: spoken(electronics.Kind, func(t *tongue) {
			t.say = report(t, func(r forecourt.FillingReport) forecourt.FillingReport { r.Volume.Count++; return r })
		}),
	},
	{
		Name: "totals-still", Doc: "the pump's totals do not move",
		Kills: []string{"TIL-001", "PAY-OUT-001"}, Cause: "totals went from",
		Hooks: spoken(electronics.Kind, stillTotals),
	},
	{
		Name: "totals-stick", Doc: "the pump's totals stay at their end instead of rolling over",
		Kills: []string{"WIR-006/dart", "WIR-006/twowire", "WIR-006/udc", "WIR-006/ifsf"}, Cause: "totals went from",
		Hooks: spoken(electronics.Kind, stickingTotals),
	},
	{
		Name: "lift-unsaid", Doc: "the pump does not say that a nozzle is out",
		Kills: []string{"TIL-001", "PAY-OUT-004"}, Cause: "did not tell 'point-changed'",
		Hooks: spoken(electronics.Kind, func(t *tongue) { alwaysOut(t, false) }),
	},
	{
		Name: "hang-unsaid", Doc: "the pump does not say that the nozzle is in again",
		Kills: []string{"TIL-001", "PAY-OUT-001"}, Cause: "told 'sale-finished' with reason no-flow",
		Hooks: spoken(electronics.Kind, func(t *tongue) { alwaysOut(t, true) }),
	},
	{
		Name: "end-unsaid", Doc: "the pump does not say that a sale has ended",
		Kills: []string{"OMS-001", "TIL-002"}, Cause: "did not tell 'sale-finished'",
		Hooks: spoken(electronics.Kind, unsaidEnd),
	},
	{
		Name: "limit-unsaid", Doc: "the pump does not say that a limit was reached",
		Kills: []string{"PST-001"}, Cause: "reason nozzle-hung",
		Hooks: spoken(electronics.Kind, unsaidLimit),
	},
	{
		Name: "sells-unreleased", Doc: "the pump sells to whoever lifts a nozzle",
		Kills: []string{"TIL-001", "PAY-OUT-008"}, Cause: "told 'started', and must not",
		Hooks: spoken(electronics.Kind, sellsUnreleased),
	},
	{
		Name: "unread-forgotten", Doc: "the pump forgets a sale that was not read when a nozzle is lifted again",
		Kills: []string{"NOZ-002/50-ms"}, Cause: "did not tell 'sale-finished'",
		Hooks: spoken(electronics.Kind, forgetUnread),
	},
	{
		Name: "totals-mute", Doc: "the pump does not answer for its totals",
		Kills: []string{"TIL-001", "RST-003"}, Cause: "did not tell 'sale-finished'",
		Hooks: spoken(electronics.Kind, ignoreAfterSale[forecourt.ReturnTotals]),
	},
	{
		Name: "pump-forgets", Doc: "the pump's totals begin again after a power cut",
		Kills: []string{"RST-030"}, Cause: "with before 0.00 L",
		Hooks: spoken(electronics.Kind, forgetTotals),
	},
}

// ignore keeps one command from being heard.
func ignore[C forecourt.Command](t *tongue) {
	t.hear = func(address byte, n wire.Noun, pass func(byte, wire.Noun)) {
		if _, ok := n.(C); ok {
			t.shows()
			return
		}
		pass(address, n)
	}
}

// ignoreAfterSale is ignore from the first fuel on.
func ignoreAfterSale[C forecourt.Command](t *tongue) {
	sold := false
	t.say = func(address byte, n wire.Noun, pass func(byte, wire.Noun)) {
		r, ok := n.(forecourt.FillingReport)
		sold = sold || ok && r.Volume.Count > 0
		pass(address, n)
	}
	t.hear = func(address byte, n wire.Noun, pass func(byte, wire.Noun)) {
		if _, ok := n.(C); ok && sold {
			t.shows()
			return
		}
		pass(address, n)
	}
}

// report changes what a display that is not zero is said to show.
func report(t *tongue, f func(forecourt.FillingReport) forecourt.FillingReport) func(byte, wire.Noun, func(byte, wire.Noun)) {
	return func(address byte, n wire.Noun, pass func(byte, wire.Noun)) {
		if r, ok := n.(forecourt.FillingReport); ok && r.Volume.Count > 0 {
			t.shows()
			n = f(r)
		}
		pass(address, n)
	}
}

func keepPrice(t *tongue) {
	priced := false
	t.hear = func(address byte, n wire.Noun, pass func(byte, wire.Noun)) {
		if _, ok := n.(forecourt.SetPrices); ok {
			if priced {
				t.shows()
				return
			}
			priced = true
		}
		pass(address, n)
	}
}

func showPrice(t *tongue) {
	var shown []unit.Price
	priced := false
	t.hear = func(address byte, n wire.Noun, pass func(byte, wire.Noun)) {
		if s, ok := n.(forecourt.SetPrices); ok {
			if priced {
				t.shows()
				shown = s.Prices
				return
			}
			priced = true
		}
		pass(address, n)
	}
	t.say = func(address byte, n wire.Noun, pass func(byte, wire.Noun)) {
		if r, ok := n.(forecourt.NozzleReport); ok && r.Nozzle > 0 && int(r.Nozzle) <= len(shown) {
			r.Price = shown[r.Nozzle-1]
			n = r
		}
		pass(address, n)
	}
}

// finalTwice says the end of a sale once more when it was cleared, and counts it twice in the totals.
func finalTwice(t *tongue) {
	extra := map[forecourt.Nozzle]int64{}
	var last forecourt.FillingReport
	var nozzle forecourt.Nozzle
	t.say = func(address byte, n wire.Noun, pass func(byte, wire.Noun)) {
		switch r := n.(type) {
		case forecourt.NozzleReport:
			nozzle = r.Nozzle
		case forecourt.FillingReport:
			if r.Volume.Count > 0 {
				last = r
			}
		case forecourt.TotalsReport:
			r.Totals.Volume.Count += extra[r.Nozzle]
			n = r
		case forecourt.StatusReport:
			if r.Status.Ended && last.Volume.Count > 0 {
				t.shows()
				extra[nozzle] += last.Volume.Count
				pass(address, n)
				pass(address, last)
			}
		}
		pass(address, n)
	}
}

func stillTotals(t *tongue) {
	first := map[forecourt.Nozzle]unit.Indicated{}
	t.say = func(address byte, n wire.Noun, pass func(byte, wire.Noun)) {
		if r, ok := n.(forecourt.TotalsReport); ok && !r.IsAmount {
			if _, known := first[r.Nozzle]; !known {
				first[r.Nozzle] = r.Totals.Volume
			}
			if r.Totals.Volume != first[r.Nozzle] {
				t.shows()
			}
			r.Totals.Volume = first[r.Nozzle]
			n = r
		}
		pass(address, n)
	}
}

// stickingTotals never lets a total fall.
func stickingTotals(t *tongue) {
	most := map[forecourt.Nozzle]unit.Indicated{}
	t.say = func(address byte, n wire.Noun, pass func(byte, wire.Noun)) {
		if r, ok := n.(forecourt.TotalsReport); ok && !r.IsAmount {
			if r.Totals.Volume.Count < most[r.Nozzle].Count {
				t.shows()
				r.Totals.Volume = most[r.Nozzle]
			}
			most[r.Nozzle] = r.Totals.Volume
			n = r
		}
		pass(address, n)
	}
}

// forgetTotals lets totals begin at zero when the session is opened again: once it is when the pump is made, once when it
// is first switched on.
func forgetTotals(t *tongue) {
	said, lost := map[forecourt.Nozzle]int64{}, map[forecourt.Nozzle]int64{}
	opened := 0
	t.say = func(address byte, n wire.Noun, pass func(byte, wire.Noun)) {
		if opened != t.opened && t.opened > 2 {
			t.shows()
			maps.Copy(lost, said)
		}
		opened = t.opened
		if r, ok := n.(forecourt.TotalsReport); ok && !r.IsAmount {
			said[r.Nozzle] = r.Totals.Volume.Count
			r.Totals.Volume.Count -= lost[r.Nozzle]
			n = r
		}
		pass(address, n)
	}
}

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
