package site

import (
	"fmt"
	"slices"
	"strings"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/strict"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
)

// terminalLanguages are those of the terminals' prompts; a test of the station holds them to it.
var terminalLanguages = []string{"en", "de", "fr", "es", "nl"}

// checker collects what is wrong with a plan that reads well.
type checker struct {
	root   *strict.Node
	plan   *Plan
	found  strict.Errors
	grades map[forecourt.Grade]bool
	tanks  map[int]Tank
	buses  map[int]bool
	points map[forecourt.Point]bool
	at     map[[2]int]forecourt.Point // bus and address
}

// silences are the manners in which a dispenser bears a silent controller.
var silences = []string{"finish-then-lock", "stop-at-once", "stand-alone", "go-on"}

func check(root *strict.Node, p *Plan) strict.Errors {
	c := &checker{
		root: root, plan: p, grades: map[forecourt.Grade]bool{}, tanks: map[int]Tank{}, buses: map[int]bool{},
		points: map[forecourt.Point]bool{}, at: map[[2]int]forecourt.Point{},
	}
	c.checkGrades()
	c.checkTanks()
	c.checkBuses()
	for d, disp := range p.Dispensers {
		if disp.Silence != "" && !slices.Contains(silences, disp.Silence) {
			c.wrong(fmt.Sprintf("there is no manner of silence '%s'", disp.Silence), "it is one of "+strings.Join(silences, ", "), "dispensers", d, "silence")
		}
		if r := disp.RollsOverAfter; r.Count < 0 || r.Count > 0 && r.Unit != p.Unit {
			c.wrong("the totals roll over after a volume over zero, in the site's unit", "for example 10.00 "+p.Unit.String(), "dispensers", d, "rolls-over-after")
		}
		for s, side := range disp.Sides {
			c.checkSide(side, "dispensers", d, "sides", s)
		}
	}
	c.checkProfiles()
	c.checkCapacity()
	c.checkSpoken()
	c.checkPTS()
	c.checkNetwork()
	c.checkCountry()
	for i, r := range p.CardReaders {
		if !c.points[r.FuellingPoint] {
			c.wrong(fmt.Sprintf("there is no fuelling point %d on this site", r.FuellingPoint), "", "card-readers", i, "fuelling-point")
		}
		if r.Language != "" && !slices.Contains(terminalLanguages, r.Language) {
			c.wrong("no terminal speaks '"+r.Language+"'", "it is one of "+strings.Join(terminalLanguages, ", "), "card-readers", i, "language")
		}
	}
	c.checkGateway()
	c.checkCards()
	c.checkLoyalty()
	c.checkMobile()
	c.checkService()
	c.checkSign()
	if p.POS.PreAuthorise.Currency != p.Currency || p.POS.PreAuthorise.Minor <= 0 {
		c.wrong("the pre-authorised amount must be over zero and in the site's currency", "for example 150.00 "+string(p.Currency), "pos", "pre-authorise")
	}
	if g := root.Get("gauge"); g != nil {
		c.found = append(c.found, p.Gauge.Check(g)...)
	}
	if g := root.Get("host"); g != nil {
		c.found = append(c.found, p.Host.Check(g, payment.CardNames())...)
	}
	if g := root.Get("hydraulics"); g != nil {
		c.found = append(c.found, p.Hydraulics.Check(g, p)...)
	}
	return c.found
}

func (c *checker) wrong(message, fix string, path ...any) {
	c.found = append(c.found, place(c.root, path...).Wrong(message, fix))
}

func (c *checker) checkGrades() {
	for i, g := range c.plan.Grades {
		if c.grades[g.Grade] {
			c.wrong(fmt.Sprintf("grade '%s' is there twice", g.Grade), "", "grades", i, "grade")
		}
		c.grades[g.Grade] = true
		c.checkPrice(g.Price, "grades", i, "price")
		if g.CreditPrice != (unit.Price{}) {
			c.checkPrice(g.CreditPrice, "grades", i, "credit-price")
		}
	}
}

func (c *checker) checkPrice(p unit.Price, path ...any) {
	switch {
	case p.E4 <= 0:
		c.wrong("a price must be over zero", "", path...)
	case p.Currency != c.plan.Currency:
		c.wrong(fmt.Sprintf("the price is in %s, the site works in %s", p.Currency, c.plan.Currency), "", path...)
	case p.Unit != c.plan.Unit:
		c.wrong(fmt.Sprintf("the price is per %s, the site counts in %s", p.Unit, c.plan.Unit), "", path...)
	case p.E4 > mostPrice:
		c.wrong("no pump shows such a price", "", path...)
	case c.plan.Country.PricesWithTax && p.E4%pow10(4-min(c.plan.Decimals.Price, 4)) != 0:
		c.wrong(fmt.Sprintf("the price has more than the %d decimals that the site shows", c.plan.Decimals.Price), "see decimals", path...)
	}
}

// mostPrice bounds a price, in ten-thousandths.
const mostPrice = 1_000_000_000_000

func pow10(n uint8) int64 {
	p := int64(1)
	for range n {
		p *= 10
	}
	return p
}

func (c *checker) checkTanks() {
	for i, t := range c.plan.Tanks {
		if _, twice := c.tanks[t.Tank]; twice || t.Tank < 1 {
			c.wrong(fmt.Sprintf("tank %d is there twice, or no number from 1", t.Tank), "", "tanks", i, "tank")
		}
		c.tanks[t.Tank] = t
		if !c.grades[t.Grade] {
			c.wrong(fmt.Sprintf("there is no grade '%s' on this site", t.Grade), c.gradeLike(t.Grade), "tanks", i, "grade")
		}
	}
	for _, x := range c.plan.TankProblems() {
		c.wrong(x.Message, x.Fix, "tanks", x.Index, x.Key)
	}
}

func (c *checker) checkBuses() {
	for i, b := range c.plan.Buses {
		if c.buses[b.Bus] || b.Bus < 1 {
			c.wrong(fmt.Sprintf("bus %d is there twice, or no number from 1", b.Bus), "", "buses", i, "bus")
		}
		c.buses[b.Bus] = true
		if b.StatusAfter < 0 {
			c.wrong("points cannot be asked for their status before they are silent", "for example 2 s", "buses", i, "status-after")
		}
		d, known := wire.Lookup(b.Dialect)
		switch pumps := pumpDialects(); {
		case len(pumps) == 0: // a program without any
		case !known:
			c.wrong(fmt.Sprintf("there is no dialect '%s'", b.Dialect), suggestion(strict.Suggest(b.Dialect, pumps)), "buses", i, "dialect")
		case d.Ends() != betweenPumps:
			c.wrong(fmt.Sprintf("%s is spoken between %s and %s, not with pumps", b.Dialect, d.Ends()[0], d.Ends()[1]),
				"it is one of "+strings.Join(pumps, ", "), "buses", i, "dialect")
		}
	}
}

// betweenPumps are the ends of a dialect that a bus can speak.
var betweenPumps = [2]wire.End{wire.Controller, wire.Dispenser}

func pumpDialects() (names []string) {
	for _, name := range wire.Names() {
		if d, _ := wire.Lookup(name); d.Ends() == betweenPumps {
			names = append(names, name)
		}
	}
	return names
}

func (c *checker) checkSide(s Side, path ...any) {
	in := func(more ...any) []any { return append(append([]any(nil), path...), more...) }
	if c.points[s.FuellingPoint] || s.FuellingPoint < 1 {
		c.wrong(fmt.Sprintf("fuelling point %d is there twice, or no number from 1", s.FuellingPoint), "", in("fuelling-point")...)
	}
	c.points[s.FuellingPoint] = true
	if !c.buses[s.Bus] {
		c.wrong(fmt.Sprintf("there is no bus %d on this site", s.Bus), "", in("bus")...)
	}
	if s.Address < 0 || s.Address > 255 {
		c.wrong("an address is one byte", "0 to 255, or 0x50 to 0x6F for DART", in("address")...)
	}
	key := [2]int{s.Bus, s.Address}
	if other, taken := c.at[key]; taken {
		c.wrong(fmt.Sprintf("fuelling point %d has this address on bus %d already", other, s.Bus), "", in("address")...)
	}
	c.at[key] = s.FuellingPoint
	c.checkHoses(s.Hoses, in)
	for h, hose := range s.Hoses {
		_, blends := c.plan.Hydraulics.Blend(s.FuellingPoint, hose.Nozzle)
		c.checkHose(h, hose, blends, in(hose.place()...)...)
	}
}

func (c *checker) checkHose(index int, h Hose, blends bool, path ...any) {
	in := func(key string) []any { return append(append([]any(nil), path...), key) }
	if int(h.Nozzle) != index+1 || h.Nozzle > 15 {
		c.wrong("logical nozzles are numbered 1, 2, 3 ... up to 15, in order", fmt.Sprintf("this one is %d", index+1), in("nozzle")...)
	}
	if !c.grades[h.Grade] {
		c.wrong(fmt.Sprintf("there is no grade '%s' on this site", h.Grade), c.gradeLike(h.Grade), in("grade")...)
	}
	tank, ok := c.tanks[h.Tank]
	switch {
	case !ok:
		c.wrong(fmt.Sprintf("there is no tank %d on this site", h.Tank), "", in("tank")...)
	case tank.Grade != h.Grade && c.grades[h.Grade] && !blends: // a blend is another grade than either of its parts
		c.wrong(fmt.Sprintf("tank %d holds %s, the hose delivers %s", h.Tank, tank.Grade, h.Grade), "", in("tank")...)
	}
	if h.PulsesPerUnit < 1 || h.PulsesPerUnit > 10_000 {
		c.wrong("a pulser gives 1 to 10000 pulses per unit", "", in("pulses-per-unit")...)
	}
}

func (c *checker) gradeLike(g forecourt.Grade) string {
	var known []string
	for _, x := range c.plan.Grades {
		known = append(known, string(x.Grade))
	}
	return suggestion(strict.Suggest(string(g), known))
}

func suggestion(word string) string {
	if word == "" {
		return ""
	}
	return "did you mean '" + word + "'?"
}
