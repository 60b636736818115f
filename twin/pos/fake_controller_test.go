package pos

import (
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/wire"
)

// fakeController does what the orders say, at once.
type fakeController struct {
	env    *machine.Env
	states map[forecourt.Point]forecourt.State
	open   map[forecourt.Point]forecourt.Release
	unpaid map[string]forecourt.Sale
	order  []string
	orders []forecourt.Order
	refuse string
	deaf   bool
}

func newFakeController() *fakeController {
	return &fakeController{
		states: map[forecourt.Point]forecourt.State{}, open: map[forecourt.Point]forecourt.Release{}, unpaid: map[string]forecourt.Sale{},
	}
}

func (c *fakeController) Hear(*machine.Env, machine.Port, wire.Chunk) {}
func (c *fakeController) Wake(*machine.Env, machine.Timer)            {}
func (c *fakeController) Sense(env *machine.Env, s forecourt.Stimulus) {
	c.env = env
	if r, ok := s.(forecourt.Received); ok && !c.deaf {
		c.orders = append(c.orders, r.Noun.(forecourt.Order))
		c.take(r.Noun.(forecourt.Order))
	}
}

func (c *fakeController) take(o forecourt.Order) {
	switch o := o.(type) {
	case forecourt.Release:
		if c.refuse != "" {
			c.env.Send(0, forecourt.ReleaseRefused{Point: o.Point, Reference: o.Reference, Why: c.refuse})
			return
		}
		c.open[o.Point] = o
		c.env.Send(0, forecourt.PointReleased{Point: o.Point, Reference: o.Reference})
		c.state(o.Point, forecourt.Authorised)
	case forecourt.Withdraw:
		rel, is := c.open[o.Point]
		why := ""
		switch {
		case !is || rel.Reference != o.Reference:
			why = forecourt.NoSuchRelease
		case c.states[o.Point].Delivering():
			why = forecourt.DeliveryBegun
		}
		if why != "" {
			c.env.Send(0, forecourt.ReleaseRefused{Point: o.Point, Reference: o.Reference, Why: why})
			return
		}
		delete(c.open, o.Point)
		c.state(o.Point, forecourt.Idle)
		c.env.Send(0, forecourt.ReleaseEnded{Point: o.Point, Reference: o.Reference, Why: "withdrawn"})
	case forecourt.ListUnpaid:
		for _, id := range c.order {
			if s, is := c.unpaid[id]; is {
				c.env.Send(0, forecourt.SaleFinished{Sale: s})
			}
		}
	case forecourt.ListPoints:
		for _, p := range []forecourt.Point{1, 2} {
			if s := c.states[p]; s != 0 {
				c.env.Send(0, forecourt.PointChanged{Point: p, State: s, Nozzle: c.nozzle(s)})
			}
		}
	case forecourt.StopPoint:
		for _, p := range []forecourt.Point{1, 2} {
			if o.Point == 0 || o.Point == p {
				c.stop(p)
			}
		}
	case forecourt.ClearSale:
		delete(c.unpaid, o.Sale)
		c.env.Send(0, forecourt.SaleCleared{Sale: o.Sale})
	}
}

func (c *fakeController) state(p forecourt.Point, s forecourt.State) {
	c.states[p] = s
	c.env.Send(0, forecourt.PointChanged{Point: p, State: s, Nozzle: c.nozzle(s)})
}

// stop ends a release that nobody fuels on; a delivery is the script's to end.
func (c *fakeController) stop(p forecourt.Point) {
	rel, is := c.open[p]
	if !is || c.states[p].Delivering() {
		return
	}
	delete(c.open, p)
	c.state(p, forecourt.Idle)
	c.env.Send(0, forecourt.ReleaseEnded{Point: p, Reference: rel.Reference, Why: forecourt.EndedByStop})
}

// nozzle is the one that is out in a state.
func (c *fakeController) nozzle(s forecourt.State) forecourt.Nozzle {
	if s == forecourt.Idle || s == forecourt.Authorised {
		return 0
	}
	return 1
}

func (c *fakeController) finish(s forecourt.Sale) {
	s.Reference = c.open[s.Point].Reference
	s.EndedAt = c.env.Now()
	delete(c.open, s.Point)
	c.unpaid[s.ID] = s
	c.order = append(c.order, s.ID)
	c.state(s.Point, forecourt.Idle)
	c.env.Send(0, forecourt.SaleFinished{Sale: s})
}
