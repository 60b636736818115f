package paypal

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/loop"
)

// said is a raw answer.
type said struct {
	status int
	header http.Header
	body   string
	err    struct {
		Name, Message string
		Error         string `json:"error"`
		DebugID       string `json:"debug_id"`
		Details       []struct{ Issue, Field string }
	}
	object struct {
		ID, Status string
		Token      string `json:"access_token"`
		Links      []link
	}
}

// raw sends what a client with no library would.
func raw(t testing.TB, f *loop.Fiber, method, path, body string, header ...string) (s said) {
	t.Helper()
	r, err := http.NewRequestWithContext(loop.WithFiber(context.Background(), f), method, address+path, strings.NewReader(body))
	if err != nil {
		t.Error(err)
		return s
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	resp, err := (&loop.Transport{}).RoundTrip(r)
	if err != nil {
		t.Error(err)
		return s
	}
	b, _ := io.ReadAll(resp.Body)
	s.status, s.header, s.body = resp.StatusCode, resp.Header, string(b)
	_ = json.Unmarshal(b, &s.err)
	_ = json.Unmarshal(b, &s.object)
	return s
}

func basic(name, secret string) string {
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(name+":"+secret))
}

func bearer(t testing.TB, f *loop.Fiber) string {
	return "Bearer " + raw(t, f, "POST", "/v1/oauth2/token", "grant_type=client_credentials", "Authorization", basic("merchant", "test_secret")).object.Token
}

func TestTokens(t *testing.T) {
	b := newBench(t, Config{}, loop.Options{Seed: 1})
	b.Play(func(f *loop.Fiber) {
		const grant, long = "grant_type=client_credentials", "AeA1QIZXiflr1_-rTESTTESTTESTTESTTESTTESTTESTTESTTESTTESTTESTTESTTESTTESTTEST"
		for _, x := range []struct {
			auth, body string
			status     int
			code       string
		}{
			{basic("shop", "one"), grant, 200, ""}, {basic("shop", "two"), grant, 401, "invalid_client"}, {basic("shop", "one"), grant, 200, ""},
			{basic("other", "two"), grant, 200, ""}, {"", grant, 401, "invalid_client"}, {basic("shop", ""), grant, 401, "invalid_client"},
			{basic(long, "x"), grant, 401, "invalid_client"}, {basic("x", long), grant, 401, "invalid_client"},
			{basic("shop", "one"), "", 400, "invalid_request"}, {basic("shop", "one"), "grant_type=password", 400, "unsupported_grant_type"},
			{basic("shop", "one"), "grant_type=%ZZ", 400, "invalid_request"},
		} {
			got := raw(t, f, "POST", "/v1/oauth2/token", x.body, "Authorization", x.auth)
			if got.status != x.status || got.err.Error != x.code || (got.status == 200) != strings.HasPrefix(got.object.Token, TokenPrefix) {
				t.Errorf("%s %s: %d %s", x.auth, x.body, got.status, got.body)
			}
		}
		token := bearer(t, f)
		get := func(auth string) int {
			return raw(t, f, "GET", "/v1/notifications/webhooks", "", "Authorization", auth).status
		}
		for auth, want := range map[string]int{token: 200, "": 401, "Bearer ": 401, "Bearer x": 401, basic("merchant", "test_secret"): 200, basic("merchant", "no"): 401} {
			if got := get(auth); got != want {
				t.Errorf("%s: %d", auth, got)
			}
		}
		b.Cut(0, time.Second)
		f.Sleep(time.Minute)
		if got := get(token); got != 200 {
			t.Errorf("after a power cut: %d", got)
		}
		f.Sleep(9*time.Hour - 3*time.Minute)
		if got := get(token); got != 200 {
			t.Errorf("too early: %d", got)
		}
		f.Sleep(3 * time.Minute)
		if got := get(token); got != 401 {
			t.Errorf("after nine hours: %d", got)
		}
	})
}

func TestWrongRequestsAreRefusedByName(t *testing.T) {
	b := newBench(t, Config{Currency: "USD"}, loop.Options{Seed: 1})
	const (
		orders = "/v2/checkout/orders"
		unit   = `"purchase_units":[{"amount":{"currency_code":"USD","value":"1.00"}}]`
		hold   = `"intent":"AUTHORIZE",` + unit
		number = "4111111111111111"
	)
	card := func(fields string) string { return `{` + hold + `,"payment_source":{"card":{` + fields + `}}}` }
	cases := []struct {
		method, path, body string
		status             int
		issue              string
	}{
		{"POST", orders, ``, 400, "MISSING_REQUIRED_PARAMETER"},
		{"POST", orders, `{"intent":"AUTHORIZE"`, 400, "MALFORMED_REQUEST_JSON"},
		{"POST", orders, `{"intent":"AUTHORIZE"} x`, 400, "MALFORMED_REQUEST_JSON"},
		{"POST", orders, `"AUTHORIZE"`, 400, "MALFORMED_REQUEST_JSON"},
		{"POST", orders, `{"intent":5}`, 400, "INVALID_PARAMETER_SYNTAX"},
		{"POST", orders, `{"intent":"LATER",` + unit + `}`, 422, "UNSUPPORTED_INTENT"},
		{"POST", orders, `{"intent":"CAPTURE"}`, 400, "MISSING_REQUIRED_PARAMETER"},
		{"POST", orders, `{"intent":"CAPTURE","purchase_units":[{}]}`, 400, "MISSING_REQUIRED_PARAMETER"},
		{"POST", orders, `{"intent":"CAPTURE","purchase_units":[{},{}]}`, 422, "ONE_PURCHASE_UNIT"},
		{"POST", orders, `{"intent":"CAPTURE","purchase_units":[{"custom_id":"` + strings.Repeat("x", 128) + `"}]}`, 400, "INVALID_STRING_LENGTH"},
		{"POST", orders, `{"intent":"CAPTURE","purchase_units":[{"amount":{"currency_code":"EUR","value":"1.00"}}]}`, 422, "CURRENCY_NOT_SUPPORTED"},
		{"POST", orders, `{` + hold + `,"application_context":{"return_url":"javascript:alert(1)"}}`, 400, "INVALID_PARAMETER_VALUE"},
		{"POST", orders, `{` + hold + `,"payment_source":{}}`, 422, "UNSUPPORTED_PAYMENT_SOURCE"},
		{"POST", orders, `{` + hold + `,"payment_source":{"token":{"id":"none"}}}`, 422, "TOKEN_ID_NOT_FOUND"},
		{"POST", orders, `{` + hold + `,"payment_source":{"paypal":{"email_address":"a@b.test"}}}`, 422, "PAYER_ACCOUNT_NOT_FOUND"},
		{"POST", orders, `{` + hold + `,"payment_source":{"paypal":{"vault_id":"payer-verified"}}}`, 400, "PAYPAL_REQUEST_ID_REQUIRED"},
		{"POST", orders, card(`"expiry":"2029-12"`), 400, "MISSING_REQUIRED_PARAMETER"},
		{"POST", orders, card(`"number":"4242424242424242"`), 400, "MISSING_REQUIRED_PARAMETER"},
		{"POST", orders, card(`"number":"4242424242424241","expiry":"2029-12"`), 422, "CARD_NUMBER_INVALID"},
		{"POST", orders, card(`"number":"` + number + `","expiry":"2029-12"`), 422, "CARD_NOT_FOR_TESTS"},
		{"POST", orders, card(`"number":"4242424242424242","expiry":"2025-12"`), 422, "CARD_EXPIRED"},
		{"POST", orders, card(`"number":"4242424242424242","expiry":"12/29"`), 400, "INVALID_PARAMETER_SYNTAX"},
		{"POST", orders, card(`"number":"4242424242424242","expiry":"2029-12","security_code":"12x"`), 400, "INVALID_PARAMETER_SYNTAX"},
		{"POST", orders, `{` + hold + `,"payment_source":{"card_present":{"entry_mode":"stripe"}}}`, 422, "CARD_DATA_INVALID"},
		{"POST", orders + "/NONE/authorize", ``, 404, "INVALID_RESOURCE_ID"},
		{"PATCH", orders + "/NONE", `[]`, 404, "INVALID_RESOURCE_ID"},
		{"GET", orders + "/NONE", ``, 404, "INVALID_RESOURCE_ID"},
		{"GET", "/v2/payments/authorizations/NONE", ``, 404, "INVALID_RESOURCE_ID"},
		{"POST", "/v2/payments/authorizations/NONE/capture", ``, 404, "INVALID_RESOURCE_ID"},
		{"GET", "/v2/payments/captures/NONE", ``, 404, "INVALID_RESOURCE_ID"},
		{"POST", "/v2/payments/captures/NONE/refund", ``, 404, "INVALID_RESOURCE_ID"},
		{"GET", "/v2/payments/refunds/NONE", ``, 404, "INVALID_RESOURCE_ID"},
		{"GET", "/v3/vault/payment-tokens/NONE", ``, 404, "INVALID_RESOURCE_ID"},
		{"DELETE", "/v3/vault/payment-tokens/NONE", ``, 404, "INVALID_RESOURCE_ID"},
		{"POST", "/v3/vault/payment-tokens", `{}`, 400, "MISSING_REQUIRED_PARAMETER"},
		{"DELETE", orders, ``, 405, ""}, {"GET", "/v2/nothing", ``, 404, ""},
	}
	b.Play(func(f *loop.Fiber) {
		token := bearer(t, f)
		for _, x := range cases {
			got := raw(t, f, x.method, x.path, x.body, "Authorization", token)
			issue := ""
			if len(got.err.Details) > 0 {
				issue = got.err.Details[0].Issue
			}
			if got.status != x.status || issue != x.issue || got.err.Name == "" || got.err.Message == "" || got.err.DebugID == "" || got.header.Get("Paypal-Debug-Id") == "" {
				t.Errorf("%s %s %s: %d %s", x.method, x.path, x.body, got.status, got.body)
			}
			if strings.Contains(got.body, number) || strings.Contains(got.body, "4242424242424241") {
				t.Errorf("the answer shows the number: %s", got.body)
			}
		}
		if got := raw(t, f, "POST", orders, `intent=CAPTURE`, "Authorization", token, "Content-Type", "application/x-www-form-urlencoded"); got.status != 415 {
			t.Errorf("a form: %d", got.status)
		}
	})
	if n := len(b.gateway.Books()); n != 0 || len(b.gateway.reads) != 0 || len(b.gateway.cards) != 0 {
		t.Errorf("%d orders were made, %d reads and %d cards kept", n, len(b.gateway.reads), len(b.gateway.cards))
	}
	if n := len(b.Events("refused")); n != len(cases)+1 {
		t.Errorf("%d refusals were told", n)
	}
}

func TestRequestIDs(t *testing.T) {
	b := newBench(t, Config{}, loop.Options{Seed: 1})
	const path = "/v2/checkout/orders"
	body, _ := json.Marshal(newOrder("AUTHORIZE", "150.00", byCard("visa-credit")))
	b.Play(func(f *loop.Fiber) {
		token := bearer(t, f)
		post := func(f *loop.Fiber, key, path, body string, header ...string) said {
			return raw(t, f, "POST", path, body, append(header, "Authorization", token, "PayPal-Request-Id", key)...)
		}
		first, again := post(f, "a", path, string(body)), post(f, "a", path, string(body))
		if first.status != 201 || again.status != 201 || again.body != first.body {
			t.Errorf("first %d %s, again %d %s", first.status, first.body, again.status, again.body)
		}
		for _, x := range [][2]string{{path, strings.Replace(string(body), "150", "151", 1)}, {path + "/" + first.object.ID + "/authorize", string(body)}} {
			if got := post(f, "a", x[0], x[1]); got.status != 422 || got.err.Details[0].Issue != "PAYPAL_REQUEST_ID_PREVIOUSLY_USED" {
				t.Errorf("%s: %d %s", x[0], got.status, got.body)
			}
		}
		if got := post(f, "b", path, `{}`); got.status != 400 {
			t.Errorf("%d", got.status)
		}
		if got := post(f, "b", path, string(body), "PayPal-Mock-Response", `{"mock_application_codes":"INTERNAL_SERVER_ERROR"}`); got.status != 500 {
			t.Errorf("mocked %d %s", got.status, got.body)
		}
		for _, mock := range []string{`{"mock_application_codes":"NO_SUCH"}`, `x`} {
			if got := post(f, "b", path, string(body), "PayPal-Mock-Response", mock); got.status != 400 {
				t.Errorf("mocked %d %s", got.status, got.body)
			}
		}
		if got := post(f, "b", path, string(body)); got.status != 201 { // neither used up the id
			t.Errorf("%d %s", got.status, got.body)
		}
		if got := post(f, strings.Repeat("k", 109), path, string(body)); got.status != 400 {
			t.Errorf("a long id: %d", got.status)
		}
		var second said
		b.Loop.Go(posRole, "second", func(f *loop.Fiber) {
			f.Sleep(100 * time.Millisecond)
			second = post(f, "c", path, string(body))
		})
		if got := post(f, "c", path, string(body)); got.status != 201 {
			t.Errorf("%d", got.status)
		}
		if second.status != 409 || second.err.Details[0].Issue != "PREVIOUS_REQUEST_IN_PROGRESS" {
			t.Errorf("the second: %d %s", second.status, second.body)
		}
		f.Sleep(73 * time.Hour)
		token = bearer(t, f)
		if got := post(f, "a", path, string(body)); got.status != 201 || got.object.ID == first.object.ID {
			t.Errorf("after three days: %d %s", got.status, got.body)
		}
	})
	if n := len(b.Events("replayed")); n != 1 {
		t.Errorf("%d replays were told", n)
	}
}

func TestAnswersAreShortUnlessAskedFor(t *testing.T) {
	b := newBench(t, Config{}, loop.Options{Seed: 1})
	b.Play(func(f *loop.Fiber) {
		token := bearer(t, f)
		body, _ := json.Marshal(newOrder("AUTHORIZE", "150.00", nil))
		short := raw(t, f, "POST", "/v2/checkout/orders", string(body), "Authorization", token)
		full := raw(t, f, "POST", "/v2/checkout/orders", string(body), "Authorization", token, "Prefer", "return=representation")
		if strings.Contains(short.body, "amount") || !strings.Contains(full.body, `"value":"150.00"`) || !strings.Contains(full.body, `"custom_id":"S-1"`) {
			t.Errorf("short %s\nfull %s", short.body, full.body)
		}
		rels := map[string]string{}
		for _, l := range short.object.Links {
			rels[l.Rel] = l.Href
		}
		at := address + "/v2/checkout/orders/" + short.object.ID
		if rels["self"] != at || rels["authorize"] != at+"/authorize" || rels["update"] != at || rels["approve"] != address+"/checkoutnow?token="+short.object.ID {
			t.Errorf("links %v", rels)
		}
		held, _ := json.Marshal(newOrder("AUTHORIZE", "150.00", byCard("visa-credit")))
		made := raw(t, f, "POST", "/v2/checkout/orders", string(held), "Authorization", token, "PayPal-Request-Id", "k")
		var o told
		if err := json.Unmarshal([]byte(made.body), &o); err != nil || o.authorisation().ID == "" {
			t.Errorf("%s, %v", made.body, err)
		}
		if got := raw(t, f, "POST", "/v2/payments/authorizations/"+o.authorisation().ID+"/void", "", "Authorization", token); got.status != 204 || got.body != "" {
			t.Errorf("void: %d %q", got.status, got.body)
		}
	})
}

func TestOutsideTheLoopIsA500(t *testing.T) {
	b := newBench(t, Config{}, loop.Options{})
	w := httptest.NewRecorder()
	b.gateway.Handler().ServeHTTP(w, httptest.NewRequest("GET", "/v2/checkout/orders/X", nil))
	if w.Code != 500 || !strings.Contains(w.Body.String(), `"INTERNAL_SERVER_ERROR"`) {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}
