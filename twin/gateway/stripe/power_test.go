package stripe

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	sdk "github.com/stripe/stripe-go/v85"

	"github.com/forecourt/forecourt/twin/gateway"
	"github.com/forecourt/forecourt/twin/gateway/gatewaytest"
	"github.com/forecourt/forecourt/twin/loop"
)

// stubborn tries a request with the same key until it is answered, as a POS does.
func stubborn[T any](f *loop.Fiber, ask func() (T, error)) (T, error) {
	for {
		v, err := ask()
		var e *sdk.Error
		if err == nil || errors.As(err, &e) && e.HTTPStatusCode != 409 && e.HTTPStatusCode != 429 && e.HTTPStatusCode < 500 {
			return v, err
		}
		f.Sleep(time.Second)
	}
}

// journey holds twice, captures, refunds and cancels. It returns the ids of the two.
func journey(t *testing.T, f *loop.Fiber, c *sdk.Client, ctx context.Context) (first, second string) {
	get := func(pi *sdk.PaymentIntent, err error) string {
		if err != nil {
			t.Errorf("refused: %v", err)
			return ""
		}
		return pi.ID
	}
	first = get(stubborn(f, func() (*sdk.PaymentIntent, error) {
		return c.V1PaymentIntents.Create(ctx, manual("1", 17500, "pm_card_visa"))
	}))
	get(stubborn(f, func() (*sdk.PaymentIntent, error) {
		p := &sdk.PaymentIntentCaptureParams{AmountToCapture: sdk.Int64(4211)}
		p.SetIdempotencyKey("2")
		return c.V1PaymentIntents.Capture(ctx, first, p)
	}))
	second = get(stubborn(f, func() (*sdk.PaymentIntent, error) {
		return c.V1PaymentIntents.Create(ctx, manual("3", 9000, "pm_card_visa"))
	}))
	_, err := stubborn(f, func() (*sdk.Refund, error) {
		p := &sdk.RefundCreateParams{PaymentIntent: sdk.String(first), Amount: sdk.Int64(211)}
		p.SetIdempotencyKey("4")
		return c.V1Refunds.Create(ctx, p)
	})
	if err != nil {
		t.Errorf("refused: %v", err)
	}
	get(stubborn(f, func() (*sdk.PaymentIntent, error) {
		p := &sdk.PaymentIntentCancelParams{}
		p.SetIdempotencyKey("5")
		return c.V1PaymentIntents.Cancel(ctx, second, p)
	}))
	return first, second
}

func TestPowerCutAtAnyMomentLosesNothing(t *testing.T) {
	step := 13 * time.Millisecond
	if testing.Short() {
		step = 130 * time.Millisecond
	}
	for at := time.Duration(0); at < 3200*time.Millisecond; at += step {
		b := newBench(t, Config{}, loop.Options{Seed: uint64(at) + 1})
		var first, second string
		b.Loop.Go(posRole, "journey", func(f *loop.Fiber) {
			first, second = journey(t, f, virtualClient(20*time.Second), loop.WithFiber(context.Background(), f))
		})
		b.Loop.Go(hostRole, "power", func(f *loop.Fiber) {
			f.Sleep(at)
			_ = b.Loop.PowerOff(gatewaytest.Role)
			f.Sleep(3 * time.Second)
			_ = b.Loop.PowerOn(gatewaytest.Role)
		})
		if err := b.Loop.Run(b.Loop.Now().Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
		checkBooks(t, b, at, first, second)
		b.Loop.Close()
		if t.Failed() {
			return
		}
	}
}

func checkBooks(t *testing.T, b *bench, at time.Duration, first, second string) {
	t.Helper()
	var net int64
	for _, a := range b.gateway.Books() {
		net += a.Captured.Minor - a.Refunded.Minor
		switch {
		case a.Pending != 0:
			t.Errorf("cut after %v: %+v", at, a)
		case a.Intent == first && (a.State != gateway.StateCaptured || a.Captured.Minor != 4211 || a.Refunded.Minor != 211):
			t.Errorf("cut after %v: the first is %+v", at, a)
		case a.Intent == second && (a.State != gateway.StateCancelled || !a.Reversed):
			t.Errorf("cut after %v: the second is %+v", at, a)
		case a.Intent != first && a.Intent != second && (a.State != gateway.StateOpen || !a.Reversed):
			t.Errorf("cut after %v: left over %+v", at, a)
		}
	}
	if net != 4000 || b.Host.Bound() != net {
		t.Errorf("cut after %v: the books say %d, the host %d", at, net, b.Host.Bound())
	}
}

func TestStoreIsCompactedAndReadsBack(t *testing.T) {
	b := newBench(t, Config{}, loop.Options{Seed: 1})
	b.play(func(f *loop.Fiber, c *sdk.Client, ctx context.Context) {
		var id string
		for n := range 5 {
			pi, err := c.V1PaymentIntents.Create(ctx, manual("k"+strconv.Itoa(n), 17500, "pm_card_visa"))
			if err != nil {
				t.Error(err)
				return
			}
			id = pi.ID
		}
		f.Sleep(25 * time.Hour) // the keys are forgotten when the store is compacted
		for n := range 500 {
			p := &sdk.PaymentIntentUpdateParams{Metadata: map[string]string{"n": strconv.Itoa(n)}}
			if _, err := c.V1PaymentIntents.Update(ctx, id, p); err != nil {
				t.Error(err)
				return
			}
		}
	})
	if b.gateway.records > 600 || len(b.gateway.answers) > 510 {
		t.Errorf("%d records, %d answers", b.gateway.records, len(b.gateway.answers))
	}
	before := b.gateway.books
	b.gateway.compact()
	b.gateway.restore()
	want, _ := json.Marshal(before.intents)
	got, _ := json.Marshal(b.gateway.intents)
	if d := cmp.Diff(string(want), string(got)); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff(before.order, b.gateway.order); d != "" || b.gateway.stan != before.stan || len(b.gateway.methods) != len(before.methods) {
		t.Error(d)
	}
}

// TestSameSeedSameJournal runs a day twice.
func TestSameSeedSameJournal(t *testing.T) {
	run := func() string {
		b := newBench(t, Config{}, loop.Options{Seed: 42})
		b.play(func(f *loop.Fiber, c *sdk.Client, ctx context.Context) { journey(t, f, c, ctx) })
		return b.Journal.String()
	}
	if d := cmp.Diff(run(), run()); d != "" {
		t.Error(d)
	}
}
