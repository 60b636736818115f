// Package desktest is a desk on a loop with a scripted controller, for the tests of the desk and of its front ends.
//
// The site has fuelling points 1 and 2, each with nozzle 1 (diesel, product 1000, 1.799 EUR/L) and nozzle 2 (super,
// product 4000, 1.899 EUR/L), and counts volumes in 2 decimals.
package desktest

import (
	"fmt"
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/controller/desk"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
)

// ControllerRole is the role of the scripted controller.
var ControllerRole = forecourt.Role{Kind: "controller"}

// Latency of the link.
const Latency = 5 * time.Millisecond

// Rig is a desk, its controller, and what was told.
type Rig struct {
	T          *testing.T
	Loop       *loop.Loop
	Desk       *desk.Desk
	Controller *Controller
	Told       []forecourt.Told
	Link       interface{ Cut(bool) }
}

// Config is the site.
func Config() desk.Config {
	return desk.Config{
		Currency: "EUR", Measure: unit.L, VolumeDecimals: 2,
		Grades: []desk.Grade{
			{Grade: "diesel", Number: 1000, Name: "Diesel", Price: unit.Price{E4: 17990, Currency: "EUR"}},
			{Grade: "super", Number: 4000, Name: "Super", Price: unit.Price{E4: 18990, Currency: "EUR"}},
		},
		Points: []desk.Point{
			{Point: 1, Nozzles: []desk.Nozzle{{Nozzle: 1, Grade: "diesel"}, {Nozzle: 2, Grade: "super"}}},
			{Point: 2, Nozzles: []desk.Nozzle{{Nozzle: 1, Grade: "diesel"}, {Nozzle: 2, Grade: "super"}}},
		},
	}
}

// New builds a rig; change may alter the configuration.
func New(t *testing.T, change func(*desk.Config)) *Rig {
	t.Helper()
	r := &Rig{T: t, Loop: loop.New(loop.Options{Seed: 1}), Controller: newController()}
	t.Cleanup(r.Loop.Close)
	cfg := Config()
	cfg.Source = r.Controller
	if change != nil {
		change(&cfg)
	}
	var err error
	if r.Desk, err = desk.New(cfg); err != nil {
		t.Fatal(err)
	}
	r.Loop.Add(ControllerRole, r.Controller, 0)
	r.Loop.Add(desk.Role, r.Desk, desk.Timers)
	r.Link = r.Loop.Link(Latency, loop.Socket{Role: ControllerRole}, loop.Socket{Role: desk.Role, Port: desk.PortController})
	r.Loop.Watch(func(e forecourt.Told) { r.Told = append(r.Told, e) })
	return r
}

// Run lets a span pass.
func (r *Rig) Run(d time.Duration) {
	r.T.Helper()
	if err := r.Loop.Run(r.Loop.Now().Add(d)); err != nil {
		r.T.Fatal(err)
	}
}

// Count counts the events of a name that the desk has told.
func (r *Rig) Count(name string) (n int) {
	for _, e := range r.Told {
		if e.Role == desk.Role && e.Event.Event() == name {
			n++
		}
	}
	return n
}

// Sell lets somebody whom nobody released here deliver 32.50 L of diesel at a point.
func (r *Rig) Sell(p forecourt.Point) {
	r.Controller.Finish(p, 3250)
	r.Run(50 * time.Millisecond)
}

// Controller does what the orders say, at once, like the real one where that matters to a desk.
type Controller struct {
	Orders []forecourt.Order
	Refuse string // why releases are refused; empty: they are not
	Deaf   bool   // hears no order
	Mute   bool   // answers none
	Unpaid []forecourt.Sale
	// Compensation is what its pumps' volumes are.
	Compensation forecourt.Compensation

	env    *machine.Env
	states map[forecourt.Point]forecourt.State
	open   map[forecourt.Point]forecourt.Release
	total  int64
	next   int
}

func newController() *Controller {
	return &Controller{states: map[forecourt.Point]forecourt.State{}, open: map[forecourt.Point]forecourt.Release{}}
}

// Hear implements machine.Machine.
func (c *Controller) Hear(*machine.Env, machine.Port, wire.Chunk) {}

// Wake implements machine.Machine.
func (c *Controller) Wake(*machine.Env, machine.Timer) {}

// Sense implements machine.Machine.
func (c *Controller) Sense(env *machine.Env, s forecourt.Stimulus) {
	c.env = env
	switch s := s.(type) {
	case forecourt.PowerOn:
		c.Start()
	case forecourt.Received:
		if !c.Deaf {
			c.Orders = append(c.Orders, s.Noun.(forecourt.Order))
			c.take(s.Noun.(forecourt.Order))
		}
	}
}

// Start says that the controller is up, and what its points do.
func (c *Controller) Start() {
	c.say(forecourt.ControllerStarted{OpenSales: len(c.Unpaid)})
	for _, p := range []forecourt.Point{1, 2} {
		c.say(forecourt.PointFound{Point: p})
		if c.states[p] == 0 {
			c.states[p] = forecourt.Idle
		}
		c.Point(p, c.states[p], 0)
	}
}

func (c *Controller) say(n forecourt.News) {
	if !c.Mute {
		c.env.Send(0, n)
	}
}

// Say sends any news.
func (c *Controller) Say(n forecourt.News) { c.say(n) }

// Point changes the state of a point, and which nozzle is out.
func (c *Controller) Point(p forecourt.Point, s forecourt.State, n forecourt.Nozzle) {
	c.states[p] = s
	c.say(forecourt.PointChanged{Point: p, State: s, Nozzle: n})
}

// Finish ends a delivery with nozzle 1 of so many hundredths of a litre.
func (c *Controller) Finish(p forecourt.Point, counts int64) {
	c.next++
	price := unit.Price{E4: 17990, Currency: "EUR"}
	litres := func(n int64) unit.Indicated { return unit.Indicated{Count: n, Decimals: 2} }
	s := forecourt.Sale{
		ID: fmt.Sprintf("T-S%06d", c.next), Point: p, Nozzle: 1, Grade: "diesel", Price: price, Volume: litres(counts),
		Amount: price.Amount(litres(counts), unit.HalfUp), Reason: forecourt.EndedByNozzle, Reference: c.open[p].Reference,
		Before: litres(c.total), After: litres(c.total + counts), StartedAt: c.env.Now().Add(-time.Minute), EndedAt: c.env.Now(),
		Compensation: c.Compensation.Of(litres(counts)),
	}
	c.total += counts
	delete(c.open, p)
	c.Unpaid = append(c.Unpaid, s)
	c.Point(p, forecourt.Idle, 0)
	c.say(forecourt.SaleFinished{Sale: s})
}

// Open returns the release that is open at a point.
func (c *Controller) Open(p forecourt.Point) (forecourt.Release, bool) {
	r, ok := c.open[p]
	return r, ok
}

// State implements desk.Source.
func (c *Controller) State(p forecourt.Point) forecourt.State { return c.states[p] }

// Totals implements desk.Source.
func (c *Controller) Totals(_ forecourt.Point, n forecourt.Nozzle) (unit.Indicated, bool) {
	return unit.Indicated{Count: 100000*int64(n) + c.total, Decimals: 2}, true
}

func (c *Controller) take(o forecourt.Order) {
	switch o := o.(type) {
	case forecourt.Release:
		c.release(o)
	case forecourt.Withdraw:
		if r, ok := c.open[o.Point]; !ok || r.Reference != o.Reference {
			c.say(forecourt.ReleaseRefused{Point: o.Point, Reference: o.Reference, Why: forecourt.NoSuchRelease})
			return
		}
		c.end(o.Point)
	case forecourt.StopPoint:
		for _, p := range []forecourt.Point{1, 2} {
			if _, ok := c.open[p]; ok && (o.Point == 0 || o.Point == p) {
				c.end(p)
			}
		}
	case forecourt.ClearSale:
		for i, s := range c.Unpaid {
			if s.ID == o.Sale {
				c.Unpaid = append(c.Unpaid[:i:i], c.Unpaid[i+1:]...)
				break
			}
		}
		c.say(forecourt.SaleCleared{Sale: o.Sale})
	case forecourt.ChangePrice:
		for _, p := range []forecourt.Point{1, 2} {
			c.say(forecourt.PriceChanged{Point: p, Grade: o.Grade, Price: o.Price})
		}
	case forecourt.ListUnpaid:
		for _, s := range c.Unpaid {
			c.say(forecourt.SaleFinished{Sale: s})
		}
	}
}

func (c *Controller) end(p forecourt.Point) {
	r := c.open[p]
	delete(c.open, p)
	c.Point(p, forecourt.Idle, 0)
	c.say(forecourt.ReleaseEnded{Point: p, Reference: r.Reference, Why: forecourt.EndedByStop})
}

func (c *Controller) release(o forecourt.Release) {
	why := c.Refuse
	if r, open := c.open[o.Point]; open {
		if r.Reference == o.Reference {
			c.say(forecourt.PointReleased{Point: o.Point, Reference: o.Reference})
			return
		}
		why = "another release is open"
	}
	if why != "" {
		c.say(forecourt.ReleaseRefused{Point: o.Point, Reference: o.Reference, Why: why})
		return
	}
	c.open[o.Point] = o
	c.say(forecourt.PointReleased{Point: o.Point, Reference: o.Reference})
	c.Point(o.Point, forecourt.Authorised, 0)
}
