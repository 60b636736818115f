package step

import "github.com/forecourt/forecourt/twin/pos"

func init() {
	Register(Info{
		Name: "pay", Acts: true, New: func() Step { return new(Pay) },
		Doc:     "pays an unpaid sale at a till or to an attendant: the one given, or the oldest of a fuelling point",
		Example: "pay: { fuelling-point: 1, tender: cash }",
	})
}

// Pay pays a sale.
type Pay struct {
	unpaid
	Loyalty string // a test membership
	tender
	by
}

// Lint implements Step.
func (s *Pay) Lint(l *Lint) {
	s.tender.lint(l)
	s.unpaid.lint(l)
	s.by.lint(l)
	l.Membership("loyalty", s.Loyalty)
}

// Run implements Step.
func (s *Pay) Run(h *Hand) error {
	sale, err := s.Sale.Get(h)
	if err != nil {
		return err
	}
	return h.Do(till, pos.Pay{Sale: sale, Point: s.FuellingPoint, Tender: s.Tender, Card: s.Card, Loyalty: s.Loyalty, By: s.who()})
}
