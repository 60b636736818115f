package reader

import (
	"strings"
	"testing"

	"github.com/forecourt/forecourt/twin/payment"
)

func FuzzRead(f *testing.F) {
	card, _ := payment.LookupCard("visa-chip")
	track := card.Track2().Reveal()
	f.Add("chip", track, "9F2608DD6F81185303FE1B5F340101", "", "")
	f.Add("contactless", "", "5711476173900101 0119D29122010000000000F", "", "")
	f.Add("stripe", track, "", "", "")
	f.Add("keyed", "", "", "4761739001010119", "2912")
	f.Fuzz(func(t *testing.T, entry, track, data, pan, expiry string) {
		read, psn, err := Read(Data{entry, track, data, pan, expiry})
		if err != nil {
			for _, secret := range []string{track, data, pan} {
				if len(secret) > 12 && strings.Contains(err.Error(), secret) {
					t.Errorf("%q is shown in %q", secret, err)
				}
			}
			return
		}
		if read.PAN.IsZero() || len(read.Expiry) != 4 || psn != "" && len(psn) != 2 {
			t.Errorf("read %+v, %q", read, psn)
		}
		if (read.Entry == payment.Stripe || read.Entry == payment.Fallback) && read.Track2.IsZero() {
			t.Error("a stripe without a track")
		}
	})
}
