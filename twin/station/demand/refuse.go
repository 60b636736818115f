package demand

import (
	"fmt"
	"time"

	"github.com/forecourt/forecourt/twin/chance"
	"github.com/forecourt/forecourt/twin/dispenser/electronics"
	"github.com/forecourt/forecourt/twin/dispenser/hydraulics"
	"github.com/forecourt/forecourt/twin/dispenser/reckoning"
	"github.com/forecourt/forecourt/twin/site"
	"github.com/forecourt/forecourt/twin/station/fitting"
	"github.com/forecourt/forecourt/twin/unit"
)

// restless says what moves a tank's stock beside sales and deliveries.
func restless(t site.Tank) error {
	t.Complete()
	switch {
	case t.ManifoldedWith != 0:
		return fmt.Errorf("demand: tank %d is joined to tank %d by a siphon, which levels them by itself: no day can be planned with it",
			t.Tank, t.ManifoldedWith)
	case *t.Temperature != *t.Ground:
		return fmt.Errorf("demand: tank %d holds fuel at %s in ground of %s, whose volume changes by itself: no day can be planned with it",
			t.Tank, *t.Temperature, *t.Ground)
	}
	return nil
}

// refuse says why no day can be planned with the points of a side, if none can.
func (p *Planner) refuse(d site.Dispenser, side site.Side, fit fitting.Point, hoses []hose) error {
	no := func(why string, args ...any) error {
		return fmt.Errorf("demand: fuelling point %d: %s: no day can be planned with it", side.FuellingPoint, fmt.Sprintf(why, args...))
	}
	o := &fit.Electronics.Options
	if (site.Decimals{Volume: o.VolumeDecimals, Amount: o.AmountDecimals, Price: o.PriceDecimals}) != p.plan.Decimals {
		return no("dispenser %d counts in other decimals than the site", d.Dispenser)
	}
	for i := range hoses {
		h := &hoses[i]
		if why := unsteady(&fit.Electronics.Draws, h); why != "" {
			return no("%s", why)
		}
		if back, most := h.pipe.SlipBack, fit.Electronics.Profile.Slack(); back > most {
			return no("%s that slip back are taken for a broken pulser, beyond %s", back, most)
		}
		if pump, ok := p.pumpOf(side.Hoses[i].Tank); ok {
			if why := pump.couples(p, h); why != "" {
				return no("pump %d: %s", pump.number, why)
			}
		}
	}
	return nil
}

// unsteady says what of a device and a hose changes what a sale comes to in a way that no plan knows.
func unsteady(d *electronics.Draws, h *hose) string {
	switch {
	case varies(d.MotorDelay) && h.pipe.Dilation > 0:
		return "when its motor is up is drawn by chance, and the hose takes fuel in from then on"
	case varies(d.DisplayEvery) && h.pipe.SlipBack > 0:
		return "when its display looks is drawn by chance, and what slips back before that is not sold"
	case h.pipe.ValveClose > h.device.Settle:
		return fmt.Sprintf("its valves take %s to shut and it counts for %s, so that fuel runs in no sale and under no name",
			unit.FormatDuration(h.pipe.ValveClose), unit.FormatDuration(h.device.Settle))
	}
	return ""
}

func varies(d chance.Delay) bool { return !d.IsZero() && !d.IsConstant() }

// pump is a submersible pump, and how many nozzles draw from it at most.
type pump struct {
	number, nozzles int
	curve           *hydraulics.Pump
	tests           unit.Volume // what its leak detector lets through while it tests a line
}

func (p *Planner) pumpOf(tank int) (x pump, ok bool) {
	for _, s := range p.plan.Hydraulics.Pumps {
		if s.Tank != tank {
			continue
		}
		x = pump{number: s.Pump, curve: hydraulics.NewPump(fitting.Pump(s))}
		x.tests = x.curve.Tests()
		for _, side := range p.plan.Points() {
			for _, h := range side.Hoses {
				if h.Tank == tank {
					x.nozzles++
					break // one nozzle of a point is out at a time
				}
			}
		}
		return x, true
	}
	return x, false
}

// couples says what of a hose depends on who else draws from its pump. How long a sale takes always does; what it comes to
// must not.
func (x pump) couples(p *Planner, h *hose) string {
	switch {
	case !h.pipe.Error.None():
		return "what its meter errs by depends on the flow, and the flow on who else fills"
	case p.options.Faults != nil:
		return "what runs on when the power fails depends on the flow, and the flow on who else fills"
	case h.meter.PulsesIn(2*h.pipe.SlipBack) > 1:
		return "how much of what slips back was sold depends on the flow, and the flow on who else fills"
	}
	whole := h.sample(h.pipe)
	for n := 2; n <= x.nozzles; n++ {
		slower, each := h.pipe, x.curve.Each(n)
		slower.Flow, slower.Slow = min(slower.Flow, each), min(slower.Slow, each)
		if h.sample(slower) != whole {
			return fmt.Sprintf("with %d nozzles open, of which each gets %s, a limit is not met where it is with one", n, each)
		}
	}
	if least := p.leastPrepaid(h); least < x.tests+h.device.SlowFlow {
		return fmt.Sprintf("who pays ahead for %s has it before its leak detector has let %s through", least, x.tests)
	}
	return ""
}

// sample is what some sales of a hose come to that a limit ends.
func (h *hose) sample(pipe reckoning.Hose) (sum reckoning.Outcome) {
	for _, litres := range []int64{2, 9, 30} {
		n := h.meter.PulsesIn(unit.Volume(litres) * unit.Litre)
		ends := reckoning.Ends{Volume: h.meter.Shown(n).Count, Largest: h.ends.Largest, Dearest: h.ends.Dearest}
		t := h.tariff
		t.Price = unit.Price{E4: 1, Unit: h.meter.Unit}
		sum = pipe.Sell(h.meter, h.device, reckoning.Plan(h.meter, t, h.device.Brake, 0, ends), sum.Life, reckoning.Acts{
			Trigger: 5 * time.Second, Home: 5 * time.Second,
		})
	}
	return sum
}

// leastPrepaid is the least that anybody pays for ahead at the price of the plan.
func (p *Planner) leastPrepaid(h *hose) unit.Volume {
	sum := min(p.least(), p.profile.RoundMoney.Step*p.least()/5)
	v, _ := p.priceOf(h.grade).VolumeFor(unit.Money{Minor: sum, Currency: p.plan.Currency}, 3).Volume()
	return v
}
