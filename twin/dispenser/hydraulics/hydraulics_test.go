package hydraulics

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/machine/machinetest"
	"github.com/forecourt/forecourt/twin/unit"
)

// pump is a point on a bench, whose electronics is the test.
func pump(hoses ...Hose) (*Hydraulics, *machinetest.Bench) {
	h := New(Config{Hoses: hoses})
	b := machinetest.New(Role(1), h, Timers(len(hoses)))
	for i := range hoses {
		b.Scale(PulserPort(i), hoses[i].Scale())
	}
	b.PowerOn()
	return h, b
}

func valves(b *machinetest.Bench, i int, motor, slow, fast bool) {
	b.Level(MotorPort(i), motor)
	b.Level(SlowPort(i), slow)
	b.Level(FastPort(i), fast)
}

func TestFlowNeedsNozzleTriggerMotorAndValve(t *testing.T) {
	for mask := range 16 {
		h, b := pump(Hose{}, Hose{})
		if mask&1 != 0 {
			b.Sense(forecourt.LiftNozzle{Nozzle: 2})
			if mask&2 != 0 {
				b.Sense(forecourt.Squeeze{})
			}
		}
		valves(b, 1, mask&4 != 0, mask&8 != 0, false)
		b.Advance(10 * time.Second)
		if flows := h.Drawn(1) > 0; flows != (mask == 15) || h.Drawn(0) != 0 {
			t.Errorf("mask %04b: drawn %s and %s", mask, h.Drawn(0), h.Drawn(1))
		}
	}
}

func TestFlowsAreTheConfiguredOnes(t *testing.T) {
	h, b := pump(Hose{})
	b.Sense(forecourt.LiftNozzle{Nozzle: 1})
	b.Sense(forecourt.Squeeze{})
	valves(b, 0, true, true, false)
	b.Advance(time.Second)
	if h.Flow(0) != unit.LitresPerMinute(4) {
		t.Errorf("slow flow %s", h.Flow(0))
	}
	valves(b, 0, true, true, true)
	b.Advance(time.Second)
	if h.Flow(0) != unit.LitresPerMinute(38) {
		t.Errorf("full flow %s", h.Flow(0))
	}
	b.Sense(forecourt.Squeeze{Flow: unit.LitresPerMinute(10)})
	b.Advance(time.Second)
	if h.Flow(0) != unit.LitresPerMinute(10) {
		t.Errorf("throttled flow %s", h.Flow(0))
	}
	if b.Volume(PipePort(0)) != int64(h.Drawn(0)) || b.Volume(PulserPort(0)) != int64(h.Drawn(0)) {
		t.Error("pipe and pulser disagree")
	}
}

func TestHangingLetsGoFirstAndFlowEndsWithARamp(t *testing.T) {
	h, b := pump(Hose{})
	b.Sense(forecourt.LiftNozzle{Nozzle: 1})
	b.Sense(forecourt.Squeeze{})
	valves(b, 0, true, true, true)
	b.Advance(5 * time.Second)
	before := h.Drawn(0)
	b.Sense(forecourt.HangNozzle{})
	valves(b, 0, false, false, false) // at once, so the valve ends the flow, in 100 ms
	if b.Driven(BootPort(0)) || h.Squeezed() || h.Out() != 0 {
		t.Error("the nozzle is not home")
	}
	b.Advance(time.Second)
	if over := h.Drawn(0) - before; over != unit.Volume(633_333/20) {
		t.Errorf("after-flow %s, want half of 100 ms at 38 L/min", over)
	}
	stopped := b.Events("flow-stopped")
	if len(stopped) != 1 || stopped[0].(FlowStopped).Volume != h.Drawn(0) || len(b.Events("trigger-released")) != 1 {
		t.Errorf("events %v", b.Told)
	}
}

func TestPowerOffShutsTheValves(t *testing.T) {
	h, b := pump(Hose{})
	b.Sense(forecourt.LiftNozzle{Nozzle: 1})
	b.Sense(forecourt.Squeeze{})
	valves(b, 0, true, true, true)
	b.Advance(5 * time.Second)
	b.PowerOff()
	b.Advance(time.Second)
	if h.Flow(0) != 0 {
		t.Errorf("it flows at %s without power", h.Flow(0))
	}
	drawn := h.Drawn(0)
	b.PowerOn()
	b.Advance(time.Second)
	if h.Drawn(0) <= drawn || h.Flow(0) != unit.LitresPerMinute(38) {
		t.Error("with power, motor and valves commanded open it must flow again")
	}
}

func TestActsThatAreImpossibleAreRefused(t *testing.T) {
	_, b := pump(Hose{}, Hose{})
	for _, c := range []struct {
		act  forecourt.Stimulus
		want string
	}{
		{forecourt.HangNozzle{}, "no nozzle is out"},
		{forecourt.Squeeze{}, "no nozzle is out"},
		{forecourt.LetGo{}, "not pulled"},
		{forecourt.LiftNozzle{Nozzle: 3}, "no nozzle 3"},
		{forecourt.LiftNozzle{Nozzle: 1}, ""},
		{forecourt.LiftNozzle{Nozzle: 2}, "while nozzle 1 is out"},
		{forecourt.Squeeze{Flow: -1}, "nobody can"},
	} {
		b.Forget()
		b.Sense(c.act)
		switch {
		case c.want == "" && len(b.Faults) == 0:
		case c.want != "" && len(b.Faults) == 1 && strings.Contains(b.Faults[0].Error(), c.want):
		default:
			t.Errorf("%#v: faults %v, want %q", c.act, b.Faults, c.want)
		}
	}
}

func TestHandEndsOnTheDisplayedVolume(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := Hose{
			PulsesPerUnit: rapid.SampledFrom([]int64{50, 100, 128, 1000}).Draw(t, "pulses"),
			Unit:          rapid.SampledFrom([]unit.Measure{unit.L, unit.USGal}).Draw(t, "unit"),
			Decimals:      2,
			ErrorPPM:      rapid.Int64Range(-5000, 5000).Draw(t, "error"),
		}
		h, b := pump(x)
		b.Sense(forecourt.LiftNozzle{Nozzle: 1})
		for range rapid.IntRange(1, 3).Draw(t, "draws") {
			valves(b, 0, false, false, false)
			b.Advance(time.Second)
			zero := b.Env.Count(PulserPort(0))
			valves(b, 0, true, true, rapid.Bool().Draw(t, "fast"))
			until := unit.Indicated{Count: rapid.Int64Range(1, 5000).Draw(t, "until"), Decimals: 2, Unit: x.Unit}
			squeeze := forecourt.Squeeze{Until: until}
			if rapid.Bool().Draw(t, "throttled") {
				squeeze.Flow = unit.LitresPerMinute(rapid.Int64Range(1, 40).Draw(t, "flow"))
			}
			b.Sense(squeeze)
			b.Advance(6 * time.Hour)
			shows := func(n int64) int64 { return unit.IndicatedFromPulses(n, x.PulsesPerUnit, 2, x.Unit).Count }
			got, step := shows(b.Env.Count(PulserPort(0)))-shows(zero), max(1, 100/x.PulsesPerUnit)
			if h.Squeezed() || got < until.Count || got >= until.Count+step {
				t.Fatalf("let go at %d, want %s, squeezed %v", got, until, h.Squeezed())
			}
		}
	})
}

func TestDrawnNeverFalls(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h, b := pump(Hose{}, Hose{})
		last := [2]unit.Volume{}
		for range 40 {
			switch rapid.IntRange(0, 6).Draw(t, "act") {
			case 0:
				b.Sense(forecourt.LiftNozzle{Nozzle: forecourt.Nozzle(rapid.IntRange(1, 2).Draw(t, "nozzle"))})
			case 1:
				b.Sense(forecourt.HangNozzle{})
			case 2:
				b.Sense(forecourt.Squeeze{})
			case 3:
				b.Sense(forecourt.LetGo{})
			default:
				valves(b, rapid.IntRange(0, 1).Draw(t, "hose"), rapid.Bool().Draw(t, "motor"), rapid.Bool().Draw(t, "slow"), rapid.Bool().Draw(t, "fast"))
			}
			b.Advance(time.Duration(rapid.IntRange(0, 500).Draw(t, "ms")) * time.Millisecond)
			for i := range last {
				if v := h.Drawn(i); v < last[i] || h.Flow(i) < 0 {
					t.Fatalf("hose %d: %s after %s, flow %s", i, v, last[i], h.Flow(i))
				} else {
					last[i] = v
				}
			}
		}
	})
}
