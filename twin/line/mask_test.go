package line

import "testing"

func TestMasks(t *testing.T) {
	for text, want := range map[string]string{"50 3x ??": "50 3x xx", "fA": "FA", "": "", "x0": "x0"} {
		if m, err := ParseMask(text); err != nil || m.String() != want {
			t.Errorf("%q: %v, %v", text, m, err)
		}
	}
	for _, text := range []string{"5", "5g", "50 3", "0x50"} {
		if m, err := ParseMask(text); err == nil && text != "0x50" {
			t.Errorf("%q: %v", text, m)
		}
	}
	m := mask("50 3x FA")
	for frame, fits := range map[string]bool{"\x50\x3f\xfa": true, "\x50\x30\xfa\x00": true, "\x50\x40\xfa": false, "\x50\x30": false} {
		if m.Fits([]byte(frame)) != fits {
			t.Errorf("% X: %v", frame, !fits)
		}
	}
}
