package host

import (
	"encoding/json"
	"testing"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/wire/iso8583"
)

func FuzzHear(f *testing.F) {
	raw, _ := iso8583.Encode(pump.Authorise(clock.Epoch, 1, read("visa-chip", payment.Stripe), "01", euros(1)))
	framed, _ := iso8583.AppendFrame(nil, nil, raw)
	f.Add(framed, uint8(9))
	f.Add([]byte{0, 3, 1, 2, 3, 0, 0}, uint8(1))
	f.Fuzz(func(t *testing.T, bytes []byte, size uint8) {
		b := newBench(t, Config{})
		for len(bytes) > 0 {
			n := min(int(size)+1, len(bytes))
			b.put(bytes[:n])
			bytes = bytes[n:]
		}
		b.settle()
		if _, err := json.Marshal(b.events); err != nil {
			t.Fatal(err)
		}
	})
}
