package demand

import (
	"math/bits"
	"time"

	"github.com/forecourt/forecourt/twin/chance"
	"github.com/forecourt/forecourt/twin/clock"
)

// buildWeek works out, for each hour of the week, how much of the exponential's measure it holds: chance.One for each
// customer that is expected.
func (p *Planner) buildWeek() {
	a := &p.profile.Arrivals
	perDay := p.options.ArrivalsADay
	if perDay == 0 {
		perDay = a.ADayPerPoint * int64(len(p.points))
	}
	sum := int64(0)
	for _, n := range a.ByHour {
		sum += n
	}
	for d := range p.week {
		for h := range p.week[d] {
			p.week[d][h] = mulDiv(perDay*a.ByHour[h], chance.One*a.ByWeekday[d], 100*sum)
		}
	}
}

// next moves the arrival to the next customer's, by the gap that he draws. The rate is even within an hour. Where nobody
// ever comes it is clock.Never.
func (p *Planner) next() {
	p.number++
	p.customers.Seat(&p.source, uint64(p.number))
	if p.arrival == clock.Never {
		return
	}
	left, empty := chance.Gap(&p.source), 0
	for empty <= 7*24 {
		at := int64(p.arrival)
		hour := at / int64(time.Hour)
		holds := p.week[(hour/24+3)%7][hour%24] // the first of January 1970 was a Thursday
		rest := int64(time.Hour) - at%int64(time.Hour)
		inRest := mulDiv(holds, rest, int64(time.Hour))
		if left < inRest {
			p.arrival += clock.Instant(mulDiv(left, int64(time.Hour), holds))
			return
		}
		if left -= inRest; holds == 0 {
			empty++
		} else {
			empty = 0
		}
		p.arrival += clock.Instant(rest)
	}
	p.arrival = clock.Never
}

// mulDiv returns a*b/c rounded down, for values that are not negative and a result that fits.
func mulDiv(a, b, c int64) int64 {
	hi, lo := bits.Mul64(uint64(a), uint64(b))
	q, _ := bits.Div64(hi, lo, uint64(c))
	return int64(q)
}

// Next gives the next step. It never ends by itself: a midnight comes every day. The step is overwritten whole.
func (p *Planner) Next(s *Step) {
	switch {
	case p.lorry <= p.midnight && p.lorry <= p.arrival:
		p.deliver(s)
	case p.midnight <= p.arrival:
		s.Kind, s.At = Midnight, p.midnight
		p.today = p.midnight.Time().Format("0601")
		p.midnight = p.midnight.Add(day)
		p.walkPrices()
	default:
		s.Kind, s.At = Visiting, p.arrival
		p.visit(&s.Visit)
		p.next()
	}
}
