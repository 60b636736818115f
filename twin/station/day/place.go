package day

import (
	"fmt"
	"slices"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/dispenser/electronics"
	"github.com/forecourt/forecourt/twin/dispenser/hydraulics"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/pos"
	"github.com/forecourt/forecourt/twin/site"
	"github.com/forecourt/forecourt/twin/station"
	"github.com/forecourt/forecourt/twin/station/demand"
)

// place is a fuelling point, the queue before it, and whoever stands at it.
type place struct {
	player *player
	point  forecourt.Point
	pump   *station.Point
	side   site.Side
	reader forecourt.Role // none: the point has no terminal
	desk   desk
	queue  loop.Box[demand.Visit]
	visit  demand.Visit
	here   bool
	waits  seen
	sees   loop.Box[seen]
	sale   forecourt.Sale
	pulses int64 // of the sale, as the dispenser counted them
	took   int64 // for the sale, by the station's till

	startedAt clock.Instant // when the pump was ready
	given     int64         // pulses that its pulser had given then
	fault     string
}

// seen is what a customer, or the cashier for him, notices.
type seen uint8

const (
	nothing seen = iota
	released
	notReleased
	pumpReady
	flowEnded
	saleDone
	noSale
	// at the till of the station
	granted
	declined
	prepaid
	unpaid
	isPaid
	captured
)

func (s seen) String() string {
	return [...]string{"nothing", "the release", "a refusal", "the pump", "the end of the flow", "the sale", "no sale",
		"the card's grant", "the card's refusal", "the prepayment", "the sale at the till", "the payment", "the capture"}[s]
}

// see hands what is told to the place that it concerns.
func (p *player) see(t forecourt.Told) {
	point, e := forecourt.Point(t.Role.Number), nothing
	switch x := t.Event.(type) {
	case forecourt.PointReleased:
		point, e = x.Point, released
	case forecourt.ReleaseRefused:
		point, e = x.Point, notReleased
	case forecourt.ReleaseEnded:
		point, e = x.Point, noSale
	case forecourt.SaleFinished:
		point, e = p.sold(x.Sale), saleDone
	case forecourt.SaleRecovered:
		point, e = p.sold(x.Sale), saleDone
	case electronics.Started:
		if d := p.byPoint[point]; d != nil {
			d.startedAt, d.given = t.At, d.pump.Pulses(int(x.Nozzle)-1)
		}
		e = pumpReady
	case electronics.LimitReached, hydraulics.TriggerReleased:
		e = flowEnded
	case electronics.Completed:
		if d := p.byPoint[point]; d != nil && !x.Volume.IsZero() {
			d.pulses = x.Pulses
		}
	case pos.Authorised:
		point, e = x.Point, granted
	case pos.Declined:
		point, e = x.Point, declined
	case pos.AuthorisationFailed:
		point, e = x.Point, declined
	case pos.CardRefused:
		point, e = x.Point, declined
	case pos.PrepayTaken:
		point, e = x.Point, prepaid
	case pos.SaleUnpaid:
		point, e = x.Point, unpaid
	case pos.Paid, pos.WroteOff, pos.PrepaySettled, pos.Captured:
		point, e = p.took(x)
	}
	if d := p.byPoint[point]; e != nothing && d != nil && d.here {
		d.sees.Put(e)
	}
}

// took notes what the station's till has taken, or has given up, for a sale.
func (p *player) took(e forecourt.Event) (forecourt.Point, seen) {
	note := func(n forecourt.Point, minor int64, s seen) (forecourt.Point, seen) {
		if d := p.byPoint[n]; d != nil {
			d.took = minor
		}
		return n, s
	}
	switch x := e.(type) {
	case pos.Paid:
		return note(x.Point, x.Amount.Minor, isPaid)
	case pos.PrepaySettled:
		return note(x.Point, x.Used.Minor, isPaid)
	case pos.Captured:
		return note(x.Point, x.Amount.Minor, captured)
	case pos.WroteOff:
		for _, d := range p.points {
			if d.sale.ID == x.Sale {
				return note(d.point, x.Amount.Minor, isPaid)
			}
		}
	}
	return 0, nothing
}

// sold notes a sale of the controller's.
func (p *player) sold(s forecourt.Sale) forecourt.Point {
	if d := p.byPoint[s.Point]; d != nil {
		d.sale = s
	}
	return s.Point
}

// serve lets one customer after the other be served.
func (d *place) serve(f *loop.Fiber) {
	for {
		d.visit, _ = d.queue.Take(f, clock.Never)
		d.here, d.fault, d.sale, d.pulses = true, "", forecourt.Sale{}, 0
		d.sees.Clear()
		if d.stay(f); d.fault != "" {
			d.player.differ(fmt.Sprintf("customer %d at fuelling point %d: %s", d.visit.Number, d.point, d.fault))
		}
		d.here = false
		d.player.inside--
		d.player.lead.Wake()
	}
}

// stay is one visit.
func (d *place) stay(f *loop.Fiber) {
	v := &d.visit
	if !d.desk.before(f) || v.Fate == demand.Refused {
		f.Sleep(v.Phases.DriveAway)
		return
	}
	f.Sleep(v.Phases.ToTheNozzle)
	if v.Mistakes&demand.WrongGrade != 0 {
		d.do(forecourt.LiftNozzle{Nozzle: d.nozzle(v.Wrong)})
		f.Sleep(noticing)
		d.do(forecourt.HangNozzle{})
		f.Sleep(noticing)
		d.desk.mistook(f)
	}
	d.do(forecourt.LiftNozzle{Nozzle: d.nozzle(v.Hose)})
	if !d.desk.calls(f) || !d.await(f, pumpReady, 3*time.Minute) {
		d.do(forecourt.HangNozzle{})
		return
	}
	f.SleepUntil(max(f.Now(), d.startedAt.Add(v.Phases.Trigger)))
	squeeze := forecourt.Squeeze{}
	if v.Until > 0 {
		squeeze.Until.Count, squeeze.Until.Decimals, squeeze.Until.Unit = v.Until, d.player.report.Decimals, d.player.report.Unit
	}
	d.do(squeeze)
	if v.Cut > 0 {
		d.loseThePower(f, d.given+v.CutAfter)
	} else if !d.await(f, flowEnded, 48*time.Hour) {
		return
	}
	f.Sleep(v.Phases.Dribble)
	if v.Mistakes&demand.NozzleLeftOut != 0 {
		if d.settle(f) {
			f.Sleep(v.Phases.HangUp)
		}
		d.hang(f)
	} else {
		f.Sleep(v.Phases.HangUp)
		d.hang(f)
		d.settle(f)
	}
	f.Sleep(v.Phases.DriveAway)
}

// loseThePower cuts the dispenser's power when its pulser has given a number of pulses, for as long as the plan says.
func (d *place) loseThePower(f *loop.Fiber, pulses int64) {
	at := func() clock.Instant { return d.pump.WhenPulses(d.visit.Hose, pulses) }
	for until := f.Now().Add(time.Hour); at() > f.Now(); { // valves move, and flows change, on the way
		if f.Now() > until {
			d.fault = "no fuel flows"
			return
		}
		f.SleepUntil(min(at(), f.Now().Add(steady)))
	}
	if err := d.player.station.PowerOff(d.pump.Role()); err != nil {
		d.fault = err.Error()
	}
	f.Sleep(d.visit.Dark)
	if err := d.player.station.PowerOn(d.pump.Role()); err != nil {
		d.fault = err.Error()
	}
}

// steady is how long a flow may be taken for what it is: much less passes within it than before a power cut.
const steady = 500 * time.Millisecond

// noticing is how long a customer holds a wrong nozzle, and how long until he lifts the right one.
const noticing = 3 * time.Second

// hang puts the nozzle home, and notes how far from the plan's instant.
func (d *place) hang(f *loop.Fiber) {
	d.do(forecourt.HangNozzle{})
	p, late := d.player, f.Now().Sub(d.visit.Hangs)
	if late < 0 {
		late = -late
	}
	p.report.Lateness.Sales++
	p.spent += late
	p.report.Lateness.Max = max(p.report.Lateness.Max, late)
}

// settle waits for the sale, holds it against the plan, and has it paid.
func (d *place) settle(f *loop.Fiber) bool {
	v, p := &d.visit, d.player
	if !d.await(f, saleDone, 5*time.Minute) {
		return false
	}
	s := d.sale
	if s.Volume.Count != v.Counts || s.Amount.Minor != v.Minor || d.pulses != v.Pulses || s.Price.E4 != v.PriceE4 ||
		s.Nozzle != d.nozzle(v.Hose) {
		d.fault = fmt.Sprintf("sold %s for %s at %s, %d pulses, by the plan %d counts for %d minor units, %d pulses",
			s.Volume, s.Amount, s.Price, d.pulses, v.Counts, v.Minor, v.Pulses)
	}
	p.ledger.Sold(v, d.pulses, s.Volume.Count, s.Amount.Minor)
	return d.desk.after(f, s)
}

func (d *place) nozzle(hose int) forecourt.Nozzle { return d.side.Hoses[hose].Nozzle }

// do acts at the point. What cannot be done is not the plan's day any more.
func (d *place) do(s forecourt.Stimulus) { d.act(forecourt.PointRole(d.point), s) }

func (d *place) act(r forecourt.Role, s forecourt.Stimulus) {
	if err := d.player.station.Do(r, s); err != nil && d.fault == "" {
		d.fault = err.Error()
	}
}

// await waits until something is seen. That there will be no sale ends every wait.
func (d *place) await(f *loop.Fiber, want seen, within time.Duration) bool {
	got := d.awaitOne(f, within, want)
	return got == want
}

// awaitOne waits for one of several, and returns it, or nothing. What else is seen stays for later. Before there is a
// sale, that there will be none ends every wait; after it, an automatic till may have released a nozzle that was left out.
func (d *place) awaitOne(f *loop.Fiber, within time.Duration, wants ...seen) seen {
	d.waits = wants[0]
	s, ok := d.sees.TakeFirst(f, f.Now().Add(within), func(s seen) bool { return s == noSale && d.sale.ID == "" || slices.Contains(wants, s) })
	if ok && slices.Contains(wants, s) {
		return s
	}
	if d.fault == "" {
		d.fault = fmt.Sprintf("%s did not come within %s", wants[0], within)
	}
	return nothing
}
