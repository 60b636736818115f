package controller

import (
	"fmt"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
)

// Controller is the forecourt controller's machine.
type Controller struct {
	cfg    Config
	env    *machine.Env
	buses  []bus
	points []point

	stirred bool // a point has something to say or to do
	armed   clock.Instant

	// On the disk:
	prices  map[forecourt.Grade]unit.Price
	credit  map[forecourt.Grade]unit.Price // of those that have another one
	unpaid  []forecourt.Sale               // in the order of their numbers
	next    int64                          // number of the next sale
	records int                            // since the log was last compacted
}

var _ machine.Machine = (*Controller)(nil)

// New returns a controller, or says what its configuration lacks.
func New(cfg Config) (*Controller, error) {
	cfg, err := cfg.complete()
	if err != nil {
		return nil, err
	}
	c := &Controller{cfg: cfg, buses: make([]bus, len(cfg.Buses)), armed: clock.Never}
	c.forget()
	for i := range c.buses {
		c.buses[i] = bus{c: c, port: PortBus(i), timer: TimerBus(i)}
		if err := c.buses[i].open(cfg.Buses[i]); err != nil {
			return nil, fmt.Errorf("controller: bus %d: %w", i, err)
		}
	}
	return c, nil
}

// Hear hands bytes to their bus's session. On an idle bus, that is all.
func (c *Controller) Hear(_ *machine.Env, port machine.Port, chunk wire.Chunk) {
	if i := int(port) - 1; uint(i) < uint(len(c.buses)) {
		c.buses[i].session.Hear(chunk)
	}
	if c.stirred {
		c.settle()
	}
}

// Wake hands a session its time, or acts on what was waited for in vain.
func (c *Controller) Wake(env *machine.Env, t machine.Timer) {
	if i := int(t); i < len(c.buses) {
		c.buses[i].wake(env.Now())
	} else {
		c.overdue()
	}
	if c.stirred {
		c.settle()
	}
}

// Sense starts the controller, and takes the POS's orders.
func (c *Controller) Sense(env *machine.Env, s forecourt.Stimulus) {
	switch s := s.(type) {
	case forecourt.PowerOn:
		c.start(env)
	case forecourt.Linked:
		if i := int(s.Port) - 1; uint(i) < uint(len(c.buses)) {
			wire.Relink(c.buses[i].session, env.Now(), s.Up)
		}
	case forecourt.Received:
		o, ok := s.Noun.(forecourt.Order)
		if !ok || s.Port != PortPOS {
			env.Fault(fmt.Errorf("controller: %T at port %d is no order", s.Noun, s.Port))
			return
		}
		c.take(o)
	}
	c.settle()
}

func (c *Controller) start(env *machine.Env) {
	c.env = env
	c.forget()
	c.replay()
	for i := range c.buses {
		b := &c.buses[i]
		b.env = env
		if err := b.open(c.cfg.Buses[i]); err != nil {
			panic(fmt.Sprintf("controller: bus %d does not open again: %v", i, err)) // New has opened it
		}
	}
	for i := range c.points {
		p := &c.points[i]
		p.bus = &c.buses[p.Bus]
		p.bus.points[p.Address] = uint16(i + 1)
	}
	c.news(forecourt.ControllerStarted{OpenSales: len(c.unpaid)})
	for i := range c.buses {
		c.buses[i].session.Start(env.Now())
	}
}

// settle lets every point that was stirred say what changed and do what comes next.
func (c *Controller) settle() {
	for c.stirred {
		c.stirred = false
		for i := range c.points {
			if p := &c.points[i]; p.stirred {
				p.stirred = false
				c.announce(p)
				c.follow(p)
				c.proceed(p)
			}
		}
	}
	due := clock.Never
	for i := range c.points {
		due = min(due, c.points[i].due)
	}
	if due != c.armed {
		c.armed = due
		c.env.Set(machine.Timer(len(c.buses)), due)
	}
}

func (c *Controller) stir(p *point) { p.stirred, c.stirred = true, true }

// overdue acts for every point whose wait has run out.
func (c *Controller) overdue() {
	c.armed = clock.Never
	now := c.env.Now()
	for i := range c.points {
		if p := &c.points[i]; p.due <= now {
			p.due = clock.Never
			c.late(p)
			c.stir(p)
		}
	}
	c.stirred = true // to arm the timer again
}

// news tells the POS and the timeline.
func (c *Controller) news(n forecourt.News) {
	c.env.Send(PortPOS, n)
	c.env.Tell(n)
}

func (c *Controller) point(number forecourt.Point) *point {
	for i := range c.points {
		if c.points[i].Point == number {
			return &c.points[i]
		}
	}
	return nil
}

// Unpaid returns the sales that wait to be cleared, in the order of their numbers.
func (c *Controller) Unpaid() []forecourt.Sale { return append([]forecourt.Sale(nil), c.unpaid...) }

// State returns the state of a point as last heard; Inoperative where that is not known.
func (c *Controller) State(number forecourt.Point) forecourt.State {
	if p := c.point(number); p != nil && p.known {
		return p.status.State
	}
	return forecourt.Inoperative
}

// Totals returns the volume totals of a nozzle up to which all is accounted for; false before the first reading.
func (c *Controller) Totals(number forecourt.Point, n forecourt.Nozzle) (unit.Indicated, bool) {
	if p := c.point(number); p != nil {
		if z := p.find(n); z != nil {
			return z.last, z.anchored
		}
	}
	return unit.Indicated{}, false
}

// Open returns the release or sale that is under way at a point.
func (c *Controller) Open(number forecourt.Point) (OpenSale, bool) {
	if p := c.point(number); p != nil && p.open != nil {
		return *p.open, true
	}
	return OpenSale{}, false
}
