package step

import (
	"github.com/forecourt/forecourt/scenarios/expect"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/host"
	"github.com/forecourt/forecourt/twin/host/terminal"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/unit"
)

func init() {
	Register(Info{
		Name: "ask-host", Acts: true, New: func() Step { return &AskHost{Terminal: 1} },
		Doc: "has a payment terminal say something to the merchant host on its own link. for: authorise, sell, refund (card, " +
			"amount; entry: chip, contactless, stripe; pin: correct, wrong, none; model: status-check, estimate, partial, prepay, " +
			"postpay), complete, reverse (the last approved request; amount: of a reversal what is left), repeat (the last advice), " +
			"echo, sign-on, sign-off, new-key, cut-over, reconcile. seal: wrong or none damages the authentication code",
		Example: "ask-host: { terminal: 1, for: authorise, card: visa-credit, amount: 150.00 EUR }",
	})
	Register(Info{
		Name: "issuer-down", Acts: true, New: func() Step { return new(IssuerDown) },
		Doc:     "makes the issuers of a network silent for a while, so that the network stands in for them",
		Example: "issuer-down: { network: visa, for: 10 min }",
	})
	Register(Info{
		Name: "lose-advices", Acts: true, New: func() Step { return &LoseAdvices{Count: 1} },
		Doc:     "makes the merchant host acknowledge the next advices and forget them",
		Example: "lose-advices: { count: 1 }",
	})
	Register(Info{
		Name: "cut-over", Acts: true, New: func() Step { return new(CutOver) },
		Doc:     "closes the settlement day at the merchant host: every network's batch is made",
		Example: "cut-over: {}",
	})
	expect.DefineWords(terminal.Purposes()...)
}

func words[T ~string](all []T) (texts []string) {
	for _, w := range all {
		texts = append(texts, string(w))
	}
	return texts
}

// merchantHost is the role of the merchant host.
var merchantHost = forecourt.Role{Kind: "host"}

// AskHost has a terminal say something.
type AskHost struct {
	Terminal int
	For      terminal.Purpose `yaml:",required"`
	Card     string
	Entry    payment.EntryMode
	PIN      payment.PINEntry `yaml:"pin"`
	Amount   Value[unit.Money]
	Model    host.Model
	Seal     terminal.Seal
	role     forecourt.Role
}

// Lint implements Step.
func (s *AskHost) Lint(l *Lint) {
	s.role = l.Numbered("terminal", terminal.Kind, s.Terminal)
	l.OneOf("for", "purpose", string(s.For), words(terminal.Purposes())...)
	s.Amount.Lint(l)
	if s.Card != "" {
		l.Card("card", s.Card)
	}
	for _, w := range []struct {
		key, noun, word string
		known           []string
	}{
		{"entry", "way to enter a card", string(s.Entry), []string{string(payment.ContactChip), string(payment.Contactless), string(payment.Stripe)}},
		{"pin", "way to type a PIN", string(s.PIN), []string{string(payment.PINCorrect), string(payment.PINWrong), string(payment.PINNone)}},
		{"model", "money model", string(s.Model), host.Models()},
		{"seal", "seal", string(s.Seal), []string{string(terminal.WrongSeal), string(terminal.NoSeal)}},
	} {
		if w.word != "" {
			l.OneOf(w.key, w.noun, w.word, w.known...)
		}
	}
	needs := s.For.AsksMoney() || s.For == terminal.Complete
	switch {
	case s.For.AsksMoney() && s.Card == "":
		l.Wrong("", "the key 'card' is missing", "")
	case needs && !s.Amount.Given() && s.Model != host.StatusCheck:
		l.Wrong("", "the key 'amount' is missing", "")
	case !s.For.AsksMoney() && s.Card != "":
		l.Wrong("card", "a card is for authorise, sell and refund", "")
	case s.Model == host.StatusCheck && s.Amount.Given():
		l.Wrong("amount", "a status check asks for one unit", "leave it out")
	}
}

// Run implements Step.
func (s *AskHost) Run(h *Hand) error {
	amount, err := s.Amount.Get(h)
	if err != nil {
		return err
	}
	return h.Do(s.role, terminal.Ask{
		For: s.For, Card: s.Card, Entry: s.Entry, PIN: s.PIN, Amount: amount, Model: s.Model, Seal: s.Seal,
	})
}
