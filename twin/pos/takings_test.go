package pos

import "github.com/forecourt/forecourt/twin/unit"

// oneHolderEach checks that the takings of all that can settle a sale are those of the books.
func (r *rig) oneHolderEach() {
	r.t.Helper()
	books, sum := Takings{Cash: eur(0), Card: eur(0), WrittenOff: eur(0)}, Takings{Cash: eur(0), Card: eur(0), WrittenOff: eur(0)}
	for _, s := range r.pos.Books().Sales {
		switch {
		case s.State == WrittenOff:
			books.WrittenOff = books.WrittenOff.Add(s.Amount)
		case s.State == Settled && s.Tender == Card:
			books.Card = books.Card.Add(s.Paid)
		case s.State == Settled:
			books.Cash = books.Cash.Add(s.Paid)
		case s.State != Unpaid || s.Point == 1:
			r.t.Errorf("sale %s of fuelling point %d is %s in the end", s.Sale, s.Point, s.State)
			continue
		}
		if s.State != Unpaid {
			books.Sales++
		}
		if s.State == Unpaid && s.By != (By{}) || s.By.Attendant != "" && s.Duty == "" {
			r.t.Errorf("sale %s: %s by %s on duty '%s'", s.Sale, s.State, s.By, s.Duty)
		}
	}
	for _, by := range []By{{}, {Till: 1}, {Till: 2}, {Attendant: "anna"}, {Attendant: "ben"}} {
		x := r.pos.TillTakings(by)
		sum.Sales += x.Sales
		for _, add := range []struct{ to, more *unit.Money }{{&sum.Cash, &x.Cash}, {&sum.Card, &x.Card}, {&sum.WrittenOff, &x.WrittenOff}} {
			*add.to = add.to.Add(*add.more)
		}
	}
	if sum != books {
		r.t.Errorf("tills, attendants and terminals have settled %+v, the books %+v", sum, books)
	}
	settled := map[string]int{}
	for _, e := range r.told {
		switch e := e.Event.(type) {
		case Paid:
			settled[e.Sale]++
		case WroteOff:
			settled[e.Sale]++
		case Captured:
			settled[e.Sale]++
		case PrepaySettled:
			settled[e.Sale]++
		}
	}
	for sale, n := range settled {
		if n > 1 {
			r.t.Errorf("sale %s was settled %d times", sale, n)
		}
	}
}
