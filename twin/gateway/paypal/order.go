package paypal

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/forecourt/forecourt/twin/gateway"
)

// Limits of an order's words.
const (
	maxReference   = 256
	maxCustom      = 127
	maxDescription = 127
	maxSoft        = 22
	maxURL         = 4000
)

// orderInput is a new order as clients write it. Fields of PayPal's that are not here are taken and mean nothing.
type orderInput struct {
	Intent  string        `json:"intent"`
	Units   []unitInput   `json:"purchase_units"`
	Source  *sourceInput  `json:"payment_source"`
	Context *contextInput `json:"application_context"`
}

type unitInput struct {
	Reference   string      `json:"reference_id"`
	Custom      string      `json:"custom_id"`
	Invoice     string      `json:"invoice_id"`
	Description string      `json:"description"`
	Soft        string      `json:"soft_descriptor"`
	Amount      *moneyInput `json:"amount"`
}

// contextInput says where the payer comes back to.
type contextInput struct {
	Return string `json:"return_url"`
	Cancel string `json:"cancel_url"`
}

func (c *call) createOrder() (reply, *apiError) {
	var in orderInput
	if e := c.decode(&in); e != nil {
		return reply{}, e
	}
	o, e := c.newOrder(in)
	if e != nil {
		return reply{}, e
	}
	s, e := c.source(in.Source)
	if e != nil {
		return reply{}, e
	}
	c.opened(o, in.Source, s)
	if s.none() {
		c.keep(o)
		c.askPayer(o)
		return c.orderReply(http.StatusCreated, o, false), nil
	}
	if c.key == "" {
		return reply{}, issue("PAYPAL_REQUEST_ID_REQUIRED")
	}
	c.keep(o)
	defer c.g.enter(c.f, o.ID)() // nobody knows the id yet, so there is no wait
	if o, e = c.pay(o, s); e != nil {
		return reply{}, e
	}
	return c.orderReply(http.StatusCreated, o, true), nil
}

// opened notes who is to pay, and tells of the order.
func (c *call) opened(o *order, in *sourceInput, s source) {
	if in != nil && in.PayPal != nil {
		o.Asked, o.AwaitedPayer = true, s.awaited
		if s.none() {
			o.Status = actionWanted
		}
		if in.PayPal.Context != nil {
			o.Return, o.Cancel = in.PayPal.Context.Return, in.PayPal.Context.Cancel
		}
	}
	c.tell(gateway.IntentCreated{Intent: o.ID, Amount: o.money(o.Amount), Key: c.key})
}

func (c *call) newOrder(in orderInput) (*order, *apiError) {
	o := &order{Status: created, Created: c.now(), Updated: c.now(), Base: c.base}
	switch in.Intent {
	case "":
		return nil, missing("/intent")
	case "AUTHORIZE":
		o.Authorise = true
	case "CAPTURE":
	default:
		return nil, issueAt("UNSUPPORTED_INTENT", "/intent")
	}
	switch len(in.Units) {
	case 0:
		return nil, missing("/purchase_units")
	case 1:
	default:
		return nil, issueAt("ONE_PURCHASE_UNIT", "/purchase_units")
	}
	u := in.Units[0]
	if e := u.check(); e != nil {
		return nil, e
	}
	amount, e := c.amount(u.Amount, "/purchase_units/0/amount")
	if e != nil {
		return nil, e
	}
	if in.Context != nil {
		o.Return, o.Cancel = in.Context.Return, in.Context.Cancel
	}
	if !isURL(o.Return) || !isURL(o.Cancel) {
		return nil, issueAt("INVALID_PARAMETER_VALUE", "/application_context")
	}
	o.Amount, o.Currency = amount.Minor, amount.Currency
	o.Reference, o.Custom, o.Invoice, o.Description, o.Soft = u.Reference, u.Custom, u.Invoice, u.Description, u.Soft
	if o.Reference == "" {
		o.Reference = "default"
	}
	o.ID = c.g.id()
	return o, nil
}

// isURL says whether a payer can be sent there; nowhere is fine.
func isURL(text string) bool {
	if text == "" {
		return true
	}
	u, err := url.Parse(text)
	return err == nil && len(text) <= maxURL && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}

func (u *unitInput) check() *apiError {
	for _, x := range []struct {
		text, field string
		most        int
	}{
		{u.Reference, "reference_id", maxReference}, {u.Custom, "custom_id", maxCustom}, {u.Invoice, "invoice_id", maxCustom},
		{u.Description, "description", maxDescription}, {u.Soft, "soft_descriptor", maxSoft},
	} {
		if len(x.text) > x.most {
			return issueAt("INVALID_STRING_LENGTH", "/purchase_units/0/"+x.field)
		}
	}
	return nil
}

func (c *call) getOrder() (reply, *apiError) {
	o := c.g.orders[c.id]
	if o == nil {
		return reply{}, unfound()
	}
	c.full = true
	return c.orderReply(http.StatusOK, o, true), nil
}

// patchInput is one change to an order.
type patchInput struct {
	Op    string `json:"op"`
	Path  string `json:"path"`
	Value any    `json:"value"`
}

// patchOrder changes amount and words of an order that is not completed, each by replace or add of the whole.
func (c *call) patchOrder() (reply, *apiError) {
	var all []patchInput
	if e := c.decode(&all); e != nil {
		return reply{}, e
	}
	o, leave, e := c.locked(c.id)
	if e != nil {
		return reply{}, e
	}
	defer leave()
	if o.Status == completed {
		return reply{}, issue("ORDER_COMPLETED")
	}
	if len(all) == 0 {
		return reply{}, issue("INVALID_ARRAY_LENGTH")
	}
	for _, p := range all {
		if e := c.patch(o, p); e != nil {
			return reply{}, e
		}
	}
	o.Updated = c.now()
	c.keep(o)
	return reply{status: http.StatusNoContent}, nil
}

func (c *call) patch(o *order, p patchInput) *apiError {
	name, ok := strings.CutPrefix(p.Path, "/purchase_units/@reference_id=='"+o.Reference+"'/")
	if !ok || !slices.Contains([]string{"replace", "add"}, p.Op) {
		return issueAt("UNSUPPORTED_PATCH", p.Path)
	}
	if name == "amount" {
		in := &moneyInput{}
		value, _ := p.Value.(map[string]any)
		in.Currency, _ = value["currency_code"].(string)
		in.Value, _ = value["value"].(string)
		amount, e := c.amount(in, p.Path)
		if e == nil {
			o.Amount, o.Currency = amount.Minor, amount.Currency
		}
		return e
	}
	words := map[string]*string{"custom_id": &o.Custom, "invoice_id": &o.Invoice, "description": &o.Description, "soft_descriptor": &o.Soft}
	at := words[name]
	text, isText := p.Value.(string)
	if at == nil || !isText {
		return issueAt("UNSUPPORTED_PATCH", p.Path)
	}
	*at = text
	return (&unitInput{Custom: o.Custom, Invoice: o.Invoice, Description: o.Description, Soft: o.Soft}).check()
}
