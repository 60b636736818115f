package stripe

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	sdk "github.com/stripe/stripe-go/v85"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/loop"
)

// wall is a pacer for tests: time passes as it does, in steps of the operating system's timers.
type wall struct {
	clock *clock.Wall
	bell  chan struct{}
}

func newWall() *wall { return &wall{clock.NewWall(), make(chan struct{}, 1)} }

func (w *wall) ring() {
	select {
	case w.bell <- struct{}{}:
	default:
	}
}

// Wait implements loop.Pacer.
func (w *wall) Wait(until clock.Instant, in *loop.Inbox) clock.Instant {
	for {
		now := w.clock.Now()
		if now >= until || in.Waiting() {
			return min(now, until)
		}
		timer := time.NewTimer(min(until.Sub(now), time.Second))
		select {
		case <-w.bell:
		case <-timer.C:
		}
		timer.Stop()
	}
}

// listen puts a loop's handler behind a real listener, as the live station does.
func listen(t testing.TB, b *bench) *httptest.Server {
	h, owner, _ := b.Loop.Handler(name)
	return httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
			return
		}
		done := make(chan *loop.Recorder, 1)
		b.Loop.Inbox().Put(func() {
			b.Loop.Go(owner, r.URL.Path, func(f *loop.Fiber) { done <- loop.ServeOn(f, h, r, body) })
		})
		select {
		case answer := <-done:
			for k, v := range answer.Header() {
				w.Header()[k] = v
			}
			w.WriteHeader(answer.Status())
			_, _ = w.Write(answer.Body())
		case <-time.After(time.Minute):
			t.Error("the loop did not answer")
		}
	}))
}

func TestOfficialClientOverTCPInWallTime(t *testing.T) {
	pacer := newWall()
	b := newBench(t, Config{RepeatEvery: 100 * time.Millisecond}, loop.Options{Start: pacer.clock.Now(), Pacer: pacer})
	b.Host.Latency = 2 * time.Millisecond
	b.Loop.Inbox().OnPut(pacer.ring)
	var ran sync.WaitGroup
	ran.Go(func() {
		if err := b.Loop.Run(clock.Never - 1); err != nil {
			t.Error(err)
		}
	})
	server := listen(t, b)

	client := newClient(server.URL, server.Client())
	var all sync.WaitGroup
	for n := range 4 {
		all.Go(func() { visit(t, client, string(rune('a'+n))) })
	}
	all.Wait()
	b.Loop.Inbox().Put(func() { b.Host.Silent, b.gateway.config.HostTimeout = 2, 100*time.Millisecond })
	_, err := client.V1PaymentIntents.Create(context.Background(), manual("silent", 17500, "pm_card_visa"))
	refusal(t, err, 402, "card_declined")
	settled(t, b)

	server.Close()
	b.Loop.Inbox().Put(b.Loop.Stop)
	ran.Wait()
	if b.Host.Bound() != 4*4211 {
		t.Errorf("the host has bound %d", b.Host.Bound())
	}
	for _, a := range b.gateway.Books() {
		if a.Pending != 0 {
			t.Errorf("%+v", a)
		}
	}
	b.Loop.Close()
}

// settled waits until the host has acknowledged everything.
func settled(t *testing.T, b *bench) {
	for range 200 {
		left := make(chan int, 1)
		b.Loop.Inbox().Put(func() { left <- len(b.gateway.posts) })
		if <-left == 0 {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Error("the outbox does not empty")
}

// visit is one customer over a real socket: payments.md section 10, item 1.
func visit(t *testing.T, c *sdk.Client, key string) {
	ctx := context.Background()
	pi, err := c.V1PaymentIntents.Create(ctx, manual(key, 17500, "pm_card_visa"))
	if err != nil || pi.Status != "requires_capture" || pi.AmountCapturable != 17500 {
		t.Errorf("create %+v, %v", pi, err)
		return
	}
	again, err := c.V1PaymentIntents.Create(ctx, manual(key, 17500, "pm_card_visa"))
	if err != nil || again.ID != pi.ID || again.LastResponse.Header.Get("Idempotent-Replayed") != "true" {
		t.Errorf("again %+v, %v", again, err)
	}
	got, err := c.V1PaymentIntents.Retrieve(ctx, pi.ID, nil)
	if err != nil || got.Amount != 17500 {
		t.Errorf("retrieve %+v, %v", got, err)
	}
	capture := &sdk.PaymentIntentCaptureParams{AmountToCapture: sdk.Int64(4211)}
	got, err = c.V1PaymentIntents.Capture(ctx, pi.ID, capture)
	if err != nil || got.Status != "succeeded" || got.AmountReceived != 4211 || got.AmountCapturable != 0 {
		t.Errorf("capture %+v, %v", got, err)
	}
	_, err = c.V1PaymentIntents.Capture(ctx, pi.ID, &sdk.PaymentIntentCaptureParams{})
	refusal(t, err, 400, "payment_intent_unexpected_state")
	_, err = c.V1PaymentIntents.Cancel(ctx, pi.ID, nil)
	refusal(t, err, 400, "payment_intent_unexpected_state")
	_, err = c.V1PaymentIntents.Create(ctx, manual(key+"declined", 17500, "pm_card_chargeDeclined"))
	if e := refusal(t, err, 402, "card_declined"); e.DeclineCode != "do_not_honor" {
		t.Errorf("declined %+v", e)
	}
}
