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
			"asked (pin: correct, wrong, none, too-short, bypass); dead: the chip does not answer; tap: what goes wrong with a tap " +
			"(torn, two-cards, not-opened)",
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
	Dead   bool
	Tap    payment.TapFault
	role   forecourt.Role
}

// Lint implements Step.
func (s *InsertCard) Lint(l *Lint) {
	s.role = l.Numbered("reader", readerKind, s.Reader)
	l.Card("card", s.Card)
	l.OneOf("entry", "way to enter a card", string(s.Entry), string(payment.ContactChip), string(payment.Contactless), string(payment.Stripe))
	l.OneOf("pin", "way to type a PIN", string(s.PIN), words(payment.PINEntries)...)
	if s.Tap != "" {
		l.OneOf("tap", "fault of a tap", string(s.Tap), words(payment.TapFaults)...)
	}
	if s.Dead && s.Entry != payment.ContactChip || s.Tap != "" && s.Entry != payment.Contactless {
		l.Wrong("", "that is no fault of this entry", "a chip may be dead, a tap may be torn")
	}
}

// Run implements Step.
func (s *InsertCard) Run(h *Hand) error {
	return h.Do(s.role, payment.InsertCard{Card: s.Card, Entry: s.Entry, PIN: s.PIN, Dead: s.Dead, Tap: s.Tap})
}
