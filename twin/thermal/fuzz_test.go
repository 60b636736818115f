package thermal

import "testing"

// FuzzDensity: what is read is printed and read back as the same.
func FuzzDensity(f *testing.F) {
	for _, text := range []string{"835 kg/m3", "744.5 kg/m3", "0.001 kg/m3", " kg/m3", "9999999999 kg/m3", "1.2.3 kg/m3"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var d, back Density
		if d.UnmarshalText([]byte(text)) != nil {
			return
		}
		if d < 0 || d > 3_000_000 || back.UnmarshalText([]byte(d.String())) != nil || back != d {
			t.Errorf("%q is %d, printed %q, read back %d", text, d, d, back)
		}
	})
}
