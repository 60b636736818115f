package site

import (
	"fmt"
	"time"

	"github.com/forecourt/forecourt/twin/strict"
	"github.com/forecourt/forecourt/twin/unit"
)

// classes are what a meter alone may err by, in parts per million, by the class of the system: OIML R 117-1 (B).
var classes = map[string]int64{"0.5": 3000, "0.3": 2000}

const (
	mostPPM    = 50_000
	leastTests = 500 * time.Millisecond
	mostTests  = 10 * time.Second
)

// hydraulicsCheck collects what is wrong with a block.
type hydraulicsCheck struct {
	n    *strict.Node
	p    *Plan
	errs strict.Errors
}

// Check says what is wrong with the values for a plan, at the keys of the node they were read from.
func (h *Hydraulics) Check(n *strict.Node, p *Plan) strict.Errors {
	c := &hydraulicsCheck{n: n, p: p}
	c.pumps(h.Pumps)
	c.meters(h.Meters)
	c.hoses(h.Hoses)
	c.blends(h.Blends)
	c.compensation(h.Compensation)
	return c.errs
}

func (c *hydraulicsCheck) wrong(message, fix string, path ...any) {
	c.errs = append(c.errs, place(c.n, path...).Wrong(message, fix))
}

func (c *hydraulicsCheck) has(path ...any) bool {
	n := c.n
	for _, step := range path {
		var next *strict.Node
		switch s := step.(type) {
		case string:
			next = n.Get(s)
		case int:
			next = n.Items()[s]
		}
		if next == nil {
			return false
		}
		n = next
	}
	return true
}

// hasTank says whether the plan has a tank; a scenario's block is checked without one.
func (c *hydraulicsCheck) hasTank(number int) bool {
	for _, t := range c.p.Tanks {
		if t.Tank == number {
			return true
		}
	}
	return false
}

func (c *hydraulicsCheck) pumps(pumps []SubmersiblePump) {
	numbers, tanks := map[int]bool{}, map[int]bool{}
	for i, s := range pumps {
		if s.Pump < 1 || numbers[s.Pump] {
			c.wrong(fmt.Sprintf("pump %d is there twice, or no number from 1", s.Pump), "", "pumps", i, "pump")
		}
		if !c.hasTank(s.Tank) {
			c.wrong(fmt.Sprintf("there is no tank %d on this site", s.Tank), "", "pumps", i, "tank")
		} else if tanks[s.Tank] {
			c.wrong(fmt.Sprintf("tank %d has a pump already", s.Tank), "", "pumps", i, "tank")
		}
		numbers[s.Pump], tanks[s.Tank] = true, true
		if c.has("pumps", i, "pressure-mbar") && (s.PressureMbar < 500 || s.PressureMbar > 10_000) {
			c.wrong("a submersible pump gives 500 to 10000 mbar", "", "pumps", i, "pressure-mbar")
		}
		two, four := orFlow(s.FlowOfTwo, 40), orFlow(s.FlowOfFour, 30)
		if four <= 0 || four >= two || 2*four <= two {
			c.wrong("of four nozzles each gets less than of two, and more than half as much", "for example flow-of-two: 40 L/min, flow-of-four: 30 L/min", "pumps", i)
		}
		if c.has("pumps", i, "leak-detector") && (s.LeakDetector < leastTests || s.LeakDetector > mostTests) {
			c.wrong(fmt.Sprintf("a leak detector tests a line for %s to %s", unit.FormatDuration(leastTests), unit.FormatDuration(mostTests)),
				"2.0 to 3.5 s on a tight line", "pumps", i, "leak-detector")
		}
		c.lineTests(i, s)
		if c.has("pumps", i, "test-flow") && s.TestFlow <= 0 {
			c.wrong("some fuel flows while a line is tested", "1.5 to 3 US gal/min", "pumps", i, "test-flow")
		}
	}
}

// mostLines is how many pressure lines a console tests.
const mostLines = 8

func (c *hydraulicsCheck) lineTests(i int, s SubmersiblePump) {
	switch {
	case s.LineShutdown && !s.LineTests:
		c.wrong("a console that does not test the line does not shut it down", "line-tests: true", "pumps", i, "line-shutdown")
	case s.LineTests && s.LeakDetector != 0:
		c.wrong("a console's line tests do not work with a mechanical leak detector in the line", "take one of them out", "pumps", i, "line-tests")
	case s.LineTests && s.Pump > mostLines:
		c.wrong(fmt.Sprintf("a console tests the lines of pumps 1 to %d", mostLines), "", "pumps", i, "pump")
	}
}

func orFlow(f unit.FlowRate, litresPerMinute int64) unit.FlowRate {
	if f == 0 {
		return unit.LitresPerMinute(litresPerMinute)
	}
	return f
}

func (c *hydraulicsCheck) meters(m Meters) {
	most, known := classes[m.Class]
	if m.Class != "" && !known {
		c.wrong(fmt.Sprintf("there is no class '%s' of dispensers", m.Class), `it is "0.5", or "0.3" over 115 L/min`, "meters", "class")
	}
	if !known {
		most = mostPPM
	}
	for i, x := range m.Curve {
		if x.Flow <= 0 || i > 0 && x.Flow <= m.Curve[i-1].Flow {
			c.wrong("the points of a curve are over zero, by rising flow", "", "meters", "curve", i, "flow")
		}
		if x.PPM > most || x.PPM < -most {
			c.wrong(fmt.Sprintf("a meter errs by %d ppm at most here", most), "leave the class out for one that is worse", "meters", "curve", i, "ppm")
		}
	}
	if m.Drift > mostPPM || m.Drift < -mostPPM {
		c.wrong(fmt.Sprintf("a meter drifts by %d ppm per 1000 L at most", mostPPM), "", "meters", "drift")
	}
}

func (c *hydraulicsCheck) hoses(m HoseManners) {
	for _, s := range []struct {
		key  string
		span time.Duration
		most time.Duration
	}{{"ramp", m.Ramp, 5 * time.Second}, {"valve-close", m.ValveClose, 2 * time.Second}, {"fast-valve-close", m.FastValveClose, 2 * time.Second}} {
		if c.has("hoses", s.key) && (s.span <= 0 || s.span > s.most) {
			c.wrong("this takes longer than nothing and at most "+unit.FormatDuration(s.most), "", "hoses", s.key)
		}
	}
	if c.has("hoses", "slow-flow") && m.SlowFlow <= 0 {
		c.wrong("a flow must be over zero", "", "hoses", "slow-flow")
	}
	if m.Dilation < 0 || m.Dilation > unit.Litre {
		c.wrong("a hose takes in 0 to 1 L", "20 mL is the limit without a reel", "hoses", "dilation")
	}
	if m.SlipBack < 0 || m.SlipBack > m.Dilation {
		c.wrong("no more can slip back than the dilation", "", "hoses", "slip-back")
	}
	if c.has("hoses", "top-up") && m.TopUp <= 0 {
		c.wrong("a volume must be over zero", "", "hoses", "top-up")
	}
}

func (c *hydraulicsCheck) blends(blends []Blend) {
	seen := map[[2]int]bool{}
	for i, b := range blends {
		var hose *Hose
		if side, ok := c.p.Point(b.FuellingPoint); !ok {
			c.wrong(fmt.Sprintf("there is no fuelling point %d on this site", b.FuellingPoint), "", "blends", i, "fuelling-point")
		} else if int(b.Nozzle) < 1 || int(b.Nozzle) > len(side.Hoses) {
			c.wrong(fmt.Sprintf("fuelling point %d has no nozzle %d", b.FuellingPoint, b.Nozzle), "", "blends", i, "nozzle")
		} else {
			hose = &side.Hoses[b.Nozzle-1]
		}
		switch {
		case !c.hasTank(b.Tank):
			c.wrong(fmt.Sprintf("there is no tank %d on this site", b.Tank), "", "blends", i, "tank")
		case hose != nil && hose.Tank == b.Tank:
			c.wrong(fmt.Sprintf("tank %d is the nozzle's first one", b.Tank), "a blend is made of two", "blends", i, "tank")
		}
		if key := [2]int{int(b.FuellingPoint), int(b.Nozzle)}; seen[key] {
			c.wrong("this nozzle has a blend already", "", "blends", i, "nozzle")
		} else {
			seen[key] = true
		}
		if b.Percent < 1 || b.Percent > 99 {
			c.wrong("a blend has 1 to 99 percent of the second tank", "", "blends", i, "percent")
		}
	}
}

func (c *hydraulicsCheck) compensation(x *Compensation) {
	if x == nil {
		return
	}
	if _, ok := References[x.Reference]; !ok {
		c.wrong(fmt.Sprintf("nobody compensates to '%s'", x.Reference), "it is '15 degC' or '60 degF'", "compensation", "reference")
	}
	if x.Expansion < 1 || x.Expansion > 3000 {
		c.wrong("a fuel expands by 1 to 3000 ppm a degree", "830 for diesel, 1200 for petrol", "compensation", "expansion")
	}
	if x.Drives != "" && x.Drives != "net" && x.Drives != "gross" {
		c.wrong(fmt.Sprintf("a price does not go by '%s'", x.Drives), "it is 'net' or 'gross'", "compensation", "drives")
	}
}
