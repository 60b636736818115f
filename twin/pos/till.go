package pos

import (
	"fmt"

	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire/emv"
)

// till reads a card at the cashier's terminal. That terminal is a part of the POS; it takes no time and never fails.
func (p *POS) till(card payment.Card, amount unit.Money) (payment.Read, error) {
	r := card.Read(payment.Stripe)
	if !card.HasChip() {
		return r, nil
	}
	p.atTill[card.Name]++
	de55, err := emv.ARQC(card, p.atTill[card.Name], amount, p.env.Now(), uint32(p.env.Chance().Uint64()))
	r.Entry, r.EMV = payment.ContactChip, de55
	return r, err
}

func faceOf(r payment.Read) face { return face{r.Card, string(r.Scheme), r.PAN.Last4()} }

// read reads a card at the till's own terminal: its chip where it has one.
func (p *POS) read(name string, amount unit.Money) (payment.Read, string) {
	card, ok := payment.LookupCard(name)
	if !ok {
		return payment.Read{}, fmt.Sprintf("there is no test card %q", name)
	}
	r, err := p.till(card, amount)
	if err != nil {
		return r, err.Error()
	}
	return r, ""
}
