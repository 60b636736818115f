package step

import (
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/payment"
)

func init() {
	Register(Info{
		Name: "insert-card", Acts: true,
		New: func() Step { return &InsertCard{Entry: payment.ContactChip, PIN: payment.PINCorrect} },
		Doc: "puts a test card into a reader, or taps or swipes it (entry: chip, contactless, stripe), and types the PIN when " +
			"asked (pin: correct, wrong, none)",
		Example: "insert-card: { reader: 1, card: visa-credit, pin: correct }",
	})
}

// readerKind is the kind of role an outdoor terminal plays.
const readerKind = "card-reader"

// InsertCard puts a card into a reader.
type InsertCard struct {
	Reader int    `yaml:",required"`
	Card   string `yaml:",required"`
	Entry  payment.EntryMode
	PIN    payment.PINEntry `yaml:"pin"`
	role   forecourt.Role
}

// Lint implements Step.
func (s *InsertCard) Lint(l *Lint) {
	s.role = l.Numbered("reader", readerKind, s.Reader)
	l.Card("card", s.Card)
	l.OneOf("entry", "way to enter a card", string(s.Entry), string(payment.ContactChip), string(payment.Contactless), string(payment.Stripe))
	l.OneOf("pin", "way to type a PIN", string(s.PIN), string(payment.PINCorrect), string(payment.PINWrong), string(payment.PINNone))
}

// Run implements Step.
func (s *InsertCard) Run(h *Hand) error {
	return h.Do(s.role, payment.InsertCard{Card: s.Card, Entry: s.Entry, PIN: s.PIN})
}
