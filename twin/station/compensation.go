package station

import (
	"github.com/forecourt/forecourt/twin/dispenser/electronics"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/site"
	"github.com/forecourt/forecourt/twin/thermal"
	"github.com/forecourt/forecourt/twin/unit"
)

// compensate has a dispenser compensate as the plan says: for the density that each nozzle's tank has at 15 C, as the installer
// has programmed it, and the temperature that the probe in the meter shows.
func (s *Station) compensate(side site.Side, c *electronics.Config) {
	x := s.plan.Hydraulics.Compensation
	if x == nil {
		return
	}
	probe := &meterProbe{station: s, side: side, err: x.ProbeError, fixed: x.Fuel}
	c.Profile.Compensation = electronics.Compensation{
		Reference: site.References[x.Reference], Expansion: x.Expansion, GrossDrives: x.Drives == "gross", Thermometer: probe,
	}
	for i := range c.Nozzles {
		c.Nozzles[i].Liquid = s.liquid(side.FuellingPoint, side.Hoses[i])
	}
}

// basis is what the controller is set up with: what the volumes of this site's pumps are.
func (s *Station) basis() (c forecourt.Compensation) {
	if x := s.plan.Hydraulics.Compensation; x != nil {
		c.CompensatedTo, c.NetDrives = site.References[x.Reference], x.Drives != "gross"
	}
	return c
}

// liquid is what a nozzle sells: the product of its tank, or the mixture of two.
func (s *Station) liquid(point forecourt.Point, h site.Hose) thermal.Liquid {
	of := func(number int) (l thermal.Liquid) {
		for _, t := range s.plan.Tanks {
			if t.Tank == number {
				l = t.Liquid()
			}
		}
		return l
	}
	if b, ok := s.blend(point, h.Nozzle); ok {
		return thermal.Mix(of(h.Tank), of(b.Tank), b.Percent*perPercent)
	}
	return of(h.Tank)
}

// meterProbe measures the fuel in the meters of a fuelling point: it is as warm as its tank is at that instant, for the pipe
// between them is not modelled.
type meterProbe struct {
	station *Station
	side    site.Side
	err     unit.Temperature
	fixed   *unit.Temperature // of the fuel; nil: the tank's
}

// Temperature implements electronics.Thermometer.
func (p *meterProbe) Temperature(n forecourt.Nozzle) unit.Temperature {
	if p.fixed != nil {
		return *p.fixed + p.err
	}
	h := p.side.Hoses[n-1]
	t := p.station.tanks[h.Tank].Temperature()
	if b, ok := p.station.blend(p.side.FuellingPoint, n); ok {
		t += (p.station.tanks[b.Tank].Temperature() - t) * unit.Temperature(b.Percent) / whole
	}
	return t + p.err
}
