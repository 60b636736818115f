package stripe

import (
	"context"
	"testing"
	"time"

	sdk "github.com/stripe/stripe-go/v85"

	"github.com/forecourt/forecourt/twin/gateway"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/wire/iso8583"
)

// taken captures 42.11 of 175.00 and returns the intent.
func taken(t *testing.T, c *sdk.Client, ctx context.Context) string {
	pi, err := c.V1PaymentIntents.Create(ctx, manual("hold", 17500, "pm_card_visa"))
	if err == nil {
		pi, err = c.V1PaymentIntents.Capture(ctx, pi.ID, &sdk.PaymentIntentCaptureParams{AmountToCapture: sdk.Int64(4211)})
	}
	if err != nil {
		t.Error(err)
		return ""
	}
	return pi.ID
}

func TestRefundThatGetsNoAnswerFailsAndIsReversed(t *testing.T) {
	b := newBench(t, Config{}, loop.Options{Seed: 1})
	b.play(func(f *loop.Fiber, c *sdk.Client, ctx context.Context) {
		id := taken(t, c, ctx)
		f.Sleep(time.Minute)
		b.Host.Silent = 1
		r, err := c.V1Refunds.Create(ctx, &sdk.RefundCreateParams{PaymentIntent: sdk.String(id), Amount: sdk.Int64(1000)})
		if err != nil || r.Status != "failed" || r.FailureReason != "unknown" {
			t.Errorf("%+v, %v", r, err)
		}
		f.Sleep(time.Minute)
		if a := b.gateway.Books()[0]; b.Host.Bound() != 4211 || a.Refunded.Minor != 0 || a.Reversed || a.State != gateway.StateCaptured {
			t.Errorf("the host has bound %d, the books say %+v", b.Host.Bound(), a)
		}
		b.Host.Twist = func(m *iso8583.Message) { m.Code = "57" }
		r, err = c.V1Refunds.Create(ctx, &sdk.RefundCreateParams{PaymentIntent: sdk.String(id), Amount: sdk.Int64(1000)})
		if err != nil || r.Status != "failed" || r.FailureReason != "declined" {
			t.Errorf("%+v, %v", r, err)
		}
	})
	failed := b.Events("refund-failed")
	if len(failed) != 2 || failed[0].(gateway.RefundFailed).Code != "" || failed[1].(gateway.RefundFailed).Code != "57" {
		t.Errorf("%+v", failed)
	}
}

func TestPowerCutDuringRefund(t *testing.T) {
	b := newBench(t, Config{}, loop.Options{Seed: 1})
	b.play(func(f *loop.Fiber, c *sdk.Client, ctx context.Context) {
		id := taken(t, c, ctx)
		b.Loop.Go(hostRole, "power", func(f *loop.Fiber) {
			f.Sleep(200 * time.Millisecond)
			_ = b.Loop.PowerOff(b.gateway.env.Role())
			f.Sleep(time.Second)
			_ = b.Loop.PowerOn(b.gateway.env.Role())
		})
		r, err := c.V1Refunds.Create(ctx, &sdk.RefundCreateParams{PaymentIntent: sdk.String(id), Amount: sdk.Int64(1000)})
		if err == nil {
			t.Errorf("answered %+v without power", r)
		}
		f.Sleep(time.Minute)
		if len(b.gateway.refunds) != 1 || len(b.gateway.flights) != 0 {
			t.Errorf("%d refunds, %d in flight", len(b.gateway.refunds), len(b.gateway.flights))
		}
		for _, x := range b.gateway.refunds {
			if r, err = c.V1Refunds.Retrieve(ctx, x.ID, nil); err != nil || r.Status != "failed" {
				t.Errorf("%+v, %v", r, err)
			}
		}
	})
	if b.Host.Bound() != 4211 {
		t.Errorf("the host has bound %d", b.Host.Bound())
	}
}

func TestRefundsStopAtWhatWasCaptured(t *testing.T) {
	b := newBench(t, Config{}, loop.Options{Seed: 1})
	b.play(func(f *loop.Fiber, c *sdk.Client, ctx context.Context) {
		id := taken(t, c, ctx)
		refund := func(amount int64, currency string) error {
			p := &sdk.RefundCreateParams{PaymentIntent: sdk.String(id), Currency: sdk.String(currency)}
			if amount > 0 {
				p.Amount = sdk.Int64(amount)
			}
			_, err := c.V1Refunds.Create(ctx, p)
			return err
		}
		refusal(t, refund(4212, "usd"), 400, "amount_too_large")
		refusal(t, refund(1, "eur"), 400, "")
		if err := refund(1, "usd"); err != nil {
			t.Error(err)
		}
		if err := refund(0, "usd"); err != nil { // all that is left
			t.Error(err)
		}
		refusal(t, refund(1, "usd"), 400, "charge_already_refunded")
		f.Sleep(time.Minute)
	})
	if b.Host.Bound() != 0 {
		t.Errorf("the host has bound %d", b.Host.Bound())
	}
}

func TestAnswerOfAnotherKindIsNoAnswer(t *testing.T) {
	b := newBench(t, Config{}, loop.Options{Seed: 1})
	b.play(func(f *loop.Fiber, c *sdk.Client, ctx context.Context) {
		b.Host.Twist = func(m *iso8583.Message) { m.MTI = iso8583.FinancialAnswer }
		_, err := c.V1PaymentIntents.Create(ctx, manual("k", 17500, "pm_card_visa"))
		refusal(t, err, 402, "card_declined")
		f.Sleep(time.Minute)
	})
	if b.Host.Bound() != 0 || len(b.Events("unmatched-answer")) != 1 {
		t.Errorf("the host has bound %d, %+v", b.Host.Bound(), b.Told)
	}
}
