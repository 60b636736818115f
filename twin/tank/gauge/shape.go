package gauge

import (
	"math"

	"github.com/forecourt/forecourt/twin/unit"
)

// shape is a lying cylinder without heads (A: geometry). Its length follows from capacity and diameter. The share of the
// circle below a height is computed in floating point and rounded to the microlitre at once; every product is rounded
// by itself, so that no processor fuses it with a sum and another machine prints the same.
type shape struct {
	capacity unit.Volume
	diameter unit.Level
}

// volume returns what is below a height.
func (s shape) volume(h unit.Level) unit.Volume {
	switch {
	case h <= 0 || s.diameter <= 0:
		return 0
	case h >= s.diameter:
		return s.capacity
	}
	x := 1 - float64(2*h)/float64(s.diameter) // (R-h)/R
	chord := float64(x * math.Sqrt(1-float64(x*x)))
	share := (math.Acos(x) - chord) / math.Pi
	return unit.Volume(math.Round(float64(s.capacity) * share))
}

// height returns the lowest height that has a volume below it, to the micrometre.
func (s shape) height(v unit.Volume) unit.Level {
	low, high := unit.Level(0), s.diameter
	for low < high {
		mid := low + (high-low)/2
		if s.volume(mid) >= v {
			high = mid
		} else {
			low = mid + 1
		}
	}
	return low
}
