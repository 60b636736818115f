package hydraulics

import (
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/unit"
)

// TestTheLeakDetectorStaysShutForALeak of 3 gallons an hour, until the pump starts on a line that is tight.
func TestTheLeakDetectorStaysShutForALeak(t *testing.T) {
	for leak, want := range map[unit.FlowRate]unit.FlowRate{
		0: unit.LitresPerMinute(38), DetectorTrips - 1: unit.LitresPerMinute(38),
		DetectorTrips: unit.FlowRate(3 * unit.USGal.Nanolitres() / 1000 / 60),
	} {
		c := PumpConfig{Detector: 2 * time.Second, Leak: func() unit.FlowRate { return leak }}
		_, below, points, benches := forecourtOf(t, c, 1, Hose{})
		open(benches[0])
		advance(10*time.Second, below, benches[0])
		if got := points[0].Flow(0); got != want {
			t.Errorf("of a line that loses %s: %s, want %s", leak, got, want)
		}
		leak = 0
		valves(benches[0], 0, false, false, false)
		advance(time.Second, below, benches[0])
		open(benches[0])
		advance(10*time.Second, below, benches[0])
		if got := points[0].Flow(0); got != unit.LitresPerMinute(38) {
			t.Errorf("a line that was mended gives %s", got)
		}
	}
}

// TestAHeldPumpRests, and starts by itself when it is freed and a motor output is still on.
func TestAHeldPumpRests(t *testing.T) {
	_, below, points, benches := forecourtOf(t, PumpConfig{Console: true}, 1, Hose{})
	open(benches[0])
	advance(3*time.Second, below, benches[0])
	if !below.Driven(RunsPort) {
		t.Fatal("the console does not see the pump run")
	}
	for _, held := range []bool{true, false} {
		below.Level(ShutPort, held)
		advance(3*time.Second, below, benches[0])
		if flows := points[0].Flow(0) > 0; flows == held || below.Driven(RunsPort) == held {
			t.Errorf("held %t: it flows %t, and runs %t", held, flows, below.Driven(RunsPort))
		}
	}
}

// TestADryHoseStopsAtOnce, whatever its motor and valves do, and begins again when there is fuel. A blend does when the second
// of its tanks has run dry.
func TestADryHoseStopsAtOnce(t *testing.T) {
	for _, c := range []struct {
		share int64
		other []func(int) uint8 // dry before
		port  func(int) uint8
	}{
		{0, nil, DryPort}, {300, []func(int) uint8{BlendDryPort}, DryPort}, {300, []func(int) uint8{DryPort}, BlendDryPort},
	} {
		h, b := pump(Hose{BlendShare: c.share, Dilation: 20 * unit.Millilitre, SlipBack: 5 * unit.Millilitre})
		open(b)
		b.Advance(3 * time.Second)
		for _, port := range c.other {
			b.Level(port(0), true)
		}
		b.Advance(time.Second)
		drawn := h.Drawn(0)
		b.Level(c.port(0), true)
		if h.Flow(0) != 0 || h.Drawn(0) != drawn {
			t.Errorf("a dry hose gives %s", h.Flow(0))
		}
		b.Advance(10 * time.Second)
		if h.Drawn(0) > drawn {
			t.Errorf("a dry hose has given %s", h.Drawn(0)-drawn)
		}
		for _, port := range append(c.other, c.port) {
			b.Level(port(0), false)
		}
		b.Advance(3 * time.Second)
		if h.Flow(0) != unit.LitresPerMinute(38) {
			t.Errorf("a hose that is fed again gives %s", h.Flow(0))
		}
		if fuel, shown := h.LedgerOf(0).Balance(); fuel != 0 || shown != 0 {
			t.Errorf("%s and %s have no name", fuel, shown)
		}
	}
}
