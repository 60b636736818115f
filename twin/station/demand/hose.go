package demand

import (
	"slices"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/dispenser/hydraulics"
	"github.com/forecourt/forecourt/twin/dispenser/reckoning"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/line"
	"github.com/forecourt/forecourt/twin/site"
	"github.com/forecourt/forecourt/twin/station/fitting"
	"github.com/forecourt/forecourt/twin/wire"
)

// hose is a logical nozzle as the plan reckons with it: how it is built, and what it has done in its life.
type hose struct {
	grade  int
	draws  []Source // one tank, or the two of a blend
	pipe   reckoning.Hose
	meter  reckoning.Meter
	device reckoning.Device
	tariff reckoning.Tariff // but for the price
	ends   reckoning.Ends   // the device's largest sale
	slow   int64            // pulses of the slow flow

	life    reckoning.Life
	count   int64 // of its pulser
	charged int64 // pulses that its sales have charged
	given   int64 // pulses that the pulser gave in them
	outside int64 // pulses in no sale
	taken   int64 // minor units
}

// Source is a tank that a hose draws from, by its index in the plan, and what part of the flow comes from it: the counts of
// the shares of all its sources add up to every microlitre.
type Source struct {
	Tank  int
	Share line.Scale
}

// between is what of a flow from one volume to another, over the hose's life, comes from the tank.
func (s *Source) between(from, to int64) int64 {
	if s.Share.Num == s.Share.Den {
		return to - from
	}
	return s.Share.Count(to) - s.Share.Count(from)
}

// Sources returns what a logical nozzle of a fuelling point draws from: one tank, or the two of a blend.
func Sources(plan *site.Plan, point forecourt.Point, h site.Hose) []Source {
	index := func(number int) int {
		return slices.IndexFunc(plan.Tanks, func(t site.Tank) bool { return t.Tank == number })
	}
	first, second := hydraulics.PipeScale(), line.Scale{}
	b, blends := plan.Hydraulics.Blend(point, h.Nozzle)
	if !blends {
		return []Source{{index(h.Tank), first}}
	}
	first, second = fitting.Shares(b)
	return []Source{{index(h.Tank), first}, {index(b.Tank), second}}
}

func (p *Planner) buildPlaces() error {
	grades, buses := map[forecourt.Grade]int{}, map[int]site.Bus{}
	for i, g := range p.plan.Grades {
		grades[g.Grade] = i
		p.grades = append(p.grades, grade{price: g.Price.E4, plan: g.Price.E4})
	}
	for _, t := range p.plan.Tanks {
		if err := restless(t); err != nil {
			return err
		}
		p.tanks = append(p.tanks, tankState{
			capacity: int64(t.Capacity), stock: int64(t.Opening), due: clock.Never,
			floor: int64(max(p.profile.Deliveries.DeadStock, t.Unreachable())),
		})
	}
	for _, b := range p.plan.Buses {
		buses[b.Bus] = b
	}
	readers := map[forecourt.Point]bool{}
	for _, r := range p.plan.CardReaders {
		readers[r.FuellingPoint] = true
	}
	for _, d := range p.plan.Dispensers {
		for _, side := range d.Sides {
			pt := point{reader: readers[side.FuellingPoint]}
			hoses, err := p.buildHoses(d, side, buses[side.Bus], grades)
			if err != nil {
				return err
			}
			for i, h := range side.Hoses {
				g := &p.grades[grades[h.Grade]]
				g.places = append(g.places, place{len(p.points), i})
			}
			for i := range hoses {
				for _, d := range hoses[i].draws {
					p.tanks[d.Tank].floor++ // of the last microlitre for each hose, none is shared out
				}
			}
			pt.hoses = hoses
			p.points = append(p.points, pt)
		}
	}
	return nil
}

// buildHoses are those of a side as the station builds them.
func (p *Planner) buildHoses(d site.Dispenser, side site.Side, b site.Bus, grades map[forecourt.Grade]int) (hoses []hose, err error) {
	digits := 8
	if dialect, ok := wire.Lookup(b.Dialect); ok {
		digits, _ = wire.Digits(dialect)
	}
	fit, err := fitting.Of(p.plan, d, side, b, digits)
	if err != nil {
		return nil, err
	}
	c := &fit.Electronics
	for i, h := range side.Hoses {
		x := &fit.Hoses[i]
		built := hose{
			grade: grades[h.Grade],
			pipe:  x.Reckoned(), meter: x.Meter(), device: fit.Device(i),
			tariff: reckoning.Tariff{Rounding: c.Rounding, Fine: c.Profile.MeterAmount, NoSnap: c.Profile.NoSnap},
			ends:   reckoning.Ends{Largest: c.Limits.Volume.Count, Dearest: c.Limits.Amount.Minor},
			draws:  Sources(p.plan, side.FuellingPoint, h),
		}
		if pump, ok := p.pumpOf(h.Tank); ok { // what it has when nobody else fills
			alone := pump.curve.Each(1)
			built.pipe.Flow, built.pipe.Slow = min(built.pipe.Flow, alone), min(built.pipe.Slow, alone)
		}
		built.slow = built.meter.PulsesIn(built.device.SlowFlow)
		hoses = append(hoses, built)
	}
	return hoses, p.refuse(d, side, fit, hoses)
}
