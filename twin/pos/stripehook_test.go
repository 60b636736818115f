package pos

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stripe/stripe-go/v85"
	"github.com/stripe/stripe-go/v85/webhook"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/loop"
)

// fakeEndpoints is as much of a gateway in Stripe's manner as a till needs that listens. It has an endpoint already, whose
// secret the till does not know.
type fakeEndpoints struct{ made, deleted int }

func (g *fakeEndpoints) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	switch {
	case r.Method == http.MethodDelete:
		g.deleted++
		_, _ = w.Write([]byte(`{"id":"we_0","object":"webhook_endpoint","deleted":true}`))
	case r.Method == http.MethodPost:
		g.made++
		_, _ = w.Write([]byte(`{"id":"we_1","url":"http://pos/webhooks","secret":"whsec_1"}`))
	default:
		_, _ = w.Write([]byte(`{"object":"list","data":[{"id":"we_9","url":"http://other/"},{"id":"we_0","url":"http://pos/webhooks"}],"has_more":false}`))
	}
}

// letter is a callback for the till: signed by a secret, so long ago.
type letter struct {
	body, secret string
	age          time.Duration
}

func (x letter) header(now time.Time) string {
	p := webhook.GenerateTestSignedPayload(&webhook.UnsignedPayload{Payload: []byte(x.body), Secret: x.secret, Timestamp: now.Add(-x.age)})
	return p.Header
}

// writeTill sends callbacks to a till that listens, with its power cut after the first, and returns what it answered and told.
func writeTill(t *testing.T, letters []letter) (statuses []int, told []string, g *fakeEndpoints) {
	l := loop.New(loop.Options{Seed: 1})
	g = &fakeEndpoints{}
	p := New(l, Config{WebhookURL: "http://pos/webhooks"})
	l.Add(Role, p, Timers)
	l.Link(0, loop.Socket{Role: Role, Port: ToController}, loop.Socket{Role: Role, Port: ToController + 9})
	gatewayRole := forecourt.Role{Kind: "gateway"}
	l.Serve("gateway", gatewayRole, time.Millisecond, g, nil)
	l.Serve("pos", Role, time.Millisecond, p.Handler(), nil)
	l.Watch(func(x forecourt.Told) {
		if strings.HasPrefix(x.Event.Event(), "call") {
			told = append(told, x.Event.Event())
		}
	})
	l.Go(gatewayRole, "calls", func(f *loop.Fiber) {
		for n, x := range letters {
			f.Sleep(time.Minute)
			r, err := http.NewRequestWithContext(loop.WithFiber(context.Background(), f), http.MethodPost, "http://pos/webhooks", bytes.NewReader([]byte(x.body)))
			if err != nil {
				t.Error(err)
				return
			}
			r.Header.Set("Stripe-Signature", x.header(f.Now().Time()))
			if a, err := (&loop.Transport{}).RoundTrip(r); err == nil {
				statuses = append(statuses, a.StatusCode)
				_, _ = io.Copy(io.Discard, a.Body)
			}
			if n == 0 {
				_ = l.PowerOff(Role)
				_ = l.PowerOn(Role)
			}
		}
	})
	if err := l.Run(l.Now().Add(time.Hour)); err != nil {
		t.Error(err)
	}
	l.Close()
	return statuses, told, g
}

func TestStripesCallbacksAreVerifiedAndTakenOnce(t *testing.T) {
	event := func(id string) string {
		return `{"id":"` + id + `","object":"event","api_version":"` + stripe.APIVersion +
			`","type":"payment_intent.succeeded","data":{"object":{"id":"pi_1","object":"payment_intent","status":"succeeded"}}}`
	}
	statuses, told, g := writeTill(t, []letter{
		{event("evt_1"), "whsec_1", 0}, {event("evt_1"), "whsec_1", 0}, {event("evt_2"), "whsec_1", 298 * time.Second},
		{event("evt_3"), "whsec_1", 301 * time.Second}, {event("evt_3"), "whsec_1", -301 * time.Second}, {event("evt_3"), "whsec_2", 0},
		{strings.Replace(event("evt_3"), "dahlia", "acacia", 1), "whsec_1", 0}, {`{"id":""}`, "whsec_1", 0}, {`[`, "whsec_1", 0},
	})
	if got := fmt.Sprint(statuses); got != "[200 200 200 400 400 400 400 400 400]" {
		t.Errorf("answered %s", got)
	}
	want := "called-back callback-repeated called-back" + strings.Repeat(" callback-refused", 6)
	if got := strings.Join(told, " "); got != want {
		t.Errorf("told %s", got)
	}
	if g.made != 1 || g.deleted != 1 {
		t.Errorf("%d endpoints made, %d deleted", g.made, g.deleted)
	}
}

func FuzzStripesCallback(f *testing.F) {
	f.Add(`{"id":"evt_1","object":"event","data":{"object":{"id":"pi_1"}}}`, "t=1767690060,v1=00")
	f.Add(`{"id":1}`, "t=,t=a,v1=")
	f.Add(`{}`, "t=99999999999999999999")
	g := newStripeGateway(Config{GatewayURL: "http://gateway", GatewayKey: "sk_test_1"})
	f.Fuzz(func(t *testing.T, body, header string) {
		r := &http.Request{Header: http.Header{"Stripe-Signature": {header}}}
		c, err := g.hears(r, []byte(body))
		if err == nil && (c.Signed.Year() < 1 || c.Signed.Year() > 40000) {
			t.Errorf("%q is signed %v", header, c.Signed)
		}
		if ok, err := g.genuine(nil, r, []byte(body), &hook{Secret: "whsec_1"}); ok || err != nil {
			t.Errorf("%q signed %q: genuine %t, %v", body, header, ok, err)
		}
	})
}
