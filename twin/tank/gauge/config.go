package gauge

import (
	"fmt"
	"time"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/vessel"
	"github.com/forecourt/forecourt/twin/wire/veeder"
)

// Kind is the kind of role that a gauge plays: "gauge".
const Kind = "gauge"

// Console is the first port of the lines to those who ask; Timers is how many timers the loop gives a gauge that has
// only that one.
const (
	Console machine.Port = 0
	Timers               = 2
)

// NumTimers is how many timers the loop gives a gauge with so many ports: one for each session, and the scan.
func NumTimers(ports int) int { return max(ports, 1) + 1 }

// mostPorts bounds the ports; a console's card cage has far fewer.
const mostPorts = 16

// Role returns the gauge's role.
func Role() forecourt.Role { return forecourt.Role{Kind: Kind} }

// Stock is what a tank holds now.
type Stock interface{ Volume() unit.Volume }

// Config is what differs from console to console. A zero span or volume means the default.
type Config struct {
	Tanks    []TankConfig
	Lines    []LineConfig
	Unit     unit.Measure // litres, millimetres and Celsius, or gallons, inches and Fahrenheit
	Ports    int          // lines to those who ask, each with a conversation of its own; 0: one
	Zone     *time.Location
	Security string // six characters; empty: RS-232 security is off
	Headers  [veeder.HeaderLines]string
	Layout   veeder.Layout
	Pacing   veeder.Pacing // Chance is filled in
	SafeFill int           // percent of the full volume that 21A reckons with, default 95 (A)

	Scan          time.Duration // default 2 s (B: consoles sample every 1 to 4 s)
	DeliveryDelay time.Duration // default 1 min (B: as it comes; samples in the manual have 5)
	MinDelivery   unit.Volume   // a smaller rise is no delivery, default 100 L (design default)
}

// TankConfig is one tank as it is built, and what is programmed for it at first.
type TankConfig struct {
	Number      uint8 // 1 to 16
	Label       string
	Product     byte // 20h to 7Eh; 0: the digit of the number
	Capacity    unit.Volume
	Diameter    unit.Level
	Density     veeder.Density   // of the product; 0: not known
	Expansion   veeder.Expansion // the console's own coefficient; 0: that of petrol
	Limits      veeder.Limits
	Water       unit.Level       // of a Stock without a probe
	Temperature unit.Temperature // the same

	// What the console is joined to and programmed with beyond that. Nothing of it must be given.
	Vessel     *vessel.Vessel     // the tank as it is built; nil: a lying cylinder without heads
	Taught     *vessel.Vessel     // the tank as it is programmed by mistake; nil: as it is built
	Strapping  int                // 4 or 20: it measures by that many points; 1: by the full volume alone; 0: it knows the tank
	RealProbe  bool               // readings are noisy
	Manifolded bool               // it shares a siphon
	CSLD       bool               // leaks are looked for in quiet times
	Sold       func() unit.Volume // what the dispensers' meters have counted out of it; nil: they are not joined
}

// The defaults, and how much is remembered of each tank.
const (
	defaultScan          = 2 * time.Second
	defaultDeliveryDelay = time.Minute
	defaultMinDelivery   = 100 * unit.Litre
	defaultSafeFill      = 95
	remembered           = 10 // deliveries and alarms (C)
)

func (c *Config) fillIn() {
	if c.Scan == 0 {
		c.Scan = defaultScan
	}
	if c.DeliveryDelay == 0 {
		c.DeliveryDelay = defaultDeliveryDelay
	}
	if c.MinDelivery == 0 {
		c.MinDelivery = defaultMinDelivery
	}
	if c.SafeFill == 0 {
		c.SafeFill = defaultSafeFill
	}
	c.Ports = max(c.Ports, 1)
}

// check says what is wrong with a configuration.
func (c *Config) check(stocks int) error {
	switch {
	case len(c.Tanks) != stocks:
		return fmt.Errorf("gauge: %d tanks and %d stocks", len(c.Tanks), stocks)
	case c.Security != "" && len(c.Security) != 6:
		return fmt.Errorf("gauge: the security code does not have six characters")
	case c.Scan < 0 || c.DeliveryDelay < 0 || c.MinDelivery < 0 || c.SafeFill < 0 || c.SafeFill > 100 || c.Ports > mostPorts:
		return fmt.Errorf("gauge: a number is out of range")
	case c.Unit > unit.ImpGal:
		return fmt.Errorf("gauge: there is no %s", c.Unit)
	}
	seen := map[uint8]bool{}
	for _, t := range c.Tanks {
		switch {
		case t.Number < 1 || t.Number > veeder.MaxTanks || seen[t.Number]:
			return fmt.Errorf("gauge: tank %d is not one of 1 to %d, or is there twice", t.Number, veeder.MaxTanks)
		case t.Capacity <= 0 || t.Diameter <= 0:
			return fmt.Errorf("gauge: tank %d needs a capacity and a diameter", t.Number)
		case t.Vessel != nil && (t.Vessel.Capacity() != t.Capacity || t.Vessel.Shape().Diameter != t.Diameter):
			return fmt.Errorf("gauge: tank %d has another capacity or diameter than its vessel", t.Number)
		case t.Strapping != 0 && t.Strapping != 1 && t.Strapping != 4 && t.Strapping != 20, t.Strapping > 1 && t.Vessel == nil:
			return fmt.Errorf("gauge: tank %d is measured by 1, 4 or 20 points of a vessel", t.Number)
		}
		seen[t.Number] = true
	}
	lines := map[uint8]bool{}
	for _, l := range c.Lines {
		if l.Number < 1 || l.Number > veeder.MaxLines || lines[l.Number] || l.Leak == nil {
			return fmt.Errorf("gauge: line %d is not one of 1 to %d, is there twice, or nothing is known of it", l.Number, veeder.MaxLines)
		}
		lines[l.Number] = true
	}
	return nil
}

// program writes what is known of a tank.
func (t *TankConfig) program(x *veeder.TankSetup) {
	x.On, x.Full, x.Diameter, x.Limits = true, t.Capacity, t.Diameter, t.Limits
	if t.Expansion != 0 {
		x.Expansion = t.Expansion
	}
	v := t.Vessel
	if t.Taught != nil {
		v = t.Taught
	}
	if v == nil {
		return
	}
	x.Full, x.Diameter, x.Tilt = v.Capacity(), v.Shape().Diameter, v.Shape().Tilt
	copy(x.Four[:], v.Table(len(x.Four)).Points)
	copy(x.Twenty[:], v.Table(len(x.Twenty)).Points)
}

// setup programs a console with its configuration.
func (c *Config) setup() (*veeder.Setup, error) {
	s := veeder.NewSetup()
	for i, line := range c.Headers {
		if err := s.Put(veeder.HeaderSetup, uint8(i+1), veeder.Text(line)); err != nil {
			return nil, err
		}
	}
	if c.Security != "" {
		s.Secured = true
		if err := s.Put(veeder.SecuritySetup, 0, veeder.Text(c.Security)); err != nil {
			return nil, err
		}
	}
	for _, t := range c.Tanks {
		if err := s.Put(veeder.LabelSetup, t.Number, veeder.Text(t.Label)); err != nil {
			return nil, err
		}
		if t.Product != 0 {
			if err := s.Put(veeder.ProductSetup, t.Number, veeder.Product(t.Product)); err != nil {
				return nil, err
			}
		}
		t.program(s.Tank(t.Number))
	}
	return s, nil
}
