package step

import (
	"github.com/forecourt/forecourt/scenarios/expect"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/pos"
	"github.com/forecourt/forecourt/twin/unit"
)

func init() {
	expect.DefineWords(forecourt.Voided, forecourt.Refunded)
	Register(Info{
		Name: "refund", Acts: true, New: func() Step { return new(Refund) },
		Doc:     "gives money of a settled sale back at the till: an amount, or all that is left of it",
		Example: "refund: { sale: $sale.id, amount: 10.00 EUR, reason: wrong fuel }",
	})
	Register(Info{
		Name: "void", Acts: true, New: func() Step { return new(Void) },
		Doc: "takes a whole sale back at the till, before the close of its shift", Example: "void: { sale: $sale.id, reason: wrong card }",
	})
}

// Refund gives money back.
type Refund struct {
	Sale      Value[string] `yaml:",required"`
	Amount    Value[unit.Money]
	Reason    string `yaml:",required"`
	Reference string
}

// Lint implements Step.
func (s *Refund) Lint(l *Lint) {
	l.Role("", till)
	s.Sale.Lint(l)
	s.Amount.Lint(l)
	lintReason(l, s.Reason)
}

// Run implements Step.
func (s *Refund) Run(h *Hand) error {
	sale, err := s.Sale.Get(h)
	if err != nil {
		return err
	}
	amount, err := s.Amount.Get(h)
	if err != nil {
		return err
	}
	return h.Do(till, pos.RefundSale{Sale: sale, Amount: amount, Reason: s.Reason, Reference: s.Reference})
}

// Void takes a sale back.
type Void struct {
	Sale      Value[string] `yaml:",required"`
	Reason    string        `yaml:",required"`
	Reference string
}

// Lint implements Step.
func (s *Void) Lint(l *Lint) {
	l.Role("", till)
	s.Sale.Lint(l)
	lintReason(l, s.Reason)
}

// Run implements Step.
func (s *Void) Run(h *Hand) error {
	sale, err := s.Sale.Get(h)
	if err != nil {
		return err
	}
	return h.Do(till, pos.VoidSale{Sale: sale, Reason: s.Reason, Reference: s.Reference})
}

func lintReason(l *Lint, reason string) {
	if reason == "" {
		l.Wrong("reason", "money goes back for a reason", "")
	}
}
