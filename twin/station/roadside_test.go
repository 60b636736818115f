package station

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/pos"
	"github.com/forecourt/forecourt/twin/pricesign"
	"github.com/forecourt/forecourt/twin/service"
	"github.com/forecourt/forecourt/twin/site"
	"github.com/forecourt/forecourt/twin/unit"
)

// TestNoSaleCostsMoreThanTheSignShowed changes prices up and down at any time, one order over the other, while customers
// fuel, the sign fails and recovers, and POS, sign and controller lose their power. The station's own invariant looks at
// every sale.
func TestNoSaleCostsMoreThanTheSignShowed(t *testing.T) {
	checked := 0
	rapid.Check(t, func(rt *rapid.T) {
		plan := kiosk(t)
		plan.POS.Mode = service.Of(service.Automatic)
		plan.POS.MaxUnpaid = 99
		plan.PriceSign = site.PriceSign{Shows: []forecourt.Grade{"diesel"}}
		s, err := Build(Options{Plan: plan, Seed: 5})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Loop().Close()
		sales := func(n forecourt.Point) {
			gap := time.Duration(rapid.IntRange(1, 8).Draw(rt, "gap")) * time.Second
			s.Loop().Go(forecourt.Role{Kind: "hand"}, "customers", func(f *loop.Fiber) {
				for range 12 {
					f.Sleep(gap)
					_ = s.Do(forecourt.PointRole(n), forecourt.LiftNozzle{Nozzle: 1})
					f.Sleep(gap)
					_ = s.Do(forecourt.PointRole(n), forecourt.Squeeze{Until: unit.Indicated{Count: 200, Decimals: 2, Unit: unit.L}})
					f.Sleep(9 * time.Second)
					_ = s.Do(forecourt.PointRole(n), forecourt.HangNozzle{})
				}
			})
		}
		sales(1)
		sales(2)
		acts := drawPriceWalk(rt, s)
		s.Loop().Go(forecourt.Role{Kind: "hand"}, "cashier", func(f *loop.Fiber) {
			for _, a := range acts {
				f.Sleep(a.after)
				a.do(f)
			}
		})
		if err := s.Loop().Run(clock.Epoch.Add(6 * time.Minute)); err != nil {
			rt.Fatal(err)
		}
		for _, tally := range s.Loop().Tallies() {
			if tally.Name == "price sign" {
				checked += tally.Checks
				for _, v := range tally.Violations {
					rt.Errorf("%s: %v", v.At, v.Err)
				}
			}
		}
	})
	if checked < 100 {
		t.Errorf("only %d sales were looked at", checked)
	}
}

type priceAct struct {
	after time.Duration
	do    func(*loop.Fiber)
}

func drawPriceWalk(t *rapid.T, s *Station) (acts []priceAct) {
	for range rapid.IntRange(3, 12).Draw(t, "acts") {
		a := priceAct{after: time.Duration(rapid.IntRange(0, 25_000).Draw(t, "after")) * time.Millisecond}
		switch rapid.SampledFrom([]string{"price", "price", "price", "power", "silence"}).Draw(t, "act") {
		case "price":
			e4 := 17000 + 10*int64(rapid.IntRange(0, 200).Draw(t, "price"))
			a.do = func(*loop.Fiber) {
				_ = s.Do(POSRole, pos.ChangePrice{Grade: "diesel", Price: unit.Price{E4: e4, Currency: "EUR", Unit: unit.L}})
			}
		case "power":
			role := rapid.SampledFrom([]forecourt.Role{POSRole, pricesign.Role, ControllerRole}).Draw(t, "role")
			a.do = func(f *loop.Fiber) {
				_ = s.PowerOff(role)
				f.Sleep(2 * time.Second)
				_ = s.PowerOn(role)
			}
		default:
			fault := rapid.SampledFrom([]pricesign.FaultKind{pricesign.NoAnswer, pricesign.Dead}).Draw(t, "fault")
			repaired := rapid.Bool().Draw(t, "repaired")
			a.do = func(*loop.Fiber) { _ = s.Do(pricesign.Role, pricesign.Fault{Fault: fault, Repaired: repaired}) }
		}
		acts = append(acts, a)
	}
	return acts
}
