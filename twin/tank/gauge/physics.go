package gauge

import (
	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire/veeder"
)

// tank is one tank and what the console knows of it.
type tank struct {
	TankConfig
	stock       Stock
	water       unit.Level
	temperature unit.Temperature
	out         bool // the probe

	memory
	filling filling
}

// built is the shape of the tank that is in the ground.
func (t *tank) built() shape { return shape{t.Capacity, t.Diameter} }

// reading is what the probe feels and the console makes of it.
type reading struct {
	product, water, ullage, compensated unit.Volume
	height                              unit.Level
	impossible                          bool // less than nothing, or more than fits
}

// read measures a tank. Where the console is programmed as the tank is built, the volume is the stock's, exactly; where
// not, it is what the programmed shape has below the heights.
func (g *Gauge) read(t *tank) (r reading) {
	s := g.setup.Tank(t.Number)
	built, programmed := t.built(), shape{s.Full, s.Diameter}
	r.product, r.water = t.stock.Volume(), built.volume(t.water)
	gross := r.product + r.water
	r.impossible = r.product < 0 || gross > built.capacity
	r.height = built.height(gross)
	if programmed != built {
		gross = programmed.volume(r.height)
		r.water = programmed.volume(t.water)
		r.product = gross - r.water
	}
	r.ullage = s.Full - gross
	r.compensated = veeder.Compensate(r.product, t.temperature, s.Expansion, g.cfg.Unit)
	return r
}

// stock reads one end of a delivery.
func (g *Gauge) stock(t *tank) veeder.Stock {
	r := g.read(t)
	return veeder.Stock{Volume: r.product, TCVolume: r.compensated, Water: t.water, Temperature: t.temperature, Height: r.height}
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
			Volume: r.product, TCVolume: r.compensated, Ullage: r.ullage, Height: r.height, Water: t.water,
			Temperature: t.temperature, WaterVolume: r.water,
		},
		Mass: veeder.Mass{
			Volume: r.product, Mass: grams(r.product, t.Density), Density: t.Density, Height: r.height, Water: t.water,
			Temperature: t.temperature,
		},
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
	if r.impossible {
		x.Bits |= veeder.InvalidHeight
	}
	return x
}

// grams is exact up to ten thousand cubic metres.
func grams(v unit.Volume, d veeder.Density) veeder.Grams {
	const cubicMetre = 1000 * int64(unit.Litre)
	whole, rest := int64(v)/cubicMetre, int64(v)%cubicMetre
	return veeder.Grams(whole*int64(d) + rest*int64(d)/cubicMetre)
}
