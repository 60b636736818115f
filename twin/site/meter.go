package site

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/forecourt/forecourt/twin/unit"
)

// Meters is the error of meters over the flow, beside the constant meter-error of their hose.
type Meters struct {
	Class Class        // a curve beyond what a meter of the class may err is refused; default: any curve
	Shape string       // of a meter of the class, in place of a curve: "new" or "worn" (design default)
	Curve []CurvePoint // by rising flow
	Drift int64        // ppm for each 1000 L measured
}

// CurvePoint is a meter's error at a flow, in parts per million.
type CurvePoint struct {
	Flow unit.FlowRate `yaml:",required"`
	PPM  int64         `yaml:",required"`
}

// Class is the accuracy class of a measuring system: "0.3", "0.5", "1.0", "1.5" or "2.5".
type Class string

// classes are what a meter alone may err by, in parts per million: OIML R 117-1 (B for 0.5; the others C, recalled).
var classes = map[Class]int64{"0.3": 2000, "0.5": 3000, "1.0": 6000, "1.5": 10_000, "2.5": 15_000}

// UnmarshalText reads the name of a class.
func (c *Class) UnmarshalText(b []byte) error {
	*c = Class(b)
	if _, known := classes[*c]; !known {
		names := slices.Sorted(maps.Keys(classes))
		return fmt.Errorf("there is no class '%s' of dispensers: it is 0.5, or one of %s", b, strings.Replace(fmt.Sprint(names), " ", ", ", -1))
	}
	return nil
}

// shapes are the curves of meters whose maker and age say no more than a class (design defaults): at which flow, in
// thousandths of the hose's, they use how much of what the class allows, in thousandths. A piston meter is adjusted around
// the middle of its range; what leaks past its pistons counts most where little flows, and grows with wear.
var shapes = map[string][]struct{ flow, used int64 }{
	"new":  {{100, -400}, {200, 100}, {400, 300}, {700, 100}, {1000, -200}},
	"worn": {{50, -950}, {100, -800}, {200, -300}, {400, 200}, {700, 0}, {1000, -350}},
}

// Errors returns the curve of a meter in a hose that gives a flow at full trigger.
func (m Meters) Errors(full unit.FlowRate) []CurvePoint {
	const whole = 1000
	curve := m.Curve
	for _, p := range shapes[m.Shape] {
		curve = append(curve, CurvePoint{Flow: full * unit.FlowRate(p.flow) / whole, PPM: classes[m.Class] * p.used / whole})
	}
	return curve
}

func (c *hydraulicsCheck) meters(m Meters, in ...any) {
	at := func(path ...any) []any { return append(slices.Clone(in), path...) }
	most, known := classes[m.Class]
	if !known {
		most = mostPPM
	}
	if _, there := shapes[m.Shape]; m.Shape != "" {
		switch {
		case !there:
			c.wrong(fmt.Sprintf("no meter is '%s'", m.Shape), "it is 'new' or 'worn'", at("shape")...)
		case !known:
			c.wrong("how a meter errs that is "+m.Shape+" depends on its class", "give one, for example class: 0.5", at("shape")...)
		case len(m.Curve) > 0:
			c.wrong("a meter has a shape or a curve", "leave one of them out", at("shape")...)
		}
	}
	for i, x := range m.Curve {
		if x.Flow <= 0 || i > 0 && x.Flow <= m.Curve[i-1].Flow {
			c.wrong("the points of a curve are over zero, by rising flow", "", at("curve", i, "flow")...)
		}
		if x.PPM > most || x.PPM < -most {
			c.wrong(fmt.Sprintf("a meter errs by %d ppm at most here", most), "leave the class out for one that is worse", at("curve", i, "ppm")...)
		}
	}
	if m.Drift > mostPPM || m.Drift < -mostPPM {
		c.wrong(fmt.Sprintf("a meter drifts by %d ppm per 1000 L at most", mostPPM), "", at("drift")...)
	}
}
