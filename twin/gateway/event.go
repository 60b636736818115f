package gateway

import (
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
)

// The events of a gateway. Key is the idempotency key of the request, empty where there was none.
type (
	// IntentCreated says that a payment exists.
	IntentCreated struct {
		Intent string     `event:"intent"`
		Amount unit.Money `event:"amount"`
		Key    string     `event:"key"`
	}
	// Authorised says that the issuer granted money. Amount is what was granted.
	Authorised struct {
		Intent string     `event:"intent"`
		Asked  unit.Money `event:"asked"`
		Amount unit.Money `event:"amount"`
		Brand  string     `event:"brand"`
		Last4  string     `event:"last4"`
	}
	// Declined says that it did not. Code and DeclineCode are the API's.
	Declined struct {
		Intent      string `event:"intent"`
		Code        string `event:"code"`
		DeclineCode string `event:"decline-code"`
	}
	// HostTimedOut says that the host did not answer a request in time, or answered with something unusable.
	HostTimedOut struct {
		Intent string `event:"intent"`
	}
	// ReversalSent says that the host was told to give a hold back; Repeat counts from 0.
	ReversalSent struct {
		Intent string `event:"intent"`
		Repeat int    `event:"repeat"`
	}
	// Reversed says that the host has done so.
	Reversed struct {
		Intent string `event:"intent"`
	}
	// Captured says that the final amount is taken and safe in the outbox.
	Captured struct {
		Intent string     `event:"intent"`
		Amount unit.Money `event:"amount"`
		Key    string     `event:"key"`
	}
	// CaptureRefused says that a capture was refused, with the API's error code.
	CaptureRefused struct {
		Intent string `event:"intent"`
		Why    string `event:"why"`
	}
	// CompletionSent says that the host was told the final amount; Repeat counts from 0.
	CompletionSent struct {
		Intent string     `event:"intent"`
		Amount unit.Money `event:"amount"`
		Repeat int        `event:"repeat"`
	}
	// CompletionAccepted says that the host has booked it.
	CompletionAccepted struct {
		Intent string `event:"intent"`
	}
	// AdviceRefused says that the host answered a completion or a reversal with a code that is no approval. It is not
	// sent again.
	AdviceRefused struct {
		Intent string `event:"intent"`
		Code   string `event:"code"`
	}
	// Cancelled says that a payment ended without being taken.
	Cancelled struct {
		Intent string `event:"intent"`
		Reason string `event:"reason"`
	}
	// Refunded says that money went back.
	Refunded struct {
		Intent string     `event:"intent"`
		Amount unit.Money `event:"amount"`
	}
	// RefundFailed says that it did not; Code is the host's, empty when it did not answer.
	RefundFailed struct {
		Intent string     `event:"intent"`
		Amount unit.Money `event:"amount"`
		Code   string     `event:"code"`
	}
	// Replayed says that a stored answer was given again.
	Replayed struct {
		Path string `event:"path"`
		Key  string `event:"key"`
	}
	// RequestDoubled says that the host has seen a request twice; the answer to the first decides.
	RequestDoubled struct {
		STAN string `event:"stan"`
	}
	// UnmatchedAnswer says that the host answered something that was never asked.
	UnmatchedAnswer struct {
		STAN string `event:"stan"`
	}
	// LateAnswer says that the host answered a request after its time-out; it changes nothing.
	LateAnswer struct {
		Intent string `event:"intent"`
	}
	// Refused says that a request was answered with an error.
	Refused struct {
		Status int    `event:"status"`
		Code   string `event:"code"`
	}
)

// Event names.
func (IntentCreated) Event() string      { return "intent-created" }
func (Authorised) Event() string         { return "authorised" }
func (Declined) Event() string           { return "declined" }
func (HostTimedOut) Event() string       { return "host-timed-out" }
func (ReversalSent) Event() string       { return "reversal-sent" }
func (Reversed) Event() string           { return "reversed" }
func (Captured) Event() string           { return "captured" }
func (CaptureRefused) Event() string     { return "capture-refused" }
func (CompletionSent) Event() string     { return "completion-sent" }
func (CompletionAccepted) Event() string { return "completion-accepted" }
func (AdviceRefused) Event() string      { return "advice-refused" }
func (Cancelled) Event() string          { return "cancelled" }
func (Refunded) Event() string           { return "refunded" }
func (RefundFailed) Event() string       { return "refund-failed" }
func (Replayed) Event() string           { return "replayed" }
func (RequestDoubled) Event() string     { return "request-doubled" }
func (UnmatchedAnswer) Event() string    { return "unmatched-answer" }
func (LateAnswer) Event() string         { return "late-answer" }
func (Refused) Event() string            { return "refused" }

func init() {
	for _, e := range []struct {
		event forecourt.Event
		doc   string
	}{
		{IntentCreated{}, "a payment was opened"},
		{Authorised{}, "the issuer granted money; amount is what it granted"},
		{Declined{}, "the issuer granted nothing"},
		{HostTimedOut{}, "the host gave no usable answer in time"},
		{ReversalSent{}, "the host was told to give a hold back"},
		{Reversed{}, "the host gave a hold back"},
		{Captured{}, "the final amount was taken"},
		{CaptureRefused{}, "a capture was refused"},
		{CompletionSent{}, "the host was told the final amount"},
		{CompletionAccepted{}, "the host booked the final amount"},
		{AdviceRefused{}, "the host refused a completion or a reversal"},
		{Cancelled{}, "a payment ended without being taken"},
		{Refunded{}, "money was given back"},
		{RefundFailed{}, "money could not be given back"},
		{Replayed{}, "a stored answer was given again to the same idempotency key"},
		{RequestDoubled{}, "the host has seen a request twice; the answer to the first decides"},
		{UnmatchedAnswer{}, "the host answered something that was never asked"},
		{LateAnswer{}, "the host answered after the time-out"},
		{Refused{}, "a request was answered with an error"},
	} {
		forecourt.DefineEvent("gateway", e.event, e.doc)
	}
}
