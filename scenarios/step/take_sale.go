package step

import "github.com/forecourt/forecourt/twin/pos"

func init() {
	Register(Info{
		Name: "take-sale", Acts: true, New: func() Step { return new(TakeSale) },
		Doc: "puts an unpaid sale on the screen of a till, or of an attendant's handheld: no other can work on it until it is put back, " +
			"paid, or the time is over",
		Example: "take-sale: { fuelling-point: 1, till: 2 }",
	})
	Register(Info{
		Name: "put-back", Acts: true, New: func() Step { return new(PutBack) },
		Doc:     "gives an unpaid sale that a till has on its screen back to all",
		Example: "put-back: { sale: $sale.id, till: 2 }",
	})
}

// TakeSale takes a sale.
type TakeSale struct {
	unpaid
	by
}

// Lint implements Step.
func (s *TakeSale) Lint(l *Lint) {
	l.Role("", till)
	s.unpaid.lint(l)
	s.by.lint(l)
}

// Run implements Step.
func (s *TakeSale) Run(h *Hand) error {
	sale, err := s.Sale.Get(h)
	if err != nil {
		return err
	}
	return h.Do(till, pos.TakeSale{Sale: sale, Point: s.FuellingPoint, By: s.who()})
}

// PutBack gives it back.
type PutBack struct {
	Sale Value[string] `yaml:",required"`
	by
}

// Lint implements Step.
func (s *PutBack) Lint(l *Lint) {
	l.Role("", till)
	s.Sale.Lint(l)
	s.by.lint(l)
}

// Run implements Step.
func (s *PutBack) Run(h *Hand) error {
	sale, err := s.Sale.Get(h)
	if err != nil {
		return err
	}
	return h.Do(till, pos.PutBack{Sale: sale, By: s.who()})
}
