package hydraulics

import (
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/forecourt"
)

func TestAHoseAndItsSatelliteHaveOneBoot(t *testing.T) {
	h, b := pump(Hose{Satellite: true}, Hose{})
	lift, hang := forecourt.LiftNozzle{Nozzle: 1}, forecourt.HangNozzle{}
	far, farBack := forecourt.LiftNozzle{Nozzle: 1, Satellite: true}, forecourt.HangNozzle{Satellite: true}
	for i, c := range []struct {
		act  forecourt.Stimulus
		high bool
	}{
		{lift, true}, {far, true}, {hang, true}, {farBack, false},
		{far, true}, {lift, true}, {farBack, true}, {hang, false},
		{far, true}, {farBack, false},
	} {
		b.Sense(c.act)
		if b.Driven(BootPort(0)) != c.high {
			t.Fatalf("act %d: the boot line is %t", i, !c.high)
		}
	}
	if h.Out() != 0 {
		t.Error("a nozzle is out")
	}
}

func TestEitherNozzleDrawsThroughTheOneMeter(t *testing.T) {
	h, b := pump(Hose{Satellite: true})
	b.Sense(forecourt.LiftNozzle{Nozzle: 1})
	b.Sense(forecourt.Squeeze{})
	valves(b, 0, true, true, true)
	b.Advance(5 * time.Second)
	b.Sense(forecourt.LiftNozzle{Nozzle: 1, Satellite: true})
	b.Sense(forecourt.HangNozzle{})
	b.Advance(time.Second)
	first := h.Drawn(0)
	if h.Flow(0) != 0 || h.Squeezed() {
		t.Fatal("hanging one nozzle lets go")
	}
	b.Sense(forecourt.Squeeze{})
	b.Advance(5 * time.Second)
	if h.Drawn(0) <= first || b.Volume(PulserPort(0)) != int64(h.Drawn(0)) {
		t.Errorf("%s before, %s after, %d at the pulser", first, h.Drawn(0), b.Volume(PulserPort(0)))
	}
}

func TestWhatASatelliteCannotDoIsRefused(t *testing.T) {
	_, b := pump(Hose{Satellite: true}, Hose{})
	for i, c := range []struct {
		act     forecourt.Stimulus
		refused int
	}{
		{forecourt.LiftNozzle{Nozzle: 2, Satellite: true}, 1}, // it has none
		{forecourt.HangNozzle{Satellite: true}, 2},            // nothing is out
		{forecourt.LiftNozzle{Nozzle: 1, Satellite: true}, 2},
		{forecourt.HangNozzle{}, 3}, // only the satellite is out
		{forecourt.LiftNozzle{Nozzle: 1, Satellite: true}, 4},
		{forecourt.LiftNozzle{Nozzle: 2}, 5}, // the hand is full
		{forecourt.HangNozzle{Satellite: true}, 5},
	} {
		b.Sense(c.act)
		if n := len(b.Faults); n != c.refused {
			t.Fatalf("act %d: %d refusals, want %d: %v", i, n, c.refused, b.Faults)
		}
	}
}

// TestABootThatSticksHoldsForBothNozzles: the switch is one, whichever of them is away.
func TestABootThatSticksHoldsForBothNozzles(t *testing.T) {
	_, b := pump(Hose{Satellite: true})
	stuck := forecourt.DeviceFault{Nozzle: 1, Fault: forecourt.BootStuckIn}
	b.Sense(stuck)
	b.Sense(forecourt.LiftNozzle{Nozzle: 1, Satellite: true})
	if b.Driven(BootPort(0)) {
		t.Error("a boot that is stuck in says that its nozzle is out")
	}
	stuck.Repaired = true
	b.Sense(stuck)
	if !b.Driven(BootPort(0)) {
		t.Error("a repaired boot does not say that the satellite is out")
	}
	b.Sense(forecourt.DeviceFault{Nozzle: 1, Fault: forecourt.BootStuckOut})
	b.Sense(forecourt.HangNozzle{Satellite: true})
	if !b.Driven(BootPort(0)) {
		t.Error("a boot that is stuck out says that its nozzle is home")
	}
}
