package paypal

import (
	"net/http"
	"strings"
	"testing"
	"time"

	sdk "github.com/plutov/paypal/v4"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/gateway"
	"github.com/forecourt/forecourt/twin/gateway/gatewaytest"
	"github.com/forecourt/forecourt/twin/loop"
)

// approve is a payer's hand at the page that the order's link leads to.
func (c *client4) approve(o *sdk.Order, payer, action string) (status int) {
	c.t.Helper()
	href := ""
	for _, l := range o.Links {
		if l.Rel == "approve" || l.Rel == "payer-action" {
			href = l.Href
		}
	}
	page, err := http.NewRequestWithContext(c.ctx, http.MethodGet, href, nil)
	if err != nil {
		c.t.Error(err)
		return 0
	}
	if a, err := c.Client.Client.Transport.RoundTrip(page); err != nil || a.StatusCode != 200 || !strings.Contains(a.Header.Get("Content-Type"), "html") {
		c.t.Errorf("the page of %s: %+v, %v", href, a, err)
	}
	form := "token=" + o.ID + "&payer=" + payer + "&action=" + action
	r, err := http.NewRequestWithContext(c.ctx, http.MethodPost, strings.Split(href, "?")[0], strings.NewReader(form))
	if err != nil {
		c.t.Error(err)
		return 0
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	a, err := c.Client.Client.Transport.RoundTrip(r)
	if err != nil {
		c.t.Error(err)
		return 0
	}
	return a.StatusCode
}

var oneUnit = []sdk.PurchaseUnitRequest{{ReferenceID: "pump-3", Amount: &sdk.PurchaseUnitAmount{Currency: "USD", Value: "150.00"}}}

// TestTheWholeOfTheClient goes through plutov/paypal's own calls: an order approved by its payer, authorised, captured in
// two parts, refunded; and one that is voided.
func TestTheWholeOfTheClient(t *testing.T) {
	b := newBench(t, Config{}, loop.Options{Seed: 1})
	b.play(func(c *client4) {
		o, err := c.CreateOrder(c.ctx, "AUTHORIZE", oneUnit, nil, &sdk.ApplicationContext{ReturnURL: "http://shop.test/back?a=1", CancelURL: "http://shop.test/no"})
		if err != nil || o.Status != "CREATED" || o.Intent != "AUTHORIZE" {
			t.Errorf("%+v, %v", o, err)
		}
		_, err = c.AuthorizeOrder(c.ctx, o.ID, sdk.AuthorizeOrderRequest{})
		refusal(t, err, 422, "ORDER_NOT_APPROVED")
		if got := c.approve(o, "payer-verified", "cancel"); got != http.StatusSeeOther {
			t.Errorf("cancelled: %d", got)
		}
		if got := c.approve(o, "payer-verified", "approve"); got != http.StatusSeeOther {
			t.Errorf("approved: %d", got)
		}
		if got := c.approve(o, "payer-verified", "approve"); got != 422 {
			t.Errorf("approved twice: %d", got)
		}
		if o, err = c.GetOrder(c.ctx, o.ID); err != nil || o.Status != "APPROVED" || o.Payer.PayerID != "PAYERVERIFIED" {
			t.Errorf("%+v, %v", o, err)
		}
		done, err := c.AuthorizeOrder(c.ctx, o.ID, sdk.AuthorizeOrderRequest{})
		if err != nil || done.Status != "COMPLETED" {
			t.Errorf("%+v, %v", done, err)
		}
		var got told // the library has no type for payments.authorizations
		if err := c.send("GET", "/v2/checkout/orders/"+o.ID, "", nil, &got); err != nil {
			t.Error(err)
		}
		id := got.authorisation().ID
		a, err := c.GetAuthorization(c.ctx, id)
		if err != nil || a.Status != "CREATED" || a.Amount.Value != "150.00" || a.ExpirationTime.Sub(*a.CreateTime) != 29*24*time.Hour || a.CustomID != "" {
			t.Errorf("%+v, %v", a, err)
		}
		first, err := c.CaptureAuthorization(c.ctx, id, &sdk.PaymentCaptureRequest{Amount: &sdk.Money{Currency: "USD", Value: "42.11"}})
		if err != nil || first.Status != "COMPLETED" || first.Amount.Value != "42.11" || first.FinalCapture {
			t.Errorf("%+v, %v", first, err)
		}
		if a, err = c.GetAuthorization(c.ctx, id); err != nil || a.Status != "PARTIALLY_CAPTURED" {
			t.Errorf("%+v, %v", a, err)
		}
		last, err := c.CaptureAuthorization(c.ctx, id, &sdk.PaymentCaptureRequest{Amount: &sdk.Money{Currency: "USD", Value: "7.89"}, FinalCapture: true})
		if err != nil || !last.FinalCapture {
			t.Errorf("%+v, %v", last, err)
		}
		_, err = c.CaptureAuthorization(c.ctx, id, &sdk.PaymentCaptureRequest{})
		refusal(t, err, 422, "AUTHORIZATION_ALREADY_CAPTURED")
		_, err = c.VoidAuthorization(c.ctx, id)
		refusal(t, err, 422, "PREVIOUSLY_CAPTURED")
		c.giveBack(first.ID)
		c.voided()
	})
	if a := b.gateway.Books()[0]; a.Captured.Minor != 5000 || a.Refunded.Minor != 4211 || a.State != gateway.StateCaptured {
		t.Errorf("%+v", a)
	}
	if n := len(b.Events("payer-cancelled")) + len(b.Events("payer-approved")); n != 2 {
		t.Errorf("%d hands were told", n)
	}
}

func (c *client4) giveBack(capture string) {
	r, err := c.RefundCapture(c.ctx, capture, sdk.RefundCaptureRequest{Amount: &sdk.Money{Currency: "USD", Value: "40.00"}})
	if err != nil || r.Status != "COMPLETED" || r.Amount.Value != "40.00" {
		c.t.Errorf("%+v, %v", r, err)
	}
	_, err = c.RefundCapture(c.ctx, capture, sdk.RefundCaptureRequest{Amount: &sdk.Money{Currency: "USD", Value: "2.12"}})
	refusal(c.t, err, 422, "REFUND_AMOUNT_EXCEEDED")
	_, err = c.RefundCapture(c.ctx, capture, sdk.RefundCaptureRequest{Amount: &sdk.Money{Currency: "EUR", Value: "2.11"}})
	refusal(c.t, err, 422, "REFUND_CAPTURE_CURRENCY_MISMATCH")
	d, err := c.CapturedDetail(c.ctx, capture)
	if err != nil || d.Status != "PARTIALLY_REFUNDED" {
		c.t.Errorf("%+v, %v", d, err)
	}
	rest, err := c.RefundCapture(c.ctx, capture, sdk.RefundCaptureRequest{})
	if err != nil || rest.Amount.Value != "2.11" {
		c.t.Errorf("%+v, %v", rest, err)
	}
	var again sdk.RefundResponse
	if err := c.send("GET", "/v2/payments/refunds/"+rest.ID, "", nil, &again); err != nil || again.Status != "COMPLETED" {
		c.t.Errorf("%+v, %v", again, err)
	}
	_, err = c.RefundCapture(c.ctx, capture, sdk.RefundCaptureRequest{})
	refusal(c.t, err, 422, "CAPTURE_FULLY_REFUNDED")
}

func (c *client4) voided() {
	id := c.hold("void", "20.00", byWallet("payer-verified")).authorisation().ID
	a, err := c.VoidAuthorization(c.ctx, id)
	if err != nil || a.Status != "VOIDED" {
		c.t.Errorf("%+v, %v", a, err)
	}
	_, err = c.CaptureAuthorization(c.ctx, id, &sdk.PaymentCaptureRequest{})
	refusal(c.t, err, 422, "AUTHORIZATION_VOIDED")
	_, err = c.VoidAuthorization(c.ctx, id)
	refusal(c.t, err, 422, "PREVIOUSLY_VOIDED")
}

func TestAnOrderIsCapturedAtOnce(t *testing.T) {
	b := newBench(t, Config{}, loop.Options{Seed: 1})
	b.play(func(c *client4) {
		o, err := c.CreateOrderWithPaypalRequestID(c.ctx, "CAPTURE", oneUnit, nil, nil, "k1")
		if err != nil {
			t.Error(err)
			return
		}
		const amount = "/purchase_units/@reference_id=='pump-3'/amount"
		err = c.UpdateOrder(c.ctx, o.ID, "replace", amount, map[string]string{"currency_code": "USD", "value": "42.11"})
		if err != nil && err.Error() != "EOF" {
			t.Error(err)
		}
		_, err = c.AuthorizeOrder(c.ctx, o.ID, sdk.AuthorizeOrderRequest{})
		refusal(t, err, 422, "ACTION_DOES_NOT_MATCH_INTENT")
		_, err = c.CaptureOrderWithPaypalRequestId(c.ctx, o.ID, sdk.CaptureOrderRequest{}, "k2", &sdk.CaptureOrderMockResponse{MockApplicationCodes: "INSTRUMENT_DECLINED"})
		refusal(t, err, 422, "INSTRUMENT_DECLINED")
		_, err = c.CaptureOrderWithPaypalRequestId(c.ctx, o.ID, sdk.CaptureOrderRequest{PaymentSource: &sdk.PaymentSource{Card: &sdk.PaymentSourceCard{
			Number: gatewaytest.CardOf("visa-credit").PAN.Reveal(), Expiry: "2029-12",
		}}}, "k2", nil)
		if err != nil {
			t.Error(err)
		}
		_, err = c.CaptureOrder(c.ctx, o.ID, sdk.CaptureOrderRequest{})
		refusal(t, err, 422, "ORDER_ALREADY_CAPTURED")
		err = c.UpdateOrder(c.ctx, o.ID, "replace", amount, nil)
		refusal(t, err, 422, "ORDER_COMPLETED")
		c.f.Sleep(time.Minute)
	})
	if a := b.gateway.Books()[0]; b.Host.Bound() != 4211 || a.Captured.Minor != 4211 || a.Cover.Minor != 4211 {
		t.Errorf("the host has %d, the books say %+v", b.Host.Bound(), a)
	}
}

func TestIssuersSayWhyInTheProcessorsCode(t *testing.T) {
	b := newBench(t, Config{}, loop.Options{Seed: 1})
	want := map[string]string{
		"visa-declined": "0500", "visa-insufficient-funds": "5120", "visa-lost": "9520", "visa-stolen": "9520", "visa-expired": "5400",
		"visa-processing-error": "0960", "visa-silent": "5920",
	}
	b.play(func(c *client4) {
		for card, code := range want {
			o := c.hold(card, "150.00", byCard(card))
			if a := o.authorisation(); o.Status != "COMPLETED" || a.Status != "DENIED" || a.Processor.Code != code {
				t.Errorf("%s: %+v", card, o)
			}
			_, err := c.CaptureAuthorization(c.ctx, o.authorisation().ID, &sdk.PaymentCaptureRequest{})
			refusal(t, err, 422, "AUTHORIZATION_DENIED")
			var sold told
			err = c.send("POST", "/v2/checkout/orders", card+"/sold", newOrder("CAPTURE", "10.00", byCard(card)), &sold)
			if err != nil || card != "visa-silent" && sold.capture().Status != "DECLINED" {
				t.Errorf("%s: %+v, %v", card, sold, err)
			}
		}
		c.f.Sleep(time.Minute)
	})
	if n := b.Host.Bound(); n != 1000 { // the silent card answers a sale
		t.Errorf("the host has bound %d", n)
	}
}

func TestACardIsCompletedOnceWhateverItsParts(t *testing.T) {
	b := newBench(t, Config{}, loop.Options{Seed: 1})
	b.play(func(c *client4) {
		part := func(id, value string) {
			if _, err := c.CaptureAuthorization(c.ctx, id, &sdk.PaymentCaptureRequest{Amount: &sdk.Money{Currency: "USD", Value: value}}); err != nil {
				t.Error(err)
			}
		}
		id := c.hold("a", "100.00", byCard("visa-credit")).authorisation().ID
		part(id, "30.00")
		part(id, "20.00")
		c.f.Sleep(time.Minute)
		if n := b.Host.Bound(); n != 10000 {
			t.Errorf("in between the host has bound %d", n)
		}
		if _, err := c.VoidAuthorization(c.ctx, id); err != nil {
			t.Error(err)
		}
		c.f.Sleep(time.Minute)
		if n := b.Host.Bound(); n != 5000 {
			t.Errorf("the host has bound %d", n)
		}
		id = c.hold("b", "100.00", byCard("visa-credit")).authorisation().ID
		part(id, "60.00")
		c.f.Sleep(30 * 24 * time.Hour) // it expires, and what was captured of it is completed
	})
	if n := b.Host.Bound(); n != 5000+6000 {
		t.Errorf("the host has bound %d", n)
	}
	var cancelled []forecourt.Event
	if cancelled = b.Events("cancelled"); len(cancelled) != 0 {
		t.Errorf("%+v", cancelled)
	}
	if a := b.gateway.Books()[0]; a.State != gateway.StateCaptured || a.Captured.Minor != 5000 {
		t.Errorf("%+v", a)
	}
}
