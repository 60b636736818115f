package paypal

// link says what can be done next.
type link struct {
	Href   string `json:"href"`
	Rel    string `json:"rel"`
	Method string `json:"method"`
}

// orderObject and the others are what the API says, in its own words. Fields that have no meaning here are left out.
type orderObject struct {
	ID      string        `json:"id"`
	Intent  string        `json:"intent,omitempty"`
	Status  status        `json:"status"`
	Source  *sourceObject `json:"payment_source,omitempty"`
	Units   []unitObject  `json:"purchase_units,omitempty"`
	Payer   *payerObject  `json:"payer,omitempty"`
	Created string        `json:"create_time,omitempty"`
	Updated string        `json:"update_time,omitempty"`
	Links   []link        `json:"links"`
}

type payerObject struct {
	Email string `json:"email_address"`
	ID    string `json:"payer_id"`
}

type unitObject struct {
	Reference   string          `json:"reference_id"`
	Amount      *moneyObject    `json:"amount,omitempty"`
	Description string          `json:"description,omitempty"`
	Custom      string          `json:"custom_id,omitempty"`
	Invoice     string          `json:"invoice_id,omitempty"`
	Soft        string          `json:"soft_descriptor,omitempty"`
	Payments    *paymentsObject `json:"payments,omitempty"`
}

type paymentsObject struct {
	Authorisations []authorisationObject `json:"authorizations,omitempty"`
	Captures       []captureObject       `json:"captures,omitempty"`
}

type processorObject struct {
	Code string `json:"response_code"`
}

type authorisationObject struct {
	ID        string           `json:"id"`
	Status    authStatus       `json:"status"`
	Amount    *moneyObject     `json:"amount,omitempty"`
	Custom    string           `json:"custom_id,omitempty"`
	Invoice   string           `json:"invoice_id,omitempty"`
	Processor *processorObject `json:"processor_response,omitempty"`
	Expires   string           `json:"expiration_time,omitempty"`
	Created   string           `json:"create_time,omitempty"`
	Updated   string           `json:"update_time,omitempty"`
	Links     []link           `json:"links"`
}

type captureObject struct {
	ID        string           `json:"id"`
	Status    string           `json:"status"`
	Amount    *moneyObject     `json:"amount,omitempty"`
	Final     bool             `json:"final_capture,omitempty"`
	Custom    string           `json:"custom_id,omitempty"`
	Invoice   string           `json:"invoice_id,omitempty"`
	Note      string           `json:"note_to_payer,omitempty"`
	Processor *processorObject `json:"processor_response,omitempty"`
	Created   string           `json:"create_time,omitempty"`
	Updated   string           `json:"update_time,omitempty"`
	Links     []link           `json:"links"`
}

type refundObject struct {
	ID      string       `json:"id"`
	Status  string       `json:"status"`
	Amount  *moneyObject `json:"amount,omitempty"`
	Invoice string       `json:"invoice_id,omitempty"`
	Note    string       `json:"note_to_payer,omitempty"`
	Created string       `json:"create_time,omitempty"`
	Links   []link       `json:"links"`
}

// at is where a resource of an order is found; the client reached us there before.
func (o *order) at(path, id string) string { return o.Base + path + id }

const (
	ordersPath   = "/v2/checkout/orders/"
	authsPath    = "/v2/payments/authorizations/"
	capturesPath = "/v2/payments/captures/"
	refundsPath  = "/v2/payments/refunds/"
)

// intent is what is to become of the order's money.
func (o *order) intent() string {
	if o.Authorise {
		return "AUTHORIZE"
	}
	return "CAPTURE"
}

func (o *order) links() []link {
	self := o.at(ordersPath, o.ID)
	all := []link{{self, "self", "GET"}}
	next := link{self + "/capture", "capture", "POST"}
	if o.Authorise {
		next = link{self + "/authorize", "authorize", "POST"}
	}
	switch o.Status {
	case created:
		return append(all, link{o.approval(), "approve", "GET"}, link{self, "update", "PATCH"}, next)
	case actionWanted:
		return append(all, link{o.approval(), "payer-action", "GET"}, link{self, "update", "PATCH"})
	case approved:
		return append(all, link{self, "update", "PATCH"}, next)
	}
	return all
}

func (o *order) showAuthorisation(a *authorisation, full bool) authorisationObject {
	self := o.at(authsPath, a.ID)
	x := authorisationObject{ID: a.ID, Status: a.Status, Links: []link{{self, "self", "GET"}}}
	if a.live() {
		x.Links = append(x.Links, link{self + "/capture", "capture", "POST"}, link{self + "/void", "void", "POST"},
			link{self + "/reauthorize", "reauthorize", "POST"})
	}
	x.Links = append(x.Links, link{o.at(ordersPath, o.ID), "up", "GET"})
	if !full {
		return x
	}
	x.Amount, x.Custom, x.Invoice = o.amount(a.Granted), o.Custom, o.Invoice
	if a.Status == denied {
		x.Amount = o.amount(a.Asked)
	}
	if a.Code != "" {
		x.Processor = &processorObject{a.Code}
	}
	x.Expires, x.Created, x.Updated = stamp(a.Expires), stamp(a.Created), stamp(a.Updated)
	return x
}

func (o *order) showCapture(c *capture, full bool) captureObject {
	self := o.at(capturesPath, c.ID)
	x := captureObject{ID: c.ID, Status: c.Status, Links: []link{{self, "self", "GET"}, {self + "/refund", "refund", "POST"}}}
	if c.Authorisation != "" {
		x.Links = append(x.Links, link{o.at(authsPath, c.Authorisation), "up", "GET"})
	} else {
		x.Links = append(x.Links, link{o.at(ordersPath, o.ID), "up", "GET"})
	}
	if !full {
		return x
	}
	x.Amount, x.Final, x.Custom, x.Invoice, x.Note = o.amount(c.Amount), c.Final, o.Custom, c.Invoice, c.Note
	if c.Code != "" {
		x.Processor = &processorObject{c.Code}
	}
	x.Created, x.Updated = stamp(c.Created), stamp(c.Updated)
	return x
}

func (o *order) showRefund(r *refund, full bool) refundObject {
	x := refundObject{ID: r.ID, Status: r.Status, Links: []link{
		{o.at(refundsPath, r.ID), "self", "GET"}, {o.at(capturesPath, r.Capture), "up", "GET"},
	}}
	if full {
		x.Amount, x.Invoice, x.Note, x.Created = o.amount(r.Amount), r.Invoice, r.Note, stamp(r.Created)
	}
	return x
}
