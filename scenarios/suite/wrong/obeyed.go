package wrong

import (
	"maps"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
)

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
