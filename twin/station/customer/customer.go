// Package customer sends drivers to a running station: they come at random, fill some litres and pay, each point with its
// own stream of chance. It is what `forecourt twin --customers auto` and the speed benchmark run.
//
// The habits are few: how many come a day, how much they fill, and how many pay outdoors by card. Mistakes, queues and
// hours of the day are not modelled here.
package customer

import (
	"math"
	"time"

	"github.com/forecourt/forecourt/twin/chance"
	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/dispenser/electronics"
	"github.com/forecourt/forecourt/twin/dispenser/hydraulics"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/pos"
	"github.com/forecourt/forecourt/twin/service"
	"github.com/forecourt/forecourt/twin/site"
	"github.com/forecourt/forecourt/twin/station"
	"github.com/forecourt/forecourt/twin/unit"
)

// Habits of the drivers. The volumes are those of a car: facts, tanks-and-metrology.md section 4.1 (C).
type Habits struct {
	PerDay  int // over all points
	Outdoor int // percent that pay by card at the terminal; the others pay cash at the till
	// Least and Most are the litres (or gallons) of a fill, evenly spread.
	Least, Most int64
	Last        clock.Instant // nobody comes after it; zero: they come for ever
}

// Usual habits of a day.
var Usual = Habits{PerDay: 3000, Outdoor: 60, Least: 10, Most: 60}

// role is who the drivers' acts are recorded for.
var role = forecourt.Role{Kind: "customer"}

// Tally counts what the drivers did.
type Tally struct{ Came, Served, GaveUp int }

// Send lets drivers come to every point of a station, for ever. It must be called before the loop runs.
func Send(s *station.Station, h Habits) *Tally {
	t := &Tally{}
	drivers := map[forecourt.Point]*driver{}
	for _, p := range s.Points() {
		d := &driver{
			station: s, point: p.Number, side: p.Side, habits: h, tally: t,
			chance: chance.New(s.Loop().Seed(), "customer/"+p.Role().String()),
			every:  24 * time.Hour * time.Duration(len(s.Points())) / time.Duration(max(h.PerDay, 1)),
		}
		for _, r := range s.Plan().CardReaders {
			if r.FuellingPoint == p.Number {
				d.reader = forecourt.Role{Kind: "card-reader", Number: r.CardReader}
			}
		}
		drivers[p.Number] = d
		s.Loop().Go(role, "at "+p.Role().String(), d.come)
	}
	s.Loop().Watch(func(t forecourt.Told) {
		if p, e := concerns(t); e != nothing {
			if d := drivers[p]; d != nil && d.here {
				d.sees.Put(e)
			}
		}
	})
	return t
}

// seen is what a driver notices.
type seen uint8

const (
	nothing seen = iota
	released
	refused
	pumpReady
	flowEnded
	saleDone
)

// concerns says which point's driver notices an event, and as what.
func concerns(t forecourt.Told) (forecourt.Point, seen) {
	switch e := t.Event.(type) {
	case pos.Authorised:
		return e.Point, released
	case pos.Declined:
		return e.Point, refused
	case pos.AuthorisationFailed:
		return e.Point, refused
	case pos.CardRefused:
		return e.Point, refused
	case pos.SaleUnpaid:
		return e.Point, saleDone
	case pos.Captured:
		return e.Point, saleDone
	case electronics.Started:
		return forecourt.Point(t.Role.Number), pumpReady
	case electronics.LimitReached:
		return forecourt.Point(t.Role.Number), flowEnded
	case hydraulics.TriggerReleased:
		return forecourt.Point(t.Role.Number), flowEnded
	}
	return 0, nothing
}

// driver is one place at a point, and whoever stands there.
type driver struct {
	station *station.Station
	point   forecourt.Point
	side    site.Side
	reader  forecourt.Role // none: the point has no terminal
	habits  Habits
	tally   *Tally
	chance  *chance.Source
	every   time.Duration
	here    bool
	sees    loop.Box[seen]
}

// come lets one driver after the other come.
func (d *driver) come(f *loop.Fiber) {
	next := f.Now()
	for {
		next = next.Add(d.gap()) // whoever comes while the point is taken waits for it
		if d.habits.Last > 0 && next > d.habits.Last {
			return
		}
		if next > f.Now() {
			f.SleepUntil(next)
		}
		d.tally.Came++
		d.here = true
		if d.fill(f) {
			d.tally.Served++
		} else {
			d.tally.GaveUp++
		}
		d.here = false
		d.sees.Clear()
	}
}

// gap draws the time until the next driver: exponential, as arrivals of a Poisson process are.
func (d *driver) gap() time.Duration {
	u := float64(d.chance.Below(1<<53)+1) / (1 << 53)
	return time.Duration(-math.Log(u) * float64(d.every))
}

func (d *driver) fill(f *loop.Fiber) bool {
	hose := d.side.Hoses[d.chance.Below(int64(len(d.side.Hoses)))]
	f.Sleep(d.chance.Within(10*time.Second, 30*time.Second)) // out of the car
	outdoor := d.reader.Kind != "" && d.chance.Below(100) < int64(d.habits.Outdoor)
	outdoor = outdoor || d.reader.Kind != "" && d.station.Mode(d.point).Only(service.Outdoor)
	if outdoor {
		card := payment.InsertCard{Card: "visa-credit", Entry: payment.ContactChip, PIN: payment.PINCorrect}
		if d.station.Do(d.reader, card) != nil || !d.await(f, released, time.Minute) {
			return false
		}
		f.Sleep(d.chance.Within(2*time.Second, 6*time.Second))
	}
	point := forecourt.PointRole(d.point)
	if d.station.Do(point, forecourt.LiftNozzle{Nozzle: hose.Nozzle}) != nil {
		return false
	}
	if !outdoor && !d.station.Mode(d.point).Answers() {
		f.Sleep(time.Second)
		_ = d.station.Do(station.POSRole, pos.AuthorisePoint{Point: d.point})
	}
	ready := d.await(f, pumpReady, time.Minute)
	if ready {
		f.Sleep(d.chance.Within(time.Second, 5*time.Second))
		_ = d.station.Do(point, forecourt.Squeeze{Until: d.target()})
		d.await(f, flowEnded, 10*time.Minute)
	}
	f.Sleep(d.chance.Within(2*time.Second, 8*time.Second))
	_ = d.station.Do(point, forecourt.HangNozzle{})
	return ready && d.settle(f, outdoor)
}

func (d *driver) settle(f *loop.Fiber, outdoor bool) bool {
	if !d.await(f, saleDone, time.Minute) {
		return false
	}
	if outdoor {
		return d.station.Do(d.reader, payment.RemoveCard{}) == nil
	}
	f.Sleep(d.chance.Within(30*time.Second, 120*time.Second)) // into the shop
	return d.station.Do(station.POSRole, pos.Pay{Point: d.point, Tender: pos.Cash}) == nil
}

// target draws how much the driver wants, to a hundredth.
func (d *driver) target() unit.Indicated {
	decimals := d.station.Plan().Decimals.Volume
	scale := int64(1)
	for range decimals {
		scale *= 10
	}
	return unit.Indicated{Count: d.chance.Between(d.habits.Least*scale, d.habits.Most*scale), Decimals: decimals, Unit: d.station.Plan().Unit}
}

// await waits until the driver sees something; a refusal ends the wait.
func (d *driver) await(f *loop.Fiber, want seen, within time.Duration) bool {
	until := f.Now().Add(within)
	for {
		s, ok := d.sees.Take(f, until)
		if !ok || s == refused {
			return false
		}
		if s == want {
			return true
		}
	}
}
