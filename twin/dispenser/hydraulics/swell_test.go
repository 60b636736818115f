package hydraulics

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
)

// TestAHoseSwellsOnWhenAnotherValveOpens: it takes its dilation, and nothing leaves the shut nozzle.
func TestAHoseSwellsOnWhenAnotherValveOpens(t *testing.T) {
	h, b := pump(Hose{Dilation: 20 * unit.Millilitre})
	b.Sense(forecourt.LiftNozzle{Nozzle: 1})
	valves(b, 0, true, true, false)
	b.Advance(100 * time.Millisecond)
	valves(b, 0, true, true, true)
	b.Advance(time.Minute)
	if l := h.LedgerOf(0); l.HoseFill != 20*unit.Millilitre || l.Through != l.HoseFill {
		t.Errorf("%+v", l)
	}
}

// TestNothingLeavesAShutNozzle, whatever motor and valves do.
func TestNothingLeavesAShutNozzle(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := Hose{Dilation: unit.Volume(rapid.Int64Range(1, 100_000).Draw(t, "dilation"))}
		h, b := pump(x)
		b.Sense(forecourt.LiftNozzle{Nozzle: 1})
		for range rapid.IntRange(1, 30).Draw(t, "acts") {
			valves(b, 0, rapid.Bool().Draw(t, "motor"), rapid.Bool().Draw(t, "slow"), rapid.Bool().Draw(t, "fast"))
			b.Advance(time.Duration(rapid.Int64Range(0, 4e8).Draw(t, "span")))
			if l := h.LedgerOf(0); l.Delivered != 0 || l.Through > x.Dilation {
				t.Fatalf("%+v", l)
			}
		}
	})
}
