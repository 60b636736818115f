package stripe

import (
	"strings"
	"testing"

	"github.com/forecourt/forecourt/twin/payment"
)

func FuzzForm(f *testing.F) {
	for _, s := range []string{holdIt, "metadata[a]=1&metadata[0]=2", "expand[0]=a&expand[1]=b&expand[]=c", "a[b][c][d]=1", "a[=1", "a]=", "[a]=1", "%5B", "a[[b]]=", "=&=&"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		form, err := parseForm(text)
		if err != nil {
			return
		}
		for _, n := range form.names() {
			if n == "" || len(form.values[n]) == 0 || strings.Count(n, "[") != strings.Count(n, "]") {
				t.Errorf("%q has the name %q", text, n)
			}
		}
		_ = form.hash()
		_ = form.unknown(createParams)
		for _, top := range []string{"metadata", "card_present", "payment_method_data"} {
			_ = form.below(top)
		}
	})
}

func FuzzCardPresent(f *testing.F) {
	track := cardOf("visa-chip").Track2().Reveal()
	f.Add("chip", track, "9F2608DD6F81185303FE1B5F340101", "", "")
	f.Add("contactless", "", "5711476173900101 0119D29122010000000000F", "", "")
	f.Add("stripe", track, "", "", "")
	f.Add("keyed", "", "", "4761739001010119", "2912")
	f.Fuzz(func(t *testing.T, entry, track, data, pan, expiry string) {
		in := form{map[string][]string{"entry_mode": {entry}, "track_2": {track}, "emv_data": {data}, "pan": {pan}, "expiry": {expiry}}}
		read, psn, e := parsePresent(in, "card_present")
		if e != nil {
			for _, secret := range []string{track, data, pan} {
				if len(secret) > 12 && strings.Contains(e.Message, secret) {
					t.Errorf("%q is shown in %q", secret, e.Message)
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
		var m method
		m.expires(read.Expiry)
		if m.ExpMonth < 1 || m.ExpMonth > 12 {
			t.Errorf("expires %+v", m)
		}
	})
}
