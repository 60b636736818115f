package site

import (
	"reflect"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/thermal"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/vessel"
)

// Tank holds one grade.
type Tank struct {
	Tank     int             `yaml:",required"`
	Grade    forecourt.Grade `yaml:",required"`
	Capacity unit.Volume     `yaml:",required"`
	Opening  unit.Volume     `yaml:",required"` // product in it when the station starts
	Built
}

// Built is how a tank is built, laid and filled, and what its gauge knows of it. Nothing of it must be given: such a tank
// is a lying cylinder whose gauge knows it exactly, by an ideal probe, and its fuel is as warm as the ground.
type Built struct {
	Diameter unit.Level   // inside; default 2400 mm
	Length   unit.Level   // of the straight shell; default: what the capacity needs
	Heads    vessel.Heads // flat (default), 2:1, hemispherical
	Tilt     unit.Level   // how much higher one end of the shell lies
	ProbeAt  *unit.Level  // along the shell from its low end; default: in the middle

	Water       unit.Level        // at the bottom when the station starts
	Temperature *unit.Temperature // of the product then; default: as the ground
	Ground      *unit.Temperature // default 15 C
	Density     thermal.Density   // at 15 C; default: what the grade usually has
	Expansion   int64             // parts per million for a kelvin, for what the petroleum tables do not cover; 0: by the tables

	// Strapping is how many points of the tank the gauge console knows: 1, 4 or 20, with straight lines between them (one
	// point: as if it were a cylinder without heads). 0: it knows the tank's volume exactly.
	Strapping int
	// Programmed is what the console was told of the tank by mistake; what is zero is true.
	Programmed Programmed
	Probe      string // ideal (default); real: with noise, waves and a dead zone for water
	Limits     Limits
	CSLD       bool `yaml:"csld"` // the console looks for leaks in the quiet times between sales

	// PumpInlet is how high above the bottom, at the probe, the pumps draw: what is below stays there. Default 100 mm, or a
	// twentieth of the diameter where that is less (C). SiphonInlet is the same of the siphon, half as high by default.
	PumpInlet, SiphonInlet *unit.Level

	ManifoldedWith int // another tank of the same grade, by a siphon; 0: none
}

// Programmed are the measures of a tank as somebody programmed them into the console.
type Programmed struct {
	Capacity unit.Volume
	Diameter unit.Level
}

// Limits are where the gauge console raises alarms; what is zero has its default.
type Limits struct {
	LowProduct     unit.Volume // 5 % of the capacity
	DeliveryNeeded unit.Volume // 15 %
	Overfill       unit.Volume // 90 %, where 40 CFR 280 wants an alarm
	HighProduct    unit.Volume // 95 %, where it wants the delivery shut off
	Maximum        unit.Volume // 98 %
	WaterWarning   unit.Level  // 30 mm
	HighWater      unit.Level  // 50 mm
	SuddenLoss     unit.Volume // none: in a tank from which nothing is sold
	Leak           unit.Volume // none: in a leak test
}

// The words of Probe.
const (
	IdealProbe = "ideal"
	RealProbe  = "real"
)

const (
	defaultGround unit.Temperature = 15_000
	mostInlet     unit.Level       = 100_000 // by default
)

// Complete fills in what is not given.
func (t *Tank) Complete() {
	share := func(v *unit.Volume, percent unit.Volume) {
		if *v == 0 {
			*v = t.Capacity / 100 * percent
		}
	}
	orElse(&t.Diameter, 2_400_000)
	orElse(&t.Probe, IdealProbe)
	if t.Ground == nil {
		g := defaultGround
		t.Ground = &g
	}
	if t.Temperature == nil {
		t.Temperature = t.Ground
	}
	if t.PumpInlet == nil {
		h := min(mostInlet, t.Diameter/20)
		t.PumpInlet = &h
	}
	if t.SiphonInlet == nil {
		h := min(mostInlet, t.Diameter/20) / 2
		t.SiphonInlet = &h
	}
	share(&t.Limits.LowProduct, 5)
	share(&t.Limits.DeliveryNeeded, 15)
	share(&t.Limits.Overfill, 90)
	share(&t.Limits.HighProduct, 95)
	share(&t.Limits.Maximum, 98)
	orElse(&t.Limits.WaterWarning, 30_000)
	orElse(&t.Limits.HighWater, 50_000)
}

func orElse[T comparable](v *T, def T) {
	var zero T
	if *v == zero {
		*v = def
	}
}

// Overlay puts what another one gives in place of what is there.
func (b *Built) Overlay(other Built) {
	into, from := reflect.ValueOf(b).Elem(), reflect.ValueOf(other)
	for i := range from.NumField() {
		if !from.Field(i).IsZero() {
			into.Field(i).Set(from.Field(i))
		}
	}
}

// Shape returns the tank's form: the length and the probe's place are filled in.
func (t Tank) Shape() vessel.Shape {
	s := vessel.Shape{Diameter: t.Diameter, Length: t.Length, Heads: t.Heads, Tilt: t.Tilt}
	if s.Length == 0 {
		s.Length = vessel.LengthFor(t.Capacity, t.Diameter, t.Heads)
	}
	s.ProbeAt = s.Length / 2
	if t.ProbeAt != nil {
		s.ProbeAt = *t.ProbeAt
	}
	return s
}

// Unreachable returns what stands below the pumps' inlet and over the water that the tank opens with: nobody sells it.
func (t Tank) Unreachable() unit.Volume {
	t.Complete()
	v, err := t.Vessel()
	if err != nil {
		return 0
	}
	return max(v.Volume(*t.PumpInlet)-v.Volume(t.Water), 0)
}

// Vessel returns the tank as it is built.
func (t Tank) Vessel() (*vessel.Vessel, error) { return vessel.New(t.Shape(), t.Capacity) }

// Taught returns the tank as its console takes it to be, where that is not as it is built; ok says whether it is not.
func (t Tank) Taught() (v *vessel.Vessel, ok bool, err error) {
	p := t.Programmed
	if p == (Programmed{}) {
		return nil, false, nil
	}
	orElse(&p.Capacity, t.Capacity)
	orElse(&p.Diameter, t.Diameter)
	v, err = vessel.New(vessel.Shape{Diameter: p.Diameter, Length: vessel.LengthFor(p.Capacity, p.Diameter, vessel.Flat)}, p.Capacity)
	return v, true, err
}

// Liquid returns the product as far as its volume depends on its temperature.
func (t Tank) Liquid() thermal.Liquid {
	l := thermal.Usual(string(t.Grade))
	if t.Density != 0 {
		l = thermal.Liquid{Density: t.Density}
	}
	if t.Expansion != 0 {
		l.Fixed = t.Expansion
	}
	return l
}

// Manifolds lists the tanks that siphons join, by number, in the order of the plan.
func (p *Plan) Manifolds() (groups [][]int) {
	in := map[int]int{} // which group a tank is in, from 1
	for _, t := range p.Tanks {
		a, b := in[t.Tank], in[t.ManifoldedWith]
		switch {
		case t.ManifoldedWith == 0:
		case a == 0 && b == 0:
			groups = append(groups, []int{t.ManifoldedWith, t.Tank})
			in[t.Tank], in[t.ManifoldedWith] = len(groups), len(groups)
		case a == 0:
			groups[b-1] = append(groups[b-1], t.Tank)
			in[t.Tank] = b
		case b == 0:
			groups[a-1] = append(groups[a-1], t.ManifoldedWith)
			in[t.ManifoldedWith] = a
		case a != b:
			for _, n := range groups[b-1] {
				in[n] = a
			}
			groups[a-1] = append(groups[a-1], groups[b-1]...)
			groups[b-1] = nil
		}
	}
	var whole [][]int
	for _, g := range groups {
		if len(g) > 0 {
			whole = append(whole, g)
		}
	}
	return whole
}
