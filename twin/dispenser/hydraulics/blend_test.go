package hydraulics

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/machine/machinetest"
	"github.com/forecourt/forecourt/twin/unit"
)

// blender is a pump with one hose that blends, all its lines counted.
func blender(x Hose) (*Hydraulics, *machinetest.Bench) {
	h, b := pump(x)
	b.Scale(PipePort(0), PipeScale())
	b.Scale(BlendPort(0), PipeScale())
	b.Scale(SecondPort(0), x.BlendScale())
	b.Scale(CheckPort(0), x.Scale())
	return h, b
}

// TestBothTanksGiveEveryMicrolitre, however often the blend changes in mid-flow and whatever else is broken.
func TestBothTanksGiveEveryMicrolitre(t *testing.T) {
	faults := []forecourt.Fault{
		forecourt.BlendOff, forecourt.FirstComponentDry, forecourt.SecondComponentDry, forecourt.MeterDrift, forecourt.LeakingCheckValve,
	}
	rapid.Check(t, func(t *rapid.T) {
		x := Hose{
			TwoChannel: true, BlendShare: rapid.Int64Range(1, 999).Draw(t, "share"), BlendError: rapid.Int64Range(-3000, 3000).Draw(t, "error"),
			Dilation: unit.Volume(rapid.Int64Range(0, 40_000).Draw(t, "dilation")), Lag: rapid.Bool().Draw(t, "lag"),
		}
		h, b := blender(x)
		b.Sense(forecourt.LiftNozzle{Nozzle: 1})
		for range rapid.IntRange(1, 20).Draw(t, "acts") {
			switch rapid.IntRange(0, 4).Draw(t, "act") {
			case 4:
				second := rapid.Bool().Draw(t, "second")
				port := DryPort(0)
				if second {
					port = BlendDryPort(0)
				}
				dry := h.DrawnFrom(0, second)
				b.Level(port, true)
				if h.DrawnFrom(0, second) != dry {
					t.Fatal("a tank that ran dry moved fuel by itself")
				}
				b.Advance(time.Duration(rapid.Int64Range(0, 3e9).Draw(t, "drought")))
				if got := h.DrawnFrom(0, second); got > dry {
					t.Fatalf("a dry tank gave %s", got-dry)
				}
				b.Level(port, !rapid.Bool().Draw(t, "covered"))
			case 0:
				b.Sense(forecourt.Squeeze{})
			case 1:
				valves(b, 0, rapid.Bool().Draw(t, "motor"), rapid.Bool().Draw(t, "slow"), rapid.Bool().Draw(t, "fast"))
			default:
				f := forecourt.DeviceFault{Nozzle: 1, Fault: rapid.SampledFrom(faults).Draw(t, "fault"), Flow: 20_000}
				f.Share, f.Repaired = forecourt.Share(rapid.Int64Range(-1e6, 1e6).Draw(t, "off")), rapid.Bool().Draw(t, "repaired")
				before := [2]unit.Volume{h.DrawnFrom(0, false), h.DrawnFrom(0, true)}
				if b.Sense(f); before != [2]unit.Volume{h.DrawnFrom(0, false), h.DrawnFrom(0, true)} {
					t.Fatalf("%s moved fuel by itself", f.Fault)
				}
			}
			b.Advance(time.Duration(rapid.Int64Range(0, 3e9).Draw(t, "span")))
			first, second := h.DrawnFrom(0, false), h.DrawnFrom(0, true)
			if first+second != h.Drawn(0) {
				t.Fatalf("%s and %s of %s", first, second, h.Drawn(0))
			}
			if int64(first) != b.Env.Count(PipePort(0)) || int64(second) != b.Env.Count(BlendPort(0)) {
				t.Fatalf("the pipes say %d and %d, want %s and %s", b.Env.Count(PipePort(0)), b.Env.Count(BlendPort(0)), first, second)
			}
			if got, want := b.Env.Count(SecondPort(0)), x.BlendScale().Count(int64(second)); got != want {
				t.Fatalf("the second meter shows %d, %s are %d", got, second, want)
			}
			if fuel, shown := h.LedgerOf(0).Balance(); fuel != 0 || shown != 0 {
				t.Fatalf("%s and %s are not explained", fuel, shown)
			}
		}
	})
}

// TestADryTankIsADryComponent: the other one flows on as fast as it did, from that instant, and the rest comes back.
func TestADryTankIsADryComponent(t *testing.T) {
	for port, want := range map[uint8][2]unit.FlowRate{DryPort(0): {0, 180_000}, BlendDryPort(0): {420_000, 0}} {
		h, b := blender(Hose{Flow: 600_000, BlendShare: 300, BlendError: 400})
		open(b)
		b.Advance(5 * time.Second)
		before := [2]unit.Volume{h.DrawnFrom(0, false), h.DrawnFrom(0, true)}
		b.Level(port, true)
		b.Advance(time.Second)
		for k, w := range want {
			if got := unit.FlowRate(h.DrawnFrom(0, k == 1) - before[k]); got < w-1 || got > w+1 {
				t.Errorf("component %d: %d ul/s, want %d", k+1, got, w)
			}
		}
		b.Level(port, false)
		b.Advance(time.Second)
		if got := h.Flow(0); got != 600_000 {
			t.Errorf("with both again: %d ul/s", got)
		}
	}
}

// TestWhatIsLeftOfABlendFlowsOn when a component is dry, as fast as it did, and comes back when that is repaired.
func TestWhatIsLeftOfABlendFlowsOn(t *testing.T) {
	flow := unit.FlowRate(600_000)
	for _, c := range []struct {
		dry           []forecourt.Fault
		first, second unit.FlowRate
	}{
		{nil, 420_000, 180_000}, {[]forecourt.Fault{forecourt.FirstComponentDry}, 0, 180_000}, {[]forecourt.Fault{forecourt.SecondComponentDry}, 420_000, 0},
		{[]forecourt.Fault{forecourt.FirstComponentDry, forecourt.SecondComponentDry}, 0, 0},
	} {
		h, b := blender(Hose{Flow: flow, BlendShare: 300})
		b.Sense(forecourt.LiftNozzle{Nozzle: 1})
		b.Sense(forecourt.Squeeze{})
		valves(b, 0, true, true, true)
		b.Advance(5 * time.Second)
		for _, f := range c.dry {
			b.Sense(forecourt.DeviceFault{Nozzle: 1, Fault: f})
		}
		b.Advance(time.Second)
		before := [2]unit.Volume{h.DrawnFrom(0, false), h.DrawnFrom(0, true)}
		b.Advance(time.Second)
		first, second := unit.FlowRate(h.DrawnFrom(0, false)-before[0]), unit.FlowRate(h.DrawnFrom(0, true)-before[1])
		if first < c.first-1 || first > c.first+1 || second < c.second-1 || second > c.second+1 {
			t.Errorf("%v: %d and %d ul/s, want %d and %d", c.dry, first, second, c.first, c.second)
		}
		for _, f := range c.dry {
			b.Sense(forecourt.DeviceFault{Nozzle: 1, Fault: f, Repaired: true})
		}
		b.Advance(time.Second)
		if got := h.Flow(0); got != flow {
			t.Errorf("%v repaired: %d ul/s", c.dry, got)
		}
	}
}

func TestAHoseWithoutABlendHasNoneOfItsFaults(t *testing.T) {
	h, b := pump(Hose{})
	b.Sense(forecourt.DeviceFault{Nozzle: 1, Fault: forecourt.SecondComponentDry})
	if len(b.Faults) != 1 || h.hoses[0].fault != (fault{}) {
		t.Errorf("%v, %+v", b.Faults, h.hoses[0].fault)
	}
}
