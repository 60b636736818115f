package day

import (
	"math"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/station"
	"github.com/forecourt/forecourt/twin/station/demand"
)

// Attend lets the customers of a profile come to a running station for ever, from its loop's present instant on, each at
// his hour of the day. It must be called before the loop runs, and the till must be the station's own. Lorries come and
// prices change as planned. Nothing is judged: others may act on the station too.
func Attend(s *station.Station, o demand.Options) error {
	now := s.Loop().Now()
	o.Plan, o.Start = s.Plan(), now-now%clock.Instant(day)
	p := &player{
		options: Options{Demand: o, Days: math.MaxInt, Payments: Wired}, report: &Report{Level: WireLevel},
		byPoint: map[forecourt.Point]*place{}, station: s, from: now,
	}
	var err error
	if p.planner, err = demand.New(o); err != nil {
		return err
	}
	p.ledger = NewLedger(o.Plan, p.report, o.Start)
	p.takePlaces()
	s.Loop().Watch(p.see)
	p.lead = s.Loop().Go(customers, "who comes when", p.follow)
	return nil
}
