package step

import (
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/payment"
)

func init() {
	Register(Info{
		Name: "press-key", Acts: true, New: func() Step { return new(PressKey) },
		Doc: "presses a key of a card reader: a digit 1 to 3 picks an application, language changes the display's, receipt lets the " +
			"next card have its receipt again, yes and no answer, clear",
		Example: "press-key: { reader: 1, key: receipt }",
	})
	Register(Info{
		Name: "set-paper", Acts: true, New: func() Step { return new(SetPaper) },
		Doc:     "takes the paper out of a card reader's printer (out: true), or fills it",
		Example: "set-paper: { reader: 1, out: true }",
	})
	Register(Info{
		Name: "spend-keys", Acts: true, New: func() Step { return new(SpendKeys) },
		Doc:     "uses up the keys of a card reader's PIN pad",
		Example: "spend-keys: { reader: 1 }",
	})
}

// PressKey presses a key.
type PressKey struct {
	Reader int         `yaml:",required"`
	Key    payment.Key `yaml:",required"`
	role   forecourt.Role
}

// Lint implements Step.
func (s *PressKey) Lint(l *Lint) {
	s.role = l.Numbered("reader", readerKind, s.Reader)
	l.OneOf("key", "key of a card reader", string(s.Key), words(payment.Keys)...)
}

// Run implements Step.
func (s *PressKey) Run(h *Hand) error { return h.Do(s.role, payment.PressKey{Key: s.Key}) }

// SetPaper fills a printer or empties it.
type SetPaper struct {
	Reader int `yaml:",required"`
	Out    bool
	role   forecourt.Role
}

// Lint implements Step.
func (s *SetPaper) Lint(l *Lint) { s.role = l.Numbered("reader", readerKind, s.Reader) }

// Run implements Step.
func (s *SetPaper) Run(h *Hand) error { return h.Do(s.role, payment.SetPaper{Out: s.Out}) }

// SpendKeys uses up the keys of a PIN pad.
type SpendKeys struct {
	Reader int `yaml:",required"`
	role   forecourt.Role
}

// Lint implements Step.
func (s *SpendKeys) Lint(l *Lint) { s.role = l.Numbered("reader", readerKind, s.Reader) }

// Run implements Step.
func (s *SpendKeys) Run(h *Hand) error { return h.Do(s.role, payment.SpendKeys{}) }
