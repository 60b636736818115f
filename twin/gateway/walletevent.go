package gateway

import (
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
)

// The events of gateways that have payers with accounts, that increase a hold, and that call back.
type (
	// ApprovalAsked says that a payer has to approve a payment, and where.
	ApprovalAsked struct {
		Intent string     `event:"intent"`
		Amount unit.Money `event:"amount"`
		Link   string     `event:"link"`
	}
	// PayerApproved says that a payer did.
	PayerApproved struct {
		Intent string `event:"intent"`
		Payer  string `event:"payer"`
	}
	// PayerCancelled says that a payer did not want to pay.
	PayerCancelled struct {
		Intent string `event:"intent"`
		Payer  string `event:"payer"`
	}
	// Reauthorised says that a hold was renewed, under a new name.
	Reauthorised struct {
		Intent        string     `event:"intent"`
		Amount        unit.Money `event:"amount"`
		Authorisation string     `event:"authorisation"`
	}
	// Increased says that the issuer granted more on top of a hold. Amount is what is held with it.
	Increased struct {
		Intent string     `event:"intent"`
		By     unit.Money `event:"by"`
		Amount unit.Money `event:"amount"`
	}
	// CallbackSent says that a webhook was called; Repeat counts from 0.
	CallbackSent struct {
		Callback string `event:"callback"`
		About    string `event:"about"`
		URL      string `event:"url"`
		Repeat   int    `event:"repeat"`
	}
	// CallbackAccepted says that it answered as it should.
	CallbackAccepted struct {
		Callback string `event:"callback"`
		About    string `event:"about"`
	}
	// CallbackGivenUp says that it never did.
	CallbackGivenUp struct {
		Callback string `event:"callback"`
		About    string `event:"about"`
		Why      string `event:"why"`
	}
)

// Event names.
func (ApprovalAsked) Event() string    { return "approval-asked" }
func (PayerApproved) Event() string    { return "payer-approved" }
func (PayerCancelled) Event() string   { return "payer-cancelled" }
func (Reauthorised) Event() string     { return "reauthorised" }
func (Increased) Event() string        { return "increased" }
func (CallbackSent) Event() string     { return "callback-sent" }
func (CallbackAccepted) Event() string { return "callback-accepted" }
func (CallbackGivenUp) Event() string  { return "callback-given-up" }

func init() {
	for _, e := range []struct {
		event forecourt.Event
		doc   string
	}{
		{ApprovalAsked{}, "a payer has to approve a payment, at this link"},
		{PayerApproved{}, "a payer approved a payment"},
		{PayerCancelled{}, "a payer did not want to pay"},
		{Reauthorised{}, "a hold was renewed for another honour period"},
		{Increased{}, "the issuer granted more on top of a hold"},
		{CallbackSent{}, "a webhook was called about something"},
		{CallbackAccepted{}, "a webhook took what it was told"},
		{CallbackGivenUp{}, "a webhook did not take what it was told, however often"},
	} {
		forecourt.DefineEvent("gateway", e.event, e.doc)
	}
}
