package desk

import (
	"encoding/json"
	"fmt"
	"maps"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
)

// Desk is the machine.
type Desk struct {
	cfg      Config
	env      *machine.Env
	on       bool
	armed    clock.Instant
	watchers []func(Notice)

	clients   []*Client // in the order they logged on
	asks      []*ask    // that wait for the controller
	listBy    clock.Instant
	listed    int // sales the controller said it has
	listTries int

	points []point
	prices map[forecourt.Grade]unit.Price
	sales  []*sale                    // in the order of their numbers; those the controller has named
	books  map[string]book            // by the controller's number; also of sales it has not named yet
	next   int                        // number
	kept   map[string]json.RawMessage // of the front ends

	records int
}

// point is a fuelling point.
type point struct {
	Point
	state  forecourt.State
	known  bool // the state is
	lost   bool
	nozzle forecourt.Nozzle // that is out
	shown  map[forecourt.Grade]unit.Price
	totals map[forecourt.Nozzle]unit.Indicated
	last   *forecourt.Sale
	lastNo int

	// In the store:
	lock    lock
	closed  bool
	release *release
	before  *release // the one that it takes the place of, until the point has taken it; not in the store
}

// release is one that a client of the desk has asked for.
type release struct {
	Number    int
	Client    string
	Token     string
	LockSale  bool
	Nozzle    forecourt.Nozzle // the only one it is for; 0: any
	Taken     bool             // by the point
	Abandoned bool             // the client was told that no answer came
	begun     bool             // the point's state has shown it
}

// reference is what the controller knows it by.
func (r *release) reference() string { return fmt.Sprintf("desk-%06d", r.Number) }

var _ machine.Machine = (*Desk)(nil)

// New returns a desk, or says what its configuration lacks. The station adds it to the loop under Role.
func New(cfg Config) (*Desk, error) {
	cfg, err := cfg.complete()
	if err != nil {
		return nil, err
	}
	d := &Desk{cfg: cfg}
	d.forget()
	return d, nil
}

// forget is a power cut.
func (d *Desk) forget() {
	d.clients, d.asks, d.sales, d.books, d.kept = nil, nil, nil, map[string]book{}, map[string]json.RawMessage{}
	d.next, d.records = 1, 0
	d.armed, d.listBy = clock.Never, clock.Never
	d.prices = map[forecourt.Grade]unit.Price{}
	for _, g := range d.cfg.Grades {
		d.prices[g.Grade] = g.Price
	}
	d.points = make([]point, len(d.cfg.Points))
	for i, p := range d.cfg.Points {
		d.points[i] = point{
			Point: p, lock: free, shown: map[forecourt.Grade]unit.Price{}, totals: map[forecourt.Nozzle]unit.Indicated{},
		}
	}
}

// Watch has f called with every notice, from inside the desk's own events; f may call the desk.
func (d *Desk) Watch(f func(Notice)) { d.watchers = append(d.watchers, f) }

func (d *Desk) notify(n Notice) {
	for _, f := range d.watchers {
		f(n)
	}
}

// Hear implements machine.Machine; a desk has no line of bytes.
func (d *Desk) Hear(*machine.Env, machine.Port, wire.Chunk) {}

// Wake implements machine.Machine.
func (d *Desk) Wake(*machine.Env, machine.Timer) {
	d.armed = clock.Never
	now := d.env.Now()
	d.expireClients(now)
	d.expireLocks(now)
	d.expireAsks(now)
	d.checkList(now)
	d.arm()
}

// arm sets the timer to what is due first.
func (d *Desk) arm() {
	due := d.listBy
	for _, c := range d.clients {
		due = min(due, c.due())
	}
	for _, a := range d.asks {
		due = min(due, a.due)
	}
	for i := range d.points {
		due = min(due, d.points[i].lock.until)
	}
	for _, s := range d.sales {
		due = min(due, s.lock.until)
	}
	if due != d.armed {
		d.armed = due
		d.env.Set(0, due)
	}
}

// Sense implements machine.Machine.
func (d *Desk) Sense(env *machine.Env, s forecourt.Stimulus) {
	switch s := s.(type) {
	case forecourt.PowerOn:
		d.start(env)
	case forecourt.PowerOff:
		d.stop()
	case forecourt.Received:
		n, ok := s.Noun.(forecourt.News)
		if !ok || s.Port != PortController {
			env.Fault(fmt.Errorf("desk: %T at port %d is no news", s.Noun, s.Port))
			return
		}
		d.hear(n)
		d.arm()
	}
}

func (d *Desk) start(env *machine.Env) {
	d.env, d.on = env, true
	d.forget()
	d.replay()
	until := env.Now().Add(d.cfg.LockFor)
	for i := range d.points {
		p := &d.points[i]
		if p.lock.Holder != "" {
			p.lock.until = until
		}
		if r := p.release; r != nil && !r.Taken { // whoever asked for it has heard nothing
			d.abandon(p)
		} else if r != nil {
			r.begun = true
		}
		if d.cfg.Source != nil {
			p.state = d.cfg.Source.State(p.Point.Point)
			p.known = p.state != forecourt.Inoperative
		}
	}
	d.order(forecourt.ListUnpaid{})
	d.arm()
	d.notify(UpNotice{})
}

func (d *Desk) stop() {
	d.on = false
	asks := d.asks
	d.clients, d.asks = nil, nil
	for _, a := range asks {
		a.done(refuse(Off, "the controller has lost its power"))
	}
	d.notify(DownNotice{})
}

func (d *Desk) order(o forecourt.Order) { d.env.Send(PortController, o) }

func (d *Desk) find(n forecourt.Point) *point {
	for i := range d.points {
		if d.points[i].Point.Point == n {
			return &d.points[i]
		}
	}
	return nil
}

func (p *point) sells(n forecourt.Nozzle) (forecourt.Grade, bool) {
	for _, z := range p.Nozzles {
		if z.Nozzle == n {
			return z.Grade, true
		}
	}
	return "", false
}

// priceAt returns what a point sells a grade at.
func (d *Desk) priceAt(p *point, g forecourt.Grade) unit.Price {
	if price, ok := p.shown[g]; ok {
		return price
	}
	return d.prices[g]
}

// Prices returns the price of every grade.
func (d *Desk) Prices() map[forecourt.Grade]unit.Price { return maps.Clone(d.prices) }
