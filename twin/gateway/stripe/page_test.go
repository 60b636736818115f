package stripe

import (
	"context"
	"slices"
	"strconv"
	"testing"
	"time"

	sdk "github.com/stripe/stripe-go/v85"

	"github.com/forecourt/forecourt/twin/loop"
)

// ids walks all pages of a list.
func ids[T any](t *testing.T, all sdk.Seq2[T, error], id func(T) string) (got []string) {
	t.Helper()
	for v, err := range all {
		if err != nil {
			t.Error(err)
			return got
		}
		got = append(got, id(v))
	}
	return got
}

// visits makes payments, one a second, and refunds each in two parts.
func visits(t *testing.T, f *loop.Fiber, c *sdk.Client, ctx context.Context, count int) (intents, charges, refunds []string) {
	for n := range count {
		p := manual("v"+strconv.Itoa(n), 1000, "pm_card_visa")
		p.CaptureMethod = sdk.String("automatic")
		pi, err := c.V1PaymentIntents.Create(ctx, p)
		if err != nil {
			t.Error(err)
			return
		}
		intents, charges = append(intents, pi.ID), append(charges, pi.LatestCharge.ID)
		for range 2 {
			r, err := c.V1Refunds.Create(ctx, &sdk.RefundCreateParams{PaymentIntent: sdk.String(pi.ID), Amount: sdk.Int64(10)})
			if err != nil {
				t.Error(err)
				return
			}
			refunds = append(refunds, r.ID)
		}
		f.Sleep(time.Second)
	}
	slices.Reverse(intents)
	slices.Reverse(charges)
	slices.Reverse(refunds)
	return intents, charges, refunds
}

func TestEveryListHasEverythingOncePageByPage(t *testing.T) {
	b := newBench(t, Config{}, loop.Options{Seed: 1})
	b.play(func(f *loop.Fiber, c *sdk.Client, ctx context.Context) {
		intents, charges, refunds := visits(t, f, c, ctx, 5)
		for round := range 2 {
			for _, limit := range []int64{1, 2, 3, 10, 100} {
				few := sdk.ListParams{Limit: sdk.Int64(limit)}
				for what, x := range map[string][2][]string{
					"intents": {intents, ids(t, c.V1PaymentIntents.List(ctx, &sdk.PaymentIntentListParams{ListParams: few}).All(ctx), func(v *sdk.PaymentIntent) string { return v.ID })},
					"charges": {charges, ids(t, c.V1Charges.List(ctx, &sdk.ChargeListParams{ListParams: few}).All(ctx), func(v *sdk.Charge) string { return v.ID })},
					"refunds": {refunds, ids(t, c.V1Refunds.List(ctx, &sdk.RefundListParams{ListParams: few}).All(ctx), func(v *sdk.Refund) string { return v.ID })},
					"of one": {refunds[:2], ids(t, c.V1Refunds.List(ctx, &sdk.RefundListParams{ListParams: few, PaymentIntent: sdk.String(intents[0])}).All(ctx),
						func(v *sdk.Refund) string { return v.ID })},
				} {
					if !slices.Equal(x[0], x[1]) {
						t.Errorf("round %d, %s by %d: want %v, got %v", round, what, limit, x[0], x[1])
					}
				}
			}
			b.gateway.compact()
			b.gateway.restore()
		}
	})
}

func TestEventsAreListedByTypeAndTime(t *testing.T) {
	b := newBench(t, Config{}, loop.Options{Seed: 1})
	b.play(func(f *loop.Fiber, c *sdk.Client, ctx context.Context) {
		started := f.Now().Unix()
		visits(t, f, c, ctx, 4)
		list := func(p *sdk.EventListParams) []string {
			p.Limit = sdk.Int64(3)
			return ids(t, c.V1Events.List(ctx, p).All(ctx), func(e *sdk.Event) string { return e.ID })
		}
		all := list(&sdk.EventListParams{})
		one := list(&sdk.EventListParams{Type: sdk.String(intentSucceeded)})
		two := list(&sdk.EventListParams{Types: sdk.StringSlice([]string{intentSucceeded, chargeSucceeded})})
		old := list(&sdk.EventListParams{CreatedRange: &sdk.RangeQueryParams{LesserThanOrEqual: started + 1}})
		if len(all) != 4*(3+2*3) || len(one) != 4 || len(two) != 8 || len(old) == 0 || len(old) >= len(all) {
			t.Errorf("%d of all, %d of one type, %d of two, %d old", len(all), len(one), len(two), len(old))
		}
		if n := len(list(&sdk.EventListParams{DeliverySuccess: sdk.Bool(false)})); n != 0 {
			t.Errorf("%d are not delivered", n)
		}
		e, err := c.V1Events.Retrieve(ctx, one[0], nil)
		if err != nil || e.Type != intentSucceeded || e.Data.Object["status"] != "succeeded" || e.PendingWebhooks != 0 {
			t.Errorf("%+v, %v", e, err)
		}
		for _, p := range []*sdk.EventListParams{
			{Type: sdk.String("a"), Types: sdk.StringSlice([]string{"b"})}, {ListParams: sdk.ListParams{Limit: sdk.Int64(101)}},
			{ListParams: sdk.ListParams{StartingAfter: sdk.String("evt_0")}},
			{ListParams: sdk.ListParams{StartingAfter: sdk.String(all[0]), EndingBefore: sdk.String(all[1])}},
		} {
			for _, err := range c.V1Events.List(ctx, p).All(ctx) {
				if err == nil {
					t.Errorf("%+v is not refused", p)
				}
				break
			}
		}
		f.Sleep(31 * 24 * time.Hour)
		if left := list(&sdk.EventListParams{}); len(left) != 0 {
			t.Errorf("%d are left after 31 days", len(left))
		}
		b.gateway.compact()
		if len(b.gateway.events) != 0 {
			t.Errorf("%d events are kept for ever", len(b.gateway.events))
		}
	})
}
