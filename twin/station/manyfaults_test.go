package station

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/pos"
	"github.com/forecourt/forecourt/twin/site"
	"github.com/forecourt/forecourt/twin/unit"
)

// ill is a fault of a hose, or a power cut where it has no name, and when it comes and goes.
type ill struct {
	forecourt.DeviceFault
	at, lasts time.Duration // it never goes: lasts is zero
}

func (x ill) String() string {
	return fmt.Sprintf("%s %d ppm %s at %v for %v", x.Fault, x.Share, x.Flow, x.at, x.lasts)
}

// faultsOfAHose are those that nozzle 1 of point 1 can have; none: its computer loses its power.
var faultsOfAHose = []forecourt.Fault{
	"", forecourt.LostPulses, forecourt.ExtraPulses, forecourt.ReversedPulses, forecourt.MissingChannel, forecourt.MeterDrift,
	forecourt.SlowValveStuckOpen, forecourt.SlowValveStuckShut, forecourt.FastValveStuckOpen, forecourt.FastValveStuckShut,
	forecourt.LeakingValve, forecourt.LeakingCheckValve, forecourt.BootStuckIn, forecourt.BootStuckOut, forecourt.BlendOff,
	forecourt.FirstComponentDry, forecourt.SecondComponentDry, forecourt.DeadDisplay, forecourt.ReplacedComputer,
}

func drawIll(span time.Duration) *rapid.Generator[ill] {
	return rapid.Custom(func(t *rapid.T) ill {
		var x ill
		x.Fault, x.Nozzle = rapid.SampledFrom(faultsOfAHose).Draw(t, "fault"), 1
		x.at = time.Duration(rapid.Int64Range(0, int64(span/time.Millisecond)).Draw(t, "at")) * time.Millisecond
		x.lasts = time.Duration(rapid.SampledFrom([]int64{0, 1, 30, 400, 2500, 9000}).Draw(t, "lasts")) * time.Millisecond
		if x.Fault == "" {
			x.lasts = max(x.lasts, time.Millisecond)
		}
		x.Share = forecourt.Share(rapid.SampledFrom([]int64{500, 20_000, 300_000}).Draw(t, "share"))
		x.Flow = unit.FlowRate(rapid.SampledFrom([]int64{200, 20_000, 400_000}).Draw(t, "flow"))
		return x
	})
}

// befall lets a fault come, and go.
func (x ill) befall(s *Station) {
	s.Loop().Go(forecourt.Role{Kind: "hand"}, "ill", func(f *loop.Fiber) {
		f.SleepUntil(clock.Epoch.Add(x.at))
		if x.Fault == "" {
			_ = s.PowerOff(forecourt.PointRole(1)) // it may be off already
			f.Sleep(x.lasts)
			_ = s.PowerOn(forecourt.PointRole(1))
			return
		}
		_ = s.FaultDevice(1, x.DeviceFault) // a blend's, where there is none
		if x.lasts > 0 && x.Fault != forecourt.ReplacedComputer {
			f.Sleep(x.lasts)
			x.Repaired = true
			_ = s.FaultDevice(1, x.DeviceFault)
		}
	})
}

// drive sells twice, as far as the pump lets it.
func drive(s *Station, prepaid bool, until int64) {
	s.Loop().Go(forecourt.Role{Kind: "hand"}, "driver", func(f *loop.Fiber) {
		point := forecourt.PointRole(1)
		for range 2 {
			f.Sleep(3 * time.Second)
			if prepaid {
				_ = s.Do(POSRole, pos.Prepay{Point: 1, Amount: unit.Money{Minor: 900, Currency: "EUR"}, Tender: pos.Cash})
			}
			f.Sleep(time.Second)
			_ = s.Do(point, forecourt.LiftNozzle{Nozzle: 1})
			f.Sleep(time.Second)
			if !prepaid {
				_ = s.Do(POSRole, pos.AuthorisePoint{Point: 1})
			}
			f.Sleep(time.Second)
			_ = s.Do(point, forecourt.Squeeze{Until: unit.Indicated{Count: until, Decimals: 2, Unit: unit.L}})
			f.Sleep(14 * time.Second)
			_ = s.Do(point, forecourt.HangNozzle{})
			f.Sleep(3 * time.Second)
			_ = s.Do(POSRole, pos.Pay{Point: 1, Tender: pos.Cash})
			f.Sleep(2 * time.Second)
		}
	})
}

// suffer lets a pump with what is wrong with one hose of it sell, and says what is not named of it.
func suffer(t interface{ Fatal(...any) }, change func(*site.Plan), ills []ill, prepaid bool, until int64) error {
	plan, err := site.Open("kiosk")
	if err != nil {
		t.Fatal(err)
	}
	change(plan)
	s, err := Build(Options{Plan: plan, Seed: 5})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Loop().Close()
	for _, x := range ills {
		x.befall(s)
	}
	drive(s, prepaid, until)
	if err := s.Loop().Run(clock.Epoch.Add(70 * time.Second)); err != nil {
		t.Fatal(err)
	}
	s.Loop().CheckInvariants()
	for _, tally := range s.Loop().Tallies() {
		if len(tally.Violations) > 0 {
			return fmt.Errorf("%s at %v: %w", tally.Name, tally.Violations[0].At, tally.Violations[0].Err)
		}
	}
	l := s.Points()[0].Hydraulics.LedgerOf(0)
	if fuel, shown := l.Balance(); fuel != 0 || shown != 0 {
		return fmt.Errorf("%s and %s without a name: %+v", fuel, shown, l)
	}
	return nil
}

// TestWhateverBreaksTogetherIsNamed breaks several parts of one hose in its sales, at any instant: every microlitre is named,
// the money balances and no valve is commanded open at a nozzle that is home.
func TestWhateverBreaksTogetherIsNamed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		hoses := rapid.SampledFrom([]site.HoseManners{{}, {Dilation: 20_000, SlipBack: 5_000}, {Ramp: time.Second, FirstOrder: true}}).Draw(t, "hoses")
		blends := rapid.Bool().Draw(t, "blend")
		ills := rapid.SliceOfN(drawIll(45*time.Second), 2, 7).Draw(t, "faults")
		prepaid, until := rapid.Bool().Draw(t, "prepaid"), rapid.SampledFrom([]int64{0, 40, 450}).Draw(t, "until")
		err := suffer(t, func(p *site.Plan) {
			if p.Hydraulics.Hoses = hoses; blends {
				p.Hydraulics.Blends = []site.Blend{{FuellingPoint: 1, Nozzle: 1, Tank: 2, Percent: 30, MeterError: 700}}
			}
		}, ills, prepaid, until)
		if err != nil {
			t.Fatalf("%v\n%v", err, ills)
		}
	})
}

// TestWhatOnceBrokeTogether are faults at once that had no name, or whose name an invariant did not take.
func TestWhatOnceBrokeTogether(t *testing.T) {
	of := func(f forecourt.Fault, share forecourt.Share, flow unit.FlowRate, at, lasts time.Duration) ill {
		return ill{forecourt.DeviceFault{Nozzle: 1, Fault: f, Share: share, Flow: flow}, at, lasts}
	}
	for name, ills := range map[string][]ill{
		"the nozzle comes home in the dark":         {of("", 0, 0, 0, time.Millisecond), of("", 0, 0, 45*time.Second, time.Millisecond)},
		"power that was on comes back":              {of("", 0, 0, 0, time.Millisecond), of("", 0, 0, 0, 9*time.Second)},
		"a new computer and a pulser below zero":    {of(forecourt.ReversedPulses, 0, 0, 0, 9*time.Second), of(forecourt.ReplacedComputer, 0, 0, 6951*time.Millisecond, 0)},
		"a drift shows more than has run back":      {of(forecourt.MeterDrift, 300_000, 0, 0, 0), of(forecourt.LeakingCheckValve, 0, 20_000, 2580*time.Millisecond, 0)},
		"the same, and valves that let more escape": {of(forecourt.MeterDrift, 300_000, 0, 0, 0), of(forecourt.LeakingValve, 0, 10_000, 2580*time.Millisecond, 0)},
	} {
		for _, prepaid := range []bool{false, true} {
			if err := suffer(t, func(*site.Plan) {}, ills, prepaid, 0); err != nil {
				t.Errorf("%s (prepaid: %v): %v", name, prepaid, err)
			}
		}
	}
}
