package step

import (
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/payment"
)

func init() {
	Register(Info{
		Name: "press-cancel", Acts: true, New: func() Step { return new(PressCancel) },
		Doc: "presses the cancel key of a card reader", Example: "press-cancel: { reader: 1 }",
	})
}

// PressCancel presses the cancel key of a card reader.
type PressCancel struct {
	Reader int `yaml:",required"`
	role   forecourt.Role
}

// Lint implements Step.
func (s *PressCancel) Lint(l *Lint) { s.role = l.Numbered("reader", readerKind, s.Reader) }

// Run implements Step.
func (s *PressCancel) Run(h *Hand) error { return h.Do(s.role, payment.PressCancel{}) }
