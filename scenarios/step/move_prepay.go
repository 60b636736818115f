package step

import (
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/pos"
)

func init() {
	Register(Info{
		Name: "move-prepay", Acts: true, New: func() Step { return new(MovePrepay) },
		Doc:     "lets the cashier take a prepayment that is not used yet to another fuelling point",
		Example: "move-prepay: { from: 1, to: 2 }",
	})
}

// MovePrepay moves a prepayment.
type MovePrepay struct {
	From forecourt.Point `yaml:",required"`
	To   forecourt.Point `yaml:",required"`
	by
}

// Lint implements Step.
func (s *MovePrepay) Lint(l *Lint) {
	l.Role("", till)
	l.PointNamed("from", s.From)
	l.PointNamed("to", s.To)
	s.by.lint(l)
	if s.From == s.To {
		l.Wrong("to", "the prepayment is there already", "")
	}
}

// Run implements Step.
func (s *MovePrepay) Run(h *Hand) error {
	return h.Do(till, pos.MovePrepay{From: s.From, To: s.To, By: s.who()})
}
