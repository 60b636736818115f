package electronics

import (
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/thermal"
	"github.com/forecourt/forecourt/twin/unit"
)

// Thermometer measures the fuel in a nozzle's meter.
type Thermometer interface {
	Temperature(forecourt.Nozzle) unit.Temperature
}

// Steady is a thermometer that always shows one temperature.
type Steady unit.Temperature

// Temperature implements Thermometer.
func (s Steady) Temperature(forecourt.Nozzle) unit.Temperature { return unit.Temperature(s) }

// Compensation is how a dispenser makes volumes at a reference temperature of those that it measures. Its zero value is a
// dispenser that does not.
type Compensation struct {
	// Reference is thermal.Reference or thermal.Fahrenheit60; 0: there is no compensation.
	Reference unit.Temperature
	// Expansion of every fuel, in parts per million a degree, linear; 0: by the petroleum tables, for the liquid of the nozzle.
	Expansion int64
	// GrossDrives has price, presets and totals go by the gross volume: the net one is told with the sale only.
	GrossDrives bool
	Thermometer Thermometer // nil: always the reference
}

func (c Compensation) on() bool     { return c.Reference != 0 }
func (c Compensation) drives() bool { return c.on() && !c.GrossDrives }

// factor is how much a volume of a liquid at a temperature is at the reference one, in parts per million.
func (c Compensation) factor(l thermal.Liquid, t unit.Temperature) int64 {
	if c.Expansion == 0 {
		return l.PPM(t, c.Reference)
	}
	const wholeDegree = 1000
	return million - c.Expansion*int64(t-c.Reference)/wholeDegree
}

// fuel returns the temperature of what is in a sale's meter, and its factor there.
func (e *Electronics) fuel(s *sale) (unit.Temperature, int64) {
	c, x := &e.profile.Compensation, &e.nozzles[s.nozzle]
	t := c.temperature(x.Nozzle)
	return t, c.factor(x.Liquid, t)
}

func (c Compensation) temperature(n forecourt.Nozzle) unit.Temperature {
	if c.Thermometer == nil {
		return c.Reference
	}
	return c.Thermometer.Temperature(n)
}

const million = 1_000_000

// compensated takes the pulses that a sale has had up to now, and returns those that it charges.
func (e *Electronics) compensated(s *sale, gross int64) int64 {
	c := e.profile.Compensation
	if !c.on() {
		return gross
	}
	if more := gross - s.gross; more > 0 {
		t, factor := e.fuel(s)
		s.gross, s.warmth, s.net = gross, s.warmth+more*int64(t), s.net+more*factor
	}
	if c.drives() {
		return s.net / million
	}
	return s.gross
}

// grossOf is how many pulses a sale has had, before any compensation.
func (e *Electronics) grossOf(s *sale) int64 {
	if !e.profile.Compensation.on() {
		return s.pulses
	}
	return s.gross
}

// grossFor is after how many pulses a sale will charge n, at the temperature of now.
func (e *Electronics) grossFor(s *sale, n int64) int64 {
	c := e.profile.Compensation
	if !c.drives() {
		return n
	}
	missing := n*million - s.net
	if missing <= 0 {
		return s.gross
	}
	_, factor := e.fuel(s)
	return s.gross + (missing+factor-1)/factor
}

// compensation is what a finished sale says beside the volume that it goes by. Of a sale that lost its power, and of which
// nothing but that was kept, it says no more.
func (e *Electronics) compensation(s *sale) forecourt.Compensation {
	c := e.profile.Compensation
	k := forecourt.Compensation{CompensatedTo: c.Reference, NetDrives: c.drives()}.Of(s.volume)
	if !c.on() || s.gross == 0 {
		return k
	}
	if c.drives() {
		k.Gross = e.meter(s.nozzle).Shown(s.gross)
	} else {
		k.Net = e.meter(s.nozzle).Shown(s.net / million)
	}
	k.Temperature, k.Measured = unit.Temperature(s.warmth/s.gross), true
	return k
}
