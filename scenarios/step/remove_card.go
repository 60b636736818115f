package step

import (
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/payment"
)

func init() {
	Register(Info{
		Name: "remove-card", Acts: true, New: func() Step { return new(RemoveCard) },
		Doc: "takes the card out of a card reader", Example: "remove-card: { reader: 1 }",
	})
}

// RemoveCard takes the card out of a card reader.
type RemoveCard struct {
	Reader int `yaml:",required"`
	role   forecourt.Role
}

// Lint implements Step.
func (s *RemoveCard) Lint(l *Lint) { s.role = l.Numbered("reader", readerKind, s.Reader) }

// Run implements Step.
func (s *RemoveCard) Run(h *Hand) error { return h.Do(s.role, payment.RemoveCard{}) }
