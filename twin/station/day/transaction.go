package day

import (
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/site"
	"github.com/forecourt/forecourt/twin/station/demand"
	"github.com/forecourt/forecourt/twin/unit"
)

// Reckon takes a site through days at transaction level. progress, if it is not nil, is told of every day that is over;
// it ends the run early by returning false.
func Reckon(plan *site.Plan, p *demand.Planner, days int, progress func(day int) bool) *Report {
	r := &Report{Level: TransactionLevel}
	start := p.Start()
	l := NewLedger(plan, r, start)
	meters := make([][]demand.Meter, len(l.hoses))
	for i := range meters {
		meters[i] = make([]demand.Meter, len(l.hoses[i]))
	}
	stocks, prices := make([]unit.Volume, len(plan.Tanks)), p.Prices()
	var s demand.Step
	for done := 0; done < days; {
		p.Next(&s)
		switch s.Kind {
		case demand.Visiting:
			v := &s.Visit
			l.Arrived(v)
			if v.Fate == demand.Served {
				l.Sold(v, v.Pulses, v.Counts, v.Minor)
				l.Paid(v.Tender, paid(v, v.Minor))
			}
		case demand.Delivering:
			l.Delivered(s.Delivery)
		case demand.Midnight:
			for i := range stocks {
				stocks[i] = p.Stock(i)
			}
			for i := range meters {
				for k := range meters[i] {
					meters[i][k] = p.Meter(i, k)
				}
			}
			l.Close(Closing{At: s.At, Stocks: stocks, Meters: meters, Prices: prices})
			prices = p.Prices()
			done++
			r.Span = s.At.Sub(start)
			if progress != nil && !progress(done) {
				return r
			}
		}
	}
	return r
}

// paid is what a customer pays for a sale of an amount: a prepayment is what he paid less what he got back.
func paid(v *demand.Visit, minor int64) int64 {
	if v.Tender == demand.PrepayCash || v.Tender == demand.PrepayCard {
		return v.Limit - max(v.Limit-minor, 0)
	}
	return minor
}

// until is the latest instant at which some days must be over at wire level: half a day of waiting more.
func until(start clock.Instant, days int) clock.Instant {
	return start.Add(time.Duration(days)*24*time.Hour + 12*time.Hour)
}
