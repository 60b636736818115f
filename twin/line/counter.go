package line

import (
	"math"

	"github.com/forecourt/forecourt/twin/clock"
)

// NoCompare is a count that is never reached.
const NoCompare int64 = math.MaxInt64

// Scale turns cumulative microlitres into a count: floor(volume * Num / Den).
type Scale struct{ Num, Den int64 }

// PulseScale returns the scale of a pulser: pulses per unit of volume, the unit in nanolitres, and the meter's error in
// parts per million (positive: it counts too much).
func PulseScale(pulsesPerUnit, unitNanolitres, errorPPM int64) Scale {
	num, den := pulsesPerUnit*(1_000_000+errorPPM), unitNanolitres
	// volume[ul] * 1000 nl/ul * pulses/unit * (1e6+ppm)/1e6 / nl = volume * pulses * (1e6+ppm) / (1000 * nl)
	g := gcd(num, den)
	num, den = num/g, den/g
	const thousand = 1000
	if h := gcd(num, thousand); h > 1 {
		return Scale{num / h, den * (thousand / h)}
	}
	return Scale{num, den * thousand}
}

// Count returns the count of a volume.
func (s Scale) Count(volume int64) int64 { return mulDiv(volume, s.Num, s.Den) }

// Volume returns the least volume whose count is n.
func (s Scale) Volume(n int64) int64 { return mulDivUp(n, s.Den, s.Num) }

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
}

// NewCounter returns a counter at zero; eye may be nil when nobody waits for a count.
func NewCounter(scale Scale, eye Eye) *Counter {
	return &Counter{scale: scale, eye: eye, compare: NoCompare, train: Still(0, 0)}
}

// Flow replaces the train.
func (c *Counter) Flow(t Train) {
	c.train = t
	c.arm()
}

// Train returns what drives the counter.
func (c *Counter) Train() Train { return c.train }

// Count reads the counter at the scheduler's instant.
func (c *Counter) Count() int64 { return c.scale.Count(c.train.At(c.sched.Now())) }

// Volume reads the cumulative microlitres behind it.
func (c *Counter) Volume() int64 { return c.train.At(c.sched.Now()) }

// Compare asks for a call of Counted when the count is reached.
func (c *Counter) Compare(count int64) {
	c.compare = count
	c.arm()
}

func (c *Counter) arm() {
	at := clock.Never
	if c.compare != NoCompare {
		at = max(c.train.When(c.scale.Volume(c.compare)), c.sched.Now())
	}
	c.sched.SetLine(c.slot, at)
}

// Wake tells the eye that the count is reached.
func (c *Counter) Wake() {
	n := c.Count()
	if n < c.compare {
		c.arm()
		return
	}
	c.compare = NoCompare
	c.eye.Counted(n)
}
