package host

import (
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
)

// Exchange names what an event is about.
type Exchange struct {
	Card     string `event:"card"` // the test card's name, "unknown" for any other
	Terminal string `event:"terminal"`
	STAN     string `event:"stan"`
	RRN      string `event:"rrn"`
	Network  string `event:"network"` // by the card's number
}

// The events of a host about an exchange of money; the others are in news.go.
type (
	// Approved says that a request was granted whole.
	Approved struct {
		Exchange Exchange   `event:",inline"`
		Amount   unit.Money `event:"amount"`
		Granted  unit.Money `event:"granted"`
		Code     string     `event:"code"`
		Approval string     `event:"approval"`
	}
	// PartiallyApproved says that less was granted than asked.
	PartiallyApproved struct {
		Exchange Exchange   `event:",inline"`
		Amount   unit.Money `event:"amount"`
		Granted  unit.Money `event:"granted"`
		Code     string     `event:"code"`
		Approval string     `event:"approval"`
	}
	// Declined says that a request was not granted.
	Declined struct {
		Exchange Exchange   `event:",inline"`
		Amount   unit.Money `event:"amount"`
		Code     string     `event:"code"`
		Why      string     `event:"why"`
	}
	// Unanswered says that a message was heard and not answered.
	Unanswered struct {
		Exchange Exchange `event:",inline"`
		Type     string   `event:"type"`
		Why      string   `event:"why"`
	}
	// Captured says that an amount was taken, by an advice or by a sale at once.
	Captured struct {
		Exchange Exchange   `event:",inline"`
		Amount   unit.Money `event:"amount"`
		Granted  unit.Money `event:"granted"`
		Code     string     `event:"code"`
	}
	// CompletionRepeated says that an advice came again and was not counted again.
	CompletionRepeated struct {
		Exchange Exchange   `event:",inline"`
		Amount   unit.Money `event:"amount"`
		Code     string     `event:"code"`
	}
	// TakenBack says that a reversal was taken, and how much it gave back. Known: there was something to reverse.
	TakenBack struct {
		Exchange Exchange   `event:",inline"`
		Amount   unit.Money `event:"amount"`
		Known    bool       `event:"known"`
		Code     string     `event:"code"`
	}
	// ReversalRepeated says that a reversal came again and was not counted again.
	ReversalRepeated struct {
		Exchange Exchange   `event:",inline"`
		Amount   unit.Money `event:"amount"`
		Code     string     `event:"code"`
	}
	// CryptogramRefused says that the chip's data do not belong to the card or to the amount.
	CryptogramRefused struct {
		Exchange Exchange `event:",inline"`
		Why      string   `event:"why"`
	}
)

// Event names.
func (Approved) Event() string           { return "approved" }
func (PartiallyApproved) Event() string  { return "partially-approved" }
func (Declined) Event() string           { return "declined" }
func (Unanswered) Event() string         { return "unanswered" }
func (Captured) Event() string           { return "completed" }
func (CompletionRepeated) Event() string { return "completion-repeated" }
func (TakenBack) Event() string          { return "reversed" }
func (ReversalRepeated) Event() string   { return "reversal-repeated" }
func (CryptogramRefused) Event() string  { return "cryptogram-refused" }

func init() {
	for _, e := range []struct {
		event forecourt.Event
		doc   string
	}{
		{Approved{}, "a request was granted whole"},
		{PartiallyApproved{}, "a request was granted in part"},
		{Declined{}, "a request was not granted"},
		{Unanswered{}, "a message was heard and not answered"},
		{Captured{}, "an amount was taken"},
		{CompletionRepeated{}, "an advice came again and was counted once"},
		{TakenBack{}, "a request or a capture was reversed"},
		{ReversalRepeated{}, "a reversal came again and was counted once"},
		{CryptogramRefused{}, "the chip's data are not the card's"},
		{FleetDataHeard{}, "what a driver typed at the terminal came with a request"},
	} {
		forecourt.DefineEvent("host", e.event, e.doc)
	}
}
