package forecourt

import "testing"

func TestShares(t *testing.T) {
	for text, want := range map[string]Share{"0.5 %": 5000, "-1 %": -10_000, "200 ppm": 200, "100 %": 1_000_000, "0.0001 %": 1} {
		var s Share
		if err := s.UnmarshalText([]byte(text)); err != nil || s != want {
			t.Errorf("%s: %d, %v, want %d", text, s, err, want)
		}
	}
	for _, text := range []string{"", "5", "5%", "101 %", "0.00001 %", "1.5 ppm", "x %", "- %", "--1 %", "9999999999999999999 ppm"} {
		var s Share
		if err := s.UnmarshalText([]byte(text)); err == nil {
			t.Errorf("'%s' was taken as %d", text, s)
		}
	}
}

func FuzzShare(f *testing.F) {
	for _, s := range []string{"0.5 %", "-1 %", "200 ppm", "..%", "1.2.3 %"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var s Share
		if err := s.UnmarshalText([]byte(text)); err == nil && (s < -1_000_000 || s > 1_000_000) {
			t.Errorf("'%s' is %d", text, s)
		}
	})
}

func TestEveryFaultSaysWhatHappensAndWhatIsExpected(t *testing.T) {
	seen := map[Fault]bool{}
	for _, f := range Faults() {
		if seen[f.Fault] || f.Doc == "" || f.Recovery == "" {
			t.Errorf("%s is there twice, or says too little", f.Fault)
		}
		seen[f.Fault] = true
		if x, ok := LookupFault(f.Fault); !ok || x != f {
			t.Errorf("%s is not found", f.Fault)
		}
	}
}
