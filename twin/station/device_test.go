package station

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/pos"
	"github.com/forecourt/forecourt/twin/service"
	"github.com/forecourt/forecourt/twin/site"
	"github.com/forecourt/forecourt/twin/unit"
)

// TestWhateverBreaksEveryLitreHasAName lets a part of two points break and be repaired while hands sell, and
// holds that the invariants explain all that flows and all that is counted.
func TestWhateverBreaksEveryLitreHasAName(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		plan, err := site.Open("kiosk")
		if err != nil {
			rt.Fatal(err)
		}
		plan.POS.Mode = service.Of(service.Automatic)
		if rapid.Bool().Draw(rt, "shared") {
			plan.Hydraulics.Pumps = []site.SubmersiblePump{{Pump: 1, Tank: 1, LeakDetector: 2 * time.Second}}
		}
		if rapid.Bool().Draw(rt, "gives") {
			plan.Hydraulics.Hoses.Dilation, plan.Hydraulics.Hoses.SlipBack = 20*unit.Millilitre, 8*unit.Millilitre
		}
		s, err := Build(Options{Plan: plan, Seed: 9})
		if err != nil {
			rt.Fatal(err)
		}
		defer s.Loop().Close()
		faults := forecourt.Faults()
		breaks := faults[rapid.IntRange(0, len(faults)-1).Draw(rt, "breaks")]
		type act struct {
			kind, point int
			fault       forecourt.FaultInfo
			repaired    bool
			wait        time.Duration
		}
		var acts []act
		for range rapid.IntRange(5, 60).Draw(rt, "acts") {
			acts = append(acts, act{
				rapid.IntRange(0, 8).Draw(rt, "kind"), rapid.IntRange(1, 2).Draw(rt, "point"), breaks,
				rapid.Bool().Draw(rt, "repaired"), time.Duration(rapid.IntRange(10, 8000).Draw(rt, "ms")) * time.Millisecond,
			})
		}
		var end time.Duration
		for _, a := range acts {
			end += a.wait
		}
		s.Loop().Go(forecourt.Role{Kind: "hand"}, "driver", func(f *loop.Fiber) {
			for _, a := range acts {
				f.Sleep(a.wait)
				p := forecourt.Point(a.point)
				switch a.kind {
				case 0:
					d := forecourt.DeviceFault{Nozzle: 1, Fault: a.fault.Fault, Repaired: a.repaired && !a.fault.Final}
					if a.fault.Share {
						d.Share = 30_000
					}
					if a.fault.Flow {
						d.Flow = unit.LitresPerMinute(1)
					}
					_ = s.FaultDevice(p, d)
				case 1, 2:
					_ = s.Do(forecourt.PointRole(p), forecourt.LiftNozzle{Nozzle: 1})
				case 3, 4, 5:
					_ = s.Do(forecourt.PointRole(p), forecourt.Squeeze{})
				case 6:
					_ = s.Do(POSRole, pos.Pay{Point: p, Tender: pos.Cash})
				default:
					_ = s.Do(forecourt.PointRole(p), forecourt.HangNozzle{})
				}
			}
		})
		if err := s.Loop().Run(s.Loop().Now().Add(end + 5*time.Second)); err != nil {
			rt.Fatal(err)
		}
		s.Loop().CheckInvariants()
		for _, tally := range s.Loop().Tallies() {
			if len(tally.Violations) > 0 {
				rt.Fatalf("%s: %+v", tally.Name, tally.Violations[0])
			}
		}
	})
}
