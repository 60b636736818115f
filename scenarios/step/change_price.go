package step

import (
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/pos"
	"github.com/forecourt/forecourt/twin/unit"
)

func init() {
	Register(Info{
		Name: "change-price", Acts: true, New: func() Step { return new(ChangePrice) },
		Doc: "orders a new price of a grade at the till, for sales in cash or on credit", Example: "change-price: { grade: diesel, price: 1.829 EUR/L }",
	})
}

// ChangePrice orders a price.
type ChangePrice struct {
	Grade forecourt.Grade `yaml:",required"`
	Price unit.Price      `yaml:",required"`
	Level forecourt.PriceLevel
}

// Lint implements Step.
func (s *ChangePrice) Lint(l *Lint) {
	l.Role("", till)
	l.Grade("grade", s.Grade)
}

// Run implements Step.
func (s *ChangePrice) Run(h *Hand) error {
	return h.Do(till, pos.ChangePrice{Grade: s.Grade, Price: s.Price, Level: s.Level})
}
