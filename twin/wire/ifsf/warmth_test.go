package ifsf

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/forecourt/forecourt/twin/unit"
)

// TestATemperatureIsReadAsItWasWritten, to the hundredth of a degree, of either sign.
func TestATemperatureIsReadAsItWasWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		was := unit.Temperature(rapid.Int64Range(-60_000, 90_000).Draw(t, "temperature"))
		got, ok := warmth(appendWarmth(nil, was))
		if off := got - was; !ok || off > 5 || off < -5 {
			t.Fatalf("%s became %s, %t", was, got, ok)
		}
	})
}

// TestATemperatureInAnyForm: the facts name none.
func TestATemperatureInAnyForm(t *testing.T) {
	for _, c := range []struct {
		bytes string
		want  unit.Temperature
		ok    bool
	}{
		{"\x02\x27\x50", 27_500, true}, {"\x82\x02\x50", -2_500, true}, {"\x03\x02\x71\x20", 27_120, true}, {"\x03\x00\x27\x12\x55", 0, false}, {"\x02\x15", 15_000, true},
		{"", 0, false}, {"\x02", 0, false}, {"\x02\x2A\x50", 0, false}, {"\x05\x27\x50", 0, false}, {"\x04\x27\x50", 0, false},
	} {
		if got, ok := warmth([]byte(c.bytes)); ok != c.ok || ok && got != c.want {
			t.Errorf("%X is %s, %t", c.bytes, got, ok)
		}
	}
}
