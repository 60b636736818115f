package payment

import "time"

// What an outdoor terminal and its POS say to each other over a link of nouns.

// From the terminal.
type (
	// CardRead says that a card was read and its holder asks for fuel.
	CardRead struct {
		Reader int
		Read   Read
	}
	// CardRemoved says that the card has been taken out of the slot.
	CardRemoved struct{ Reader int }
	// Cancelled says that the cancel key was pressed.
	Cancelled struct{ Reader int }
)

// Of the chip's second cryptogram, and receipts.
type (
	// IssuerAnswer has the terminal end a chip transaction.
	IssuerAnswer struct {
		EMV      Secret // hex of DE55; empty: the issuer sent none
		Approved bool
	}
	// CardVerdict is what the chip said to the issuer's answer.
	CardVerdict struct {
		Reader          int
		Approved        bool
		Why             string
		Scripts, Failed int // issuer scripts that were carried out, and that were not
	}
	// OfferReceipt has the terminal offer a sale's receipt to its customer.
	OfferReceipt struct{ Sale, Card, Text string }
)

// From the POS.
type (
	// Prompt puts text on the terminal's display.
	Prompt struct{ Text string }
	// ReleaseCard ends the terminal's part: a card in the slot may be taken, and the next one may come.
	ReleaseCard struct{}
)

// Of loyalty and prompts.
type (
	// LoyaltyRead says that a membership's number was read.
	LoyaltyRead struct {
		Reader int
		Number Secret
	}
	// AskInput has the terminal ask the holder of the card it has read for something, within a time.
	AskInput struct {
		Prompt FleetPrompt
		Text   string
		Within time.Duration
	}
	// Input is what was typed; Missing: nothing was, in time.
	Input struct {
		Reader  int
		Prompt  FleetPrompt
		Text    string
		Missing bool
	}
)
