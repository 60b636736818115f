package tank

import (
	"math"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/unit"
)

// How fast heat moves (C, design defaults): a tank of fuel in the ground takes days to be as warm as the ground; the
// probe's thermistors take hours to feel a delivery wholly.
const (
	groundTau = 72 * time.Hour
	mixingTau = 2 * time.Hour
)

// fading is a difference of temperature that goes away evenly in its logarithm, from an instant on.
type fading struct {
	from clock.Instant
	by   unit.Temperature
	tau  time.Duration
}

// at returns what is left of it, to the nearest millidegree.
func (f fading) at(now clock.Instant) unit.Temperature {
	if f.by == 0 || now <= f.from {
		return f.by
	}
	return unit.Temperature(math.Round(float64(f.by) * math.Exp(-float64(now-f.from)/float64(f.tau))))
}

// bulk returns the mean temperature of the product as it was settled, as warm as it would be now without what has come
// in since.
func (t *Tank) bulk(now clock.Instant) unit.Temperature { return t.config.Ground + t.warmth.at(now) }

// mixed returns the temperature of two volumes together, weighted by their volumes.
func mixed(a unit.Volume, at unit.Temperature, b unit.Volume, bt unit.Temperature) unit.Temperature {
	if b <= 0 {
		return at
	}
	if a <= 0 {
		return bt
	}
	return at + unit.Temperature(math.Round(float64(bt-at)*(float64(b)/float64(a+b))))
}

// stir mixes what has come in since the books were settled into the rest. What the probe feels does not jump.
func (t *Tank) stir(now clock.Instant, rest, in unit.Volume, warm unit.Temperature) {
	before := t.bulk(now)
	felt := before + t.unmixed.at(now)
	after := mixed(rest, before, in, warm)
	t.warmth = fading{now, after - t.config.Ground, groundTau}
	t.unmixed = fading{now, felt - after, mixingTau}
}

// Temperature returns the mean temperature of the product now.
func (t *Tank) Temperature() unit.Temperature {
	now := t.now()
	if w := t.since(); w.in > 0 {
		return mixed(t.product-w.drawn, t.bulk(now), w.in, t.drop.warm)
	}
	return t.bulk(now)
}
