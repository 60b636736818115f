package stripe_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/gateway/stripe"
	"github.com/forecourt/forecourt/twin/loop"
)

// A gateway with nobody behind it: the host never answers, and the client is told so after 15 s of the loop's time.
func Example() {
	l := loop.New(loop.Options{Seed: 1})
	role := forecourt.Role{Kind: "gateway"}
	g := stripe.New(l, stripe.Config{Currency: "EUR"})
	l.Add(role, g, stripe.Timers)
	l.Serve("gateway", role, 20*time.Millisecond, g.Handler(), stripe.MaskBody)

	l.Go(forecourt.Role{Kind: "pos"}, "sale", func(f *loop.Fiber) {
		defer l.Stop()
		started := f.Now()
		r, _ := http.NewRequestWithContext(loop.WithFiber(context.Background(), f), http.MethodPost, "http://gateway/v1/payment_intents",
			strings.NewReader("amount=15000&currency=eur&capture_method=manual&confirm=true&payment_method=pm_card_visa"))
		r.Header.Set("Authorization", "Bearer sk_test_123")
		r.Header.Set("Idempotency-Key", "sale-1")
		answer, err := (&loop.Transport{Timeout: time.Minute}).RoundTrip(r)
		if err != nil {
			fmt.Println(err)
			return
		}
		body, _ := io.ReadAll(answer.Body)
		fmt.Println(answer.StatusCode, strings.Contains(string(body), `"decline_code":"issuer_not_available"`), f.Now().Sub(started))
	})
	if err := l.Run(l.Now().Add(time.Hour)); err != nil {
		fmt.Println(err)
	}
	a := g.Books()[0]
	fmt.Println(a.State, a.Asked, a.Granted, "messages for the host:", a.Pending)
	// Output:
	// 402 true 15.04s
	// open 150.00 EUR 0.00 EUR messages for the host: 1
}
