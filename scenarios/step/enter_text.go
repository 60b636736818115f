package step

import (
	"github.com/forecourt/forecourt/scenarios/expect"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/payment"
)

func init() {
	expect.DefineWords(payment.Odometer, payment.Vehicle, payment.Driver)
	expect.DefineWords(payment.LoyaltyBarcode, payment.LoyaltyStripe)
	Register(Info{
		Name: "enter-text", Acts: true, New: func() Step { return new(EnterText) },
		Doc: "types an answer at a card reader that asks for one", Example: `enter-text: { reader: 1, text: "123456" }`,
	})
}

// EnterText types an answer at a card reader.
type EnterText struct {
	Reader int    `yaml:",required"`
	Text   string `yaml:",required"`
	role   forecourt.Role
}

// Lint implements Step.
func (s *EnterText) Lint(l *Lint) { s.role = l.Numbered("reader", readerKind, s.Reader) }

// Run implements Step.
func (s *EnterText) Run(h *Hand) error { return h.Do(s.role, payment.EnterText{Text: s.Text}) }
