package step

import (
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/pos"
	"github.com/forecourt/forecourt/twin/unit"
)

func init() {
	Register(Info{
		Name: "authorise", Acts: true, New: func() Step { return new(Authorise) },
		Doc: "lets the cashier, or an attendant, release a fuelling point for a sale that is paid afterwards, limited by volume or amount, " +
			"at the cash or the credit price, less a discount",
		Example: "authorise: { fuelling-point: 1, amount: 50.00 EUR, level: credit, discount: 0.05 EUR/L }",
	})
}

// Authorise releases a fuelling point.
type Authorise struct {
	FuellingPoint forecourt.Point `yaml:",required"`
	Volume        unit.Indicated
	Amount        unit.Money
	Loyalty       string // a test membership
	terms
	by
}

// Lint implements Step.
func (s *Authorise) Lint(l *Lint) {
	l.Role("", till)
	l.PointNamed("fuelling-point", s.FuellingPoint)
	l.Membership("loyalty", s.Loyalty)
	s.terms.lint(l)
	s.by.lint(l)
	if l.has("volume") && l.has("amount") {
		l.Wrong("amount", "a release has one limit at most", "keep one of volume and amount")
	}
}

// Run implements Step.
func (s *Authorise) Run(h *Hand) error {
	return h.Do(till, pos.AuthorisePoint{Point: s.FuellingPoint, LimitVolume: s.Volume, LimitAmount: s.Amount, Loyalty: s.Loyalty, Terms: s.of(), By: s.who()})
}
