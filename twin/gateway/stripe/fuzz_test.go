package stripe

import (
	"strings"
	"testing"
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
