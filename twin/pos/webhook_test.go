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

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/payment"
)

// fakeCaller is as much of a gateway in PayPal's manner as a till needs that listens. It verifies what says it is genuine.
type fakeCaller struct{ hooks, tokens int }

func (g *fakeCaller) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	w.Header().Set("Content-Type", "application/json")
	switch r.Method + " " + r.URL.Path {
	case "POST /v1/oauth2/token":
		g.tokens++
		_, _ = fmt.Fprintf(w, `{"access_token":"t%d","expires_in":32400}`, g.tokens)
	case "GET /v1/notifications/webhooks":
		if r.Header.Get("Authorization") == "Bearer t1" { // the first one is no good
			w.WriteHeader(http.StatusUnauthorized)
			_, _ = w.Write([]byte(`{"name":"AUTHENTICATION_FAILURE"}`))
			return
		}
		_, _ = w.Write([]byte(`{"webhooks":[{"id":"W0","url":"http://other/"}]}`))
	case "POST /v1/notifications/webhooks":
		g.hooks++
		_, _ = w.Write([]byte(`{"id":"W1","url":"http://pos/webhooks"}`))
	default:
		status := "FAILURE"
		if bytes.Contains(body, []byte(`"transmission_sig":"genuine"`)) && bytes.Contains(body, []byte(`"webhook_id":"W1"`)) {
			status = "SUCCESS"
		}
		_, _ = w.Write([]byte(`{"verification_status":"` + status + `"}`))
	}
}

// callTill sends callbacks to a till that listens, and returns what it answered and told.
func callTill(t *testing.T, calls []calledTill) (statuses []int, told []string, g *fakeCaller) {
	l := loop.New(loop.Options{Seed: 1})
	g = &fakeCaller{}
	p := New(l, Config{Manner: payment.PayPalManner, WebhookURL: "http://pos/webhooks"})
	l.Add(Role, p, Timers)
	l.Link(0, loop.Socket{Role: Role, Port: ToController}, loop.Socket{Role: Role, Port: ToController + 9})
	l.Serve("gateway", forecourt.Role{Kind: "gateway"}, time.Millisecond, g, nil)
	l.Serve("pos", Role, time.Millisecond, p.Handler(), nil)
	l.Watch(func(x forecourt.Told) {
		if strings.HasPrefix(x.Event.Event(), "call") {
			told = append(told, x.Event.Event())
		}
	})
	l.Go(forecourt.Role{Kind: "gateway"}, "calls", func(f *loop.Fiber) {
		f.Sleep(time.Minute)
		for _, x := range calls {
			r, err := http.NewRequestWithContext(loop.WithFiber(context.Background(), f), http.MethodPost, "http://pos/webhooks", strings.NewReader(x.body))
			if err != nil {
				t.Error(err)
				return
			}
			r.Header.Set("Paypal-Transmission-Sig", x.signature)
			r.Header.Set("Paypal-Transmission-Time", f.Now().Add(-x.age).Time().Format(time.RFC3339))
			a, err := (&loop.Transport{}).RoundTrip(r)
			if err != nil {
				statuses = append(statuses, 0)
				continue
			}
			statuses = append(statuses, a.StatusCode)
		}
	})
	if err := l.Run(l.Now().Add(time.Hour)); err != nil {
		t.Error(err)
	}
	l.Close()
	return statuses, told, g
}

type calledTill struct {
	body, signature string
	age             time.Duration
}

func TestCallbacksAreVerifiedAndTakenOnce(t *testing.T) {
	const event = `{"id":"WH-1","event_type":"PAYMENT.CAPTURE.COMPLETED","resource":{"id":"C1","status":"COMPLETED"}}`
	statuses, told, g := callTill(t, []calledTill{
		{event, "genuine", 0}, {event, "genuine", 0}, {strings.Replace(event, "WH-1", "WH-2", 1), "forged", 0},
		{strings.Replace(event, "WH-1", "WH-3", 1), "genuine", 6 * time.Minute}, {strings.Replace(event, "WH-1", "WH-4", 1), "genuine", -6 * time.Minute},
		{`{"id":""}`, "genuine", 0}, {`{`, "genuine", 0},
	})
	if got := fmt.Sprint(statuses); got != "[200 200 400 400 400 400 400]" {
		t.Errorf("answered %s", got)
	}
	want := "called-back callback-repeated callback-refused callback-refused callback-refused callback-refused callback-refused"
	if got := strings.Join(told, " "); got != want {
		t.Errorf("told %s", got)
	}
	if g.hooks != 1 || g.tokens != 2 {
		t.Errorf("%d webhooks, %d tokens", g.hooks, g.tokens)
	}
}

func FuzzCallback(f *testing.F) {
	f.Add(`{"id":"WH-1","event_type":"X","resource":{"id":"C1","status":"COMPLETED"}}`, "genuine")
	f.Add(`{"id":1}`, "genuine")
	f.Add(`[]`, "")
	f.Fuzz(func(t *testing.T, body, signature string) {
		if strings.ContainsAny(signature, "\r\n\x00") {
			t.Skip()
		}
		statuses, told, _ := callTill(t, []calledTill{{body, signature, 0}})
		if len(statuses) != 1 || statuses[0] == 200 && (signature != "genuine" || len(told) != 1) {
			t.Errorf("%q signed %q: answered %v, told %v", body, signature, statuses, told)
		}
	})
}
