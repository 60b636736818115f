package terminal

import (
	"encoding/hex"

	"github.com/forecourt/forecourt/twin/host"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire/emv"
	"github.com/forecourt/forecourt/twin/wire/iso8583"
)

// answered takes an answer to what was asked.
func (t *Terminal) answered(env *machine.Env, x *exchange, m iso8583.Message) {
	r, _ := iso8583.LookupResponse(m.Code)
	approved := r.Class == iso8583.Approve || r.Class == iso8583.Partial
	e := Answered{
		For: x.ask.For, Code: m.Code, Meaning: r.Meaning, STAN: m.STAN.String(), RRN: m.RRN, Amount: m.Amount, Approval: m.Approval,
		Limit: unit.Money{Currency: t.config.Currency}, Day: m.Settles, Network: m.NetworkID,
	}
	if m.Amount.Currency == "" {
		e.Amount = e.Limit
	}
	switch {
	case !approved:
	case x.ask.For == NewKey:
		t.takeKey(env, m)
	case x.ask.For.AsksMoney():
		e.Limit = t.limit(x, m)
		t.approved(x, m)
	}
	if x.ask.For == Reconcile && m.Balance != "" {
		e.Balanced = m.Balance == iso8583.InBalance
		t.totals = iso8583.Totals{Currency: t.config.Currency}
	}
	env.Tell(e)
}

// limit is what may be fuelled for: what was granted, or the card's cut-off where only its status was checked.
func (t *Terminal) limit(x *exchange, m iso8583.Message) unit.Money {
	if x.ask.Model != host.StatusCheck || m.Code == iso8583.CodePartial {
		return m.Amount
	}
	card, _ := payment.LookupCard(x.ask.Card)
	mode, _ := iso8583.EntryMode(x.message.Entry)
	programme := string(card.Scheme)
	if card.Service == debitService && !x.message.PINBlock.IsZero() {
		programme = "pin-debit"
	}
	return host.CutOffOf(programme, mode, t.config.Currency)
}

// debitService is the service code of a card that wants its PIN checked online.
const debitService = "221"

// approved notes what a later advice is about.
func (t *Terminal) approved(x *exchange, m iso8583.Message) {
	s := &sale{request: x.message, answer: m}
	// The track and the PIN are gone with the answer; the number stays for the advice.
	s.request.PAN, s.request.Expiry = x.message.Card()
	s.request.Track2, s.request.PINBlock, s.request.EMV = payment.Secret{}, payment.Secret{}, payment.Secret{}
	t.last = s
	if x.message.MTI == iso8583.AuthorisationRequest {
		t.totals.Authorisations++
		return
	}
	s.completed, s.taken, s.refund = true, m.Amount.Minor, x.ask.For == Refund
	line := &t.totals.Debits
	if s.refund {
		line = &t.totals.Credits
	}
	t.count(line, m.Amount.Minor)
}

// takeKey opens a new key. It is used from the next message on.
func (t *Terminal) takeKey(env *machine.Env, m iso8583.Message) {
	block, err := hex.DecodeString(m.KeyBlock.Reveal())
	if err != nil || len(block) != 18 {
		env.Tell(Unasked{For: NewKey, Why: "the answer has no key"})
		return
	}
	k := emv.TestTransportKey.Unwrap([16]byte(block[:16]))
	check := k.CheckValue()
	if check != [2]byte(block[16:]) {
		env.Tell(Unasked{For: NewKey, Why: "the check value is another key's"})
		return
	}
	t.newKey = &k
	env.Tell(KeyTaken{Check: hex.EncodeToString(check[:])})
}
