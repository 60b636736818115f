package veeder

import (
	"math"
	"math/bits"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/unit"
)

// codec turns quantities into what the wire carries and back: litres, millimetres and degrees Celsius, or gallons,
// inches and degrees Fahrenheit; and instants into the console's local time. Both ends configure them (A: captures of
// either kind). All floating point of the dialect is here, rounded once on the way in and once on the way out.
type codec struct {
	unit unit.Measure
	zone *time.Location
}

func (c *codec) metric() bool { return c.unit == unit.L }

const (
	micrometresPerInch     = 25_400
	gramsPerPound          = 453.59237
	gramsPerPoundCubicFoot = 16_018.46337396 // grams a cubic metre
	farthest               = 9e15            // what is further from zero is no quantity of a tank
)

// back scales a float of the wire to the nearest integer; false for what is no number or far out of range.
func back(f, scale float64) (int64, bool) {
	x := f * scale
	if !(math.Abs(x) < farthest) {
		return 0, false
	}
	return int64(math.Round(x)), true
}

func (c *codec) volumeScale() float64 { return float64(c.unit.Nanolitres()) / 1000 }

func (c *codec) volume(v unit.Volume) float32 { return float32(float64(v) / c.volumeScale()) }

func (c *codec) lengthScale() float64 {
	if c.metric() {
		return 1000
	}
	return micrometresPerInch
}

func (c *codec) length(um int64) float32 { return float32(float64(um) / c.lengthScale()) }

func (c *codec) temperature(t unit.Temperature) float32 {
	if c.metric() {
		return float32(float64(t) / 1000)
	}
	return float32((float64(t)*9 + 160_000) / 5000)
}

func (c *codec) backTemperature(f float32) (unit.Temperature, bool) {
	if c.metric() {
		t, ok := back(float64(f), 1000)
		return unit.Temperature(t), ok
	}
	t, ok := back(float64(f)-32, 5000.0/9)
	return unit.Temperature(t), ok
}

// expansion is for a degree of the console's own scale: Fahrenheit (B), and Celsius on a metric site (C).
func (c *codec) expansionScale() float64 {
	if c.metric() {
		return 1e9
	}
	return 1e9 * 9 / 5
}

func (c *codec) expansion(e Expansion) float32 { return float32(float64(e) / c.expansionScale()) }

// Pounds, and pounds in a cubic foot, on a site that is not metric (C).
func (c *codec) massScale() float64 {
	if c.metric() {
		return 1000
	}
	return gramsPerPound
}

func (c *codec) densityScale() float64 {
	if c.metric() {
		return 1000
	}
	return gramsPerPoundCubicFoot
}

// Compensate returns a volume at the console's reference temperature by its own rule, linear with one coefficient:
// V (1 + k (reference - T)), the reference 60 degrees Fahrenheit (B: five of five samples of the manual), on a metric
// site 15 degrees Celsius (C). It is computed in integers and cut to the microlitre; displays cut it to the whole unit.
// It is not the petroleum tables' figure.
func Compensate(v unit.Volume, t unit.Temperature, k Expansion, m unit.Measure) unit.Volume {
	ninths := int64(140_000) - 9*int64(t) // of a thousandth of a degree: 60 degrees Fahrenheit are 140/9 Celsius
	if m == unit.L {
		ninths = 9 * (15_000 - int64(t))
	}
	change := int64(k) * ninths // at most 10^9 times 10^7
	negative := (v < 0) != (change < 0)
	hi, lo := bits.Mul64(abs(int64(v)), abs(change))
	const whole = 9 * 1000 * 1_000_000_000
	if hi >= whole {
		return v // out of all reason
	}
	q, rest := bits.Div64(hi, lo, whole)
	if !negative {
		return v + unit.Volume(q)
	}
	if rest > 0 {
		q++
	}
	return v - unit.Volume(q)
}

func abs(n int64) uint64 {
	if n < 0 {
		return -uint64(n)
	}
	return uint64(n)
}

// cut cuts a volume to the units that are shown. A gallon is no whole number of microlitres: a whole count that came over
// the wire may be one of them short, and is not to lose a unit for it.
func (c *codec) cut(v unit.Volume, decimals uint8) unit.Indicated {
	switch {
	case v > 0:
		v++
	case v < 0:
		v--
	}
	return v.Indicated(decimals, c.unit)
}

// whole is what a display shows.
func (c *codec) whole(v unit.Volume) int64 { return c.cut(v, 0).Count }

func (c *codec) local(at clock.Instant) time.Time { return at.Time().In(c.zone) }

// instant is the inverse of local; false for a date that the calendar does not have.
func (c *codec) instant(year int, month time.Month, day, hour, min int) (clock.Instant, bool) {
	t := time.Date(year, month, day, hour, min, 0, 0, c.zone)
	if t.Day() != day || t.Month() != month || hour > 23 || min > 59 || year < 1970 || year > 2200 {
		return 0, false
	}
	return clock.At(t), true
}
