package cardreader

import "github.com/forecourt/forecourt/twin/forecourt"

// What a terminal tells of applications, PIN pad, slot and paper.
type (
	// ApplicationAsked says that the holder is to pick one of the card's applications.
	ApplicationAsked struct {
		List string `event:"list"`
	}
	// ApplicationSelected says which application the card is used with.
	ApplicationSelected struct {
		AID   string `event:"aid"`
		Label string `event:"label"`
	}
	// PINBypassed says that the holder passed the PIN over.
	PINBypassed struct{}
	// PINSealed says that a PIN was enciphered for the issuer, and which of the pad's keys it took.
	PINSealed struct {
		Counter int `event:"counter"`
	}
	// KeysSpent says that the PIN pad has no keys left: the terminal is out of order.
	KeysSpent struct{}
	// ChipCompleted says how the chip ended a transaction.
	ChipCompleted struct {
		Cryptogram string `event:"cryptogram"`
		Authentic  bool   `event:"authentic"`
		Scripts    int    `event:"scripts"`
		Failed     int    `event:"failed"`
		Why        string `event:"why"`
	}
	// CardForgotten is a beep at a card that was left in the slot.
	CardForgotten struct {
		Card  string `event:"card"`
		Times int    `event:"times"`
	}
	// CardLeftIn is the alarm that nobody takes the card.
	CardLeftIn struct {
		Card string `event:"card"`
	}
	// CardCaptured says that the terminal has drawn such a card in.
	CardCaptured struct {
		Card string `event:"card"`
	}
	// CardFound says that a card was in the slot when the power came.
	CardFound struct {
		Card string `event:"card"`
	}
	// LanguageChosen says what the display speaks from here on.
	LanguageChosen struct {
		Language string `event:"language"`
	}
	// ReceiptOffered says that the customer is asked whether he wants one.
	ReceiptOffered struct {
		Sale string `event:"sale"`
	}
	// ReceiptDeclined says that he does not, or does not answer.
	ReceiptDeclined struct {
		Sale string `event:"sale"`
	}
	// ReceiptGiven says that he has it: from the printer, or on the display.
	ReceiptGiven struct {
		Sale  string `event:"sale"`
		How   string `event:"how"`
		Again bool   `event:"again"`
		Text  string `event:"text"`
	}
	// PaperOut says that the printer has no paper for a receipt.
	PaperOut struct {
		Sale string `event:"sale"`
	}
	// NoReceipt says that no receipt of a card is known any more.
	NoReceipt struct {
		Card string `event:"card"`
	}
)

// Event names.
func (ApplicationAsked) Event() string    { return "application-asked" }
func (ApplicationSelected) Event() string { return "application-selected" }
func (PINBypassed) Event() string         { return "pin-bypassed" }
func (PINSealed) Event() string           { return "pin-sealed" }
func (KeysSpent) Event() string           { return "keys-spent" }
func (ChipCompleted) Event() string       { return "chip-completed" }
func (CardForgotten) Event() string       { return "card-forgotten" }
func (CardLeftIn) Event() string          { return "card-left-in" }
func (CardCaptured) Event() string        { return "card-captured" }
func (CardFound) Event() string           { return "card-found" }
func (LanguageChosen) Event() string      { return "language-chosen" }
func (ReceiptOffered) Event() string      { return "receipt-offered" }
func (ReceiptDeclined) Event() string     { return "receipt-declined" }
func (ReceiptGiven) Event() string        { return "receipt-given" }
func (PaperOut) Event() string            { return "paper-out" }
func (NoReceipt) Event() string           { return "no-receipt" }
func (Displayed) Event() string           { return "displayed" }

func init() {
	for _, d := range []struct {
		e   forecourt.Event
		doc string
	}{
		{ApplicationAsked{}, "the holder picks one of the card's applications"},
		{ApplicationSelected{}, "an application of the card was selected"},
		{PINBypassed{}, "the holder passed the PIN over"},
		{PINSealed{}, "a PIN was enciphered for the issuer"},
		{KeysSpent{}, "the PIN pad has no keys left"},
		{ChipCompleted{}, "the chip has answered the issuer's answer"},
		{CardForgotten{}, "a beep at a card that was left in the slot"},
		{CardLeftIn{}, "the alarm that nobody takes the card"},
		{CardCaptured{}, "a card that was left has been drawn in"},
		{CardFound{}, "a card was in the slot when the power came"},
		{LanguageChosen{}, "the display speaks another language"},
		{ReceiptOffered{}, "a receipt is on offer"},
		{ReceiptDeclined{}, "a receipt is not wanted, or nobody answers"},
		{ReceiptGiven{}, "a receipt was printed or shown"},
		{PaperOut{}, "the printer has no paper"},
		{NoReceipt{}, "no receipt of this card is known"},
		{Displayed{}, "the terminal shows a text of its own"},
	} {
		forecourt.DefineEvent(Kind, d.e, d.doc)
	}
}
