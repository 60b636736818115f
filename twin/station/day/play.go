package day

import (
	"errors"
	"fmt"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/station"
	"github.com/forecourt/forecourt/twin/station/demand"
	"github.com/forecourt/forecourt/twin/tank"
	"github.com/forecourt/forecourt/twin/unit"
)

// Payments says who makes the outcome of a payment.
type Payments string

// The ways.
const (
	Planned Payments = "planned" // the host's decision function, asked by the plan
	Wired   Payments = "wire"    // till, gateway and merchant host of the station
)

// Options of a play.
type Options struct {
	Demand   demand.Options
	Days     int
	Payments Payments // empty: Planned
	Mode     loop.Mode
	// Progress, if it is not nil, is told the share that is over, every hour of the station's time. It ends the run by
	// returning false.
	Progress func(done float64) bool
	// Hooks of the station; Machine is called for the till too.
	Hooks station.Hooks
}

// ErrStopped is returned where Progress ended a run.
var ErrStopped = errors.New("the run was stopped")

// customers is who the players' acts are recorded for.
var customers = forecourt.Role{Kind: "customer"}

// player plays a plan on a station.
type player struct {
	options Options
	planner *demand.Planner
	station *station.Station
	report  *Report
	ledger  *Ledger
	points  []*place
	byPoint map[forecourt.Point]*place
	inside  int // customers and lorries that are on the site
	lead    *loop.Fiber
	over    bool
	from    clock.Instant // what the plan says of earlier does not happen
	spent   time.Duration // sum of how late nozzles went home
}

// Play takes a station through days at wire level.
func Play(o Options) (*Report, error) {
	if o.Payments == "" {
		o.Payments = Planned
	}
	if o.Payments == Wired && (len(o.Demand.Plan.Cards.Rules) > 0 || o.Demand.Plan.Loyalty.On()) {
		return nil, errors.New("day: customers pay one price, and the plan has rules for cards: leave out its cards and loyalty, or have payments planned")
	}
	p := &player{options: o, report: &Report{Level: WireLevel}, byPoint: map[forecourt.Point]*place{}}
	var err error
	if p.planner, err = demand.New(o.Demand); err != nil {
		return nil, err
	}
	if p.station, err = station.Build(station.Options{
		Plan: o.Demand.Plan, Seed: o.Demand.Seed, Start: p.planner.Start(), HostRules: o.Demand.Rules, Hooks: p.hooks(), Mode: o.Mode,
	}); err != nil {
		return nil, err
	}
	defer p.station.Loop().Close()
	p.ledger = NewLedger(o.Demand.Plan, p.report, p.planner.Start())
	p.takePlaces()
	p.station.Loop().Watch(p.see)
	p.lead = p.station.Loop().Go(customers, "who comes when", p.follow)
	if err := p.run(); err != nil {
		return p.report, err
	}
	p.finish()
	return p.report, nil
}

func (p *player) hooks() station.Hooks {
	h := p.options.Hooks
	if p.options.Payments == Wired {
		return h
	}
	inner := h.Machine
	h.Machine = func(r forecourt.Role, m machine.Machine) machine.Machine {
		if r == station.POSRole {
			m = till{}
		}
		if inner != nil {
			m = inner(r, m)
		}
		return m
	}
	return h
}

func (p *player) takePlaces() {
	readers := map[forecourt.Point]forecourt.Role{}
	for _, r := range p.station.Plan().CardReaders {
		readers[r.FuellingPoint] = forecourt.Role{Kind: "card-reader", Number: r.CardReader}
	}
	for _, pt := range p.station.Points() {
		d := &place{player: p, point: pt.Number, pump: pt, side: pt.Side, reader: readers[pt.Number]}
		d.desk = planned{d}
		if p.options.Payments == Wired {
			d.desk = wired{d}
		}
		p.points = append(p.points, d)
		p.byPoint[pt.Number] = d
		p.station.Loop().Go(customers, "at "+pt.Role().String(), d.serve)
	}
}

// run moves the station, an hour at a time, until every day is closed.
func (p *player) run() error {
	l, start := p.station.Loop(), p.planner.Start()
	latest, whole := until(start, p.options.Days), float64(p.options.Days)*float64(day)
	for !p.over {
		if err := l.Run(l.Now().Add(time.Hour)); err != nil {
			return err
		}
		if l.Now() > latest && !p.over {
			return fmt.Errorf("day: %s is not over by %s: %s", p.ledger.today.Date, l.Now(), p.stuck())
		}
		if p.options.Progress != nil && !p.options.Progress(min(1, float64(l.Now()-start)/whole)) {
			return ErrStopped
		}
	}
	return nil
}

const day = 24 * time.Hour

// stuck says who is still there.
func (p *player) stuck() string {
	text := "nobody is there"
	for _, d := range p.points {
		if d.here {
			text = fmt.Sprintf("fuelling point %d serves customer %d, who waits for: %s", d.point, d.visit.Number, d.waits)
		}
	}
	return text
}

// follow lets happen what the plan says, when it says so.
func (p *player) follow(f *loop.Fiber) {
	var s demand.Step
	prices := p.planner.Prices()
	for len(p.report.Days) < p.options.Days {
		p.planner.Next(&s)
		if s.At > f.Now() {
			f.SleepUntil(s.At)
		}
		if s.At < p.from {
			continue
		}
		switch s.Kind {
		case demand.Visiting:
			p.ledger.Arrived(&s.Visit)
			if s.Visit.Fate == demand.Served || s.Visit.Fate == demand.Refused {
				p.inside++
				p.points[s.Visit.Point].queue.Put(s.Visit)
			}
		case demand.Delivering:
			load := s.Delivery
			p.inside++
			p.station.Loop().Go(customers, "a lorry", func(f *loop.Fiber) { p.deliver(f, load) })
		case demand.Midnight:
			f.Await(clock.Never, func() bool { return p.inside == 0 })
			for tries := 0; !p.points[0].desk.closed() && tries < 600; tries++ {
				f.Sleep(time.Second)
			}
			p.close(prices)
			prices = p.planner.Prices()
			p.reprice(f, prices)
		}
	}
	p.over = true
	p.station.Loop().Stop()
}

// deliver empties a lorry. One whose load does not fit yet waits; on a station that others move too it leaves.
func (p *player) deliver(f *loop.Fiber, d demand.Delivery) {
	t := p.station.Plan().Tanks[d.Tank]
	role := tank.Role(t.Tank)
	for tries := 0; p.stock(d.Tank)+d.Volume > t.Capacity && p.from == 0 && tries < 24*60; tries++ {
		f.Sleep(time.Minute)
	}
	if err := p.station.Do(role, tank.Deliver{Volume: d.Volume}); err != nil {
		p.differ(fmt.Sprintf("delivery %d: %v", d.Number, err))
	}
	p.ledger.Delivered(d)
	p.inside--
	p.lead.Wake()
}

func (p *player) stock(i int) unit.Volume {
	v, err := p.station.Reading(tank.Role(p.station.Plan().Tanks[i].Tank), "stock")
	if err != nil {
		panic(err) // the plan's own tank
	}
	return v.(unit.Volume)
}

// close reads the station and closes the day.
func (p *player) close(prices []unit.Price) {
	c := Closing{At: p.station.Loop().Now(), Prices: prices}
	for i := range p.station.Plan().Tanks {
		c.Stocks = append(c.Stocks, p.stock(i))
	}
	for _, pt := range p.station.Points() {
		var meters []demand.Meter
		for i := range pt.Side.Hoses {
			b := pt.Electronics.BooksOf(i)
			meters = append(meters, demand.Meter{
				Drawn: pt.Hydraulics.Drawn(i), Turned: pt.Hydraulics.Metered(i), Pulses: b.Counted, Outside: b.Outside,
				Counts: b.Totals.Volume.Sub(b.Opening.Volume).Count, Minor: b.Totals.Amount.Sub(b.Opening.Amount).Minor,
			})
		}
		c.Meters = append(c.Meters, meters)
	}
	p.report.Span = c.At.Sub(p.planner.Start())
	p.ledger.Close(c)
}

// reprice orders the prices of the day, and waits until every point has them.
func (p *player) reprice(f *loop.Fiber, prices []unit.Price) {
	of := map[forecourt.Grade]unit.Price{}
	for i, g := range p.station.Plan().Grades {
		of[g.Grade] = prices[i]
		p.points[0].desk.price(forecourt.ChangePrice{Grade: g.Grade, Price: prices[i]})
	}
	for _, pt := range p.station.Points() {
		for _, h := range pt.Side.Hoses {
			for pt.Electronics.Prices()[h.Nozzle-1] != of[h.Grade] {
				f.Sleep(time.Second)
			}
		}
	}
}

// differ notes a sale that is not the plan's.
func (p *player) differ(text string) {
	if p.report.Differ++; p.report.Differ <= 20 {
		p.report.Differences = append(p.report.Differences, text)
	}
}

// finish takes the station's own figures.
func (p *player) finish() {
	r, l := p.report, p.station.Loop()
	l.CheckInvariants()
	for _, t := range l.Tallies() {
		r.Checks += t.Checks
		for _, v := range t.Violations {
			r.Violations = append(r.Violations, fmt.Sprintf("%s at %s: %v", t.Name, v.At, v.Err))
		}
	}
	for _, role := range l.Roles() {
		r.Refused += l.Refused(role)
	}
	for _, b := range p.station.Plan().Buses {
		if bus := p.station.Bus(b.Bus); bus != nil {
			r.Frames += bus.Frames(l.Now())
		}
	}
	for _, d := range p.station.Digests() {
		for _, c := range []byte(d) {
			r.Buses = (r.Buses ^ uint64(c)) * 0x100000001b3
		}
	}
	if r.Lateness.Sales > 0 {
		r.Lateness.Mean = p.spent / time.Duration(r.Lateness.Sales)
	}
}
