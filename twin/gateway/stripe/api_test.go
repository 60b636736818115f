package stripe

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	sdk "github.com/stripe/stripe-go/v85"

	"github.com/forecourt/forecourt/twin/loop"
)

// said is a raw answer.
type said struct {
	status int
	header http.Header
	body   string
	err    struct {
		Type, Code, Param, Message string
		DeclineCode                string `json:"decline_code"`
	}
	object struct{ ID, Status string }
}

// raw sends what a client with no library would.
func raw(t testing.TB, ctx context.Context, method, path, body string, header ...string) said {
	t.Helper()
	r, err := http.NewRequestWithContext(ctx, method, "http://"+name+path, strings.NewReader(body))
	if err != nil {
		t.Error(err)
		return said{}
	}
	r.Header.Set("Authorization", "Bearer sk_test_1")
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	resp, err := (&loop.Transport{}).RoundTrip(r)
	if err != nil {
		t.Error(err)
		return said{}
	}
	b, _ := io.ReadAll(resp.Body)
	s := said{status: resp.StatusCode, header: resp.Header, body: string(b)}
	var e struct{ Error any }
	if err := json.Unmarshal(b, &e); err != nil || resp.Header.Get("Content-Type") != "application/json" || resp.Header.Get("Request-Id") == "" {
		t.Errorf("%s %s answers %q, %v", method, path, b, err)
	}
	_ = json.Unmarshal(b, &struct{ Error any }{&s.err})
	_ = json.Unmarshal(b, &s.object)
	return s
}

const holdIt = "amount=17500&currency=usd&capture_method=manual&confirm=true&payment_method=pm_card_visa"

func TestWrongRequestsAreRefusedByName(t *testing.T) {
	b := newBench(t, Config{Currency: "USD"}, loop.Options{Seed: 1})
	const (
		intents, methods = "/v1/payment_intents", "/v1/payment_methods"
		usd              = "amount=100&currency=usd"
		visa             = "type=card&card[number]=4242424242424242"
		present          = "type=card_present&card_present[entry_mode]="
	)
	cases := []struct {
		method, path, body string
		status             int
		code, param        string
	}{
		{"POST", intents, "currency=usd", 400, "parameter_missing", "amount"},
		{"POST", intents, "amount=100", 400, "parameter_missing", "currency"},
		{"POST", intents, "amount=-5&currency=usd", 400, "parameter_invalid_integer", "amount"},
		{"POST", intents, "amount=0&currency=usd", 400, "parameter_invalid_integer", "amount"},
		{"POST", intents, "amount=1.5&currency=usd", 400, "parameter_invalid_integer", "amount"},
		{"POST", intents, "amount=%2B5&currency=usd", 400, "parameter_invalid_integer", "amount"},
		{"POST", intents, "amount=92233720368547758080&currency=usd", 400, "parameter_invalid_integer", "amount"},
		{"POST", intents, "amount=100000000&currency=usd", 400, "amount_too_large", "amount"},
		{"POST", intents, "amount=100&currency=zzz", 400, "", "currency"},
		{"POST", intents, "amount=100&currency=eur", 400, "", "currency"},
		{"POST", intents, usd + "&capture_method=later", 400, "", "capture_method"},
		{"POST", intents, usd + "&confirm=yes", 400, "", "confirm"},
		{"POST", intents, usd + "&confirm=true", 400, "parameter_missing", "payment_method"},
		{"POST", intents, usd + "&colour=red", 400, "parameter_unknown", "colour"},
		{"POST", intents, usd + "&payment_method=pm_none", 400, "resource_missing", "payment_method"},
		{"POST", intents, usd + "&payment_method_types[]=sofort", 400, "payment_intent_invalid_parameter", "payment_method_types"},
		{"POST", intents, usd + "&payment_method_types[]=card_present&payment_method=pm_card_visa", 400, "payment_intent_incompatible_payment_method", "payment_method"},
		{"POST", intents, usd + "&metadata[product_data]=x", 400, "", "metadata[product_data]"},
		{"POST", intents, "amount[=100", 400, "", ""},
		{"POST", intents, "amount=%ZZ", 400, "", ""},
		{"POST", "/v1/payment_intents/pi_none/capture", "", 404, "resource_missing", "intent"},
		{"POST", "/v1/payment_intents/pi_none/increment_authorization", "amount=1", 404, "resource_missing", "intent"},
		{"GET", "/v1/payment_intents/pi_none", "", 404, "resource_missing", "intent"},
		{"GET", "/v1/payment_intents?limit=0", "", 400, "parameter_invalid_integer", "limit"},
		{"GET", "/v1/charges/ch_none", "", 404, "resource_missing", "intent"},
		{"GET", "/v1/nothing", "", 404, "", ""},
		{"DELETE", intents, "", 404, "", ""},
		{"POST", methods, "type=card&card[number]=4242424242424241&card[exp_month]=12&card[exp_year]=2029", 402, "incorrect_number", "number"},
		{"POST", methods, "type=card&card[number]=4111111111111111&card[exp_month]=12&card[exp_year]=2029", 402, "card_declined", ""},
		{"POST", methods, visa + "&card[exp_month]=13&card[exp_year]=2029", 402, "invalid_expiry_month", "exp_month"},
		{"POST", methods, visa + "&card[exp_month]=12&card[exp_year]=2025", 402, "invalid_expiry_year", "exp_year"},
		{"POST", methods, visa + "&card[exp_month]=12&card[exp_year]=29&card[cvc]=1", 402, "invalid_cvc", "cvc"},
		{"POST", methods, "type=card&card[number]=4242424242424242", 400, "parameter_missing", "card[exp_month]"},
		{"POST", methods, "type=iban&card[number]=1", 400, "", "type"},
		{"POST", methods, present + "chip", 400, "parameter_missing", "card_present[emv_data]"},
		{"POST", methods, present + "stripe", 400, "payment_method_invalid_parameter", "card_present[track_2]"},
		{"POST", methods, present + "chip&card_present[emv_data]=9F26FF", 400, "payment_method_invalid_parameter", "card_present[emv_data]"},
		{"POST", methods, present + "keyed&card_present[pan]=4242424242424242", 400, "payment_method_invalid_parameter", "card_present[pan]"},
		{"POST", methods, present + "keyed&card_present[pin]=1234", 400, "parameter_unknown", "card_present[pin]"},
		{"POST", "/v1/refunds", "amount=1", 400, "parameter_missing", "payment_intent"},
		{"POST", "/v1/refunds", "payment_intent=pi_none", 400, "resource_missing", "payment_intent"},
	}
	b.play(func(f *loop.Fiber, _ *sdk.Client, ctx context.Context) {
		for _, c := range cases {
			got := raw(t, ctx, c.method, c.path, c.body)
			if got.status != c.status || got.err.Code != c.code || got.err.Param != c.param || got.err.Message == "" || got.err.Type == "" {
				t.Errorf("%s %s %s: %d %+v", c.method, c.path, c.body, got.status, got.err)
			}
			if strings.Contains(got.body, "4242424242424241") || strings.Contains(got.body, "4111111111111111") {
				t.Errorf("the answer shows the number: %s", got.body)
			}
		}
		if n := len(b.gateway.Books()); n != 0 || b.gateway.records != 0 {
			t.Errorf("%d intents and %d records were made", n, b.gateway.records)
		}
	})
	if n := len(b.Events("refused")); n != len(cases) {
		t.Errorf("%d refusals were told", n)
	}
}

func TestKeysAndContentTypes(t *testing.T) {
	b := newBench(t, Config{}, loop.Options{Seed: 1})
	b.play(func(f *loop.Fiber, _ *sdk.Client, ctx context.Context) {
		for header, status := range map[string]int{
			"Bearer sk_test_1": 200, "Basic c2tfdGVzdF8xOg==": 200, "Bearer sk_live_1": 401, "Bearer pk_test_1": 401, "": 401, "Bearer ": 401,
		} {
			if got := raw(t, ctx, "GET", "/v1/payment_intents", "", "Authorization", header); got.status != status {
				t.Errorf("%q answers %d", header, got.status)
			}
		}
		if got := raw(t, ctx, "POST", "/v1/payment_intents", `{"amount":1}`, "Content-Type", "application/json"); got.status != 400 {
			t.Errorf("JSON answers %d", got.status)
		}
	})
}

func TestIdempotencyKeys(t *testing.T) {
	b := newBench(t, Config{}, loop.Options{Seed: 1})
	const path = "/v1/payment_intents"
	b.play(func(f *loop.Fiber, _ *sdk.Client, ctx context.Context) {
		post := func(key, path, body string) said { return raw(t, ctx, "POST", path, body, "Idempotency-Key", key) }
		first := post("a", path, holdIt)
		again := post("a", path, "confirm=true&currency=usd&payment_method=pm_card_visa&amount=17500&capture_method=manual")
		if first.status != 200 || again.body != first.body || again.header.Get("Idempotent-Replayed") != "true" || first.header.Get("Idempotent-Replayed") != "" {
			t.Errorf("first %d %s, again %d %s", first.status, first.body, again.status, again.body)
		}
		if got := post("a", path, strings.Replace(holdIt, "175", "176", 1)); got.status != 400 || got.err.Type != "idempotency_error" {
			t.Errorf("other parameters: %d %+v", got.status, got.err)
		}
		if got := post("a", path+"/"+first.object.ID+"/cancel", ""); got.status != 400 || got.err.Type != "idempotency_error" {
			t.Errorf("other path: %d %+v", got.status, got.err)
		}
		if got := post("b", path, "amount=0&currency=usd"); got.status != 400 {
			t.Errorf("%d", got.status)
		}
		if got := post("b", path, holdIt); got.status != 200 { // a wrong request uses up no key
			t.Errorf("%d %+v", got.status, got.err)
		}
		declined := strings.Replace(holdIt, "pm_card_visa", "pm_card_chargeDeclined", 1)
		one, two := post("c", path, declined), post("c", path, declined)
		if one.status != 402 || two.body != one.body || two.header.Get("Idempotent-Replayed") != "true" {
			t.Errorf("declined %d, again %d %s", one.status, two.status, two.body)
		}
		f.Sleep(24*time.Hour - time.Minute)
		if got := post("a", path, holdIt); got.object.ID != first.object.ID {
			t.Errorf("forgotten too early: %s", got.body)
		}
		f.Sleep(time.Minute)
		if got := post("a", path, holdIt); got.object.ID == first.object.ID || got.status != 200 {
			t.Errorf("still known after a day: %s", got.body)
		}
		if got := post(strings.Repeat("k", 256), path, holdIt); got.status != 400 {
			t.Errorf("a long key answers %d", got.status)
		}
	})
	if n := len(b.Events("replayed")); n != 3 {
		t.Errorf("%d replays were told", n)
	}
}

func TestRequestsAtTheSameTime(t *testing.T) {
	b := newBench(t, Config{LockTimeout: time.Second}, loop.Options{Seed: 1})
	const path = "/v1/payment_intents"
	var results []said
	at := func(after time.Duration, path, body, key string) {
		b.Loop.Go(posRole, "client", func(f *loop.Fiber) {
			f.Sleep(after)
			results = append(results, raw(t, loop.WithFiber(context.Background(), f), "POST", path, body, "Idempotency-Key", key))
		})
	}
	b.play(func(f *loop.Fiber, _ *sdk.Client, ctx context.Context) {
		at(0, path, holdIt, "a")
		at(100*time.Millisecond, path, holdIt, "a")
		f.Sleep(time.Minute)
		if len(results) != 2 || results[0].status != 409 || results[0].err.Code != "idempotency_key_in_use" || results[1].status != 200 {
			t.Errorf("same key: %+v", results)
		}
		if results[0].header.Get("Stripe-Should-Retry") != "true" {
			t.Error("the second is not told to try again")
		}
		results = nil
		open := raw(t, ctx, "POST", path, "amount=100&currency=usd&capture_method=manual&payment_method=pm_card_visa").object.ID
		at(0, path+"/"+open+"/confirm", "", "b")
		at(100*time.Millisecond, path+"/"+open+"/cancel", "", "c") // waits for the confirmation, then cancels
		at(200*time.Millisecond, path+"/"+open+"/cancel", "", "d")
		f.Sleep(time.Minute)
		if len(results) != 3 || results[0].object.Status != "requires_capture" || results[1].object.Status != "canceled" ||
			results[2].err.Code != "payment_intent_unexpected_state" {
			t.Errorf("same intent: %+v", results)
		}
		results = nil
		b.Host.Silent = 1
		open = raw(t, ctx, "POST", path, "amount=100&currency=usd&capture_method=manual&payment_method=pm_card_visa").object.ID
		at(0, path+"/"+open+"/confirm", "", "e")
		at(100*time.Millisecond, path+"/"+open+"/cancel", "", "f")
		f.Sleep(time.Minute)
		if len(results) != 2 || results[0].status != 429 || results[0].err.Code != "lock_timeout" || results[1].status != 402 {
			t.Errorf("busy intent: %+v", results)
		}
	})
	if b.Host.Bound() != 17500 {
		t.Errorf("the host has bound %d", b.Host.Bound())
	}
}

func TestUpdateBeforeAndAfterConfirmation(t *testing.T) {
	b := newBench(t, Config{}, loop.Options{Seed: 1})
	b.play(func(f *loop.Fiber, c *sdk.Client, ctx context.Context) {
		pi, err := c.V1PaymentIntents.Create(ctx, &sdk.PaymentIntentCreateParams{
			Amount: sdk.Int64(100), Currency: sdk.String("usd"), CaptureMethod: sdk.String("manual"), Metadata: map[string]string{"a": "1", "b": "2"},
		})
		if err != nil || pi.Status != "requires_payment_method" {
			t.Errorf("%+v, %v", pi, err)
		}
		pi, err = c.V1PaymentIntents.Update(ctx, pi.ID, &sdk.PaymentIntentUpdateParams{
			Amount: sdk.Int64(200), Metadata: map[string]string{"a": "", "0": "z"}, PaymentMethod: sdk.String("pm_card_visa"),
		})
		if err != nil || pi.Amount != 200 || pi.Status != "requires_confirmation" || len(pi.Metadata) != 2 || pi.Metadata["b"] != "2" || pi.Metadata["0"] != "z" {
			t.Errorf("%+v, %v", pi, err)
		}
		if pi, err = c.V1PaymentIntents.Confirm(ctx, pi.ID, nil); err != nil || pi.AmountCapturable != 200 {
			t.Errorf("%+v, %v", pi, err)
		}
		_, err = c.V1PaymentIntents.Update(ctx, pi.ID, &sdk.PaymentIntentUpdateParams{Amount: sdk.Int64(300)})
		refusal(t, err, 400, "payment_intent_unexpected_state")
		pi, err = c.V1PaymentIntents.Update(ctx, pi.ID, &sdk.PaymentIntentUpdateParams{Metadata: map[string]string{"c": "3"}})
		if err != nil || pi.Metadata["c"] != "3" || pi.Status != "requires_capture" {
			t.Errorf("%+v, %v", pi, err)
		}
		_, err = c.V1PaymentIntents.IncrementAuthorization(ctx, pi.ID, &sdk.PaymentIntentIncrementAuthorizationParams{Amount: sdk.Int64(300)})
		refusal(t, err, 400, "")
		_, err = c.V1PaymentIntents.Cancel(ctx, pi.ID, &sdk.PaymentIntentCancelParams{CancellationReason: sdk.String("bored")})
		refusal(t, err, 400, "")
	})
}

func TestOutsideTheLoopIsA500(t *testing.T) {
	b := newBench(t, Config{}, loop.Options{})
	w := httptest.NewRecorder()
	b.gateway.Handler().ServeHTTP(w, httptest.NewRequest("GET", "/v1/payment_intents", nil))
	if w.Code != 500 || !strings.Contains(w.Body.String(), `"type":"api_error"`) {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

func TestAMethodShowsWhatMayBeShown(t *testing.T) {
	b := newBench(t, Config{}, loop.Options{Seed: 1})
	b.play(func(f *loop.Fiber, _ *sdk.Client, ctx context.Context) {
		made := raw(t, ctx, "POST", "/v1/payment_methods", "type=card&card[number]=4242424242424242&card[exp_month]=12&card[exp_year]=2029")
		got := raw(t, ctx, "GET", "/v1/payment_methods/"+made.object.ID, "")
		if got.status != 200 || got.object.ID != made.object.ID || !strings.Contains(got.body, `"last4":"4242"`) || strings.Contains(got.body, "4242424242424242") {
			t.Errorf("made %s, got %d %s", made.body, got.status, got.body)
		}
	})
}
