package tank

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/unit"
)

// TestCurveOfACompartment: 9000 L at 900 L/min are ten minutes and one ramp; the ramp is half as much.
func TestCurveOfACompartment(t *testing.T) {
	c := newCurve(clock.Epoch, 9000*unit.Litre, unit.LitresPerMinute(900))
	for after, want := range map[time.Duration]unit.Volume{
		0: 0, 15 * time.Second: 112_500 * unit.Millilitre, 75 * time.Second: 1_012_500 * unit.Millilitre,
		10 * time.Minute: 9000*unit.Litre - 112_500*unit.Millilitre, 10*time.Minute + 15*time.Second: 9000 * unit.Litre,
	} {
		if got := c.at(clock.Epoch.Add(after)); got != want {
			t.Errorf("after %s %s, want %s", after, got, want)
		}
	}
}

// TestCurveIsMonotoneAndEmptiesWholly, whatever the compartment and the rate, and when is its inverse.
func TestCurveIsMonotoneAndEmptiesWholly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := unit.Volume(rapid.Int64Range(1, 40_000_000_000).Draw(t, "volume"))
		rate := unit.FlowRate(rapid.Int64Range(160_000, 50_000_000).Draw(t, "rate"))
		c := newCurve(clock.Epoch, v, rate)
		span := int64(c.end() - c.from)
		a := rapid.Int64Range(0, span).Draw(t, "instant")
		b := rapid.Int64Range(a, span).Draw(t, "later")
		va, vb := c.at(c.from+clock.Instant(a)), c.at(c.from+clock.Instant(b))
		if va > vb || va < 0 || vb > v || c.at(c.end()) != v || c.at(c.from) != 0 {
			t.Fatalf("%s after %d ns, %s after %d of %d, %s at the end", va, a, vb, b, span, c.at(c.end()))
		}
		if most := unit.Volume(float64(rate)*float64(b-a)/1e9) + 4; vb-va > most {
			t.Fatalf("%s in %d ns at %s", vb-va, b-a, rate)
		}
		if w := c.when(vb); c.at(w) < vb || vb > 0 && w > c.from && c.at(w-1) >= vb {
			t.Fatalf("%s is there at %d", vb, w-c.from)
		}
	})
}
