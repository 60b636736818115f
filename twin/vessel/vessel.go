package vessel

import (
	"fmt"
	"math"
	"sort"

	"github.com/forecourt/forecourt/twin/unit"
)

// strap is how far apart the heights are at which a vessel knows its volume beforehand.
const strap unit.Level = 10_000

// Vessel is a shape with a capacity. It does not change and may be shared.
type Vessel struct {
	shape    Shape
	capacity unit.Volume
	whole    float64
	straps   []unit.Volume // below every centimetre, from nothing; the last is below the diameter
}

// New returns a vessel; a capacity of 0 is what the shape holds by its measures.
func New(s Shape, capacity unit.Volume) (*Vessel, error) {
	if err := s.Check(); err != nil {
		return nil, fmt.Errorf("vessel: %w", err)
	}
	if capacity == 0 {
		capacity = s.Full()
	}
	if capacity < 0 {
		return nil, fmt.Errorf("vessel: a tank of %s", capacity)
	}
	v := &Vessel{shape: s, capacity: capacity, whole: s.whole()}
	for h := unit.Level(0); h < s.Diameter; h += strap {
		v.straps = append(v.straps, v.Volume(h))
	}
	v.straps = append(v.straps, v.Volume(s.Diameter))
	return v, nil
}

// Shape returns its form.
func (v *Vessel) Shape() Shape { return v.shape }

// Capacity returns what it holds when it is full.
func (v *Vessel) Capacity() unit.Volume { return v.capacity }

// Volume returns what is below a height at the probe. A height outside the tank is taken for its bottom or its top. In a
// tilted tank something is below the foot of the probe, and something above its head.
func (v *Vessel) Volume(h unit.Level) unit.Volume {
	h = min(max(h, 0), v.shape.Diameter)
	share := v.shape.below(h) / v.whole
	return min(max(unit.Volume(math.Round(float64(v.capacity)*share)), 0), v.capacity)
}

// Height returns the lowest height at the probe that has a volume below it, to the micrometre; the bottom for what does
// not reach the probe, the top for what is more than stands below it.
func (v *Vessel) Height(of unit.Volume) unit.Level {
	last := len(v.straps) - 1
	i := sort.Search(last+1, func(i int) bool { return v.straps[i] >= of })
	switch i {
	case 0:
		return 0
	case last + 1:
		return v.shape.Diameter
	}
	return v.between(of, unit.Level(i-1)*strap, min(unit.Level(i)*strap, v.shape.Diameter), v.straps[i-1], v.straps[i])
}

// between narrows a height down between one that has less below it and one that has enough: along the line between them
// first, by halves where that does not help.
func (v *Vessel) between(of unit.Volume, low, high unit.Level, below, enough unit.Volume) unit.Level {
	for try := 0; high-low > 1; try++ {
		at := low + (high-low)/2
		if try < 8 && enough > below {
			along := unit.Level(float64(high-low) * (float64(of-below) / float64(enough-below)))
			// One step aside makes the other end follow.
			at = min(max(low+along+unit.Level(try%2), low+1), high-1)
		}
		if got := v.Volume(at); got >= of {
			high, enough = at, got
		} else {
			low, below = at, got
		}
	}
	return high
}

// PerHeight returns what a micrometre more holds at a height, in microlitres.
func (v *Vessel) PerHeight(h unit.Level) unit.Volume {
	const step unit.Level = 500
	low, high := max(h-step, 0), min(h+step, v.shape.Diameter)
	return (v.Volume(high) - v.Volume(low)) / unit.Volume(high-low)
}
