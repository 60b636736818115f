package tank

import (
	"math"
	"time"

	"github.com/forecourt/forecourt/twin/chance"
	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/unit"
)

// Of a real probe (C, design defaults of the fact sheet, but the water float's dead zone, which is the least of those
// that are listed, B).
const (
	heightSigma  unit.Level       = 20 // micrometres
	heightStep   unit.Level       = 10
	warmthSigma  unit.Temperature = 10 // thousandths of a degree
	leastWater   unit.Level       = 9652
	waveHeight                    = 20_000.0 // micrometres, when a compartment is empty
	waveTau                       = 60 * time.Second
	wavePeriod                    = 3 * time.Second
	heightPlace                   = 1 // what is drawn at an instant: the last bits of its place
	waterPlace                    = 2
	warmthPlace                   = 3
	placesPerGet                  = 4
)

// Feel is what the probe of a tank feels.
type Feel struct {
	Height, Water unit.Level // of the floats on the product and on the water, from the bottom
	Temperature   unit.Temperature
}

// Height returns how high the product stands; 0 where the shape is not known.
func (t *Tank) Height() unit.Level {
	if t.config.Vessel == nil {
		return 0
	}
	return t.config.Vessel.Height(t.Volume() + t.WaterVolume())
}

// Water returns how high the water stands.
func (t *Tank) Water() unit.Level {
	v := t.WaterVolume()
	if t.config.Vessel == nil || v == 0 {
		return 0
	}
	if v != t.wet.volume {
		t.wet.volume, t.wet.height = v, t.config.Vessel.Height(v)
	}
	return t.wet.height
}

// Ullage returns the room that is left; 0 where the capacity is not known.
func (t *Tank) Ullage() unit.Volume {
	if t.config.Capacity == 0 {
		return 0
	}
	return t.config.Capacity - t.Volume() - t.WaterVolume()
}

// Net returns the product as it would be at 15 degrees Celsius, by the petroleum tables.
func (t *Tank) Net() unit.Volume { return t.config.Liquid.Net(t.Volume(), t.Temperature()) }

// Steady returns what changes on a probe other than by the product's volume: the water's height and what the thermistors
// feel, without noise. It is cheap.
func (t *Tank) Steady() (unit.Level, unit.Temperature) { return t.Water(), t.felt() }

func (t *Tank) felt() unit.Temperature {
	now := t.now()
	return t.bulk(now) + t.unmixed.at(now)
}

// Probe returns what the probe feels now. An ideal one feels what is; a real one adds noise, which belongs to the instant,
// and waves while a delivery runs and after it.
func (t *Tank) Probe() Feel {
	f := Feel{t.Height(), t.Water(), t.felt()}
	if !t.config.RealProbe {
		return f
	}
	place := int64(t.now()) * placesPerGet
	f.Height += t.wave() + unit.Level(chance.Noise(t.key, place+heightPlace, int64(heightSigma)))
	f.Temperature += unit.Temperature(chance.Noise(t.key, place+warmthPlace, int64(warmthSigma)))
	if f.Water < leastWater {
		f.Water = 0
	} else {
		f.Water += unit.Level(chance.Noise(t.key, place+waterPlace, int64(heightSigma)))
	}
	f.Height, f.Water = t.onTheFloat(f.Height), t.onTheFloat(f.Water)
	return f
}

// onTheFloat is a height as a real probe tells it.
func (t *Tank) onTheFloat(h unit.Level) unit.Level {
	if t.config.Vessel != nil {
		h = min(h, t.config.Vessel.Shape().Diameter)
	}
	return max((h+heightStep/2)/heightStep*heightStep, 0)
}

// wave is a sine that fades from when the last compartment was empty.
func (t *Tank) wave() unit.Level {
	now := t.now()
	if !t.drop.running && (t.waves == 0 || now > t.waves.Add(20*waveTau)) {
		return 0
	}
	high := waveHeight
	if !t.drop.running {
		high *= math.Exp(-float64(now-t.waves) / float64(waveTau))
	}
	phase := float64(now%clock.Instant(wavePeriod)) / float64(wavePeriod)
	return unit.Level(math.Round(high * math.Sin(2*math.Pi*phase)))
}
