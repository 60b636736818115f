package fitting

import (
	"cmp"
	"fmt"
	"time"

	"github.com/forecourt/forecourt/twin/chance"
	"github.com/forecourt/forecourt/twin/dispenser/electronics"
	"github.com/forecourt/forecourt/twin/dispenser/hydraulics"
	"github.com/forecourt/forecourt/twin/dispenser/reckoning"
	"github.com/forecourt/forecourt/twin/line"
	"github.com/forecourt/forecourt/twin/profile"
	"github.com/forecourt/forecourt/twin/site"
	"github.com/forecourt/forecourt/twin/thermal"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
)

// Point is how a fuelling point is built, but for its connections: the configuration of its computer has neither dialect nor
// nozzles yet, and its hoses no pumps.
type Point struct {
	Electronics electronics.Config // its options are the device's own end of the bus
	Hoses       []hydraulics.Hose  // in the order of the side's
	Liquids     []thermal.Liquid   // that they deliver, as the installer has programmed them
}

// Of returns how a side of a dispenser is built that is on a bus whose dialect shows a number of digits for a sale. The
// error is the model's, or says which of its numbers cannot be.
func Of(plan *site.Plan, d site.Dispenser, side site.Side, b site.Bus, digits int) (p Point, err error) {
	model, err := profile.Open[profile.Dispenser](d.Profile)
	if err != nil {
		return p, err
	}
	o := options(plan, d, b, model)
	p.Electronics = electronics.Config{Point: side.FuellingPoint, Options: o, Limits: limits(o, digits)}
	for _, h := range side.Hoses {
		p.Hoses = append(p.Hoses, hydraulics.Hose{
			Nozzle: h.Nozzle, Flow: h.Flow, PulsesPerUnit: h.PulsesPerUnit, Unit: plan.Unit,
			Decimals: o.VolumeDecimals, ErrorPPM: h.MeterError, Satellite: h.Satellite, TwoChannel: true,
		})
	}
	if err := p.equip(plan, d, model); err != nil {
		return p, err
	}
	for i := range p.Hoses {
		manners(plan, d, side, i, &p.Hoses[i])
	}
	p.compensate(plan, side)
	return p, nil
}

// Device is the computer as the arithmetic of a sale of hose i knows it. What is drawn by chance is as short as it can be.
func (p *Point) Device(i int) reckoning.Device {
	c, d := p.Electronics.Profile, &p.Electronics.Draws
	shortest := func(own *time.Duration, drawn chance.Delay) {
		if least, _ := drawn.Bounds(); !drawn.IsZero() {
			*own = cmp.Or(time.Duration(least), -1) // none, not the default
		}
	}
	shortest(&c.MotorDelay, d.MotorDelay)
	shortest(&c.DisplayEvery, d.DisplayEvery)
	shortest(&c.Settle, d.Settle)
	return c.Reckoned(p.Hoses[i].Nozzle, p.Liquids[i])
}

// equip makes electronics and hoses as the model has them. Decimals are in the options already.
func (p *Point) equip(plan *site.Plan, d site.Dispenser, m profile.Dispenser) error {
	rounding, err := unit.ParseRounding(m.Money.Rounding.Is)
	if err != nil {
		return fmt.Errorf("fuelling point %d: %w", p.Electronics.Point, err)
	}
	c := &p.Electronics
	c.Rounding = cmp.Or(plan.Country.Rounding, rounding) // the country's law, where it is not the usual half-up, holds for every pump
	c.Draws = electronics.Draws{TurnAround: m.TurnAround.Of, MotorDelay: m.MotorDelay.Of, DisplayEvery: m.DisplayEvery.Of, Settle: m.Settle.Of}
	c.Profile = electronics.Profile{
		StartLimit: m.StartLimit.Is, SlowFlow: m.SlowFlow.Is, AfterFlow: m.AfterFlow.Is, ReleaseExpires: m.ReleaseExpires.Is,
		NoFlow: m.NoFlow.Is, SilenceAfter: m.Silence.After.Is, Silence: electronics.Silence(m.Silence.Manner.Is),
		MeterAmount: m.Money.From.Is == "meter", NoSnap: m.Money.Overrun.Is == "shown",
		BlendOff: int64(m.Blend.Off.Is) * perPercent, BlendOver: m.Blend.Over.Is,
	}
	if d.Silence != "" {
		c.Profile.Silence = electronics.Silence(d.Silence)
	}
	for i := range p.Hoses {
		h := &p.Hoses[i]
		if h.Flow == 0 {
			h.Flow = m.Hydraulics.Flow.Is
		}
		h.Slow, h.Ramp, h.ValveClose = m.Hydraulics.Slow.Is, m.Hydraulics.Ramp.Is, m.Hydraulics.ValveClose.Is
	}
	return nil
}

// manners gives a hose what the plan says of meters, hoses and blends; what it does not say stays as it is.
func manners(plan *site.Plan, d site.Dispenser, side site.Side, i int, x *hydraulics.Hose) {
	meters, m := plan.Hydraulics.Of(d.Dispenser, side.FuellingPoint, side.Hoses[i].Nozzle)
	x.Ramp, x.Slow, x.ValveClose = cmp.Or(m.Ramp, x.Ramp), cmp.Or(m.SlowFlow, x.Slow), cmp.Or(m.ValveClose, x.ValveClose)
	x.Lag, x.FastClose = m.FirstOrder, m.FastValveClose
	x.Dilation, x.SlipBack, x.TopUp = m.Dilation, m.SlipBack, m.TopUp
	x.DriftPPM = meters.Drift
	for _, c := range meters.Errors(cmp.Or(x.Flow, hydraulics.DefaultFlow)) {
		x.Curve = append(x.Curve, hydraulics.CurvePoint{Flow: c.Flow, PPM: c.PPM})
	}
	if b, ok := plan.Hydraulics.Blend(side.FuellingPoint, side.Hoses[i].Nozzle); ok {
		x.BlendShare, x.BlendError = b.Percent*perPercent, b.MeterError
	}
}

// Shares are what parts of a hose's flow the two tanks of a blend give, the first one first.
func Shares(b site.Blend) (first, second line.Scale) {
	return line.Scale{Num: whole - b.Percent, Den: whole, Up: true}, line.Scale{Num: b.Percent, Den: whole}
}

const (
	whole      = 100 // percent
	perPercent = 10  // thousandths
)

// Bus returns what both ends of a bus have in common.
func Bus(plan *site.Plan, b site.Bus) wire.Options {
	return wire.Options{
		VolumeDecimals: plan.Decimals.Volume, AmountDecimals: plan.Decimals.Amount, PriceDecimals: plan.Decimals.Price,
		Unit: plan.Unit, Currency: plan.Currency, Lenient: b.Lenient, PollCycle: b.PollCycle, StatusAfter: b.StatusAfter,
	}
}

// options returns the options of a dispenser's end of a bus: the site's, unless it counts otherwise by its model or by the
// plan.
func options(plan *site.Plan, d site.Dispenser, b site.Bus, m profile.Dispenser) wire.Options {
	o := Bus(plan, b)
	if volume, amount, price, own := m.Decimals.Own(); own {
		o.VolumeDecimals, o.AmountDecimals, o.PriceDecimals = volume, amount, price
	}
	if d.Decimals != (site.Decimals{}) {
		o.VolumeDecimals, o.AmountDecimals, o.PriceDecimals = d.Decimals.Volume, d.Decimals.Amount, d.Decimals.Price
	}
	return o
}

// limits returns the largest sale that fits into a number of digits.
func limits(o wire.Options, digits int) electronics.Limits {
	most := int64(1)
	for range digits {
		most *= 10
	}
	return electronics.Limits{
		Volume: unit.Indicated{Count: most - 1, Decimals: o.VolumeDecimals, Unit: o.Unit},
		Amount: unit.Money{Minor: most - 1, Currency: o.Currency},
	}
}

// Pump is a submersible pump of the plan.
func Pump(p site.SubmersiblePump) hydraulics.PumpConfig {
	return hydraulics.PumpConfig{
		Pressure: p.PressureMbar, FlowOfTwo: p.FlowOfTwo, FlowOfFour: p.FlowOfFour, Detector: p.LeakDetector, TestFlow: p.TestFlow,
	}
}
