package step

import (
	"github.com/forecourt/forecourt/scenarios/expect"
	"github.com/forecourt/forecourt/twin/gateway/shop"
	"github.com/forecourt/forecourt/twin/unit"
)

func init() {
	Register(Info{
		Name: "ask-gateway", Acts: true, New: func() Step { return new(AskGateway) },
		Doc: "has a client beside the till ask something of the gateway (a plan with gateway: { shop: true }). for: hold (card, amount; " +
			"wallet: apple_pay, google_pay, samsung_pay), increase (amount: the new total), capture, refund (amount; none: all), cancel, " +
			"look; all but hold are about the payment that was held last",
		Example: "ask-gateway: { for: hold, card: visa-credit, amount: 60.00 EUR, wallet: apple_pay }",
	})
	expect.DefineWords(shop.Purposes()...)
}

// AskGateway has the shop ask something.
type AskGateway struct {
	For    shop.Purpose `yaml:",required"`
	Card   string
	Wallet string
	Amount Value[unit.Money]
}

// Lint implements Step.
func (s *AskGateway) Lint(l *Lint) {
	l.Role("", shop.Role)
	l.OneOf("for", "purpose", string(s.For), words(shop.Purposes())...)
	s.Amount.Lint(l)
	if s.Card != "" {
		l.Card("card", s.Card)
	}
	if s.Wallet != "" {
		l.OneOf("wallet", "phone", s.Wallet, shop.Wallets()...)
	}
	switch {
	case s.For == shop.Hold && s.Card == "":
		l.Wrong("", "the key 'card' is missing", "")
	case (s.For == shop.Hold || s.For == shop.Increase) && !s.Amount.Given():
		l.Wrong("", "the key 'amount' is missing", "")
	case s.For != shop.Hold && s.Card+s.Wallet != "":
		l.Wrong("for", "a card is for hold", "")
	}
}

// Run implements Step.
func (s *AskGateway) Run(h *Hand) error {
	amount, err := s.Amount.Get(h)
	if err != nil {
		return err
	}
	return h.Do(shop.Role, shop.Ask{For: s.For, Card: s.Card, Wallet: s.Wallet, Amount: amount})
}
