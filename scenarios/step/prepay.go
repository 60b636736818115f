package step

import (
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/pos"
	"github.com/forecourt/forecourt/twin/unit"
)

func init() {
	Register(Info{
		Name: "prepay", Acts: true, New: func() Step { return new(Prepay) },
		Doc:     "pays at the till for a fuelling point in advance, in cash or with a test card, at the cash or the credit price, less a discount",
		Example: "prepay: { fuelling-point: 1, amount: 40.00 EUR, card: visa-credit }",
	})
}

// Prepay pays in advance.
type Prepay struct {
	FuellingPoint forecourt.Point   `yaml:",required"`
	Amount        Value[unit.Money] `yaml:",required"`
	Loyalty       string            // a test membership
	Reference     string            // the same one again changes nothing
	tender
	terms
	by
}

// Lint implements Step.
func (s *Prepay) Lint(l *Lint) {
	s.tender.lint(l)
	l.PointNamed("fuelling-point", s.FuellingPoint)
	s.Amount.Lint(l)
	l.Membership("loyalty", s.Loyalty)
	s.terms.lint(l)
	s.by.lint(l)
}

// Run implements Step.
func (s *Prepay) Run(h *Hand) error {
	amount, err := s.Amount.Get(h)
	if err != nil {
		return err
	}
	return h.Do(till, pos.Prepay{
		Point: s.FuellingPoint, Amount: amount, Tender: s.Tender, Card: s.Card, Loyalty: s.Loyalty, Reference: s.Reference, Terms: s.of(), By: s.who(),
	})
}
