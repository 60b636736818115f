package stripe

import (
	"slices"
	"strings"

	"github.com/forecourt/forecourt/twin/payment"
)

// intentObject and the others are what the API says, in its own words. Fields that have no meaning here are left out,
// except those that are null in the original and that clients look for.
type intentObject struct {
	ID                 string            `json:"id"`
	Object             string            `json:"object"`
	Amount             int64             `json:"amount"`
	AmountCapturable   int64             `json:"amount_capturable"`
	AmountReceived     int64             `json:"amount_received"`
	CanceledAt         *int64            `json:"canceled_at"`
	CancellationReason *string           `json:"cancellation_reason"`
	CaptureMethod      string            `json:"capture_method"`
	ClientSecret       string            `json:"client_secret"`
	ConfirmationMethod string            `json:"confirmation_method"`
	Created            int64             `json:"created"`
	Currency           string            `json:"currency"`
	Customer           *string           `json:"customer"`
	Description        *string           `json:"description"`
	LastPaymentError   *apiError         `json:"last_payment_error"`
	LatestCharge       any               `json:"latest_charge"`
	Livemode           bool              `json:"livemode"`
	Metadata           map[string]string `json:"metadata"`
	NextAction         *string           `json:"next_action"`
	PaymentMethod      any               `json:"payment_method"`
	PaymentMethodTypes []string          `json:"payment_method_types"`
	Status             status            `json:"status"`
}

type chargeObject struct {
	ID                   string            `json:"id"`
	Object               string            `json:"object"`
	Amount               int64             `json:"amount"`
	AmountCaptured       int64             `json:"amount_captured"`
	AmountRefunded       int64             `json:"amount_refunded"`
	AuthorizationCode    string            `json:"authorization_code,omitempty"`
	Captured             bool              `json:"captured"`
	Created              int64             `json:"created"`
	Currency             string            `json:"currency"`
	Disputed             bool              `json:"disputed"`
	FailureCode          *string           `json:"failure_code"`
	FailureMessage       *string           `json:"failure_message"`
	Livemode             bool              `json:"livemode"`
	Metadata             map[string]string `json:"metadata"`
	Outcome              outcomeObject     `json:"outcome"`
	Paid                 bool              `json:"paid"`
	PaymentIntent        any               `json:"payment_intent"`
	PaymentMethod        string            `json:"payment_method"`
	PaymentMethodDetails detailsObject     `json:"payment_method_details"`
	Refunded             bool              `json:"refunded"`
	Status               string            `json:"status"`
}

type outcomeObject struct {
	NetworkDeclineCode *string `json:"network_decline_code"`
	NetworkStatus      string  `json:"network_status"`
	SellerMessage      string  `json:"seller_message"`
	Type               string  `json:"type"`
}

type detailsObject struct {
	Card        *cardObject `json:"card,omitempty"`
	CardPresent *cardObject `json:"card_present,omitempty"`
	Type        string      `json:"type"`
}

type cardObject struct {
	AmountAuthorized *int64         `json:"amount_authorized,omitempty"`
	Incremental      *availability  `json:"incremental_authorization,omitempty"`
	Overcapture      *availability  `json:"overcapture,omitempty"`
	IncrementalHere  *bool          `json:"incremental_authorization_supported,omitempty"`
	OvercaptureHere  *bool          `json:"overcapture_supported,omitempty"`
	Brand            string         `json:"brand"`
	CaptureBefore    int64          `json:"capture_before,omitempty"`
	EMVAuthData      string         `json:"emv_auth_data,omitempty"`
	ExpMonth         int            `json:"exp_month"`
	ExpYear          int            `json:"exp_year"`
	Funding          string         `json:"funding"`
	Last4            string         `json:"last4"`
	Network          string         `json:"network,omitempty"`
	ReadMethod       string         `json:"read_method,omitempty"`
	Wallet           *walletObject  `json:"wallet,omitempty"`
	Receipt          *receiptObject `json:"receipt,omitempty"`
}

type availability struct {
	Maximum *int64 `json:"maximum_amount_capturable,omitempty"`
	Status  string `json:"status"`
}

func available(yes bool) *availability {
	if yes {
		return &availability{Status: "available"}
	}
	return &availability{Status: "unavailable"}
}

type methodObject struct {
	ID          string            `json:"id"`
	Object      string            `json:"object"`
	Card        *cardObject       `json:"card,omitempty"`
	CardPresent *cardObject       `json:"card_present,omitempty"`
	Created     int64             `json:"created"`
	Livemode    bool              `json:"livemode"`
	Metadata    map[string]string `json:"metadata"`
	Type        string            `json:"type"`
}

type refundObject struct {
	ID            string            `json:"id"`
	Object        string            `json:"object"`
	Amount        int64             `json:"amount"`
	Charge        any               `json:"charge"`
	Created       int64             `json:"created"`
	Currency      string            `json:"currency"`
	FailureReason string            `json:"failure_reason,omitempty"`
	Metadata      map[string]string `json:"metadata"`
	PaymentIntent any               `json:"payment_intent"`
	Reason        *string           `json:"reason"`
	Status        string            `json:"status"`
}

// expands says whether the request wants an object in place of its id.
func (c *call) expands(name string) bool {
	all := c.form.list("expand")
	return slices.Contains(all, name) || slices.Contains(all, "data."+name)
}

// show is an intent as the API tells it to this request.
func (c *call) show(i *intent) *intentObject {
	o := c.g.object(i)
	if n := len(i.Charges); n > 0 && c.expands("latest_charge") {
		o.LatestCharge = c.g.chargeObject(i, &i.Charges[n-1])
	}
	if m := c.method(i.Method); m != nil && c.expands("payment_method") {
		o.PaymentMethod = m.object()
	}
	return o
}

func (g *Gateway) object(i *intent) *intentObject {
	o := &intentObject{
		ID: i.ID, Object: "payment_intent", Amount: i.Amount, AmountReceived: i.Captured, CaptureMethod: "manual", ClientSecret: i.Secret,
		ConfirmationMethod: "automatic", Created: seconds(i.Created), Currency: lower(i), CancellationReason: optional(i.Reason),
		Description: optional(i.Description), Metadata: given(i.Metadata), PaymentMethodTypes: i.Types, Status: i.Status,
	}
	if i.Automatic {
		o.CaptureMethod = "automatic"
	}
	if i.Status == requiresCapture {
		o.AmountCapturable = i.Granted
	}
	if i.CanceledAt != 0 {
		at := seconds(i.CanceledAt)
		o.CanceledAt = &at
	}
	if n := len(i.Charges); n > 0 {
		o.LatestCharge = i.Charges[n-1].ID
	}
	if i.Method != "" {
		o.PaymentMethod = i.Method
	}
	if i.Failure != nil {
		o.LastPaymentError = i.Failure.error()
		if m := g.methods[i.Failure.Method]; m != nil {
			o.LastPaymentError.PaymentMethod = m.object()
		}
	}
	return o
}

func (g *Gateway) chargeObject(i *intent, x *charge) *chargeObject {
	o := &chargeObject{
		ID: x.ID, Object: "charge", Amount: x.Amount, AuthorizationCode: x.Approval, Created: seconds(x.Created), Currency: lower(i),
		Metadata: given(i.Metadata), PaymentIntent: i.ID, PaymentMethod: x.Method, Status: "failed",
		Outcome: outcomeObject{
			NetworkStatus: "declined_by_network", SellerMessage: "The bank did not grant the payment.", Type: "issuer_declined",
		},
	}
	if x.Failure == nil {
		o.Status, o.Paid = "succeeded", true
		o.Outcome = outcomeObject{NetworkStatus: "approved_by_network", SellerMessage: "Payment complete.", Type: "authorized"}
		o.AmountCaptured, o.AmountRefunded, o.Captured = i.Captured, i.Refunded, i.Captured > 0
		o.Refunded = i.Status == canceled || i.Captured > 0 && i.Refunded == i.Captured
		if i.Status == canceled { // releasing a hold shows as a refund of all of it
			o.AmountRefunded = x.Amount
		}
	} else {
		o.FailureCode, o.FailureMessage = &x.Failure.Code, &x.Failure.Message
		o.Outcome.NetworkDeclineCode = optional(x.Failure.Network)
	}
	m := g.methods[x.Method]
	card := m.card()
	card.AmountAuthorized, card.Network = &x.Authorised, card.Brand
	if x.Failure == nil && i.Status == requiresCapture {
		card.CaptureBefore = seconds(i.ExpiresAt)
	}
	most := g.most(i)
	if o.PaymentMethodDetails.Type = m.Type; m.Type == typePresent {
		no := false
		card.IncrementalHere, card.OvercaptureHere = &i.Grows, &no
		card.EMVAuthData = x.Chip
		o.PaymentMethodDetails.CardPresent = card
	} else {
		card.Incremental, card.Overcapture = available(i.Grows), available(most > i.Granted)
		card.Overcapture.Maximum = &most
		o.PaymentMethodDetails.Card = card
	}
	return o
}

// card is what may be shown of a method's card.
func (m *method) card() *cardObject {
	card, _ := payment.LookupCard(m.Card)
	o := &cardObject{
		Brand: string(card.Scheme), ExpMonth: m.ExpMonth, ExpYear: m.ExpYear, Funding: "credit", Last4: card.PAN.Last4(),
		ReadMethod: readMethods[m.Entry], Wallet: m.wallet(),
	}
	if out := outcomeOf("", m.Outcome); out != nil {
		o.Last4 = out.read().PAN.Last4()
	}
	if m.Type == typePresent && m.Wallet != "" {
		o.Receipt = &receiptObject{onDevice}
	}
	for _, f := range []string{"debit", "prepaid"} {
		if strings.HasSuffix(m.Card, f) {
			o.Funding = f
		}
	}
	return o
}

func (m *method) object() *methodObject {
	o := &methodObject{ID: m.ID, Object: "payment_method", Created: seconds(m.Created), Metadata: given(m.Metadata), Type: m.Type}
	if m.Type == typePresent {
		o.CardPresent = m.card()
	} else {
		o.Card = m.card()
	}
	return o
}

func lower(i *intent) string { return strings.ToLower(string(i.Currency)) }

func optional(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func given(m map[string]string) map[string]string {
	if m == nil {
		return map[string]string{}
	}
	return m
}
