package stripe

import (
	"fmt"
	"net/http"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/wire/iso8583"
)

// The types of error.
const (
	apiErrorType   = "api_error"
	cardError      = "card_error"
	idempotencyErr = "idempotency_error"
	invalidRequest = "invalid_request_error"
)

// apiError is an error as the API tells it (payments.md 4.2).
type apiError struct {
	status int
	// early: the request had not begun its work, so that an idempotency key is not used up.
	early bool
	// worked: what the request changed stands all the same; else it is dropped.
	worked bool
	// event is told when the error leaves, beside refused.
	event forecourt.Event

	AdviceCode         string        `json:"advice_code,omitempty"`
	Charge             string        `json:"charge,omitempty"`
	Code               string        `json:"code,omitempty"`
	DeclineCode        string        `json:"decline_code,omitempty"`
	DocURL             string        `json:"doc_url,omitempty"`
	Message            string        `json:"message"`
	NetworkDeclineCode string        `json:"network_decline_code,omitempty"`
	Param              string        `json:"param,omitempty"`
	PaymentIntent      *intentObject `json:"payment_intent,omitempty"`
	PaymentMethod      *methodObject `json:"payment_method,omitempty"`
	RequestLogURL      string        `json:"request_log_url,omitempty"`
	Type               string        `json:"type"`
}

// Error returns the message.
func (e *apiError) Error() string { return e.Message }

// failed says that the request did its work and could not do what it was asked.
func failed(code, param, format string, args ...any) *apiError {
	e := &apiError{status: http.StatusBadRequest, Type: invalidRequest, Code: code, Param: param, Message: fmt.Sprintf(format, args...)}
	if code != "" {
		e.DocURL = docURL(code)
	}
	return e
}

// refused says that the request is wrong in itself.
func refused(code, param, format string, args ...any) *apiError {
	e := failed(code, param, format, args...)
	e.early = true
	return e
}

func docURL(code string) string {
	b := []byte(code)
	for i := range b {
		if b[i] == '_' {
			b[i] = '-'
		}
	}
	return "https://stripe.com/docs/error-codes/" + string(b)
}

func missing(param string) *apiError {
	return refused("parameter_missing", param, "Missing required param: %s.", param)
}

// unfound is for an id in the path; one in a parameter is answered 400.
func unfound(what, id, param string) *apiError {
	e := failed("resource_missing", param, "No such %s: '%s'", what, id)
	if param == pathID {
		e.status = http.StatusNotFound
	}
	return e
}

// pathID is how the API names the id in a path.
const pathID = "intent"

func unexpectedState(i *intent, a act) *apiError {
	e := failed("payment_intent_unexpected_state", "", "You cannot %s this PaymentIntent because it has a status of %s.", a, i.Status)
	return e
}

// plain makes an error that has neither code nor parameter.
func plain(status int, kind, format string, args ...any) *apiError {
	return &apiError{status: status, early: true, Type: kind, Message: fmt.Sprintf(format, args...)}
}

// failure is why an attempt to pay failed, as an intent keeps it.
type failure struct {
	Code, Decline string
	Network       string `json:",omitempty"` // DE39
	Message       string
	Charge        string `json:",omitempty"`
	Method        string `json:",omitempty"`
}

// customerWords are what the API tells a customer. It never says that a card is lost or stolen.
var customerWords = map[string]string{
	"insufficient_funds":      "Your card has insufficient funds.",
	"expired_card":            "Your card has expired.",
	"incorrect_pin":           "Your card's PIN is incorrect.",
	"processing_error":        "An error occurred while processing your card. Try again in a little bit.",
	"issuer_not_available":    "The card issuer could not be reached, so the payment could not be authorized. Nothing is held.",
	"incorrect_cvc":           "Your card's security code is incorrect.",
	"authentication_required": "Your card was declined. This transaction requires authentication.",
	"card_velocity_exceeded":  "Your card was declined for making repeated attempts too frequently.",
	"card_not_supported":      "Your card is not supported.",
	"test_mode_live_card":     "Your card was declined. Your request was in test mode, but used a non test card.",
}

// declinedBy makes the failure of a response code; an empty one means that the host did not answer.
func declinedBy(code string) failure {
	f := failure{Code: "card_declined", Decline: "issuer_not_available", Network: code}
	if code != "" {
		r, _ := iso8583.LookupResponse(code)
		if f.Decline = r.Decline; f.Decline == "" {
			f.Decline = "generic_decline" // an approval that could not be used
		}
	}
	switch f.Decline {
	case "expired_card", "processing_error":
		f.Code = f.Decline
	}
	if f.Message = customerWords[f.Decline]; f.Message == "" {
		f.Message = "Your card was declined."
	}
	return f
}

func (f failure) error() *apiError {
	return &apiError{
		status: http.StatusPaymentRequired, Type: cardError, Code: f.Code, DeclineCode: f.Decline, NetworkDeclineCode: f.Network,
		AdviceCode: adviceOf(f.Decline),
		Message:    f.Message, Charge: f.Charge, DocURL: docURL(f.Code),
	}
}
