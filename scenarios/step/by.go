package step

import (
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/pos"
)

// by is who does something for a customer: a cashier at a till, the first where none is named, or an attendant.
type by struct {
	Till      int
	Attendant string
}

func (b *by) lint(l *Lint) {
	switch {
	case l.has("till") && b.Till < 1:
		l.Wrong("till", "tills are numbered from 1", "")
	case b.Till > 0 && b.Attendant != "":
		l.Wrong("attendant", "an attendant acts where he stands, not at a till", "keep one of the two")
	}
}

func (b *by) who() pos.By {
	who := pos.By{Till: b.Till, Attendant: b.Attendant}
	if who == (pos.By{}) {
		who.Till = 1
	}
	return who
}

// unpaid is a sale that waits to be paid: the one given, or the oldest of a fuelling point.
type unpaid struct {
	FuellingPoint forecourt.Point
	Sale          Value[string]
}

func (u *unpaid) lint(l *Lint) {
	u.Sale.Lint(l)
	switch {
	case l.has("fuelling-point"):
		l.PointNamed("fuelling-point", u.FuellingPoint)
	case !u.Sale.Given():
		l.Wrong("", "the key 'fuelling-point' or 'sale' is missing", "")
	}
}
