package bench

import (
	"slices"
	"strconv"

	"github.com/forecourt/forecourt/twin/site"
	"github.com/forecourt/forecourt/twin/strict"
	"github.com/forecourt/forecourt/twin/unit"
)

func init() {
	RegisterSection(Section{"tanks", "how tanks are built, laid and filled and what the gauge knows of them, with the keys of a site " +
		"plan, in place of what the plan says", func() any { return &Tanks{} }})
}

// Tanks are tanks as a scenario wants them, in place of what the site plan says of them.
type Tanks []Tank

// Tank is what a scenario says of a tank; what is zero is the site plan's.
type Tank struct {
	Tank     int `yaml:",required"`
	Capacity unit.Volume
	Opening  *unit.Volume
	site.Built
}

// Lint implements Linter.
func (t *Tanks) Lint(n *strict.Node, c *Catalogue) (errs strict.Errors) {
	numbers, seen := c.Numbers("tank"), map[int]bool{}
	for i, item := range n.Items() {
		x := (*t)[i]
		at := item.Get("tank")
		switch {
		case !slices.Contains(numbers, strconv.Itoa(x.Tank)):
			errs = append(errs, at.Unknown("tank", numbers))
		case seen[x.Tank]:
			errs = append(errs, at.Wrong("tank "+strconv.Itoa(x.Tank)+" is there twice", ""))
		}
		seen[x.Tank] = true
	}
	if len(errs) > 0 || len(c.Tanks) == 0 {
		return errs
	}
	plan := site.Plan{Tanks: t.Equip(c.Tanks)}
	for _, x := range plan.TankProblems() {
		errs = append(errs, t.place(n, plan.Tanks[x.Index].Tank, x.Key).Wrong(x.Message, x.Fix))
	}
	return errs
}

// place finds what a problem of a tank is about: the key, the tank, or the whole section where it is another's.
func (t *Tanks) place(n *strict.Node, tank int, key string) *strict.Node {
	for i, item := range n.Items() {
		if (*t)[i].Tank != tank {
			continue
		}
		if at := item.Get(key); at != nil {
			return at
		}
		return item
	}
	return n
}

// Equip returns the tanks of a plan as the scenario wants them.
func (t Tanks) Equip(tanks []site.Tank) []site.Tank {
	tanks = slices.Clone(tanks)
	for _, given := range t {
		for i := range tanks {
			x := &tanks[i]
			if x.Tank != given.Tank {
				continue
			}
			if given.Capacity != 0 {
				x.Capacity = given.Capacity
				x.Limits = site.Limits{} // shares of the capacity
			}
			if given.Opening != nil {
				x.Opening = *given.Opening
			}
			ground := x.Ground
			x.Overlay(given.Built)
			if given.Ground != nil && given.Temperature == nil && x.Temperature == ground {
				x.Temperature = x.Ground
			}
			x.Complete()
		}
	}
	return tanks
}
