package paypal

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/forecourt/forecourt/twin/loop"
)

// FuzzRequest sends anything to any call of a gateway that has one of everything.
func FuzzRequest(f *testing.F) {
	seed, _ := json.Marshal(newOrder("AUTHORIZE", "150.00", byCard("visa-credit")))
	f.Add(uint8(1), string(seed), "k", "")
	f.Add(uint8(0), "grant_type=client_credentials", "", "")
	f.Add(uint8(3), `[{"op":"replace","path":"/purchase_units/@reference_id=='pump-3'/amount","value":{"currency_code":"USD","value":"1"}}]`, "", "")
	f.Add(uint8(7), `{"amount":{"currency_code":"USD","value":"1.00"},"supplementary_data":{"product_data":"S01"}}`, "", `{"mock_application_codes":"INSTRUMENT_DECLINED"}`)
	f.Add(uint8(13), `{"payment_source":{"card_present":{"entry_mode":"chip","emv_data":"9F26"}}}`, "", "")
	f.Add(uint8(16), `{"url":"http://shop/","event_types":[{"name":"*"}]}`, "", "")
	f.Add(uint8(25), `{"auth_algo":"SHA256withRSA","cert_url":"x/CERT-FORECOURT-TEST-1","transmission_id":"a","transmission_sig":"AAAA",`+
		`"transmission_time":"t","webhook_id":"w","webhook_event":{}}`, "", "")
	f.Add(uint8(28), "token=x&payer=payer-verified&action=approve", "", "")
	f.Fuzz(func(t *testing.T, which uint8, body, key, mock string) {
		b := newBench(t, Config{}, loop.Options{Seed: 1})
		b.Play(func(f *loop.Fiber) {
			c := newClient(t, f)
			o := c.hold("k0", "100.00", byWallet("payer-verified"))
			w := c.subscribe("http://shop/hook", "*")
			r := routes[int(which)%len(routes)]
			id := o.ID
			switch {
			case strings.Contains(r.Path, "authorizations"):
				id = o.authorisation().ID
			case strings.Contains(r.Path, "webhooks"):
				id = w.ID
			}
			q, err := http.NewRequestWithContext(c.ctx, r.Method, address+strings.Replace(r.Path, "{id}", id, 1), strings.NewReader(body))
			if err != nil {
				t.Skip()
			}
			q.Header.Set("Authorization", "Bearer "+c.Token.Token)
			q.Header.Set("PayPal-Request-Id", key)
			q.Header.Set("PayPal-Mock-Response", mock)
			a, err := c.Client.Client.Transport.RoundTrip(q)
			if err != nil {
				return // the body is too large
			}
			if a.StatusCode >= 500 && mock == "" {
				t.Errorf("%s %s %q: %d", r.Method, r.Path, body, a.StatusCode)
			}
		})
		if err := b.Loop.Run(b.Loop.Now()); err != nil {
			t.Error(err)
		}
		for _, a := range b.gateway.Books() {
			if a.Captured.Minor > a.Cover.Minor || a.Refunded.Minor > a.Captured.Minor {
				t.Errorf("%+v", a)
			}
		}
		b.Loop.Close()
	})
}

func FuzzValue(f *testing.F) {
	for _, s := range []string{"150.00", ".5", "1.", "-1", "9999999.99", "00000000000000000000", "1e9"} {
		f.Add(s, 2)
	}
	f.Fuzz(func(t *testing.T, text string, most int) {
		if most < 0 || most > 2 {
			t.Skip()
		}
		minor, wrong := parseValue(text, most)
		if _, known := catalogue[wrong]; wrong != "" && !known || wrong == "" && (minor <= 0 || minor > 999_999_999) {
			t.Errorf("%q: %d, %s", text, minor, wrong)
		}
	})
}

func TestMaskBodyStripsSecrets(t *testing.T) {
	for in, want := range map[string]string{
		`{"access_token":"A21AA","scope":"x"}`:                        `{"access_token":"***","scope":"x"}`,
		`{"card":{"number":"4242424242424242","security_code":"12"}}`: `{"card":{"number":"424242******4242","security_code":"***"}}`,
		`{"card_present":{"track_2":"1=2","emv_data":"9F"}}`:          `{"card_present":{"emv_data":"***","track_2":"***"}}`,
		`{"note":"4242424242424242"}`:                                 `{"note":"424242******4242"}`,
		`{"4242424242424242":1}`:                                      `{"424242******4242":1}`,
		`grant_type=client_credentials&client_secret=x`:               `grant_type=client_credentials&client_secret=***`,
	} {
		if got := MaskBody(in); got != want {
			t.Errorf("MaskBody(%q) = %q, want %q", in, got, want)
		}
	}
}
