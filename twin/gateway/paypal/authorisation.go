package paypal

import (
	"net/http"

	"github.com/forecourt/forecourt/twin/gateway"
	"github.com/forecourt/forecourt/twin/wire/iso8583"
)

// maxCaptures is how often one authorisation may be captured (C).
const maxCaptures = 10

func (c *call) getAuthorisation() (reply, *apiError) {
	a := c.g.authorisations[c.id]
	if a == nil {
		return reply{}, unfound()
	}
	return reply{http.StatusOK, c.g.orders[a.Order].showAuthorisation(a, true)}, nil
}

// held waits for the order of an authorisation and returns copies of both that may be changed.
func (c *call) held() (*order, *authorisation, func(), *apiError) {
	a := c.g.authorisations[c.id]
	if a == nil {
		return nil, nil, nil, unfound()
	}
	o, leave, e := c.locked(a.Order)
	if e != nil {
		return nil, nil, nil, e
	}
	return o, c.g.authorisations[c.id].clone(), leave, nil
}

// captureInput is the body of a capture. Supplementary is ours: product data as DE63 has them.
type captureInput struct {
	Amount        *moneyInput `json:"amount"`
	Final         bool        `json:"final_capture"`
	Invoice       string      `json:"invoice_id"`
	Note          string      `json:"note_to_payer"`
	Supplementary struct {
		Products string `json:"product_data"`
	} `json:"supplementary_data"`
}

// captureAuthorisation takes money that is held. It is safe when the client is told, whether the host is there or not.
func (c *call) captureAuthorisation() (reply, *apiError) {
	o, a, leave, e := c.held()
	if e != nil {
		return reply{}, e
	}
	defer leave()
	x, e := c.take(o, a)
	if e != nil {
		e.event = gateway.CaptureRefused{Intent: o.ID, Why: e.code()}
		return reply{}, e
	}
	return c.created(o.showCapture(x, c.full)), nil
}

func (c *call) take(o *order, a *authorisation) (*capture, *apiError) {
	var in captureInput
	if e := c.decode(&in); e != nil {
		return nil, e
	}
	if len(in.Invoice) > maxCustom || len(in.Note) > maxDescription*2 {
		return nil, issueAt("INVALID_STRING_LENGTH", "/note_to_payer")
	}
	if _, err := iso8583.ParseProducts(in.Supplementary.Products); in.Supplementary.Products != "" && err != nil {
		return nil, issueAt("INVALID_PARAMETER_SYNTAX", "/supplementary_data/product_data")
	}
	if e := a.may(takePart); e != nil {
		return nil, e
	}
	amount, e := c.amountOf(o, in.Amount, max(a.Granted-a.Captured, 0), "AUTH_CAPTURE_CURRENCY_MISMATCH")
	if e != nil {
		return nil, e
	}
	if e := c.affordable(o, a, amount); e != nil {
		return nil, e
	}
	x := &capture{
		ID: c.g.id(), Order: o.ID, Authorisation: a.ID, Status: captureDone, Amount: amount, Final: in.Final, Invoice: in.Invoice,
		Note: in.Note, Created: c.now(), Updated: c.now(),
	}
	a.Captured, a.Updated = a.Captured+amount, c.now()
	how := takePart
	if in.Final || a.Captured >= a.Granted {
		how, x.Final = takeLast, true
	}
	if e := a.move(how); e != nil {
		return nil, e
	}
	if how == takeLast {
		c.release(c.g, o, a, in.Supplementary.Products)
	}
	o.Captures, o.Updated = append(o.Captures, x.ID), c.now()
	c.keep(o)
	c.Authorisations, c.Captures = append(c.Authorisations, a), append(c.Captures, x)
	c.tell(gateway.Captured{Intent: o.ID, Amount: o.money(amount), Key: c.key})
	c.happened("PAYMENT.CAPTURE.COMPLETED", o.showCapture(x, true), o)
	return x, nil
}

// affordable says why an amount cannot be captured: it is beyond what the authorisation covers, or a wallet account does
// not have what is not held for it.
func (c *call) affordable(o *order, a *authorisation, amount int64) *apiError {
	switch {
	case amount <= 0 || a.Captured+amount > o.cover(a.Granted):
		return issueAt("MAX_CAPTURE_AMOUNT_EXCEEDED", "/amount/value")
	case len(o.Captures) >= maxCaptures:
		return issue("MAX_CAPTURE_COUNT_EXCEEDED")
	case a.Hold != nil: // a card: the issuer has promised it
		return nil
	}
	held := int64(0)
	if c.now() < a.Honoured {
		held = max(a.Granted-a.Captured, 0)
	}
	if p, _ := payerBy(o.Payer); c.g.unable(p, o, amount-held) != "" {
		return issue("INSTRUMENT_DECLINED")
	}
	return nil
}

// void gives back what is held. What was captured before stays captured.
func (c *call) void() (reply, *apiError) {
	o, a, leave, e := c.held()
	if e != nil {
		return reply{}, e
	}
	defer leave()
	if e := c.end(c.g, o, a, drop, ""); e != nil {
		return reply{}, e
	}
	if !c.full {
		return reply{status: http.StatusNoContent}, nil
	}
	return reply{http.StatusOK, o.showAuthorisation(a, true)}, nil
}

// end voids an authorisation or lets it expire.
func (u *update) end(g *Gateway, o *order, a *authorisation, how deed, reason string) *apiError {
	if e := a.move(how); e != nil {
		return e
	}
	a.Updated = g.env.Now()
	o.Updated = a.Updated
	u.release(g, o, a, "")
	u.keep(o)
	u.Authorisations = append(u.Authorisations, a)
	if a.Captured == 0 {
		u.tell(gateway.Cancelled{Intent: o.ID, Reason: reason})
	}
	u.announce(g, "PAYMENT.AUTHORIZATION.VOIDED", o.showAuthorisation(a, true), o)
	return nil
}
