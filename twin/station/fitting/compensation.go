package fitting

import (
	"github.com/forecourt/forecourt/twin/dispenser/electronics"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/site"
	"github.com/forecourt/forecourt/twin/thermal"
	"github.com/forecourt/forecourt/twin/unit"
)

// compensate has a dispenser compensate as the plan says: for the density that each nozzle's tank has at 15 C, as the
// installer has programmed it, and the temperature that the probe in the meter shows. Here the fuel is as warm as when the
// station opens; a station whose tanks change has a thermometer of its own.
func (p *Point) compensate(plan *site.Plan, side site.Side) {
	tanks := map[int]site.Tank{}
	for _, t := range plan.Tanks {
		t.Complete()
		tanks[t.Tank] = t
	}
	x, probes := plan.Hydraulics.Compensation, opening{}
	for _, h := range side.Hoses {
		liquid, warmth := tanks[h.Tank].Liquid(), warmthOf(tanks[h.Tank])
		if b, ok := plan.Hydraulics.Blend(side.FuellingPoint, h.Nozzle); ok {
			liquid = thermal.Mix(liquid, tanks[b.Tank].Liquid(), b.Percent*perPercent)
			warmth += (warmthOf(tanks[b.Tank]) - warmth) * unit.Temperature(b.Percent) / whole
		}
		if x != nil && x.Fuel != nil {
			warmth = *x.Fuel
		}
		if x != nil {
			warmth += x.ProbeError
		}
		p.Liquids, probes[h.Nozzle] = append(p.Liquids, liquid), warmth
	}
	if x != nil {
		p.Electronics.Profile.Compensation = electronics.Compensation{
			Reference: site.References[x.Reference], Expansion: x.Expansion, GrossDrives: x.Drives == "gross", Thermometer: probes,
		}
	}
}

// warmthOf is how warm a tank's fuel is when the station opens.
func warmthOf(t site.Tank) unit.Temperature {
	if t.Temperature == nil {
		return 0 // there is no such tank: the plan's check says so
	}
	return *t.Temperature
}

// opening is what the probes in the meters show when the station opens.
type opening map[forecourt.Nozzle]unit.Temperature

// Temperature implements electronics.Thermometer.
func (o opening) Temperature(n forecourt.Nozzle) unit.Temperature { return o[n] }
