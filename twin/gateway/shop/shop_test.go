package shop

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/unit"
)

// fakeGateway answers payments; its first answers are 503.
type fakeGateway struct {
	refuses int
	keys    []string
	bodies  []string
}

func (g *fakeGateway) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	g.keys = append(g.keys, r.Header.Get("Idempotency-Key"))
	g.bodies = append(g.bodies, r.Method+" "+r.URL.Path+" "+string(body))
	w.Header().Set("Content-Type", "application/json")
	switch {
	case g.refuses > 0:
		g.refuses--
		w.WriteHeader(http.StatusServiceUnavailable)
	case strings.HasSuffix(r.URL.Path, "/increment_authorization"):
		w.WriteHeader(http.StatusPaymentRequired)
		_, _ = w.Write([]byte(`{"error":{"code":"card_declined","payment_intent":{"id":"pi_1","status":"requires_capture","amount_capturable":6000}}}`))
	case r.URL.Path == "/v1/refunds":
		_, _ = w.Write([]byte(`{"id":"re_1","status":"succeeded","payment_intent":{"id":"pi_1","status":"succeeded","amount_received":6000}}`))
	default:
		_, _ = w.Write([]byte(`{"id":"pi_1","status":"requires_capture","amount_capturable":6000,"payment_method":{"card":{"wallet":{"type":"google_pay"}}}}`))
	}
}

func TestTheShopAsksAgainWithItsKeyAndTellsWhatItHeard(t *testing.T) {
	l := loop.New(loop.Options{Seed: 1})
	defer l.Close()
	g := &fakeGateway{refuses: 2}
	l.Add(Role, New(l, "EUR"), 0)
	l.Serve("gateway", forecourt.Role{Kind: "gateway"}, time.Millisecond, g, nil)
	var told []GatewayAnswered
	l.Watch(func(x forecourt.Told) {
		if e, ok := x.Event.(GatewayAnswered); ok {
			told = append(told, e)
		}
	})
	euros := func(minor int64) unit.Money { return unit.Money{Minor: minor, Currency: "EUR"} }
	for _, x := range []Ask{{For: Hold, Card: "visa-credit", Wallet: "google_pay", Amount: euros(6000)}, {For: Increase, Amount: euros(9000)}, {For: Refund}, {For: Look}} {
		l.Go(forecourt.Role{Kind: "gateway"}, "tester", func(*loop.Fiber) {
			if err := l.Sense(Role, x); err != nil {
				t.Error(err)
			}
		})
		if err := l.Run(l.Now().Add(time.Minute)); err != nil {
			t.Fatal(err)
		}
	}
	want := []GatewayAnswered{
		{For: Hold, Status: 200, Intent: "pi_1", State: "requires_capture", Capturable: euros(6000), Captured: euros(0), Wallet: "google_pay"},
		{For: Increase, Status: 402, Code: "card_declined", Intent: "pi_1", State: "requires_capture", Capturable: euros(6000), Captured: euros(0)},
		{For: Refund, Status: 200, Intent: "pi_1", State: "succeeded", Capturable: euros(0), Captured: euros(6000)},
		{For: Look, Status: 200, Intent: "pi_1", State: "requires_capture", Capturable: euros(6000), Captured: euros(0), Wallet: "google_pay"},
	}
	if len(told) != len(want) || len(g.keys) != 6 {
		t.Fatalf("told %+v; asked %q", told, g.bodies)
	}
	for n := range want {
		if told[n] != want[n] {
			t.Errorf("told %+v, want %+v", told[n], want[n])
		}
	}
	if g.keys[0] == "" || g.keys[0] != g.keys[2] || g.keys[2] == g.keys[3] || !strings.Contains(g.bodies[3], "/pi_1/increment_authorization amount=9000") {
		t.Errorf("keys %q, bodies %q", g.keys, g.bodies)
	}
}

func FuzzAnswer(f *testing.F) {
	f.Add(`{"id":"pi_1","payment_method":{"card":{"wallet":{"type":"google_pay"}}}}`)
	f.Add(`{"error":{"payment_intent":{}}}`)
	f.Add(`{"payment_intent":"pi_1"}`)
	f.Add(`[`)
	f.Fuzz(func(t *testing.T, body string) {
		s := New(nil, "EUR")
		if e := s.answered(Hold, 200, []byte(body)); e.Intent != s.last {
			t.Errorf("%q: told %+v, remembers %q", body, e, s.last)
		}
	})
}
