package step

import (
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
)

// terms is the price that a release is for: which of a nozzle's two, and what is taken off it. Whether a discount is below
// the price only the controller knows, when it releases.
type terms struct {
	Level    forecourt.PriceLevel
	Discount unit.Price
}

func (t *terms) lint(l *Lint) {
	if l.has("discount") && t.Discount.E4 <= 0 {
		l.Wrong("discount", "a discount must be over zero", "leave it out where there is none")
	}
}

// of returns the terms of the release.
func (t *terms) of() forecourt.Terms { return forecourt.Terms{Level: t.Level, Discount: t.Discount} }
