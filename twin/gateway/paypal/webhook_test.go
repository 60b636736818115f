package paypal

import (
	"bytes"
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"hash/crc32"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	sdk "github.com/plutov/paypal/v4"

	"github.com/forecourt/forecourt/twin/gateway"
	"github.com/forecourt/forecourt/twin/loop"
)

// receiver takes callbacks, after a script.
type receiver struct {
	refuses int // answers 500 to the next n
	heard   []heardCallback
}

type heardCallback struct {
	header http.Header
	body   []byte
	event  struct {
		ID       string
		Type     string `json:"event_type"`
		Resource struct{ ID, Status string }
	}
}

func (r *receiver) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	b, _ := io.ReadAll(q.Body)
	h := heardCallback{header: q.Header.Clone(), body: b}
	_ = json.Unmarshal(b, &h.event)
	r.heard = append(r.heard, h)
	if r.refuses > 0 {
		r.refuses--
		w.WriteHeader(http.StatusInternalServerError)
	}
}

// hooked is a bench with somebody who listens to callbacks.
func hooked(t *testing.T) (*bench, *receiver) {
	b, r := newBench(t, Config{}, loop.Options{Seed: 1}), &receiver{}
	b.Loop.Serve("shop", posRole, 10*time.Millisecond, r, nil)
	return b, r
}

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

// verified goes through the library's verification call, and finds that a changed body, webhook or signature fails it.
func (c *client4) verified(webhook string, h heardCallback) {
	c.t.Helper()
	ask := func(webhook string, body []byte, change func(http.Header)) string {
		r, _ := http.NewRequest(http.MethodPost, "http://shop/hook", bytes.NewReader(body))
		r.Header = h.header.Clone()
		change(r.Header)
		v, err := c.VerifyWebhookSignature(c.ctx, r, webhook)
		if err != nil {
			c.t.Error(err)
			return ""
		}
		return v.VerificationStatus
	}
	same := func(http.Header) {}
	if got := ask(webhook, h.body, same); got != "SUCCESS" {
		c.t.Errorf("%s: %s", h.event.Type, got)
	}
	changed := bytes.Replace(h.body, []byte(`"value":"100.00"`), []byte(`"value":"900.00"`), 1)
	if bytes.Equal(changed, h.body) {
		changed = bytes.Replace(h.body, []byte(`"1.0"`), []byte(`"1.1"`), 1)
	}
	for name, got := range map[string]string{
		"body": ask(webhook, changed, same), "webhook": ask("OTHER", h.body, same),
		"time":        ask(webhook, h.body, func(x http.Header) { x.Set("Paypal-Transmission-Time", "2026-01-06T00:00:00Z") }),
		"id":          ask(webhook, h.body, func(x http.Header) { x.Set("Paypal-Transmission-Id", "OTHER") }),
		"signature":   ask(webhook, h.body, func(x http.Header) { x.Set("Paypal-Transmission-Sig", "AAAA") }),
		"certificate": ask(webhook, h.body, func(x http.Header) { x.Set("Paypal-Cert-Url", "http://evil.test/cert") }),
	} {
		if got != "FAILURE" {
			c.t.Errorf("a changed %s: %q", name, got)
		}
	}
}

// certified is a receiver that verifies for itself, by the certificate.
func certified(t *testing.T, c *client4, webhook string, h heardCallback) {
	t.Helper()
	r, _ := http.NewRequestWithContext(c.ctx, http.MethodGet, h.header.Get("PAYPAL-CERT-URL"), nil)
	a, err := c.Client.Client.Transport.RoundTrip(r)
	if err != nil {
		t.Error(err)
		return
	}
	text, _ := io.ReadAll(a.Body)
	block, _ := pem.Decode(text)
	if block == nil {
		t.Errorf("no certificate: %s", text)
		return
	}
	cert, err := x509.ParseCertificate(block.Bytes)
	if err != nil || c.f.Now().Time().Before(cert.NotBefore) || c.f.Now().Time().After(cert.NotAfter) {
		t.Errorf("%v, %v", cert, err)
		return
	}
	over := fmt.Sprintf("%s|%s|%s|%d", h.header.Get("Paypal-Transmission-Id"), h.header.Get("Paypal-Transmission-Time"), webhook, crc32.ChecksumIEEE(h.body))
	sum := sha256.Sum256([]byte(over))
	signature, _ := base64.StdEncoding.DecodeString(h.header.Get("Paypal-Transmission-Sig"))
	if err := rsa.VerifyPKCS1v15(cert.PublicKey.(*rsa.PublicKey), crypto.SHA256, sum[:], signature); err != nil || h.header.Get("Paypal-Auth-Algo") != "SHA256withRSA" {
		t.Errorf("%v", err)
	}
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
