package site

import (
	"fmt"
	"slices"
	"strings"
	"time"
	_ "time/tzdata" // a plan names its zone; not every machine has a database of them

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/service"
)

// Change is an entry of the schedule of service modes: every day from a local time on, points offer something else.
type Change struct {
	From           service.TimeOfDay `yaml:",required"`
	Mode           service.Set       `yaml:",required"`
	FuellingPoints []forecourt.Point // none: all
}

// The values of POS.Release.
const (
	BeforeLift = "before-lift"
	AfterLift  = "after-lift"
)

var releases = []string{BeforeLift, AfterLift}

// Zone returns the zone of the site's clocks; check has seen that there is one.
func (p *Plan) Zone() *time.Location {
	zone, err := time.LoadLocation(p.TimeZone) // "" is UTC
	if err != nil {
		return time.UTC
	}
	return zone
}

// Modes returns what each point offers, and when.
func (p *Plan) Modes() service.Schedule {
	s := service.Schedule{Zone: p.Zone(), Always: p.POS.Mode}
	for _, c := range p.POS.Schedule {
		s.Changes = append(s.Changes, service.Change{From: c.From, Mode: c.Mode, Points: c.FuellingPoints})
	}
	return s
}

// Opening returns what a point offers when virtual time begins.
func (p *Plan) Opening(n forecourt.Point) service.Set {
	offers, _ := p.Modes().At(n, clock.Epoch)
	return offers
}

// Unmanned says that nothing is ever sold without a card at a terminal.
func (p *Plan) Unmanned() bool {
	for _, side := range p.Points() {
		for _, offers := range p.offers(side.FuellingPoint) {
			if !offers.Only(service.Outdoor) {
				return false
			}
		}
	}
	return true
}

// offers lists all that a point ever offers by plan.
func (p *Plan) offers(n forecourt.Point) (all []service.Set) {
	for _, c := range p.POS.Schedule {
		if len(c.FuellingPoints) == 0 || slices.Contains(c.FuellingPoints, n) {
			all = append(all, c.Mode)
		}
	}
	if len(all) == 0 {
		all = append(all, p.POS.Mode)
	}
	return all
}

// checkService refuses modes that cannot be at a point: cards without a terminal, attendants without a tag.
func (c *checker) checkService() {
	c.checkZone()
	c.checkSchedule()
	pos := c.plan.POS
	if !slices.Contains(releases, pos.Release) {
		c.wrong(fmt.Sprintf("nothing is released '%s'", pos.Release), "it is one of "+strings.Join(releases, ", "), "pos", "release")
	}
	if pos.Tills < 1 || pos.Tills > mostTills {
		c.wrong(fmt.Sprintf("a site has 1 to %d tills", mostTills), "", "pos", "tills")
	}
	for i, name := range pos.Attendants {
		if name == "" || strings.TrimSpace(name) != name || slices.Index(pos.Attendants, name) != i {
			c.wrong("each attendant has a name of his own", "", "pos", "attendants", i)
		}
	}
	for d, disp := range c.plan.Dispensers {
		for s, side := range disp.Sides {
			c.checkOffers(side.FuellingPoint, "dispensers", d, "sides", s, "fuelling-point")
		}
	}
}

const mostTills = 99

func (c *checker) checkZone() {
	if _, err := time.LoadLocation(c.plan.TimeZone); err != nil || c.plan.TimeZone == "Local" {
		c.wrong(fmt.Sprintf("there is no time zone '%s'", c.plan.TimeZone), "as in Europe/Berlin", "time-zone")
	}
}

func (c *checker) checkSchedule() {
	taken := map[service.TimeOfDay]map[forecourt.Point]bool{}
	for i, x := range c.plan.POS.Schedule {
		for k, n := range x.FuellingPoints {
			if !c.points[n] {
				c.wrong(fmt.Sprintf("there is no fuelling point %d on this site", n), "", "pos", "schedule", i, "fuelling-points", k)
			}
		}
		if taken[x.From] == nil {
			taken[x.From] = map[forecourt.Point]bool{}
		}
		for _, side := range c.plan.Points() {
			n := side.FuellingPoint
			if len(x.FuellingPoints) > 0 && !slices.Contains(x.FuellingPoints, n) {
				continue
			}
			if taken[x.From][n] {
				c.wrong(fmt.Sprintf("fuelling point %d changes at %s already", n, x.From), "", "pos", "schedule", i, "from")
				break
			}
			taken[x.From][n] = true
		}
	}
}

func (c *checker) checkOffers(n forecourt.Point, path ...any) {
	hasReader := slices.ContainsFunc(c.plan.CardReaders, func(r Reader) bool { return r.FuellingPoint == n })
	for _, offers := range c.plan.offers(n) {
		switch {
		case offers.Only(service.Outdoor) && !hasReader:
			c.wrong(fmt.Sprintf("fuelling point %d of an unmanned site has no card reader", n), "add one to card-readers", path...)
			return
		case offers.Has(service.Attendant) && len(c.plan.POS.Attendants) == 0:
			c.wrong(fmt.Sprintf("fuelling point %d is served by attendants, and there is none", n), "name them in pos: { attendants: [ ... ] }", path...)
			return
		}
	}
}
