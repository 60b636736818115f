package paypal

import (
	"testing"
	"time"

	sdk "github.com/plutov/paypal/v4"

	"github.com/forecourt/forecourt/twin/gateway"
	"github.com/forecourt/forecourt/twin/loop"
)

const day = 24 * time.Hour

// sleep lets days pass; the token is of the first one.
func (c *client4) sleep(d time.Duration) {
	c.f.Sleep(d)
	c.Token = nil
}

func TestReauthoriseFromTheFourthDay(t *testing.T) {
	for _, source := range []object{byCard("visa-credit"), byWallet("payer-verified")} {
		b := newBench(t, Config{}, loop.Options{Seed: 1})
		b.play(func(c *client4) {
			renew := func(id, value string) (*sdk.Authorization, error) {
				return c.ReauthorizeAuthorization(c.ctx, id, &sdk.Amount{Currency: "USD", Total: value})
			}
			id := c.hold("a", "100.00", source).authorisation().ID
			_, err := renew(id, "100.00")
			refusal(t, err, 422, "REAUTHORIZATION_TOO_SOON")
			c.sleep(3*day - time.Hour)
			_, err = renew(id, "100.00")
			refusal(t, err, 422, "REAUTHORIZATION_TOO_SOON")
			c.sleep(time.Hour)
			a, err := renew(id, "100.00")
			if err != nil || a.Status != "CREATED" || a.ID == id {
				t.Errorf("%+v, %v", a, err)
			}
			c.f.Sleep(time.Minute)
		})
		if a := b.gateway.Books()[0]; a.State != gateway.StateHeld || a.Granted.Minor != 10000 || a.Pending != 0 {
			t.Errorf("%+v", a)
		}
	}
}

func TestAReauthorisedHoldIsCaptured(t *testing.T) {
	b := newBench(t, Config{}, loop.Options{Seed: 1})
	b.play(func(c *client4) {
		renew := func(id, currency, value string) (a *sdk.Authorization, err error) {
			a = &sdk.Authorization{}
			return a, c.send("POST", "/v2/payments/authorizations/"+id+"/reauthorize", "", object{"amount": object{"currency_code": currency, "value": value}}, a)
		}
		old := c.hold("a", "100.00", byCard("visa-credit"))
		id := old.authorisation().ID
		c.sleep(27 * day)
		_, err := renew(id, "USD", "115.01")
		refusal(t, err, 422, "MAX_AUTHORIZATION_AMOUNT_EXCEEDED")
		_, err = renew(id, "EUR", "100.00")
		refusal(t, err, 422, "AUTH_CAPTURE_CURRENCY_MISMATCH")
		a, err := renew(id, "USD", "110.00")
		if err != nil || a.ID == id || a.Status != "CREATED" || a.Amount.Value != "110.00" {
			t.Errorf("%+v, %v", a, err)
			return
		}
		if left := a.ExpirationTime.Sub(c.f.Now().Time()); left > 2*day || left < 2*day-time.Minute {
			t.Errorf("it expires in %v: the 29 days are the first one's", left)
		}
		_, err = c.CaptureAuthorization(c.ctx, id, &sdk.PaymentCaptureRequest{})
		refusal(t, err, 422, "AUTHORIZATION_VOIDED")
		_, err = renew(a.ID, "USD", "100.00")
		refusal(t, err, 422, "REAUTHORIZATION_NOT_SUPPORTED")
		_, err = renew(id, "USD", "100.00")
		refusal(t, err, 422, "MAX_REAUTHORIZATION_COUNT_EXCEEDED")
		c.f.Sleep(time.Minute)
		if n := b.Host.Bound(); n != 11000 {
			t.Errorf("the host has bound %d", n)
		}
		if _, err := c.CaptureAuthorization(c.ctx, a.ID, &sdk.PaymentCaptureRequest{Amount: &sdk.Money{Currency: "USD", Value: "42.11"}, FinalCapture: true}); err != nil {
			t.Error(err)
		}
		c.f.Sleep(time.Minute)
	})
	if a := b.gateway.Books()[0]; b.Host.Bound() != 4211 || a.Captured.Minor != 4211 || a.Reversed || a.State != gateway.StateCaptured {
		t.Errorf("the host has bound %d, the books say %+v", b.Host.Bound(), a)
	}
	if n := len(b.Events("reauthorised")); n != 1 {
		t.Errorf("told %d times", n)
	}
}

func TestAReauthorisationThatIsDeclinedLeavesTheHold(t *testing.T) {
	b := newBench(t, Config{}, loop.Options{Seed: 1})
	b.play(func(c *client4) {
		id := c.hold("a", "100.00", byCard("visa-credit")).authorisation().ID
		c.sleep(4 * day)
		b.Host.Silent = 1
		_, err := c.ReauthorizeAuthorization(c.ctx, id, &sdk.Amount{Currency: "USD", Total: "100.00"})
		refusal(t, err, 422, "REAUTHORIZATION_DECLINED_BY_PROCESSOR")
		c.f.Sleep(time.Minute)
		if n := b.Host.Bound(); n != 10000 {
			t.Errorf("the host has bound %d", n)
		}
		if _, err := c.CaptureAuthorization(c.ctx, id, &sdk.PaymentCaptureRequest{FinalCapture: true}); err != nil {
			t.Error(err)
		}
		c.f.Sleep(time.Minute)
	})
	if b.Host.Bound() != 10000 || b.gateway.Books()[0].Pending != 0 {
		t.Errorf("the host has bound %d, %+v", b.Host.Bound(), b.gateway.Books())
	}
}

func TestAHoldExpiresAfter29Days(t *testing.T) {
	b := newBench(t, Config{}, loop.Options{Seed: 1})
	b.play(func(c *client4) {
		first := c.hold("a", "100.00", byCard("visa-credit")).authorisation().ID
		c.sleep(time.Hour)
		second := c.hold("b", "50.00", byCard("visa-credit")).authorisation().ID
		c.sleep(29*day - time.Hour - time.Minute)
		if a, err := c.GetAuthorization(c.ctx, first); err != nil || a.Status != "CREATED" {
			t.Errorf("%+v, %v", a, err)
		}
		c.sleep(2 * time.Minute)
		_, err := c.CaptureAuthorization(c.ctx, first, &sdk.PaymentCaptureRequest{})
		refusal(t, err, 422, "AUTHORIZATION_EXPIRED")
		if n := b.Host.Bound(); n != 5000 {
			t.Errorf("the host has bound %d", n)
		}
		c.sleep(time.Hour)
		if a, err := c.GetAuthorization(c.ctx, second); err != nil || a.Status != "EXPIRED" {
			t.Errorf("%+v, %v", a, err)
		}
	})
	if a := b.gateway.Books()[0]; b.Host.Bound() != 0 || a.State != gateway.StateCancelled || !a.Reversed {
		t.Errorf("the host has bound %d, the books say %+v", b.Host.Bound(), a)
	}
}

func TestAWalletHoldsWhileItIsHonoured(t *testing.T) {
	b := newBench(t, Config{}, loop.Options{Seed: 1})
	b.play(func(c *client4) {
		id := c.hold("a", "15.00", byWallet("payer-poor")).authorisation().ID
		err := c.send("POST", "/v2/checkout/orders", "b", newOrder("AUTHORIZE", "5.01", byWallet("payer-poor")), &told{})
		refusal(t, err, 422, "INSTRUMENT_DECLINED")
		c.hold("c", "5.00", byWallet("payer-poor"))
		if _, err := c.CaptureAuthorization(c.ctx, id, &sdk.PaymentCaptureRequest{Amount: &sdk.Money{Currency: "USD", Value: "15.01"}, FinalCapture: true}); err == nil {
			t.Error("more was taken than there is")
		}
		c.sleep(3 * day) // from here on the holds do not count
		c.hold("d", "18.00", byWallet("payer-poor"))
		_, err = c.CaptureAuthorization(c.ctx, id, &sdk.PaymentCaptureRequest{FinalCapture: true})
		refusal(t, err, 422, "INSTRUMENT_DECLINED")
		if _, err = c.CaptureAuthorization(c.ctx, id, &sdk.PaymentCaptureRequest{Amount: &sdk.Money{Currency: "USD", Value: "2.00"}, FinalCapture: true}); err != nil {
			t.Error(err)
		}
		for payer, issue := range map[string]string{"payer-declined": "INSTRUMENT_DECLINED", "payer-restricted": "PAYER_ACCOUNT_RESTRICTED"} {
			err := c.send("POST", "/v2/checkout/orders", payer, newOrder("CAPTURE", "1.00", byWallet(payer)), &told{})
			refusal(t, err, 422, issue)
		}
	})
	if n := b.Host.Bound(); n != 0 {
		t.Errorf("the host has bound %d of wallets", n)
	}
}

func TestPayersWhoActByThemselves(t *testing.T) {
	b := newBench(t, Config{}, loop.Options{Seed: 1})
	b.play(func(c *client4) {
		ask := func(email string) (o told) {
			source := object{"paypal": object{"email_address": email, "experience_context": object{"return_url": "http://shop.test/"}}}
			if err := c.send("POST", "/v2/checkout/orders", "", newOrder("AUTHORIZE", "10.00", source), &o); err != nil || o.Status != "PAYER_ACTION_REQUIRED" {
				t.Errorf("%+v, %v", o, err)
			}
			return o
		}
		quick, cancels := ask("quick@payer.test"), ask("cancels@payer.test")
		b.Cut(0, time.Second) // they do not mind
		c.f.Sleep(10 * time.Second)
		status := func(o told) string {
			got, err := c.GetOrder(c.ctx, o.ID)
			if err != nil {
				t.Error(err)
			}
			return got.Status
		}
		if got := status(quick); got != "APPROVED" {
			t.Errorf("the quick one is %s", got)
		}
		if got := status(cancels); got != "PAYER_ACTION_REQUIRED" {
			t.Errorf("the other one is %s", got)
		}
		c.f.Sleep(6 * time.Hour)
		_, err := c.AuthorizeOrder(c.ctx, quick.ID, sdk.AuthorizeOrderRequest{})
		refusal(t, err, 422, "ORDER_EXPIRED")
	})
	if n := len(b.Events("approval-asked")); n != 2 {
		t.Errorf("asked %d times", n)
	}
}
