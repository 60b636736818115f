package vessel

import (
	"fmt"
	"math"

	"github.com/forecourt/forecourt/twin/unit"
)

// Heads are the two ends of a shell.
type Heads uint8

// The forms of a head: a disc, a half ellipsoid as deep as a quarter of the diameter, a half sphere.
const (
	Flat Heads = iota
	Elliptical
	Hemispherical
)

var headNames = [...]string{"flat", "2:1", "hemispherical"}

// String returns the name in a site plan.
func (h Heads) String() string {
	if int(h) < len(headNames) {
		return headNames[h]
	}
	return fmt.Sprintf("heads %d", uint8(h))
}

// MarshalText returns String.
func (h Heads) MarshalText() ([]byte, error) { return []byte(h.String()), nil }

// UnmarshalText reads the name in a site plan.
func (h *Heads) UnmarshalText(text []byte) error {
	for i, name := range headNames {
		if name == string(text) {
			*h = Heads(i)
			return nil
		}
	}
	return fmt.Errorf("'%s' are no heads of a tank: flat, 2:1 or hemispherical", text)
}

// depth returns how deep one head is, in radii.
func (h Heads) depth() float64 { return [...]float64{0, 0.5, 1}[h] }

// Shape is a tank's form.
type Shape struct {
	Diameter unit.Level // inside
	Length   unit.Level // of the straight shell, without the heads
	Heads    Heads
	Tilt     unit.Level // how much higher one end of the shell lies than the other; under 1 mm it is level
	ProbeAt  unit.Level // where the probe stands, along the shell from its low end
}

// The least and most of a shape: what is outside is a slip of the pen, not a tank.
const (
	LeastDiameter unit.Level = 300_000
	MostDiameter  unit.Level = 6_000_000
	MostLength    unit.Level = 150_000_000
)

// ShapeError says what is wrong with a shape; Key is the measure, as a site plan calls it.
type ShapeError struct{ Key, Text string }

// Error implements error.
func (e *ShapeError) Error() string { return e.Key + ": " + e.Text }

// Check says what is wrong with a shape: a *ShapeError.
func (s Shape) Check() error {
	wrong := func(key, format string, args ...any) error { return &ShapeError{key, fmt.Sprintf(format, args...)} }
	switch {
	case s.Diameter < LeastDiameter || s.Diameter > MostDiameter:
		return wrong("diameter", "a tank's diameter is %s to %s, not %s", LeastDiameter, MostDiameter, s.Diameter)
	case s.Length < 0 || s.Length > MostLength || s.Length == 0 && s.Heads != Hemispherical:
		return wrong("length", "a tank's shell is up to %s long, not %s", MostLength, s.Length)
	case int(s.Heads) >= len(headNames):
		return wrong("heads", "there are no %s", s.Heads)
	case s.Tilt < 0 || s.Tilt > s.Length/10 || s.Tilt > s.Diameter/2:
		return wrong("tilt", "nobody lays a tank with a tilt of %s over %s: at most a tenth, and half the diameter", s.Tilt, s.Length)
	case s.ProbeAt < 0 || s.ProbeAt > s.Length:
		return wrong("probe-at", "a probe at %s does not stand in a shell of %s", s.ProbeAt, s.Length)
	}
	return nil
}

// leastTilt is the least that counts: a smaller one is nobody's measure, and the difference of two slices that is divided
// by it would be rounding.
const leastTilt unit.Level = 1000

// Full returns what the shape holds by its measures.
func (s Shape) Full() unit.Volume {
	r := s.radius()
	return unit.Volume(math.Round(s.whole() * r * r * r / 1e9))
}

// LengthFor returns the length of the shell that makes a tank of a diameter and heads hold a capacity, to the micrometre;
// not over zero where the heads alone hold as much.
func LengthFor(capacity unit.Volume, diameter unit.Level, heads Heads) unit.Level {
	r := float64(diameter) / 2
	return unit.Level(math.Round((float64(capacity)*1e9/(r*r) - 4*math.Pi*heads.depth()*r/3) / math.Pi))
}

func (s Shape) radius() float64 { return float64(s.Diameter) / 2 }

// whole is the full volume in cubes of the radius.
func (s Shape) whole() float64 {
	return float64(math.Pi*(float64(s.Length)/s.radius())) + float64(4*math.Pi*s.Heads.depth()/3)
}

// below returns what is below a height at the probe, in cubes of the radius.
func (s Shape) below(h unit.Level) float64 {
	r := s.radius()
	u, long := float64(h)/r, float64(s.Length)/r
	if s.Tilt < leastTilt {
		return float64(segment(u)*long) + float64(2*head(u, s.Heads.depth()))
	}
	slope := float64(s.Tilt) / float64(s.Length)
	low := u + float64(slope*float64(s.ProbeAt)/r)   // the level above the bottom at the low end
	high := low - float64(slope*float64(s.Length)/r) // and at the high end
	shell := (slice(low) - slice(high)) / slope
	return shell + head(low, s.Heads.depth()) + head(high, s.Heads.depth())
}

// segment is the part of a circle of radius one that is below a height: acos(1-u) - (1-u) sqrt(2u-u^2).
func segment(u float64) float64 {
	switch {
	case u <= 0:
		return 0
	case u >= 2:
		return math.Pi
	}
	x := 1 - u
	return math.Acos(x) - float64(x*math.Sqrt(1-float64(x*x)))
}

// slice is the integral of segment from nothing to a height; with u = 1 - cos a it is sin a - a cos a - sin^3 a / 3. It
// makes the volume of a tilted shell exact: the level along it changes evenly.
func slice(u float64) float64 {
	switch {
	case u <= 0:
		return 0
	case u >= 2:
		return math.Pi + float64(math.Pi*(u-2))
	}
	x := 1 - u
	a, sin := math.Acos(x), math.Sqrt(1-float64(x*x))
	return sin - float64(a*x) - float64(sin*sin*sin)/3
}

// head is what one head of a depth holds below a height: pi a u^2 (3 - u) / 6.
func head(u, depth float64) float64 {
	u = min(max(u, 0), 2)
	return float64(math.Pi*depth*u*u*(3-u)) / 6
}
