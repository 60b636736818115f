package site

import (
	"errors"
	"fmt"
	"slices"

	"github.com/forecourt/forecourt/twin/thermal"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/vessel"
)

// TankProblem is what is wrong with a tank of a plan: its index, the key, and how to mend it.
type TankProblem struct {
	Index             int
	Key, Message, Fix string
}

// nameplatePercent is how far the capacity may be from what the measures of a tank hold.
const nameplatePercent = 2

// TankProblems lists what is wrong with the tanks of a plan, each complete.
func (p *Plan) TankProblems() (found []TankProblem) {
	for i, t := range p.Tanks {
		for _, x := range slices.Concat(t.wrongShape(), t.wrongInlets(), t.wrongContents(), t.wrongGauge(), p.wrongSiphon(t)) {
			x.Index = i
			found = append(found, x)
		}
	}
	return found
}

func problem(key, fix, format string, args ...any) []TankProblem {
	return []TankProblem{{Key: key, Message: fmt.Sprintf(format, args...), Fix: fix}}
}

func (t Tank) wrongShape() []TankProblem {
	if t.Capacity <= 0 {
		return problem("capacity", "", "a tank must hold more than nothing")
	}
	s := t.Shape()
	if t.Length == 0 && s.Length <= 0 {
		return problem("heads", "make the diameter smaller, or the capacity larger",
			"%s heads of %s hold more than %s by themselves", t.Heads, t.Diameter, t.Capacity)
	}
	var wrong *vessel.ShapeError
	if err := s.Check(); errors.As(err, &wrong) {
		return problem(wrong.Key, "", "%s", wrong.Text)
	}
	if full := s.Full(); t.Length != 0 {
		if off := full - t.Capacity; off > t.Capacity/100*nameplatePercent || -off > t.Capacity/100*nameplatePercent {
			return problem("length", "leave the length out, or write capacity: "+(full/unit.Litre*unit.Litre).String(),
				"a tank of %s by %s with %s heads holds %s, the capacity says %s", t.Diameter, t.Length, t.Heads, full/unit.Litre*unit.Litre, t.Capacity)
		}
	}
	return nil
}

// wrongInlets finds feet of pumps and siphons outside of the lower half of a tank.
func (t Tank) wrongInlets() []TankProblem {
	for i, h := range []*unit.Level{t.PumpInlet, t.SiphonInlet} {
		if h != nil && (*h < 0 || *h > t.Diameter/2) {
			return problem([]string{"pump-inlet", "siphon-inlet"}[i], "for example 100 mm", "nothing draws at %s in a tank of %s", *h, t.Diameter)
		}
	}
	return nil
}

func (t Tank) wrongContents() []TankProblem {
	if t.Opening > t.Capacity || t.Opening < 0 {
		return problem("opening", "", "the tank opens with %s but holds %s", t.Opening, t.Capacity)
	}
	if t.Water < 0 || t.Water > t.Diameter {
		return problem("water", "", "water of %s does not stand in a tank of %s", t.Water, t.Diameter)
	}
	if v, err := t.Vessel(); err == nil && t.Opening+v.Volume(t.Water) > t.Capacity {
		return problem("water", "", "the tank opens with %s over %s of water, and overflows: it holds %s", t.Opening, v.Volume(t.Water)/unit.Litre*unit.Litre, t.Capacity)
	}
	for i, warm := range []*unit.Temperature{t.Ground, t.Temperature} {
		if warm != nil && (*warm < -40_000 || *warm > 60_000) {
			return problem([]string{"ground", "temperature"}[i], "", "fuel in the ground is not at %s", *warm)
		}
	}
	key := "density"
	if t.Expansion != 0 {
		key = "expansion"
	}
	if err := t.Liquid().Check(); err != nil {
		return problem(key, "for example expansion: 420, of AdBlue", "%v", err)
	}
	if d := t.Density; d != 0 && (d < 500_000 || d > 1_500_000) {
		return problem("density", "for example "+thermal.Density(835_000).String(), "no fuel has a density of %s", d)
	}
	return nil
}

// strappings are how many points a console can know.
var strappings = []int{0, 1, 4, 20}

func (t Tank) wrongGauge() []TankProblem {
	if !slices.Contains(strappings, t.Strapping) {
		return problem("strapping", "", "a console knows a tank by 1, 4 or 20 points, not %d", t.Strapping)
	}
	if t.Probe != IdealProbe && t.Probe != RealProbe {
		return problem("probe", "it is 'ideal' or 'real'", "there is no probe '%s'", t.Probe)
	}
	if p := t.Programmed; p.Capacity < 0 || p.Diameter < 0 {
		return problem("programmed", "", "nobody programs less than nothing")
	}
	if _, _, err := t.Taught(); err != nil {
		return problem("programmed", "", "a console is not programmed so: %v", err)
	}
	l := t.Limits
	for _, v := range []unit.Volume{l.LowProduct, l.DeliveryNeeded, l.Overfill, l.HighProduct, l.Maximum, l.SuddenLoss, l.Leak} {
		if v < 0 || v > t.Capacity {
			return problem("limits", "", "a limit of %s is none of a tank of %s", v, t.Capacity)
		}
	}
	for _, h := range []unit.Level{l.WaterWarning, l.HighWater} {
		if h < 0 || h > t.Diameter {
			return problem("limits", "", "a limit of %s is none of a tank of %s", h, t.Diameter)
		}
	}
	return nil
}

func (p *Plan) wrongSiphon(t Tank) []TankProblem {
	const key = "manifolded-with"
	if t.ManifoldedWith == 0 {
		return nil
	}
	if t.ManifoldedWith == t.Tank {
		return problem(key, "", "a tank is not manifolded with itself")
	}
	for _, other := range p.Tanks {
		if other.Tank != t.ManifoldedWith {
			continue
		}
		if other.Grade != t.Grade {
			return problem(key, "", "tank %d holds %s and tank %d %s: a siphon would mix them", t.Tank, t.Grade, other.Tank, other.Grade)
		}
		return nil
	}
	return problem(key, "", "there is no tank %d on this site", t.ManifoldedWith)
}
