package bench

import (
	"slices"

	"github.com/forecourt/forecourt/twin/dispenser/hydraulics"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/site"
	"github.com/forecourt/forecourt/twin/strict"
	"github.com/forecourt/forecourt/twin/unit"
)

func init() {
	RegisterSection(Section{"hydraulics", "pumps, meters, hoses, blends and compensation, as in a site plan, whose block it " +
		"replaces; each pump is a role", func() any { return &Hydraulics{} }})
}

// Hydraulics is how pumps, hoses and meters behave, in place of what the site plan says.
type Hydraulics struct {
	Plan site.Hydraulics
	node *strict.Node
}

// UnmarshalStrict implements strict.Unmarshaler: the section has the keys of a plan's block.
func (h *Hydraulics) UnmarshalStrict(n *strict.Node) error {
	h.node = n
	return n.Decode(&h.Plan)
}

// Check says what is wrong with it on a plan.
func (h *Hydraulics) Check(p *site.Plan) strict.Errors { return h.Plan.Check(h.node, p) }

// Lint implements Linter: what the catalogue knows of the plan is enough for it.
func (h *Hydraulics) Lint(n *strict.Node, c *Catalogue) strict.Errors {
	return h.Plan.Check(n, c.plan())
}

// plan is as much of a site plan as a catalogue tells: its tanks, and its points with their nozzles.
func (c *Catalogue) plan() *site.Plan {
	p := &site.Plan{Dispensers: []site.Dispenser{{}}}
	for _, r := range c.Roles {
		if r.Kind == "tank" {
			p.Tanks = append(p.Tanks, site.Tank{Tank: max(r.Number, 1)})
		}
	}
	for _, x := range c.Points {
		side := site.Side{FuellingPoint: x.Number}
		for _, n := range x.Nozzles {
			side.Hoses = append(side.Hoses, site.Hose{Nozzle: n.Number, Grade: n.Grade})
		}
		p.Dispensers[0].Sides = append(p.Dispensers[0].Sides, side)
	}
	return p
}

// withPumps is a catalogue with the pumps that a scenario gives.
func (g Given) withPumps(c *Catalogue) *Catalogue {
	given, ok := Get[Hydraulics](g)
	if !ok {
		return c
	}
	x := *c
	x.Roles = slices.DeleteFunc(slices.Clone(c.Roles), func(r forecourt.Role) bool { return r.Kind == hydraulics.PumpKind })
	for _, p := range given.Plan.Pumps {
		x.Roles = append(x.Roles, hydraulics.PumpRole(p.Pump))
	}
	return &x
}

// DeviceFaulter is implemented by a station whose dispensers' parts can be broken.
type DeviceFaulter interface {
	// FaultDevice breaks a part of a fuelling point, or repairs it.
	FaultDevice(p forecourt.Point, d forecourt.DeviceFault) error
}

// Parker is implemented by a station at whose points a vehicle with a full tank can stand.
type Parker interface {
	// Park puts a vehicle with room for a volume beside a point; nothing: one that is never full.
	Park(p forecourt.Point, room unit.Volume) error
}
