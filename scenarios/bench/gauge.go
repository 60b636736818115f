package bench

import (
	"slices"

	"github.com/forecourt/forecourt/twin/controller/stock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/line"
	"github.com/forecourt/forecourt/twin/site"
	"github.com/forecourt/forecourt/twin/strict"
	"github.com/forecourt/forecourt/twin/tank/gauge"
)

func init() {
	RegisterSection(Section{"gauge", "the tank gauge and how it is read, as in a site plan, whose block it replaces; with 'read' " +
		"there is a role gauge-reader", func() any { return &Gauge{} }})
}

// Gauge is how the tank gauge is read, in place of what the site plan says.
type Gauge struct{ Plan site.Gauge }

// UnmarshalStrict implements strict.Unmarshaler: the section has the keys of a plan's block.
func (g *Gauge) UnmarshalStrict(n *strict.Node) error {
	if err := n.Decode(&g.Plan); err != nil {
		return err
	}
	if errs := g.Plan.Check(n); len(errs) > 0 {
		return errs
	}
	return nil
}

// LinkFaulter is implemented by a station whose links of bytes can be made to suffer.
type LinkFaulter interface {
	// FaultLink plans faults on the link between two roles, counted from the next write.
	FaultLink(a, b forecourt.Role, plan ...line.Planned) error
}

// Catalogue returns what is known of the station that a scenario is played on: a catalogue with the site plan that it
// names, and with the roles and links that its sections add or take away.
func (g Given) Catalogue(c *Catalogue) *Catalogue {
	if site, ok := Get[Site](g); ok && c.Plans[string(site)] != nil {
		c = c.Plans[string(site)]
	}
	c = g.withTerminals(g.withPumps(c))
	given, ok := Get[Gauge](g)
	if !ok {
		return c
	}
	x, pair := *c, [2]forecourt.Role{stock.Role, gauge.Role()}
	x.Roles = slices.DeleteFunc(slices.Clone(c.Roles), func(r forecourt.Role) bool { return r == stock.Role })
	x.Links = slices.DeleteFunc(slices.Clone(c.Links), func(p [2]forecourt.Role) bool { return p == pair })
	x.ByteLinks = slices.DeleteFunc(slices.Clone(c.ByteLinks), func(p [2]forecourt.Role) bool { return p == pair })
	if given.Plan.Read {
		x.Roles, x.Links, x.ByteLinks = append(x.Roles, stock.Role), append(x.Links, pair), append(x.ByteLinks, pair)
		x.AtStart = append(slices.Clone(c.AtStart), EventKey{gauge.Kind, gauge.Asked{}.Event()})
	}
	return &x
}
