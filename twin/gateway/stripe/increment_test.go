package stripe

import (
	"context"
	"strconv"
	"testing"
	"time"

	sdk "github.com/stripe/stripe-go/v85"

	"github.com/forecourt/forecourt/twin/gateway"
	"github.com/forecourt/forecourt/twin/gateway/gatewaytest"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/wire/iso8583"
)

// growing is a hold that more may be asked for, and that may be exceeded where the account may.
func growing(key string, amount int64, method string) *sdk.PaymentIntentCreateParams {
	p := manual(key, amount, method)
	p.PaymentMethodOptions = &sdk.PaymentIntentCreatePaymentMethodOptionsParams{Card: &sdk.PaymentIntentCreatePaymentMethodOptionsCardParams{
		RequestIncrementalAuthorization: sdk.String("if_available"), RequestOvercapture: sdk.String("if_available"),
	}}
	p.AddExpand("latest_charge")
	return p
}

func grow(c *sdk.Client, ctx context.Context, id, key string, total int64) (*sdk.PaymentIntent, error) {
	p := &sdk.PaymentIntentIncrementAuthorizationParams{Amount: sdk.Int64(total)}
	p.SetIdempotencyKey(key)
	p.AddExpand("latest_charge")
	return c.V1PaymentIntents.IncrementAuthorization(ctx, id, p)
}

func TestAHoldGrowsAndIsCapturedInParts(t *testing.T) {
	for _, x := range []struct {
		take, reversals int64
		refuse          bool
	}{{take: 4000, reversals: 2}, {take: 5000, reversals: 2}, {take: 6000, reversals: 1}, {take: 9000}, {take: 9001, refuse: true}} {
		b := newBench(t, Config{}, loop.Options{Seed: 1})
		b.play(func(f *loop.Fiber, c *sdk.Client, ctx context.Context) {
			pi, err := c.V1PaymentIntents.Create(ctx, growing("k", 5000, "pm_card_visa"))
			if err != nil || pi.LatestCharge.PaymentMethodDetails.Card.IncrementalAuthorization.Status != "available" {
				t.Errorf("%+v, %v", pi, err)
				return
			}
			for n, total := range []int64{7000, 7000, 9000} {
				_, err := grow(c, ctx, pi.ID, strconv.FormatInt(total, 10), total)
				if err != nil {
					t.Errorf("%d: %v", n, err)
				}
			}
			_, err = grow(c, ctx, pi.ID, "less", 9000)
			refusal(t, err, 400, "")
			got, err := c.V1PaymentIntents.Retrieve(ctx, pi.ID, nil)
			if err != nil || got.Amount != 9000 || got.AmountCapturable != 9000 || b.Host.Bound() != 9000 {
				t.Errorf("%+v, %v; the host has bound %d", got, err, b.Host.Bound())
			}
			got, err = c.V1PaymentIntents.Capture(ctx, pi.ID, &sdk.PaymentIntentCaptureParams{AmountToCapture: sdk.Int64(x.take)})
			if x.refuse {
				refusal(t, err, 400, "amount_too_large")
				return
			}
			if err != nil || got.AmountReceived != x.take {
				t.Errorf("%+v, %v", got, err)
			}
			f.Sleep(time.Minute)
			if n := int64(len(b.Events("reversed"))); b.Host.Bound() != x.take || n != x.reversals {
				t.Errorf("took %d: the host has bound %d, %d holds were given back", x.take, b.Host.Bound(), n)
			}
		})
	}
}

func TestAnIncrementThatFailsLeavesTheHold(t *testing.T) {
	b := newBench(t, Config{}, loop.Options{Seed: 1})
	b.play(func(f *loop.Fiber, c *sdk.Client, ctx context.Context) {
		pi, err := c.V1PaymentIntents.Create(ctx, growing("k", 5000, "pm_card_visa"))
		if err != nil {
			t.Error(err)
			return
		}
		for n := range maxIncrements {
			if n == 5 {
				b.Host.Silent = 1
			} else {
				b.Host.Twist = func(m *iso8583.Message) { m.Code = iso8583.CodeInsufficientFunds }
			}
			_, err = grow(c, ctx, pi.ID, "g"+strconv.Itoa(n), 6000)
			if e := refusal(t, err, 402, "card_declined"); e.PaymentIntent.Status != "requires_capture" || e.PaymentIntent.AmountCapturable != 5000 {
				t.Errorf("%+v", e.PaymentIntent)
			}
		}
		_, err = grow(c, ctx, pi.ID, "one more", 6000)
		refusal(t, err, 400, "")
		_, err = grow(c, ctx, pi.ID, "g0", 6000)
		refusal(t, err, 402, "card_declined") // as it was answered first
		if _, err := c.V1PaymentIntents.Capture(ctx, pi.ID, &sdk.PaymentIntentCaptureParams{}); err != nil {
			t.Error(err)
		}
		plain, err := c.V1PaymentIntents.Create(ctx, manual("plain", 5000, "pm_card_visa"))
		if err != nil {
			t.Error(err)
			return
		}
		_, err = grow(c, ctx, plain.ID, "not asked for", 6000)
		refusal(t, err, 400, "")
		if _, err := c.V1PaymentIntents.Cancel(ctx, plain.ID, nil); err != nil {
			t.Error(err)
		}
		_, err = grow(c, ctx, plain.ID, "cancelled", 6000)
		refusal(t, err, 400, "payment_intent_unexpected_state")
	})
	if n := len(b.Events("declined")); n != maxIncrements {
		t.Errorf("%d declines were told", n)
	}
}

func TestAnIncrementedHoldIsGivenBackWhole(t *testing.T) {
	b := newBench(t, Config{}, loop.Options{Seed: 1})
	b.play(func(f *loop.Fiber, c *sdk.Client, ctx context.Context) {
		for _, how := range []string{"cancel", "expire"} {
			pi, err := c.V1PaymentIntents.Create(ctx, growing(how, 5000, "pm_card_visa"))
			if err != nil {
				t.Error(err)
				return
			}
			if _, err := grow(c, ctx, pi.ID, how+"+", 8000); err != nil || b.Host.Bound() != 8000 {
				t.Errorf("%v; the host has bound %d", err, b.Host.Bound())
			}
			if how == "cancel" {
				if _, err := c.V1PaymentIntents.Cancel(ctx, pi.ID, nil); err != nil {
					t.Error(err)
				}
			}
			f.Sleep(8 * 24 * time.Hour)
			got, err := c.V1PaymentIntents.Retrieve(ctx, pi.ID, nil)
			if err != nil || got.Status != "canceled" || b.Host.Bound() != 0 {
				t.Errorf("%s: %+v, %v; the host has bound %d", how, got, err, b.Host.Bound())
			}
		}
	})
}

// TestPowerCutWhileAHoldGrows cuts the power at every moment of an increment: afterwards the same key gets it done, and the
// host has bound what the books say.
func TestPowerCutWhileAHoldGrows(t *testing.T) {
	for at := time.Duration(0); at < 1500*time.Millisecond; at += 23 * time.Millisecond {
		b := newBench(t, Config{}, loop.Options{Seed: uint64(at) + 1})
		b.play(func(f *loop.Fiber, c *sdk.Client, ctx context.Context) {
			pi, err := c.V1PaymentIntents.Create(ctx, growing("k", 5000, "pm_card_visa"))
			if err != nil {
				t.Error(err)
				return
			}
			b.Cut(at, 3*time.Second)
			got, err := stubborn(f, func() (*sdk.PaymentIntent, error) { return grow(c, ctx, pi.ID, "g", 8000) })
			if err != nil || got.AmountCapturable != 8000 {
				t.Errorf("cut after %v: %+v, %v", at, got, err)
			}
			f.Sleep(time.Minute)
			if b.Host.Bound() != 8000 {
				t.Errorf("cut after %v: the host has bound %d", at, b.Host.Bound())
			}
			if _, err := stubborn(f, func() (*sdk.PaymentIntent, error) {
				return c.V1PaymentIntents.Capture(ctx, pi.ID, &sdk.PaymentIntentCaptureParams{AmountToCapture: sdk.Int64(6500)})
			}); err != nil {
				t.Errorf("cut after %v: %v", at, err)
			}
			f.Sleep(time.Minute)
			if a := b.gateway.Books()[0]; b.Host.Bound() != 6500 || a.Pending != 0 || a.State != gateway.StateCaptured {
				t.Errorf("cut after %v: the host has bound %d, the books say %+v", at, b.Host.Bound(), a)
			}
		})
		b.Loop.Close()
		if t.Failed() {
			return
		}
	}
}

func TestOverCaptureWhereItWasAskedForAndTheAccountMay(t *testing.T) {
	for _, x := range []struct {
		percent int
		asked   bool
		maximum int64
	}{{0, true, 10000}, {15, false, 10000}, {15, true, 11500}} {
		b := newBench(t, Config{OverCapture: x.percent}, loop.Options{Seed: 1})
		b.play(func(f *loop.Fiber, c *sdk.Client, ctx context.Context) {
			p := growing("k", 10000, "pm_card_visa")
			if !x.asked {
				p.PaymentMethodOptions = nil
			}
			pi, err := c.V1PaymentIntents.Create(ctx, p)
			if err != nil {
				t.Error(err)
				return
			}
			over := pi.LatestCharge.PaymentMethodDetails.Card.Overcapture
			if over.MaximumAmountCapturable != x.maximum || (over.Status == "available") != (x.maximum > 10000) || pi.AmountCapturable != 10000 {
				t.Errorf("%+v: %+v", x, over)
			}
			if a, _ := b.gateway.Account(pi.ID); a.Cover.Minor != x.maximum {
				t.Errorf("%+v: the books say %+v", x, a)
			}
			_, err = c.V1PaymentIntents.Capture(ctx, pi.ID, &sdk.PaymentIntentCaptureParams{AmountToCapture: sdk.Int64(x.maximum + 1)})
			refusal(t, err, 400, "amount_too_large")
			got, err := c.V1PaymentIntents.Capture(ctx, pi.ID, &sdk.PaymentIntentCaptureParams{AmountToCapture: sdk.Int64(x.maximum)})
			if err != nil || got.AmountReceived != x.maximum {
				t.Errorf("%+v: %+v, %v", x, got, err)
			}
			f.Sleep(time.Minute)
			if b.Host.Bound() != x.maximum {
				t.Errorf("%+v: the host has bound %d", x, b.Host.Bound())
			}
		})
	}
}

func TestMulticaptureIsRefusedByName(t *testing.T) {
	b := newBench(t, Config{}, loop.Options{Seed: 1})
	b.play(func(f *loop.Fiber, c *sdk.Client, ctx context.Context) {
		pi, err := c.V1PaymentIntents.Create(ctx, manual("k", 5000, gatewaytest.CardOf("visa-credit").Token))
		if err != nil {
			t.Error(err)
			return
		}
		_, err = c.V1PaymentIntents.Capture(ctx, pi.ID, &sdk.PaymentIntentCaptureParams{AmountToCapture: sdk.Int64(100), FinalCapture: sdk.Bool(false)})
		if e := refusal(t, err, 400, ""); e.Param != "final_capture" {
			t.Errorf("%+v", e)
		}
	})
}
