package step

import "github.com/forecourt/forecourt/twin/pos"

func init() {
	Register(Info{
		Name: "write-off", Acts: true, New: func() Step { return new(WriteOff) },
		Doc: "settles an unpaid sale without money, for a reason", Example: "write-off: { sale: $sale.id, reason: drive-off }",
	})
}

// WriteOff settles a sale without money.
type WriteOff struct {
	Sale   Value[string] `yaml:",required"`
	Reason string        `yaml:",required"`
	by
}

// Lint implements Step.
func (s *WriteOff) Lint(l *Lint) {
	l.Role("", till)
	s.Sale.Lint(l)
	s.by.lint(l)
	if s.Reason == "" {
		l.Wrong("reason", "a write-off has a reason", "")
	}
}

// Run implements Step.
func (s *WriteOff) Run(h *Hand) error {
	sale, err := s.Sale.Get(h)
	if err != nil {
		return err
	}
	return h.Do(till, pos.WriteOff{Sale: sale, Reason: s.Reason, By: s.who()})
}
