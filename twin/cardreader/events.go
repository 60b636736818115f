package cardreader

import (
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/payment"
)

// Kind is the kind of role that a terminal plays.
const Kind = "card-reader"

// What a terminal tells.
type (
	// CardInserted says that a card was put in, swiped or tapped.
	CardInserted struct {
		Card   string            `event:"card"`
		Entry  payment.EntryMode `event:"entry"`
		Number payment.PAN       `event:"number"`
	}
	// ChipFailed says that a chip did not answer. Fallback: its stripe is read, if it is swiped soon.
	ChipFailed struct {
		Card     string `event:"card"`
		Times    int    `event:"times"`
		Fallback bool   `event:"fallback"`
	}
	// PINAsked says that the terminal asks for the PIN.
	PINAsked struct {
		Try int `event:"try"`
	}
	// PINEntered says that one was typed.
	PINEntered struct {
		Right bool `event:"right"`
	}
	// CardRead says that the card's data went to the POS.
	CardRead struct {
		Card  string            `event:"card"`
		Entry payment.EntryMode `event:"entry"`
	}
	// CardRefused says that the terminal did not take the card.
	CardRefused struct {
		Card string `event:"card"`
		Why  string `event:"why"`
	}
	// CardRemoved says that the card was taken out.
	CardRemoved struct{}
	// Cancelled says that the holder gave up.
	Cancelled struct{}
	// LoyaltyShown says that a loyalty card or a code was read.
	LoyaltyShown struct {
		Membership string               `event:"membership"`
		Entry      payment.LoyaltyEntry `event:"entry"`
	}
	// LoyaltyRefused says that the terminal did not read one.
	LoyaltyRefused struct {
		Membership string `event:"membership"`
		Why        string `event:"why"`
	}
	// InputAsked says that the holder is asked for something.
	InputAsked struct {
		Prompt payment.FleetPrompt `event:"prompt"`
		Text   string              `event:"text"`
	}
	// InputEntered says that he typed something. What it was the terminal does not tell.
	InputEntered struct {
		Prompt payment.FleetPrompt `event:"prompt"`
	}
	// Displayed says what the terminal shows by itself.
	Displayed struct {
		Prompt   string `event:"prompt"`
		Language string `event:"language"`
		Text     string `event:"text"`
	}
	// Prompted says what the POS put on the display.
	Prompted struct {
		Text string `event:"text"`
	}
)

// Event names.
func (CardInserted) Event() string   { return "card-inserted" }
func (ChipFailed) Event() string     { return "chip-failed" }
func (PINAsked) Event() string       { return "pin-asked" }
func (PINEntered) Event() string     { return "pin-entered" }
func (CardRead) Event() string       { return "card-read" }
func (CardRefused) Event() string    { return "card-refused" }
func (CardRemoved) Event() string    { return "card-removed" }
func (Cancelled) Event() string      { return "cancelled" }
func (Prompted) Event() string       { return "prompted" }
func (LoyaltyShown) Event() string   { return "loyalty-shown" }
func (LoyaltyRefused) Event() string { return "loyalty-refused" }
func (InputAsked) Event() string     { return "input-asked" }
func (InputEntered) Event() string   { return "input-entered" }

func init() {
	forecourt.DefineEvent(Kind, CardInserted{}, "a card was put in, swiped or tapped")
	forecourt.DefineEvent(Kind, ChipFailed{}, "the chip did not answer; fallback: its stripe may be swiped")
	forecourt.DefineEvent(Kind, PINAsked{}, "the PIN is asked for")
	forecourt.DefineEvent(Kind, PINEntered{}, "a PIN was typed")
	forecourt.DefineEvent(Kind, CardRead{}, "the card's data went to the POS")
	forecourt.DefineEvent(Kind, CardRefused{}, "the terminal did not take the card")
	forecourt.DefineEvent(Kind, CardRemoved{}, "the card was taken out")
	forecourt.DefineEvent(Kind, Cancelled{}, "the holder gave up")
	forecourt.DefineEvent(Kind, LoyaltyShown{}, "a loyalty card or a code was read")
	forecourt.DefineEvent(Kind, LoyaltyRefused{}, "a loyalty card was not read")
	forecourt.DefineEvent(Kind, InputAsked{}, "the holder is asked for something by the POS")
	forecourt.DefineEvent(Kind, InputEntered{}, "the holder typed an answer")
	forecourt.DefineEvent(Kind, Prompted{}, "the POS put text on the display")
}
