package forecourt

import (
	"fmt"

	"github.com/forecourt/forecourt/twin/unit"
)

// PriceLevel is which of a nozzle's two prices a sale is made at. The zero level is Cash, the only one where a site or a
// wire has one price.
type PriceLevel uint8

// The levels: 1 and 2 of pump-protocols.md section 2.3, fuelling modes 1 and 2 of section 3.4.
const (
	Cash PriceLevel = iota
	Credit
	Levels = 2 // how many there are
)

var levelNames = [Levels]string{Cash: "cash", Credit: "credit"}

// String returns the level as scenarios spell it.
func (l PriceLevel) String() string {
	if l < Levels {
		return levelNames[l]
	}
	return fmt.Sprintf("level %d", uint8(l))
}

// MarshalText writes the name.
func (l PriceLevel) MarshalText() ([]byte, error) { return []byte(l.String()), nil }

// UnmarshalText reads a name.
func (l *PriceLevel) UnmarshalText(b []byte) error {
	for i, n := range levelNames {
		if n == string(b) {
			*l = PriceLevel(i)
			return nil
		}
	}
	return fmt.Errorf("'%s' is none of: cash, credit", b)
}

// Terms are what the price of one sale is made of: a level, and what is taken off its price per unit of volume. The zero
// Terms are the standard ones, at which a point stands between sales.
type Terms struct {
	Level    PriceLevel `json:",omitzero"`
	Discount unit.Price `json:",omitzero"`
}

// Standard says that there is nothing special about the terms.
func (t Terms) Standard() bool { return t.Level == Cash && t.Discount.E4 == 0 }

// Of returns the price of a sale at the terms, from the two prices of a nozzle; a credit price of zero is the cash price.
// What a discount would take to zero or below keeps its full price: Objection says so before.
func (t Terms) Of(cash, credit unit.Price) unit.Price {
	p := cash
	if t.Level == Credit && credit.E4 > 0 {
		p = credit
	}
	if p.E4 > t.Discount.E4 {
		p.E4 -= t.Discount.E4
	}
	return p
}

// Objection says why a nozzle with these prices cannot be sold at the terms; empty: it can.
func (t Terms) Objection(cash, credit unit.Price) string {
	full := Terms{Level: t.Level}.Of(cash, credit)
	switch {
	case t.Level >= Levels:
		return fmt.Sprintf("there is no price %s", t.Level)
	case t.Discount.E4 < 0:
		return "a discount below zero"
	case t.Discount.E4 > 0 && (t.Discount.Currency != full.Currency || t.Discount.Unit != full.Unit):
		return fmt.Sprintf("a discount here is in %s/%s", full.Currency, full.Unit)
	case t.Discount.E4 > 0 && t.Discount.E4 >= full.E4:
		return fmt.Sprintf("a discount of %s is not below the price of %s", t.Discount, full)
	}
	return ""
}
