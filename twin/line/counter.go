package line

import (
	"math"

	"github.com/forecourt/forecourt/twin/clock"
)

// NoCompare is a count that is never reached.
const NoCompare int64 = math.MaxInt64

// Scale turns cumulative microlitres into a count: floor(volume * Num / Den), or the next whole number above it where Up
// is set: two scales of which one is Up and whose Num add up to Den share a volume out without a rest.
type Scale struct {
	Num, Den int64
	Up       bool
}

// PulseScale returns the scale of a pulser: pulses per unit of volume, the unit in nanolitres, and the meter's error in
// parts per million (positive: it counts too much).
func PulseScale(pulsesPerUnit, unitNanolitres, errorPPM int64) Scale {
	num, den := pulsesPerUnit*(1_000_000+errorPPM), unitNanolitres
	// volume[ul] * 1000 nl/ul * pulses/unit * (1e6+ppm)/1e6 / nl = volume * pulses * (1e6+ppm) / (1000 * nl)
	g := gcd(num, den)
	num, den = num/g, den/g
	const thousand = 1000
	if h := gcd(num, thousand); h > 1 {
		return Scale{Num: num / h, Den: den * (thousand / h)}
	}
	return Scale{Num: num, Den: den * thousand}
}

// Count returns the count of a volume.
func (s Scale) Count(volume int64) int64 {
	switch {
	case s.Up:
		return ceilMulDiv(volume, s.Num, s.Den)
	case volume < 0:
		return -mulDivUp(-volume, s.Num, s.Den)
	}
	return mulDiv(volume, s.Num, s.Den)
}

// Volume returns the least volume whose count is n.
func (s Scale) Volume(n int64) int64 {
	if s.Up {
		return floorMulDiv(n-1, s.Den, s.Num) + 1
	}
	return ceilMulDiv(n, s.Den, s.Num)
}

func floorMulDiv(a, b, c int64) int64 {
	if a < 0 {
		return -mulDivUp(-a, b, c)
	}
	return mulDiv(a, b, c)
}

func ceilMulDiv(a, b, c int64) int64 {
	if a < 0 {
		return -mulDiv(-a, b, c)
	}
	return mulDivUp(a, b, c)
}

func gcd(a, b int64) int64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// Counter is a line on which one end makes a quantity grow and the other counts it, like a pulser on a counter input
// with a compare register. Pulses are counted from the flow in closed form: nothing happens between two that matter.
type Counter struct {
	bound
	scale   Scale
	train   Train
	eye     Eye
	compare int64
	edges   *edges // in place of the closed form, in the reference mode

	ramp          int64 // what the train's ramp adds in all
	volume, count int64 // as read last
}

// NewCounter returns a counter at zero; eye may be nil when nobody waits for a count.
func NewCounter(scale Scale, eye Eye) *Counter {
	return &Counter{scale: scale, eye: eye, compare: NoCompare, train: Still(0, 0)}
}

// Flow replaces the train.
func (c *Counter) Flow(t Train) {
	if c.edges != nil {
		c.edges.catchUp(c, c.now())
	}
	c.train, c.ramp = t, t.whole().ramped(int64(t.RampEnd-t.From))
	c.arm()
}

// Train returns what drives the counter.
func (c *Counter) Train() Train { return c.train }

// Count reads the counter at the scheduler's instant.
func (c *Counter) Count() int64 {
	if c.edges != nil {
		return c.edges.catchUp(c, c.now())
	}
	if v := c.Volume(); v != c.volume {
		c.volume, c.count = v, c.scale.Count(v)
	}
	return c.count
}

// Volume reads the cumulative microlitres behind it.
func (c *Counter) Volume() int64 {
	t := &c.train
	now, ramped := c.now(), max(t.RampEnd, t.From)
	if now < t.StopAt && now > ramped && t.Of.Den == 0 {
		return t.Base + c.ramp + perSecond(t.EndRate, int64(now-ramped))
	}
	return t.At(now)
}

// Compare asks for a call of Counted when the count is reached.
func (c *Counter) Compare(count int64) {
	if count != c.compare {
		c.compare = count
		c.arm()
	}
}

func (c *Counter) arm() {
	if c.edges != nil {
		c.sched.SetLine(c.slot, c.edges.next(c))
		return
	}
	at := clock.Never
	switch falls := c.train.Rate < 0 || c.train.EndRate < 0; {
	case c.compare == NoCompare:
	case falls: // it has been there, and only goes away from it
		if c.Count() >= c.compare {
			at = c.now()
		}
	default:
		at = max(c.train.When(c.scale.Volume(c.compare)), c.now())
	}
	c.sched.SetLine(c.slot, at)
}

// Wake tells the eye that the count is reached.
func (c *Counter) Wake() {
	n := c.Count()
	if c.compare == NoCompare || n < c.compare {
		c.arm()
		return
	}
	c.compare = NoCompare
	c.eye.Counted(n)
}
