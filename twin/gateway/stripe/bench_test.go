package stripe

import (
	"context"
	"strconv"
	"testing"

	sdk "github.com/stripe/stripe-go/v85"

	"github.com/forecourt/forecourt/twin/loop"
)

// BenchmarkAuthoriseAndCapture measures one pair through the official client in virtual time, host included.
func BenchmarkAuthoriseAndCapture(b *testing.B) {
	bench := newBench(b, Config{}, loop.Options{Seed: 1})
	b.ReportAllocs()
	bench.play(func(f *loop.Fiber, c *sdk.Client, ctx context.Context) {
		for n := range b.N {
			pi, err := c.V1PaymentIntents.Create(ctx, manual(strconv.Itoa(n), 17500, "pm_card_visa"))
			if err == nil {
				_, err = c.V1PaymentIntents.Capture(ctx, pi.ID, &sdk.PaymentIntentCaptureParams{AmountToCapture: sdk.Int64(4211)})
			}
			if err != nil {
				b.Error(err)
				return
			}
		}
	})
}
