package hydraulics

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
)

// TestTheLedgerExplainsEveryMicrolitre lets hands, valves and faults do what they like to hoses of any manner.
func TestTheLedgerExplainsEveryMicrolitre(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := Hose{TwoChannel: true, PulsesPerUnit: 100}
		if rapid.Bool().Draw(t, "gives") {
			x.Dilation, x.SlipBack = 20*unit.Millilitre, 10*unit.Millilitre
		}
		if rapid.Bool().Draw(t, "curve") {
			x.Curve = []CurvePoint{{unit.LitresPerMinute(4), -3000}, {unit.LitresPerMinute(38), 2000}}
			x.DriftPPM = 500
		}
		x.Lag = rapid.Bool().Draw(t, "lag")
		h, b := pump(x)
		b.Scale(CheckPort(0), x.Scale())
		faults := forecourt.Faults()
		for range rapid.IntRange(1, 40).Draw(t, "acts") {
			switch rapid.IntRange(0, 7).Draw(t, "act") {
			case 0:
				b.Sense(forecourt.LiftNozzle{Nozzle: 1})
			case 1:
				b.Sense(forecourt.HangNozzle{})
			case 2:
				b.Sense(Vehicle{Room: unit.Volume(rapid.Int64Range(0, 2_000_000).Draw(t, "room"))})
			case 3, 4:
				b.Sense(forecourt.Squeeze{})
			case 5:
				f := rapid.SampledFrom(faults).Draw(t, "fault")
				b.Sense(forecourt.DeviceFault{Nozzle: 1, Fault: f.Fault, Share: 20_000, Flow: 20_000, Repaired: rapid.Bool().Draw(t, "repaired")})
			default:
				valves(b, 0, rapid.Bool().Draw(t, "motor"), rapid.Bool().Draw(t, "slow"), rapid.Bool().Draw(t, "fast"))
			}
			b.Advance(time.Duration(rapid.Int64Range(0, 3_000_000_000).Draw(t, "span")))
			l := h.LedgerOf(0)
			if fuel, shown := l.Balance(); fuel != 0 || shown != 0 || l.Through != h.Drawn(0) || l.Shown != h.Metered(0) {
				t.Fatalf("%s and %s are not explained: %+v, drawn %s, metered %s", fuel, shown, l, h.Drawn(0), h.Metered(0))
			}
			if l.Delivered < 0 || l.Leaked < 0 || l.HoseFill < 0 || l.SlippedBack < 0 || l.Reversed < 0 {
				t.Fatalf("something is negative: %+v", l)
			}
			if got, want := b.Env.Count(PulserPort(0)), x.Scale().Count(int64(h.Metered(0))); got != want {
				t.Fatalf("the pulser shows %d, %s are %d", got, h.Metered(0), want)
			}
		}
	})
}

// TestAMeterErrsByItsCurveAtEachFlow measures a minute at steady flows.
func TestAMeterErrsByItsCurveAtEachFlow(t *testing.T) {
	curve := []CurvePoint{{unit.LitresPerMinute(4), -3000}, {unit.LitresPerMinute(20), 1000}, {unit.LitresPerMinute(40), 1000}}
	for _, c := range []struct{ flow, ppm int64 }{{2, -3000}, {4, -3000}, {12, -1000}, {20, 1000}, {38, 1000}} {
		h, b := pump(Hose{Curve: curve, Ramp: time.Millisecond, Flow: unit.LitresPerMinute(38)})
		b.Sense(forecourt.LiftNozzle{Nozzle: 1})
		b.Sense(forecourt.Squeeze{Flow: unit.LitresPerMinute(c.flow)})
		valves(b, 0, true, true, true)
		b.Advance(time.Minute)
		l := h.LedgerOf(0)
		if got := int64(l.MeterError) * 1_000_000 / int64(l.Through); got < c.ppm-40 || got > c.ppm+40 { // a flow is a whole number of microlitres a second
			t.Errorf("%d L/min: %d ppm, want %d", c.flow, got, c.ppm)
		}
	}
}

func TestDriftGrowsWithWhatWasMeasured(t *testing.T) {
	h, b := pump(Hose{DriftPPM: 1000, Flow: unit.LitresPerMinute(1000)})
	b.Sense(forecourt.LiftNozzle{Nozzle: 1})
	last := int64(-1)
	for range 3 {
		before := h.LedgerOf(0)
		b.Sense(forecourt.Squeeze{})
		valves(b, 0, true, true, true)
		b.Advance(time.Minute)
		valves(b, 0, false, false, false)
		b.Advance(time.Second)
		l := h.LedgerOf(0)
		ppm := int64(l.MeterError-before.MeterError) * 1_000_000 / int64(l.Through-before.Through)
		if ppm <= last {
			t.Errorf("%d ppm after %d", ppm, last)
		}
		last = ppm
	}
}

func TestAHoseTakesItsDilationOnceAndGivesItBackInPart(t *testing.T) {
	h, b := pump(Hose{Dilation: 20 * unit.Millilitre, SlipBack: 5 * unit.Millilitre})
	b.Sense(forecourt.LiftNozzle{Nozzle: 1})
	valves(b, 0, true, true, false)
	b.Advance(time.Second)
	if l := h.LedgerOf(0); l.HoseFill != 20*unit.Millilitre || l.Delivered != 0 {
		t.Fatalf("under pressure: %+v", l)
	}
	b.Sense(forecourt.Squeeze{})
	b.Advance(5 * time.Second)
	valves(b, 0, false, false, false)
	b.Advance(time.Second)
	l := h.LedgerOf(0)
	if l.HoseFill != 20*unit.Millilitre || l.SlippedBack != 5*unit.Millilitre {
		t.Errorf("after the flow: %+v", l)
	}
	valves(b, 0, true, true, false)
	b.Advance(time.Second)
	valves(b, 0, false, false, false)
	if l := h.LedgerOf(0); l.Delivered == 0 {
		t.Errorf("the trigger is pulled, and nothing came: %+v", l)
	}
}

func TestTheNozzleShutsWhenTheVehicleIsFull(t *testing.T) {
	h, b := pump(Hose{})
	b.Sense(Vehicle{Room: 2 * unit.Litre})
	b.Sense(forecourt.LiftNozzle{Nozzle: 1})
	valves(b, 0, true, true, true)
	for i, want := range []unit.Volume{2000, 2300, 2600} {
		b.Sense(forecourt.Squeeze{Flow: unit.LitresPerMinute(6)})
		b.Advance(time.Minute)
		least := want * unit.Millilitre
		if h.Squeezed() || len(b.Events("nozzle-shut-off")) != i+1 || h.Drawn(0) < least || h.Drawn(0) > least+60*unit.Millilitre {
			t.Errorf("pull %d: %s, squeezed %v, %d shut-offs", i, h.Drawn(0), h.Squeezed(), len(b.Events("nozzle-shut-off")))
		}
	}
}
