package host

import (
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/wire/emv"
	"github.com/forecourt/forecourt/twin/wire/iso8583"
)

// mostTries is how often a wrong PIN is told so; after that the card's PIN is not looked at any more (A).
const mostTries = 3

// pinState is what came of the PIN in a request.
type pinState int

const (
	noPIN pinState = iota
	rightPIN
	wrongPIN
	triedOut
)

// verifyPIN opens DE52 with the key of DE53's serial number and compares it with the card's. A block that does not open is
// a wrong PIN (C): the issuer cannot tell a bad block from a bad digit.
func (h *Host) verifyPIN(m iso8583.Message, card payment.Card) (pinState, string) {
	if m.PINBlock.IsZero() {
		return noPIN, ""
	}
	if h.books.tries[card.Name] >= mostTries {
		return triedOut, "wrong three times before"
	}
	serial, err := serialOf(m)
	if err != nil {
		return wrongPIN, "no serial number of its key"
	}
	pin, err := emv.DUKPT{Base: emv.TestIssuerKey, Serial: serial}.DecryptPIN(m.PINBlock, card.PAN)
	switch {
	case err != nil:
		return wrongPIN, "the block does not open"
	case pin != card.PIN:
		return wrongPIN, "another PIN"
	}
	return rightPIN, ""
}

// countPIN notes a PIN that an issuer has looked at: a wrong one counts, a right one begins anew.
func (h *Host) countPIN(env *machine.Env, m iso8583.Message, card string, s pinState, why string) error {
	before := h.books.tries[card]
	tries := tries{Card: card}
	switch s {
	case wrongPIN:
		tries.Count = before + 1
		env.Tell(PINRefused{Exchange: h.exchangeOf(m), Tries: tries.Count, Why: why})
	case triedOut:
		env.Tell(PINRefused{Exchange: h.exchangeOf(m), Tries: before, Why: why})
		return nil
	}
	if s == noPIN || tries.Count == before {
		return nil
	}
	return h.books.keep(env.Store(), record{Tries: &tries})
}

// tries are the wrong PINs of a card in a row.
type tries struct {
	Card  string
	Count int
}
