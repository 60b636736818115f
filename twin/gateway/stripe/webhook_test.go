package stripe

import (
	"context"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	sdk "github.com/stripe/stripe-go/v85"
	"github.com/stripe/stripe-go/v85/webhook"

	"github.com/forecourt/forecourt/twin/gateway"
	"github.com/forecourt/forecourt/twin/gateway/gatewaytest"
	"github.com/forecourt/forecourt/twin/loop"
)

// receiver takes callbacks, after a script.
type receiver struct {
	refuses int // answers 500 to the next n
	heard   []heardCallback
}

type heardCallback struct {
	header string
	body   []byte
	at     time.Time
}

func (r *receiver) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	b, _ := io.ReadAll(q.Body)
	r.heard = append(r.heard, heardCallback{q.Header.Get("Stripe-Signature"), b, loop.FiberOf(q.Context()).Now().Time()})
	if r.refuses > 0 {
		r.refuses--
		w.WriteHeader(http.StatusInternalServerError)
	}
}

// event verifies a callback as the official library does; the time is the loop's, so its age is checked here.
func (h heardCallback) event(t *testing.T, secret string) (sdk.Event, bool) {
	t.Helper()
	e, err := webhook.ConstructEventWithOptions(h.body, h.header, secret, webhook.ConstructEventOptions{IgnoreTolerance: true})
	if !strings.HasPrefix(h.header, "t="+unix(h.at)) && !strings.HasPrefix(h.header, "t="+unix(h.at.Add(-time.Second))) {
		t.Errorf("signed for %s, heard at %v", h.header, h.at.Unix())
	}
	return e, err == nil
}

func unix(at time.Time) string { return strconv.FormatInt(at.Unix(), 10) }

// roll asks for a new secret by the library's raw requests: at the original it is done by hand.
func roll(ctx context.Context, id, expires string) (*sdk.WebhookEndpoint, error) {
	w := &sdk.WebhookEndpoint{}
	p := &sdk.Params{Context: ctx}
	p.AddExtra("expires_in", expires)
	return w, virtualBackend().Call(http.MethodPost, "/v1/webhook_endpoints/"+id+"/roll_secret", "sk_test_123", p, w)
}

// hooked is a bench with somebody who listens to callbacks.
func hooked(t *testing.T, seed uint64) (*bench, *receiver) {
	b, r := newBench(t, Config{}, loop.Options{Seed: seed}), &receiver{}
	b.Loop.Serve("shop", posRole, 10*time.Millisecond, r, nil)
	return b, r
}

func subscribe(t *testing.T, c *sdk.Client, ctx context.Context, url string, types ...string) *sdk.WebhookEndpoint {
	t.Helper()
	w, err := c.V1WebhookEndpoints.Create(ctx, &sdk.WebhookEndpointCreateParams{URL: sdk.String(url), EnabledEvents: sdk.StringSlice(types)})
	if err != nil {
		t.Error(err)
		return &sdk.WebhookEndpoint{}
	}
	return w
}

func TestEveryStepOfAPaymentIsCalledBack(t *testing.T) {
	b, r := hooked(t, 1)
	b.play(func(f *loop.Fiber, c *sdk.Client, ctx context.Context) {
		w := subscribe(t, c, ctx, "http://shop/hook", "*")
		first, second := journey(t, f, c, ctx)
		_, err := c.V1PaymentIntents.Create(ctx, manual("declined", 100, "pm_card_chargeDeclined"))
		refusal(t, err, 402, "card_declined")
		f.Sleep(time.Minute)
		got, by := map[string]string{}, map[string]int{}
		for _, h := range r.heard {
			e, genuine := h.event(t, w.Secret)
			if !genuine || e.Livemode || e.APIVersion != sdk.APIVersion || e.Request.ID == "" {
				t.Errorf("%t %s %s", genuine, h.header, h.body)
			}
			by[string(e.Type)]++
			if e.Type == "payment_intent.succeeded" || e.Type == "payment_intent.canceled" {
				got[e.Data.Object["id"].(string)] = e.Data.Object["status"].(string) + " " + e.Request.IdempotencyKey
			}
		}
		if got[first] != "succeeded 2" || got[second] != "canceled 5" {
			t.Errorf("%v", got)
		}
		want := map[string]int{
			intentCreated: 3, chargeSucceeded: 2, intentCapturable: 2, chargeCaptured: 1, intentSucceeded: 1, refundCreated: 1, refundUpdated: 1,
			chargeRefunded: 2, intentCanceled: 1, chargeFailed: 1, intentFailed: 1,
		}
		for kind, n := range want {
			if by[kind] != n {
				t.Errorf("%s came %d times, want %d", kind, by[kind], n)
			}
		}
		if len(r.heard) != 16 {
			t.Errorf("called %d times: %v", len(r.heard), by)
		}
	})
}

func TestACallbackIsRepeatedWithBackOffAndGivenUpAfterThreeDays(t *testing.T) {
	b, r := hooked(t, 1)
	var at []time.Duration
	b.play(func(f *loop.Fiber, c *sdk.Client, ctx context.Context) {
		w := subscribe(t, c, ctx, "http://shop/hook", intentCapturable)
		subscribe(t, c, ctx, "http://nobody/hook", intentCapturable)
		r.refuses = 3
		started := f.Now()
		if _, err := c.V1PaymentIntents.Create(ctx, manual("k", 17500, "pm_card_visa")); err != nil {
			t.Error(err)
		}
		f.Sleep(3 * time.Minute)
		if len(r.heard) != 4 || r.heard[0].header == r.heard[3].header {
			t.Errorf("called %d times", len(r.heard))
			return
		}
		for _, h := range r.heard {
			if _, ok := h.event(t, w.Secret); !ok {
				t.Errorf("%s is not genuine", h.header)
			}
		}
		f.Sleep(4 * 24 * time.Hour)
		for _, x := range b.Told {
			if e, ok := x.Event.(gateway.CallbackSent); ok && e.URL == "http://nobody/hook" {
				at = append(at, x.At.Sub(started))
			}
		}
	})
	if len(at) != 18 || at[17] < 68*time.Hour || at[17] > 74*time.Hour {
		t.Errorf("called at %v", at)
	}
	if n := len(b.Events("callback-given-up")); n != 1 || len(b.gateway.deliveries) != 0 {
		t.Errorf("given up %d times, %d are left", n, len(b.gateway.deliveries))
	}
}

func TestEverySecretSignsUntilItIsOver(t *testing.T) {
	b, r := hooked(t, 1)
	b.play(func(f *loop.Fiber, c *sdk.Client, ctx context.Context) {
		w := subscribe(t, c, ctx, "http://shop/hook", intentCreated)
		newer, err := roll(ctx, w.ID, "3600")
		if err != nil || newer.Secret == w.Secret || newer.Secret == "" {
			t.Errorf("%+v, %v", newer, err)
		}
		for n, old := range []bool{true, false} {
			p := &sdk.PaymentIntentCreateParams{Amount: sdk.Int64(100), Currency: sdk.String("usd")}
			if _, err := c.V1PaymentIntents.Create(ctx, p); err != nil {
				t.Error(err)
			}
			f.Sleep(time.Hour)
			h := r.heard[n]
			_, byNew := h.event(t, newer.Secret)
			_, byOld := h.event(t, w.Secret)
			if !byNew || byOld != old {
				t.Errorf("%d: by the new secret %t, by the old %t: %s", n, byNew, byOld, h.header)
			}
		}
		at, err := roll(ctx, w.ID, "0")
		if err != nil || len(b.gateway.endpoints[w.ID].Secrets) != 1 || at.Secret == newer.Secret {
			t.Errorf("%+v, %v", b.gateway.endpoints[w.ID], err)
		}
		_, err = roll(ctx, w.ID, "86401")
		refusal(t, err, 400, "parameter_invalid_integer")
	})
}

func TestEndpointsAreKeptAndForgotten(t *testing.T) {
	b, r := hooked(t, 1)
	b.play(func(f *loop.Fiber, c *sdk.Client, ctx context.Context) {
		for _, x := range []struct{ url, kind, version, code string }{
			{"ftp://shop/", "*", "", "url_invalid"}, {"http://a:b@shop/", "*", "", "url_invalid"}, {"http://shop/", "no.such", "", ""},
			{"http://shop/", "*", "yesterday", ""},
		} {
			p := &sdk.WebhookEndpointCreateParams{URL: sdk.String(x.url), EnabledEvents: sdk.StringSlice([]string{x.kind})}
			if x.version != "" {
				p.APIVersion = sdk.String(x.version)
			}
			_, err := c.V1WebhookEndpoints.Create(ctx, p)
			refusal(t, err, 400, x.code)
		}
		w := subscribe(t, c, ctx, "http://nobody/hook", intentCreated)
		got, err := c.V1WebhookEndpoints.Retrieve(ctx, w.ID, nil)
		if err != nil || got.Secret != "" || got.Status != "enabled" || got.APIVersion != sdk.APIVersion || len(got.EnabledEvents) != 1 {
			t.Errorf("%+v, %v", got, err)
		}
		open := func() {
			if _, err := c.V1PaymentIntents.Create(ctx, &sdk.PaymentIntentCreateParams{Amount: sdk.Int64(100), Currency: sdk.String("usd")}); err != nil {
				t.Error(err)
			}
			f.Sleep(time.Minute)
		}
		open()
		if n := len(b.gateway.deliveries); n != 1 {
			t.Errorf("%d deliveries", n)
		}
		change := func(p *sdk.WebhookEndpointUpdateParams) *sdk.WebhookEndpoint {
			got, err := c.V1WebhookEndpoints.Update(ctx, w.ID, p)
			if err != nil {
				t.Error(err)
			}
			return got
		}
		if got := change(&sdk.WebhookEndpointUpdateParams{Disabled: sdk.Bool(true)}); got.Status != "disabled" || len(b.gateway.deliveries) != 0 {
			t.Errorf("%+v", got)
		}
		open()
		got = change(&sdk.WebhookEndpointUpdateParams{Disabled: sdk.Bool(false), URL: sdk.String("http://shop/other"), EnabledEvents: sdk.StringSlice([]string{"*"})})
		if got.URL != "http://shop/other" || got.EnabledEvents[0] != "*" {
			t.Errorf("%+v", got)
		}
		open()
		if len(r.heard) != 1 {
			t.Errorf("called %d times", len(r.heard))
		}
		for range 2 {
			subscribe(t, c, ctx, "http://shop/more", "*")
		}
		var seen []string
		for w, err := range c.V1WebhookEndpoints.List(ctx, &sdk.WebhookEndpointListParams{ListParams: sdk.ListParams{Limit: sdk.Int64(2)}}).All(ctx) {
			if err != nil {
				t.Error(err)
				break
			}
			seen = append(seen, w.ID)
		}
		if len(seen) != 3 || seen[2] != w.ID {
			t.Errorf("%v", seen)
		}
		gone, err := c.V1WebhookEndpoints.Delete(ctx, w.ID, nil)
		if err != nil || !gone.Deleted {
			t.Errorf("%+v, %v", gone, err)
		}
		_, err = c.V1WebhookEndpoints.Retrieve(ctx, w.ID, nil)
		refusal(t, err, 404, "resource_missing")
	})
}

// TestPowerCutAtAnyMomentTellsEveryEvent cuts the power at every moment of a payment: every event that is in the books has
// come to the receiver at least once, and what came is in the books.
func TestPowerCutAtAnyMomentTellsEveryEvent(t *testing.T) {
	step := 17 * time.Millisecond
	if testing.Short() {
		step = 170 * time.Millisecond
	}
	for at := time.Duration(0); at < 3200*time.Millisecond; at += step {
		b, r := hooked(t, uint64(at)+1)
		var secret string
		b.Loop.Go(posRole, "journey", func(f *loop.Fiber) {
			c, ctx := virtualClient(20*time.Second), loop.WithFiber(context.Background(), f)
			secret = subscribe(t, c, ctx, "http://shop/hook", "*").Secret
			b.Loop.Go(posRole, "power", func(f *loop.Fiber) {
				f.Sleep(at)
				_ = b.Loop.PowerOff(gatewaytest.Role)
				f.Sleep(3 * time.Second)
				_ = b.Loop.PowerOn(gatewaytest.Role)
			})
			journey(t, f, c, ctx)
		})
		if err := b.Loop.Run(b.Loop.Now().Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
		came := map[string]bool{}
		for _, h := range r.heard {
			e, ok := h.event(t, secret)
			if came[e.ID] = true; !ok || b.gateway.events[e.ID] == nil {
				t.Errorf("cut after %v: %s is genuine: %t, known: %t", at, e.ID, ok, b.gateway.events[e.ID] != nil)
			}
		}
		for _, id := range b.gateway.told {
			if !came[id] {
				t.Errorf("cut after %v: %s never came", at, b.gateway.events[id].Type)
			}
		}
		if len(b.gateway.told) < 13 || len(b.gateway.deliveries) != 0 {
			t.Errorf("cut after %v: %d events, %d deliveries are left", at, len(b.gateway.told), len(b.gateway.deliveries))
		}
		b.Loop.Close()
		if t.Failed() {
			return
		}
	}
}
