package station

import (
	"strings"
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/pos"
	"github.com/forecourt/forecourt/twin/profile"
	"github.com/forecourt/forecourt/twin/site"
	"github.com/forecourt/forecourt/twin/unit"
)

// fill lets two points fill at once, and hangs up.
func fill(t *testing.T, s *Station, then func()) {
	t.Helper()
	s.Loop().Go(forecourt.Role{Kind: "hand"}, "driver", func(f *loop.Fiber) {
		f.Sleep(3 * time.Second)
		for p := forecourt.Point(1); p <= 2; p++ {
			must(t, s.Do(forecourt.PointRole(p), forecourt.LiftNozzle{Nozzle: 1}))
			f.Sleep(time.Second)
			must(t, s.Do(POSRole, pos.AuthorisePoint{Point: p}))
			f.Sleep(2 * time.Second)
			must(t, s.Do(forecourt.PointRole(p), forecourt.Squeeze{Until: unit.Indicated{Count: 500, Decimals: 2, Unit: unit.L}}))
		}
		f.Sleep(20 * time.Second)
		if then != nil {
			then()
		}
		for p := forecourt.Point(1); p <= 2; p++ {
			must(t, s.Do(forecourt.PointRole(p), forecourt.HangNozzle{}))
		}
		f.Sleep(3 * time.Second)
	})
	if err := s.Loop().Run(clock.Epoch.Add(45 * time.Second)); err != nil {
		t.Fatal(err)
	}
}

func TestEdgeByEdgeEveryPulseIsFourEdges(t *testing.T) {
	s, err := Build(Options{Plan: kiosk(t), Seed: 1, EdgeByEdge: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Loop().Close()
	fill(t, s, nil)
	for _, p := range s.Points() {
		n, edges := p.Pulses(0), p.pulsers[0].Edges()
		if n < 500 || edges < 4*n || edges > 4*n+3 {
			t.Errorf("fuelling point %d: %d pulses, %d edges", p.Number, n, edges)
		}
	}
	for _, tally := range s.Loop().Tallies() {
		if len(tally.Violations) > 0 {
			t.Errorf("%+v", tally)
		}
	}
}

// TestNoMovementIsAbsorbed takes reasons away from a station that has leaks, hose fill and errors, one after the other: the
// invariant about litres must name what is then without one.
func TestNoMovementIsAbsorbed(t *testing.T) {
	plan := kiosk(t)
	plan.Hydraulics.Hoses.Dilation, plan.Hydraulics.Hoses.SlipBack = 20*unit.Millilitre, 5*unit.Millilitre
	plan.Hydraulics.Meters.Drift = 5000
	s, err := Build(Options{Plan: plan, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Loop().Close()
	fill(t, s, nil)
	if err := s.books.physicalLitres(); err != nil {
		t.Fatal(err)
	}
	h := &s.points[0].hoses[0]
	for _, c := range []struct {
		forget func()
		want   string
	}{
		{func() { h.DriftPPM = 0 }, "were the meter's error without a reason"},
		{func() { h.Dilation = 0 }, "filled the hose without a reason"},
		{func() { h.SlipBack = 0 }, "slipped back without a reason"},
	} {
		before := *h
		c.forget()
		if err := s.books.physicalLitres(); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v, want '%s'", err, c.want)
		}
		*h = before
	}
}

// TestAConsoleHearsOfBothTanksOfABlend: what it is told was sold is shared between them as the blend is.
func TestAConsoleHearsOfBothTanksOfABlend(t *testing.T) {
	plan := kiosk(t)
	plan.Hydraulics.Blends = []site.Blend{{FuellingPoint: 1, Nozzle: 1, Tank: 2, Percent: 30}}
	s, err := Build(Options{Plan: plan, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Loop().Close()
	fill(t, s, nil)
	// Each of two points has sold 5 L from its first nozzle, which draws from tank 1.
	for tank, want := range map[int]unit.Volume{1: 8500 * unit.Millilitre, 2: 1500 * unit.Millilitre} {
		if got := s.meters(tank)(); got != want {
			t.Errorf("tank %d: the meters say %s, want %s", tank, got, want)
		}
	}
}

// TestThePlansWordHoldsOverTheProfiles: what the block of hydraulics does not say is the model's.
func TestThePlansWordHoldsOverTheProfiles(t *testing.T) {
	plan := kiosk(t)
	for i := range plan.Dispensers {
		plan.Dispensers[i].Profile = "truck-high-flow"
	}
	plan.Hydraulics.Hoses.ValveClose = 321 * time.Millisecond
	s, err := Build(Options{Plan: plan, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Loop().Close()
	model, err := profile.Open[profile.Dispenser]("truck-high-flow")
	if err != nil {
		t.Fatal(err)
	}
	x := s.points[0].hoses[0]
	if x.ValveClose != 321*time.Millisecond || x.Ramp != model.Hydraulics.Ramp.Is || x.Slow != model.Hydraulics.Slow.Is {
		t.Errorf("%+v", x)
	}
}
