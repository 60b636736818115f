package paypal

import (
	"bytes"
	"net/http"
	"strings"
	"testing"
	"time"

	sdk "github.com/plutov/paypal/v4"

	"github.com/forecourt/forecourt/twin/gateway"
)

func (c *client4) subscribe(url string, types ...string) *sdk.Webhook {
	c.t.Helper()
	in := &sdk.CreateWebhookRequest{URL: url}
	for _, name := range types {
		in.EventTypes = append(in.EventTypes, sdk.WebhookEventType{Name: name})
	}
	w, err := c.CreateWebhook(c.ctx, in)
	if err != nil {
		c.t.Error(err)
	}
	return w
}

func TestEveryStepOfAPaymentIsCalledBack(t *testing.T) {
	b, r := hooked(t)
	b.play(func(c *client4) {
		w := c.subscribe("http://shop/hook", "*")
		id := c.hold("a", "100.00", byCard("visa-credit")).authorisation().ID
		x, err := c.CaptureAuthorization(c.ctx, id, &sdk.PaymentCaptureRequest{FinalCapture: true})
		if err != nil {
			t.Error(err)
		}
		if _, err := c.RefundCapture(c.ctx, x.ID, sdk.RefundCaptureRequest{}); err != nil {
			t.Error(err)
		}
		if _, err := c.VoidAuthorization(c.ctx, c.hold("b", "50.00", byCard("visa-credit")).authorisation().ID); err != nil {
			t.Error(err)
		}
		c.f.Sleep(time.Minute)
		var got []string
		for _, h := range r.heard {
			got = append(got, h.event.Type)
			c.verified(w.ID, h)
			certified(t, c, w.ID, h)
		}
		want := "PAYMENT.AUTHORIZATION.CREATED PAYMENT.CAPTURE.COMPLETED PAYMENT.CAPTURE.REFUNDED PAYMENT.AUTHORIZATION.CREATED PAYMENT.AUTHORIZATION.VOIDED"
		if s := strings.Join(got, " "); s != want {
			t.Errorf("called back about %s", s)
		}
	})
}

func TestACallbackIsRepeatedWithBackOffAndGivenUpAfterThreeDays(t *testing.T) {
	b, r := hooked(t)
	var at []time.Duration
	b.play(func(c *client4) {
		c.subscribe("http://shop/hook", "PAYMENT.CAPTURE.COMPLETED")
		c.subscribe("http://nobody/hook", "PAYMENT.CAPTURE.COMPLETED")
		r.refuses = 3
		started := c.f.Now()
		if err := c.send("POST", "/v2/checkout/orders", "k", newOrder("CAPTURE", "1.00", byWallet("payer-verified")), &told{}); err != nil {
			t.Error(err)
		}
		c.f.Sleep(2 * time.Minute)
		if n := len(r.heard); n != 4 || r.heard[0].event.ID != r.heard[3].event.ID {
			t.Errorf("called %d times", n)
		}
		if d := r.heard[3].header.Get("Paypal-Transmission-Time"); d == r.heard[0].header.Get("Paypal-Transmission-Time") {
			t.Errorf("the fourth is signed for the time of the first, %s", d)
		}
		c.sleep(4 * day)
		for _, x := range b.Told {
			if e, ok := x.Event.(gateway.CallbackSent); ok && e.URL == "http://nobody/hook" {
				at = append(at, x.At.Sub(started))
			}
		}
	})
	if len(at) != 26 || at[25] < 70*time.Hour || at[25] > 74*time.Hour {
		t.Errorf("called at %v", at)
	}
	for i := 2; i < len(at); i++ {
		if at[i]-at[i-1] < at[i-1]-at[i-2] {
			t.Errorf("pauses become shorter: %v", at)
		}
	}
	if n := len(b.Events("callback-given-up")); n != 1 || len(b.gateway.deliveries) != 0 {
		t.Errorf("given up %d times, %d are left", n, len(b.gateway.deliveries))
	}
}

func TestACallbackSurvivesAPowerCut(t *testing.T) {
	b, r := hooked(t)
	b.play(func(c *client4) {
		w := c.subscribe("http://shop/hook", "*")
		r.refuses = 1
		if err := c.send("POST", "/v2/checkout/orders", "k", newOrder("CAPTURE", "1.00", byWallet("payer-verified")), &told{}); err != nil {
			t.Error(err)
		}
		b.Cut(time.Second, time.Hour)
		c.f.Sleep(2 * time.Hour)
		if len(r.heard) != 2 || r.heard[0].event.ID != r.heard[1].event.ID {
			t.Errorf("called %d times", len(r.heard))
			return
		}
		c.verified(w.ID, r.heard[1])
	})
}

func TestAnApprovalIsCalledBackWithItsOrder(t *testing.T) {
	b, r := hooked(t)
	b.play(func(c *client4) {
		w := c.subscribe("http://shop/hook", "CHECKOUT.ORDER.APPROVED")
		for _, intent := range []string{"AUTHORIZE", "CAPTURE"} {
			o, err := c.CreateOrder(c.ctx, intent, oneUnit, nil, nil)
			if err != nil {
				t.Error(err)
				return
			}
			if got := c.approve(o, "payer-verified", "approve"); got != http.StatusOK {
				t.Errorf("approved: %d", got)
			}
			c.f.Sleep(time.Minute)
			h := r.heard[len(r.heard)-1]
			if h.event.Resource.ID != o.ID || h.event.Resource.Status != "APPROVED" || !bytes.Contains(h.body, []byte(`"intent":"`+intent+`"`)) {
				t.Errorf("%s: %s", intent, h.body)
			}
			c.verified(w.ID, h)
		}
	})
}

func TestWebhooksAreKeptAndForgotten(t *testing.T) {
	b, r := hooked(t)
	b.play(func(c *client4) {
		types, err := c.GetWebhookEventTypes(c.ctx)
		if err != nil || len(types.EventTypes) != len(eventTypes) {
			t.Errorf("%+v, %v", types, err)
		}
		for _, x := range []struct {
			url, kind, issue string
		}{
			{"", "*", "MISSING_REQUIRED_PARAMETER"}, {"ftp://shop/", "*", "WEBHOOK_URL_INVALID"}, {"http://a:b@shop/", "*", "WEBHOOK_URL_INVALID"},
			{"http://shop/hook", "NO.SUCH", "EVENT_TYPE_NOT_FOUND"},
		} {
			_, err := c.CreateWebhook(c.ctx, &sdk.CreateWebhookRequest{URL: x.url, EventTypes: []sdk.WebhookEventType{{Name: x.kind}}})
			refusal(t, err, 400, x.issue)
		}
		w := c.subscribe("http://shop/hook", "PAYMENT.CAPTURE.COMPLETED")
		_, err = c.CreateWebhook(c.ctx, &sdk.CreateWebhookRequest{URL: "http://shop/hook", EventTypes: []sdk.WebhookEventType{{Name: "*"}}})
		refusal(t, err, 400, "WEBHOOK_URL_ALREADY_EXISTS")
		if got, err := c.GetWebhook(c.ctx, w.ID); err != nil || got.URL != "http://shop/hook" || len(got.EventTypes) != 1 {
			t.Errorf("%+v, %v", got, err)
		}
		got, err := c.UpdateWebhook(c.ctx, w.ID, []sdk.WebhookField{
			{Operation: "replace", Path: "/url", Value: "http://shop/other"},
			{Operation: "replace", Path: "/event_types", Value: []sdk.WebhookEventType{{Name: "PAYMENT.CAPTURE.REFUNDED"}}},
		})
		if err != nil || got.URL != "http://shop/other" || got.EventTypes[0].Name != "PAYMENT.CAPTURE.REFUNDED" {
			t.Errorf("%+v, %v", got, err)
		}
		if all, err := c.ListWebhooks(c.ctx, ""); err != nil || len(all.Webhooks) != 1 {
			t.Errorf("%+v, %v", all, err)
		}
		if err := c.send("POST", "/v2/checkout/orders", "k", newOrder("CAPTURE", "1.00", byWallet("payer-verified")), &told{}); err != nil {
			t.Error(err)
		}
		c.f.Sleep(time.Minute)
		if len(r.heard) != 0 {
			t.Errorf("called back about %+v", r.heard)
		}
		c.resent(w.ID)
		c.f.Sleep(time.Minute)
		if len(r.heard) != 1 {
			t.Errorf("called back %d times", len(r.heard))
		}
		if err := c.DeleteWebhook(c.ctx, w.ID); err != nil && err.Error() != "EOF" {
			t.Error(err)
		}
		_, err = c.GetWebhook(c.ctx, w.ID)
		refusal(t, err, 404, "INVALID_RESOURCE_ID")
	})
}

// resent finds the one event and has it told to a webhook that did not ask for it.
func (c *client4) resent(webhook string) {
	var all struct{ Events []struct{ ID string } }
	if err := c.send("GET", "/v1/notifications/webhooks-events?page_size=5&event_type=PAYMENT.CAPTURE.COMPLETED", "", nil, &all); err != nil || len(all.Events) != 1 {
		c.t.Errorf("%+v, %v", all, err)
		return
	}
	at := "/v1/notifications/webhooks-events/" + all.Events[0].ID
	var one struct{ ID string }
	if err := c.send("GET", at, "", nil, &one); err != nil || one.ID != all.Events[0].ID {
		c.t.Errorf("%+v, %v", one, err)
	}
	if err := c.send("POST", at+"/resend", "", object{"webhook_ids": []string{webhook}}, &one); err != nil {
		c.t.Error(err)
	}
	refusal(c.t, c.send("POST", at+"/resend", "", object{"webhook_ids": []string{"NONE"}}, &one), 400, "INVALID_PARAMETER_VALUE")
	refusal(c.t, c.send("GET", "/v1/notifications/webhooks-events?page_size=0", "", nil, &all), 400, "INVALID_PARAMETER_VALUE")
}
