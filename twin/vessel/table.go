package vessel

import (
	"fmt"
	"math/bits"

	"github.com/forecourt/forecourt/twin/unit"
)

// Table is what a gauge console knows of a tank: the volumes at the full height and at even steps below it, the highest
// first, as they are programmed (functions 604 to 606: 1 point, 4 or 20).
type Table struct {
	Diameter unit.Level
	Points   []unit.Volume
}

// Table returns a vessel's own table of so many points, as a careful installer programs it.
func (v *Vessel) Table(points int) Table {
	t := Table{Diameter: v.shape.Diameter, Points: make([]unit.Volume, points)}
	for i := range t.Points {
		t.Points[i] = v.Volume(t.height(points - i))
	}
	return t
}

// height returns the height of a step from the bottom.
func (t Table) height(step int) unit.Level {
	return t.Diameter * unit.Level(step) / unit.Level(len(t.Points))
}

// Check says why a table cannot be measured with.
func (t Table) Check() error {
	if t.Diameter <= 0 || len(t.Points) == 0 {
		return fmt.Errorf("a strapping table needs a diameter and points")
	}
	for i, v := range t.Points {
		if v <= 0 || i > 0 && v > t.Points[i-1] {
			return fmt.Errorf("point %d of a strapping table, %s, is not below the one before it", i+1, v)
		}
	}
	return nil
}

// Full returns the highest point.
func (t Table) Full() unit.Volume { return t.Points[0] }

// Volume returns what is below a height: along straight lines between the points and the bottom, cut to the microlitre.
func (t Table) Volume(h unit.Level) unit.Volume {
	n := len(t.Points)
	switch {
	case h <= 0 || t.Diameter <= 0 || n == 0:
		return 0
	case h >= t.Diameter:
		return t.Points[0]
	}
	step := int(h * unit.Level(n) / t.Diameter) // the point that h is above
	for t.height(step+1) <= h {
		step++
	}
	var low unit.Volume
	if step > 0 {
		low = t.Points[n-step]
	}
	from, to := t.height(step), t.height(step+1)
	rise := t.Points[n-step-1] - low
	if rise < 0 {
		return low // a table that falls is no table; Check says so
	}
	hi, lo := bits.Mul64(uint64(rise), uint64(h-from))
	q, _ := bits.Div64(hi, lo, uint64(to-from))
	return low + unit.Volume(q)
}
