package rigs

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/site"
	"github.com/forecourt/forecourt/twin/strict"
	"github.com/forecourt/forecourt/twin/wire"
)

// Fit is a rig on a site plan: what is outside, and which buses go over which devices.
type Fit struct {
	Outside []forecourt.Role
	Cables  []Cable
}

// Cable is a bus of the plan and the device that carries it.
type Cable struct {
	Line
	Name string // of the port; its path where it has none
	Path string // of the device
}

// IsOutside says whether somebody else plays a role.
func (f *Fit) IsOutside(r forecourt.Role) bool { return slices.Contains(f.Outside, r) }

// Cable returns what carries a bus; false where it is a model's.
func (f *Fit) Cable(bus int) (Cable, bool) {
	i := slices.IndexFunc(f.Cables, func(c Cable) bool { return c.Bus == bus })
	if i < 0 {
		return Cable{}, false
	}
	return f.Cables[i], true
}

// On fits the rig to a site plan. paths replaces the devices of named ports; a name in it that the rig does not have is
// left to the caller. Every mistake is told with its place; the error is strict.Errors. No port is touched.
func (r *Rig) On(plan *site.Plan, paths map[string]string) (*Fit, error) {
	c := &checker{rig: r, plan: plan, paths: paths, fit: &Fit{}}
	c.roles()
	c.lines()
	c.reached()
	if len(c.errs) > 0 {
		return nil, c.errs
	}
	return c.fit, nil
}

type checker struct {
	rig   *Rig
	plan  *site.Plan
	paths map[string]string
	fit   *Fit
	errs  strict.Errors
}

func (c *checker) add(e strict.Error) { c.errs = append(c.errs, e) }

// controller is the role that polls the buses.
var controller = forecourt.Role{Kind: "controller"}

// single are the roles of which every station has one, in the order in which people think of them.
var single = []string{"controller", "pos", "gateway", "host", "oms"}

// leavable lists the roles that can be outside, and all that the plan has.
func (c *checker) leavable() (leavable, all []string) {
	leavable = append(leavable, controller.String())
	for _, side := range c.plan.Points() {
		leavable = append(leavable, forecourt.PointRole(side.FuellingPoint).String())
	}
	all = slices.Concat(leavable, single[1:])
	for _, t := range c.plan.Tanks {
		all = append(all, fmt.Sprintf("tank %d", t.Tank))
	}
	for _, t := range c.plan.CardReaders {
		all = append(all, fmt.Sprintf("card-reader %d", t.CardReader))
	}
	return leavable, all
}

func (c *checker) roles() {
	leavable, all := c.leavable()
	for _, r := range c.rig.Roles {
		switch {
		case !slices.Contains(all, r.Role.String()):
			c.add(r.key.Unknown("role", all))
		case r.Player != Outside:
		case !slices.Contains(leavable, r.Role.String()):
			c.add(r.player.Wrong(r.Role.String()+" cannot be outside on a rig: no line that a rig knows leads to it",
				"it can be: "+strings.Join(leavable, ", ")))
		default:
			c.fit.Outside = append(c.fit.Outside, r.Role)
		}
	}
}

func (c *checker) lines() {
	used := map[string]Line{}
	for _, l := range c.rig.Lines {
		c.clock(l)
		c.bus(l)
		name, path := c.device(l)
		if path == "" {
			continue
		}
		if first, twice := used[path]; twice {
			c.add(l.at("port").Wrong("the port "+path+" carries bus "+fmt.Sprint(first.Bus)+" already", "a port has one owner"))
		}
		used[path] = l
		c.fit.Cables = append(c.fit.Cables, Cable{l, name, path})
	}
}

// clock refuses a real line in a time that is not the world's.
func (c *checker) clock(l Line) {
	if c.rig.Clock == Wall {
		return
	}
	at := c.rig.clock
	if at == nil || at.Pos().File != l.key.Pos().File {
		at = l.at("over")
	}
	c.add(at.Wrong(fmt.Sprintf("bus %d goes over a serial line, which runs in the time of the world, and the clock is '%s'", l.Bus, c.rig.Clock),
		"write clock: wall"))
}

// bus checks that a line's bus is one that a serial line can carry, and speaks what the rig says.
func (c *checker) bus(l Line) {
	i := slices.IndexFunc(c.plan.Buses, func(b site.Bus) bool { return b.Bus == l.Bus })
	if i < 0 {
		var known []string
		for _, b := range c.plan.Buses {
			known = append(known, fmt.Sprintf("bus %d", b.Bus))
		}
		e := l.key.Unknown("bus", known)
		e.Message = "the site '" + c.plan.Site + "' has no bus " + fmt.Sprint(l.Bus)
		c.add(e)
		return
	}
	speaks := c.plan.Buses[i].Dialect
	if l.Dialect != "" && l.Dialect != speaks {
		c.add(l.at("dialect").Wrong(fmt.Sprintf("bus %d of the site '%s' speaks %s", l.Bus, c.plan.Site, speaks),
			"write dialect: "+speaks+", or name a site whose bus speaks "+l.Dialect))
	}
	if d, ok := wire.Lookup(speaks); ok && (len(d.Ports()) == 0 || d.Ports()[0].Carrier != Serial) {
		c.add(l.at("over").Wrong(fmt.Sprintf("bus %d speaks %s, which does not run on a serial line", l.Bus, speaks), ""))
	}
}

// device finds the path of a line's port.
func (c *checker) device(l Line) (name, path string) {
	if isPath(l.Port) {
		return l.Port, l.Port
	}
	p, ok := c.rig.Ports.find(l.Port)
	if !ok {
		e := l.at("port").Unknown("port", c.rig.Ports.Names())
		if len(c.rig.Ports) == 0 {
			e.Fix = "add ports: { " + l.Port + ": /dev/ttyUSB0 }"
		}
		c.add(e)
		return "", ""
	}
	return l.Port, cmp.Or(c.paths[l.Port], p.Path)
}

// reached checks that a line leads to everything outside, and that somebody is outside on every line.
func (c *checker) reached() {
	if len(c.errs) > 0 {
		return
	}
	for _, side := range c.plan.Points() {
		r := forecourt.PointRole(side.FuellingPoint)
		_, real := c.fit.Cable(side.Bus)
		switch {
		case real:
		case c.fit.IsOutside(r):
			c.add(c.named(r).Wrong(fmt.Sprintf("%s is outside, and its bus %d leads nowhere", r, side.Bus), c.missing(side.Bus)))
		case c.fit.IsOutside(controller):
			c.add(c.named(controller).Wrong(fmt.Sprintf("the controller is outside, and bus %d, which it would poll, leads nowhere", side.Bus), c.missing(side.Bus)))
			return
		}
	}
	for _, cable := range c.fit.Cables {
		if !c.fit.IsOutside(controller) && !c.anyOutside(cable.Bus) {
			c.add(cable.key.Wrong(fmt.Sprintf("nobody on bus %d is outside: the port would hear only our own", cable.Bus),
				"say who is, as in roles: { controller: outside }"))
		}
	}
}

func (c *checker) missing(bus int) string {
	return fmt.Sprintf("add lines: { bus %d: { over: serial, port: /dev/ttyUSB0 } }", bus)
}

func (c *checker) anyOutside(bus int) bool {
	return slices.ContainsFunc(c.plan.Points(), func(s site.Side) bool {
		return s.Bus == bus && c.fit.IsOutside(forecourt.PointRole(s.FuellingPoint))
	})
}

// named returns where the rig names a role.
func (c *checker) named(role forecourt.Role) *strict.Node {
	for _, r := range c.rig.Roles {
		if r.Role == role {
			return r.key
		}
	}
	return new(strict.Node)
}
