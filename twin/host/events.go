package host

import (
	"errors"
	"fmt"
	"time"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
	"github.com/forecourt/forecourt/twin/wire/iso8583"
)

// Exchange names what an event is about.
type Exchange struct {
	Card     string `event:"card"` // the test card's name, "unknown" for any other
	Terminal string `event:"terminal"`
	STAN     string `event:"stan"`
	RRN      string `event:"rrn"`
}

// The events of a host.
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
	// Refused says that a message could not be read or lacks a field.
	Refused struct {
		Type string `event:"type"`
		STAN string `event:"stan"`
		Code string `event:"code"` // empty where there was no answer to give
		Why  string `event:"why"`
	}
	// Echoed says that a network management message was answered.
	Echoed struct {
		STAN    string `event:"stan"`
		Network string `event:"network"`
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
func (Refused) Event() string            { return "refused" }
func (Echoed) Event() string             { return "echoed" }

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
		{Refused{}, "a message could not be read or lacks a field"},
		{FleetDataHeard{}, "what a driver typed at the terminal came with a request"},
		{Echoed{}, "a network management message was answered"},
	} {
		forecourt.DefineEvent("host", e.event, e.doc)
	}
}

// SetRule changes what the issuer says to a card from now on; a balance begins anew.
type SetRule struct {
	Card string
	Rule Rule
}

// Silence makes the host deaf for a while: nothing is taken, nothing is answered. A span of zero ends it.
type Silence struct{ For time.Duration }

// Stimulus names.
func (SetRule) Stimulus() string { return "set-rule" }
func (Silence) Stimulus() string { return "silence" }

func exchangeOf(m iso8583.Message) Exchange {
	x := Exchange{Card: "unknown", Terminal: m.Terminal, STAN: stanText(m), RRN: m.RRN}
	if card, _, known := cardOf(m); known {
		x.Card = card.Name
	}
	return x
}

func stanText(m iso8583.Message) string {
	if m.STAN == 0 {
		return ""
	}
	return m.STAN.String()
}

// reasonOf says an error without the bytes that a frame error carries.
func reasonOf(err error) string {
	var f *wire.FrameError
	if errors.As(err, &f) {
		return fmt.Sprintf("%s at byte %d", f.Reason, f.Offset)
	}
	return err.Error()
}
