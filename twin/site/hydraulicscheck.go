package site

import (
	"fmt"
	"slices"
	"time"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/strict"
	"github.com/forecourt/forecourt/twin/unit"
)

const (
	mostPPM    = 50_000
	leastTests = 500 * time.Millisecond
	mostTests  = 10 * time.Second

	coldestFuel    unit.Temperature = -50_000
	warmestFuel    unit.Temperature = 90_000
	mostProbeError unit.Temperature = 5_000
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
	c.meters(h.Meters, "meters")
	c.hoses(h.Hoses, "hoses")
	c.instead(h.Instead)
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

func (c *hydraulicsCheck) hoses(m HoseManners, in ...any) {
	at := func(key string) []any { return append(slices.Clone(in), key) }
	for _, s := range []struct {
		key  string
		span time.Duration
		most time.Duration
	}{{"ramp", m.Ramp, 5 * time.Second}, {"valve-close", m.ValveClose, 2 * time.Second}, {"fast-valve-close", m.FastValveClose, 2 * time.Second}} {
		if c.has(at(s.key)...) && (s.span <= 0 || s.span > s.most) {
			c.wrong("this takes longer than nothing and at most "+unit.FormatDuration(s.most), "", at(s.key)...)
		}
	}
	if c.has(at("slow-flow")...) && m.SlowFlow <= 0 {
		c.wrong("a flow must be over zero", "", at("slow-flow")...)
	}
	if m.Dilation < 0 || m.Dilation > unit.Litre {
		c.wrong("a hose takes in 0 to 1 L", "20 mL is the limit without a reel", at("dilation")...)
	}
	if m.SlipBack < 0 || m.SlipBack > m.Dilation {
		c.wrong("no more can slip back than the dilation", "", at("slip-back")...)
	}
	if c.has(at("top-up")...) && m.TopUp <= 0 {
		c.wrong("a volume must be over zero", "", at("top-up")...)
	}
}

func (c *hydraulicsCheck) instead(all []Instead) {
	type owner struct {
		dispenser int
		point     forecourt.Point
		nozzle    forecourt.Nozzle
	}
	seen := map[owner]bool{}
	for i, x := range all {
		switch of, nozzle := (owner{x.Dispenser, x.FuellingPoint, x.Nozzle}), x.FuellingPoint != 0 || x.Nozzle != 0; {
		case x.Dispenser != 0 && nozzle || !nozzle && x.Dispenser == 0:
			c.wrong("this is of one dispenser, or of one nozzle", "give 'dispenser', or 'fuelling-point' and 'nozzle'", "instead", i)
		case seen[of]:
			c.wrong("what holds instead here is said already", "put it into one entry", "instead", i)
		case x.Meters == nil && x.Hoses == nil:
			c.wrong("nothing holds instead here", "give 'meters', 'hoses' or both", "instead", i)
		case nozzle:
			c.nozzle(x.FuellingPoint, x.Nozzle, "instead", i)
		case !slices.ContainsFunc(c.p.Dispensers, func(d Dispenser) bool { return d.Dispenser == x.Dispenser || d.Dispenser == 0 }):
			c.wrong(fmt.Sprintf("there is no dispenser %d on this site", x.Dispenser), "", "instead", i, "dispenser")
		}
		seen[owner{x.Dispenser, x.FuellingPoint, x.Nozzle}] = true
		if x.Meters != nil {
			c.meters(*x.Meters, "instead", i, "meters")
		}
		if x.Hoses != nil {
			c.hoses(*x.Hoses, "instead", i, "hoses")
		}
	}
}

// nozzle returns a nozzle of the plan; nil, and said where, if there is none.
func (c *hydraulicsCheck) nozzle(point forecourt.Point, n forecourt.Nozzle, in ...any) *Hose {
	side, ok := c.p.Point(point)
	if !ok {
		c.wrong(fmt.Sprintf("there is no fuelling point %d on this site", point), "", append(in, "fuelling-point")...)
		return nil
	}
	if int(n) < 1 || int(n) > len(side.Hoses) {
		c.wrong(fmt.Sprintf("fuelling point %d has no nozzle %d", point, n), "", append(in, "nozzle")...)
		return nil
	}
	return &side.Hoses[n-1]
}

func (c *hydraulicsCheck) blends(blends []Blend) {
	seen := map[[2]int]bool{}
	for i, b := range blends {
		hose := c.nozzle(b.FuellingPoint, b.Nozzle, "blends", i)
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
	if c.has("compensation", "expansion") && (x.Expansion < 1 || x.Expansion > 3000) {
		c.wrong("a fuel expands by 1 to 3000 ppm a degree", "830 for diesel, 1200 for petrol; by the tables where it is left out", "compensation", "expansion")
	}
	if x.Fuel != nil && (*x.Fuel < coldestFuel || *x.Fuel > warmestFuel) {
		c.wrong("no fuel is sold at "+x.Fuel.String(), fmt.Sprintf("%s to %s", coldestFuel, warmestFuel), "compensation", "fuel")
	}
	if x.ProbeError > mostProbeError || x.ProbeError < -mostProbeError {
		c.wrong("a probe errs by "+mostProbeError.String()+" at most here", "", "compensation", "probe-error")
	}
	if x.Drives != "" && x.Drives != "net" && x.Drives != "gross" {
		c.wrong(fmt.Sprintf("a price does not go by '%s'", x.Drives), "it is 'net' or 'gross'", "compensation", "drives")
	}
}
