package station

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/pos"
	"github.com/forecourt/forecourt/twin/site"
	"github.com/forecourt/forecourt/twin/tank"
	"github.com/forecourt/forecourt/twin/unit"
)

// act is something that happens at a point, after a while.
type act struct {
	after time.Duration
	point forecourt.Point
	do    forecourt.Stimulus // at the role that it is for: a hand's, a part's, a tanker's
}

// someHydraulics are any that a plan can ask for, all at once more often than not.
func someHydraulics(t *rapid.T) (h site.Hydraulics) {
	some := func(what string) bool { return rapid.IntRange(0, 3).Draw(t, what) > 0 }
	if some("pump") {
		h.Pumps = []site.SubmersiblePump{{Pump: 1, Tank: 1, LeakDetector: time.Duration(rapid.IntRange(0, 1).Draw(t, "detector")) * 2 * time.Second}}
	}
	h.Meters = site.Meters{Class: "1.5", Drift: rapid.Int64Range(-50_000, 50_000).Draw(t, "drift")}
	if some("shape") {
		h.Meters.Shape = rapid.SampledFrom([]string{"new", "worn"}).Draw(t, "shape of")
	}
	if some("hoses") {
		h.Hoses = site.HoseManners{Dilation: 40 * unit.Millilitre, SlipBack: 8 * unit.Millilitre, FirstOrder: rapid.Bool().Draw(t, "lag")}
	}
	if some("instead") {
		h.Instead = []site.Instead{{FuellingPoint: 2, Nozzle: 1, Meters: &site.Meters{Class: "0.5", Shape: "worn"}, Hoses: &site.HoseManners{}}}
	}
	if some("blend") {
		h.Blends = []site.Blend{{
			FuellingPoint: 1, Nozzle: 1, Tank: 2, Percent: rapid.Int64Range(1, 99).Draw(t, "percent"), MeterError: rapid.Int64Range(-2000, 2000).Draw(t, "error"),
		}}
	}
	if some("compensation") {
		h.Compensation = &site.Compensation{
			Reference: rapid.SampledFrom([]string{"15 degC", "60 degF"}).Draw(t, "reference"), ProbeError: 300,
			Drives: rapid.SampledFrom([]string{"net", "gross"}).Draw(t, "drives"), Expansion: 830 * rapid.Int64Range(0, 1).Draw(t, "linear"),
		}
	}
	return h
}

// someActs are a warm delivery while two points sell, with hands that let go and parts that break.
func someActs(t *rapid.T) []act {
	warm := unit.Temperature(35_000)
	acts := []act{{do: tank.Deliver{Volume: 9000 * unit.Litre, Temperature: &warm}}}
	faults := []forecourt.Fault{forecourt.BlendOff, forecourt.SecondComponentDry, forecourt.LeakingCheckValve, forecourt.MeterDrift, forecourt.LostPulses}
	for p := forecourt.Point(1); p <= 2; p++ {
		acts = append(acts, act{time.Second, p, forecourt.LiftNozzle{Nozzle: 1}}, act{time.Second, p, pos.AuthorisePoint{Point: p}},
			act{4 * time.Second, p, forecourt.Squeeze{Flow: unit.FlowRate(rapid.Int64Range(50_000, 640_000).Draw(t, "flow"))}})
	}
	for range rapid.IntRange(1, 4).Draw(t, "acts") {
		a := act{time.Duration(rapid.Int64Range(0, 2e9).Draw(t, "after")), forecourt.Point(rapid.IntRange(1, 2).Draw(t, "point")), forecourt.LetGo{}}
		switch rapid.IntRange(0, 2).Draw(t, "act") {
		case 0:
			until := unit.Indicated{Count: rapid.Int64Range(100, 900).Draw(t, "until"), Decimals: 2, Unit: unit.L}
			a.do = forecourt.Squeeze{Until: until}
		case 1:
			a.do = forecourt.DeviceFault{Nozzle: 1, Fault: rapid.SampledFrom(faults).Draw(t, "fault"), Share: 20_000, Flow: 20_000}
		}
		acts = append(acts, a)
	}
	return append(acts, act{3 * time.Second, 1, forecourt.HangNozzle{}}, act{time.Second, 2, forecourt.HangNozzle{}})
}

// told plays acts on a station and returns all that was told in it, and what every pulser has given.
func told(t *rapid.T, h site.Hydraulics, acts []act, edgeByEdge bool) (all []forecourt.Told, pulses []int64) {
	plan, err := site.Open("kiosk")
	if err != nil {
		t.Fatal(err)
	}
	plan.Hydraulics = h
	s, err := Build(Options{Plan: plan, Seed: 1, EdgeByEdge: edgeByEdge})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Loop().Close()
	defer s.Loop().Watch(func(e forecourt.Told) { all = append(all, e) })()
	s.Loop().Go(forecourt.Role{Kind: "hand"}, "driver", func(f *loop.Fiber) {
		f.Sleep(3 * time.Second)
		for _, a := range acts {
			f.Sleep(a.after)
			switch d := a.do.(type) {
			case tank.Deliver:
				err = s.Do(tank.Role(1), d)
			case pos.AuthorisePoint:
				err = s.Do(POSRole, d)
			case forecourt.DeviceFault:
				err = s.FaultDevice(a.point, d)
			default:
				err = s.Do(forecourt.PointRole(a.point), d)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	})
	if err := s.Loop().Run(clock.Epoch.Add(40 * time.Second)); err != nil {
		t.Fatal(err)
	}
	for _, tally := range s.Loop().Tallies() {
		if len(tally.Violations) > 0 {
			t.Fatalf("%+v", tally)
		}
	}
	for _, p := range s.Points() {
		for i := range p.pulsers {
			pulses = append(pulses, p.Pulses(i))
		}
	}
	return all, pulses
}

// TestThePulsesInClosedFormAreThoseEdgeByEdge, with every manner of pumps, meters, hoses, blends and compensation on: whoever
// listens to the station hears the same at the same instants.
func TestThePulsesInClosedFormAreThoseEdgeByEdge(t *testing.T) {
	sold := false
	rapid.Check(t, func(t *rapid.T) {
		h, acts := someHydraulics(t), someActs(t)
		fast, count := told(t, h, acts, false)
		edges, want := told(t, h, acts, true)
		if !slices.Equal(count, want) {
			t.Fatalf("%v pulses, edge by edge %v", count, want)
		}
		if diff := cmp.Diff(edges, fast); diff != "" {
			t.Fatal(diff)
		}
		sold = sold || count[0] > 100
	})
	if !sold {
		t.Error("nobody sold anything")
	}
}
