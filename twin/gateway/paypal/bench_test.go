package paypal

import (
	"strconv"
	"testing"

	sdk "github.com/plutov/paypal/v4"

	"github.com/forecourt/forecourt/twin/loop"
)

// BenchmarkAuthoriseAndCapture measures one pair through the library in virtual time, host included.
func BenchmarkAuthoriseAndCapture(b *testing.B) {
	bench := newBench(b, Config{}, loop.Options{Seed: 1})
	b.ReportAllocs()
	bench.play(func(c *client4) {
		for n := range b.N {
			id := c.hold(strconv.Itoa(n), "175.00", byCard("visa-credit")).authorisation().ID
			_, err := c.CaptureAuthorization(c.ctx, id, &sdk.PaymentCaptureRequest{Amount: &sdk.Money{Currency: "USD", Value: "42.11"}, FinalCapture: true})
			if err != nil {
				b.Error(err)
				return
			}
		}
	})
}
