package host

import (
	"encoding/hex"

	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/wire/emv"
)

// ChipAnswer is what an issuer's answer has for the chip.
type ChipAnswer string

// The answers beside the right one.
const (
	WrongARPC ChipAnswer = "wrong-arpc" // as from somebody who is not the issuer
	Script    ChipAnswer = "script"     // a right one, with a command: unblock the PIN
)

// unblockPIN is the command of a script (EMV book 3 section 6.5.9; K).
var unblockPIN = []byte{0x84, 0x24, 0x00, 0x00}

// ruleFor returns the rule of a card's issuer.
func (h *Host) ruleFor(pan payment.PAN) Rule {
	card, _ := payment.CardByPAN(pan)
	return h.rules[card.Name]
}

// twist makes of a right answer what the rule wants.
func (c ChipAnswer) twist(right payment.Secret) payment.Secret {
	switch c {
	case WrongARPC:
		b, err := hex.DecodeString(right.Reveal())
		if err != nil || len(b) < 3 {
			return right
		}
		b[2] ^= 0xFF // the first byte of the ARPC, behind tag 91 and its length
		return payment.NewSecret(hex.EncodeToString(b))
	case Script:
		if with, err := emv.WithScript(right, emv.TagScript72, unblockPIN); err == nil {
			return with
		}
	}
	return right
}
