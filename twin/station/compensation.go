package station

import (
	"github.com/forecourt/forecourt/twin/dispenser/electronics"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/site"
	"github.com/forecourt/forecourt/twin/unit"
)

// probe has a dispenser that compensates measure the fuel in its meters.
func (s *Station) probe(side site.Side, c *electronics.Config) {
	if x := s.plan.Hydraulics.Compensation; x != nil {
		c.Profile.Compensation.Thermometer = &meterProbe{station: s, side: side, err: x.ProbeError, fixed: x.Fuel}
	}
}

// basis is what the controller is set up with: what the volumes of this site's pumps are.
func (s *Station) basis() (c forecourt.Compensation) {
	if x := s.plan.Hydraulics.Compensation; x != nil {
		c.CompensatedTo, c.NetDrives = site.References[x.Reference], x.Drives != "gross"
	}
	return c
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
	if b, ok := p.station.plan.Hydraulics.Blend(p.side.FuellingPoint, n); ok {
		t += (p.station.tanks[b.Tank].Temperature() - t) * unit.Temperature(b.Percent) / whole
	}
	return t + p.err
}
