package gauge

import (
	"github.com/forecourt/forecourt/twin/clock"
	wetstock "github.com/forecourt/forecourt/twin/tank"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/vessel"
	"github.com/forecourt/forecourt/twin/wire/veeder"
)

// tank is one tank and what the console knows of it.
type tank struct {
	TankConfig
	stock               Stock
	probed              Probed // nil: the stock has no probe of its own
	water               unit.Level
	temperature         unit.Temperature
	handWater, handWarm bool // they were set by hand
	out                 bool // the probe

	memory
	filling  filling
	seen     seen
	meter    unit.Volume   // what the dispensers' meters say, at the last look
	due      clock.Instant // when the tank is to be looked at although nothing has happened
	quiet    quiet
	trial    *trial                   // the leak test that runs
	detected *veeder.LeakDetection    // what the last one measured
	closedAt clock.Instant            // when its day was closed last
	lastDue  map[uint16]clock.Instant // when each alarm was due last, of a tank with a real probe
}

// reading is what the probe feels and the console makes of it.
type reading struct {
	wetstock.Feel
	product, water, ullage, compensated unit.Volume
	impossible                          bool // less than nothing, or more than fits
}

// read measures a tank. A console that knows the tank exactly shows the stock's own volume, unless the probe is a real
// one; any other shows what its programmed shape or table has below the heights.
func (g *Gauge) read(t *tank) (r reading) {
	s := g.setup.Tank(t.Number)
	r.Feel = t.feel()
	var gross unit.Volume
	exact := t.Strapping == 0 && s.Full == t.Capacity && s.Diameter == t.Diameter
	switch {
	case exact && !t.RealProbe:
		r.product, r.water = t.stock.Volume(), t.solid().volume(r.Feel.Water)
		gross = r.product + r.water
		r.impossible = r.product < 0 || gross > t.Capacity
	case exact:
		gross, r.water = t.solid().volume(r.Height), t.solid().volume(r.Feel.Water)
	case t.Strapping > 1:
		table := t.table(s)
		gross, r.water = table.Volume(r.Height), table.Volume(r.Feel.Water)
	default:
		programmed := shape{s.Full, s.Diameter}
		gross, r.water = programmed.volume(r.Height), programmed.volume(r.Feel.Water)
	}
	r.product = gross - r.water
	r.impossible = r.impossible || t.stock.Volume() < 0
	r.ullage = s.Full - gross
	r.compensated = veeder.Compensate(r.product, r.Temperature, s.Expansion, g.cfg.Unit)
	return r
}

// table is the strapping table that is programmed, where the console measures by one.
func (t *tank) table(s *veeder.TankSetup) vessel.Table {
	if t.Strapping == len(s.Four) {
		return vessel.Table{Diameter: s.Diameter, Points: s.Four[:]}
	}
	return vessel.Table{Diameter: s.Diameter, Points: s.Twenty[:]}
}

// end returns a reading as one end of a delivery.
func (r reading) end() veeder.Stock {
	return veeder.Stock{
		Volume: r.product, TCVolume: r.compensated, Water: r.Feel.Water, Temperature: r.Temperature, Height: r.Height,
	}
}

// Tank implements veeder.Source.
func (g *Gauge) Tank(_ clock.Instant, n uint8) veeder.Tank {
	t := g.tank(n)
	if t == nil { // switched on over the line, and no probe is there
		return veeder.Tank{Alarms: []uint16{veeder.ProbeOut}}
	}
	r := g.read(t)
	x := veeder.Tank{
		Active: !t.out, Deliveries: t.Deliveries, History: t.History, Alarms: t.Alarms,
		Inventory: veeder.Inventory{
			Volume: r.product, TCVolume: r.compensated, Ullage: r.ullage, Height: r.Height, Water: r.Feel.Water,
			Temperature: r.Temperature, WaterVolume: r.water,
		},
		Mass: veeder.Mass{
			Volume: r.product, Mass: grams(r.product, t.Density), Density: t.Density, Height: r.Height, Water: r.Feel.Water,
			Temperature: r.Temperature,
		},
		LeakHistory: t.Passed, LeakResults: t.Tests, LeakDetection: t.detected,
	}
	if t.Density == 0 {
		x.Mass.Missing = 1<<1 | 1<<2
	}
	x.SafeFill = x.Inventory
	full := g.setup.Tank(n).Full
	x.SafeFill.Ullage = r.ullage - full + full/100*unit.Volume(g.cfg.SafeFill)
	if t.filling.told {
		x.Bits |= veeder.InDelivery
	}
	if t.trial != nil {
		x.Bits |= veeder.InLeakTest
	}
	if r.impossible {
		x.Bits |= veeder.InvalidHeight
	}
	return x
}

// Volume returns the product that the console shows for a tank; false where its probe is out or the tank is not there.
func (g *Gauge) Volume(n uint8) (unit.Volume, bool) {
	t := g.tank(n)
	if t == nil || t.out {
		return 0, false
	}
	return g.read(t).product, true
}

// Compensated returns the TC volume that the console shows; false as for Volume.
func (g *Gauge) Compensated(n uint8) (unit.Volume, bool) {
	t := g.tank(n)
	if t == nil || t.out {
		return 0, false
	}
	return g.read(t).compensated, true
}

// grams is exact up to ten thousand cubic metres.
func grams(v unit.Volume, d veeder.Density) veeder.Grams {
	const cubicMetre = 1000 * int64(unit.Litre)
	whole, rest := int64(v)/cubicMetre, int64(v)%cubicMetre
	return veeder.Grams(whole*int64(d) + rest*int64(d)/cubicMetre)
}
