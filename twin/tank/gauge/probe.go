package gauge

import (
	"github.com/forecourt/forecourt/twin/clock"
	wetstock "github.com/forecourt/forecourt/twin/tank"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/vessel"
)

// Probed is a Stock with a probe of its own. What such a tank's water and temperature are is the tank's affair, until
// SetWater or SetTemperature say otherwise.
type Probed interface {
	Stock
	// Probe returns what the probe feels now, with its noise where it has some.
	Probe() wetstock.Feel
	// Steady returns how high the water stands and how warm the product feels, without noise; it is cheap.
	Steady() (water unit.Level, felt unit.Temperature)
}

var _ Probed = (*wetstock.Tank)(nil)

// solid is something that has a volume below each height.
type solid interface {
	volume(h unit.Level) unit.Volume
	height(v unit.Volume) unit.Level
}

// built is a vessel as a solid.
type built struct{ *vessel.Vessel }

func (b built) volume(h unit.Level) unit.Volume { return b.Volume(h) }
func (b built) height(v unit.Volume) unit.Level { return b.Height(v) }

// seen is what a look at a tank depends on; while it is the same nothing has happened.
type seen struct {
	volume      unit.Volume
	water       unit.Level
	temperature unit.Temperature
	out         bool
	setup       int
}

// glance returns what a look would depend on. It costs no computing of heights.
func (g *Gauge) glance(t *tank) seen {
	s := seen{volume: t.stock.Volume(), out: t.out, setup: g.changes}
	s.water, s.temperature = t.steady()
	return s
}

func (t *tank) steady() (water unit.Level, warm unit.Temperature) {
	if t.probed == nil || t.handWater && t.handWarm {
		return t.water, t.temperature
	}
	water, warm = t.probed.Steady()
	if t.handWater {
		water = t.water
	}
	if t.handWarm {
		warm = t.temperature
	}
	return water, warm
}

// feel returns what the probe feels.
func (t *tank) feel() (f wetstock.Feel) {
	if t.probed == nil || t.handWater {
		f.Water, f.Temperature = t.steady()
		f.Height = t.solid().height(t.stock.Volume() + t.solid().volume(f.Water))
		return f
	}
	f = t.probed.Probe()
	if t.handWarm {
		f.Temperature = t.temperature
	}
	return f
}

// solid returns the tank that is in the ground.
func (t *tank) solid() solid {
	if t.Vessel != nil {
		return built{t.Vessel}
	}
	return shape{t.Capacity, t.Diameter}
}

// sold returns what the dispensers' meters say; 0 where they are not joined to the console.
func (t *tank) sold() unit.Volume {
	if t.Sold == nil {
		return 0
	}
	return t.Sold()
}

// band is how much a reading may rise by its noise alone (C).
func (t *tank) band() unit.Volume {
	if t.RealProbe {
		return 10 * unit.Litre
	}
	return 0
}

// lookAt brings what the console knows of a tank up to now. Mostly nothing has happened.
func (g *Gauge) lookAt(t *tank, now clock.Instant) {
	s := g.glance(t)
	if s == t.seen && !t.filling.rising && now < t.due {
		t.filling.rest(now)
		return
	}
	t.seen, t.meter = s, t.sold()
	r := g.read(t)
	g.watchFilling(t, r)
	g.watchQuiet(t, r)
	g.watchDay(t, r)
	g.watchAlarms(t, r)
}
