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
	raw, _ = iso8583.IFSF93.Encode(opt.Reconcile(clock.Epoch, 2, iso8583.Totals{Currency: "EUR"}))
	framed, _ = iso8583.Digits.Append(nil, iso8583.TPDU{}, raw)
	f.Add(framed, uint8(0x1A))
	f.Fuzz(func(t *testing.T, bytes []byte, size uint8) {
		link := Link{Framing: iso8583.Framing(size >> 3 % 4), SignOn: size>>6 == 1}
		if size>>5%2 == 1 {
			link.Profile = iso8583.IFSF93
		}
		if size>>6 == 2 {
			link.MAC = RetailMAC
		}
		b := newBench(t, Config{Link: link})
		for len(bytes) > 0 {
			n := min(int(size%8)+1, len(bytes))
			b.put(bytes[:n])
			bytes = bytes[n:]
		}
		b.settle()
		if _, err := json.Marshal(b.events); err != nil {
			t.Fatal(err)
		}
	})
}
