package step

import (
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/pos"
)

func init() {
	Register(Info{
		Name: "pay", Acts: true, New: func() Step { return new(Pay) },
		Doc:     "pays an unpaid sale at the till: the one given, or the oldest of a fuelling point",
		Example: "pay: { fuelling-point: 1, tender: cash }",
	})
}

// Pay pays a sale.
type Pay struct {
	FuellingPoint forecourt.Point
	Sale          Value[string]
	Loyalty       string // a test membership
	tender
}

// Lint implements Step.
func (s *Pay) Lint(l *Lint) {
	s.tender.lint(l)
	s.Sale.Lint(l)
	l.Membership("loyalty", s.Loyalty)
	switch {
	case l.has("fuelling-point"):
		l.PointNamed("fuelling-point", s.FuellingPoint)
	case !s.Sale.Given():
		l.Wrong("", "the key 'fuelling-point' or 'sale' is missing", "")
	}
}

// Run implements Step.
func (s *Pay) Run(h *Hand) error {
	sale, err := s.Sale.Get(h)
	if err != nil {
		return err
	}
	return h.Do(till, pos.Pay{Sale: sale, Point: s.FuellingPoint, Tender: s.Tender, Card: s.Card, Loyalty: s.Loyalty})
}
