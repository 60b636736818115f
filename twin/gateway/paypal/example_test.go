package paypal_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/gateway/paypal"
	"github.com/forecourt/forecourt/twin/loop"
)

// A wallet account that has agreed for good pays an order at once; nobody has to approve it, and no host is asked.
func Example() {
	l := loop.New(loop.Options{Seed: 1})
	role := forecourt.Role{Kind: "gateway"}
	g := paypal.New(l, paypal.Config{Currency: "EUR"})
	l.Add(role, g, paypal.Timers)
	l.Serve("gateway", role, 20*time.Millisecond, g.Handler(), paypal.MaskBody)

	l.Go(forecourt.Role{Kind: "pos"}, "sale", func(f *loop.Fiber) {
		defer l.Stop()
		post := func(path, body string) string {
			r, _ := http.NewRequestWithContext(loop.WithFiber(context.Background(), f), http.MethodPost, "http://gateway"+path, strings.NewReader(body))
			r.SetBasicAuth("shop", "test_secret")
			r.Header.Set("PayPal-Request-Id", "sale-1")
			answer, err := (&loop.Transport{Timeout: time.Minute}).RoundTrip(r)
			if err != nil {
				return err.Error()
			}
			text, _ := io.ReadAll(answer.Body)
			return string(text)
		}
		post("/v1/oauth2/token", "grant_type=client_credentials")
		order := post("/v2/checkout/orders", `{"intent":"AUTHORIZE","payment_source":{"paypal":{"vault_id":"payer-verified"}},`+
			`"purchase_units":[{"amount":{"currency_code":"EUR","value":"150.00"}}]}`)
		fmt.Println(strings.Contains(order, `"status":"COMPLETED"`), strings.Contains(order, `"status":"CREATED","amount":{"currency_code":"EUR","value":"150.00"}`))
	})
	if err := l.Run(l.Now().Add(time.Hour)); err != nil {
		fmt.Println(err)
	}
	a := g.Books()[0]
	fmt.Println(a.State, a.Granted, "up to", a.Cover)
	// Output:
	// true true
	// held 150.00 EUR up to 172.50 EUR
}
