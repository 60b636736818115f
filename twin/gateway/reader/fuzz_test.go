package reader

import (
	"strings"
	"testing"

	"github.com/forecourt/forecourt/twin/payment"
)

func FuzzRead(f *testing.F) {
	card, _ := payment.LookupCard("visa-chip")
	track := card.Track2().Reveal()
	f.Add("chip", track, "9F2608DD6F81185303FE1B5F340101", "", "", "", "")
	f.Add("contactless", "", "5711476173900101 0119D29122010000000000F", "", "", "", "")
	f.Add("stripe", track, "", "", "", "1B9C1845EB993A7A", "9876543210E00001")
	f.Add("keyed", "", "", "4761739001010119", "2912", "", "")
	f.Fuzz(func(t *testing.T, entry, track, data, pan, expiry, block, serial string) {
		read, psn, err := Read(Data{entry, track, data, pan, expiry, block, serial})
		if err != nil {
			for _, secret := range []string{track, data, pan, block, serial} {
				if len(secret) > 12 && strings.Contains(err.Error(), secret) {
					t.Errorf("%q is shown in %q", secret, err)
				}
			}
			return
		}
		if read.PINBlock.IsZero() != read.PINSerial.IsZero() || len(read.PINBlock.Reveal())%16 != 0 {
			t.Error("a PIN block without the serial number of its key, or of another length")
		}
		if read.PAN.IsZero() || len(read.Expiry) != 4 || psn != "" && len(psn) != 2 {
			t.Errorf("read %+v, %q", read, psn)
		}
		if (read.Entry == payment.Stripe || read.Entry == payment.Fallback) && read.Track2.IsZero() {
			t.Error("a stripe without a track")
		}
	})
}
