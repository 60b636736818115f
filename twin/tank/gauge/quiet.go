package gauge

import (
	"math"
	"slices"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire/veeder"
)

// csldEvery is how often CSLD reads a quiet tank (C).
const csldEvery = 5 * time.Minute

// quiet is what the console knows of when a tank was at rest.
type quiet struct {
	meter      unit.Volume
	hasSold    bool // since it was switched on
	saleAt     clock.Instant
	delivered  bool
	deliveryAt clock.Instant
	rest       unit.Volume // product when it last was sold from or filled; what falls below it is lost
	rested     bool

	csld slope
}

// slope gathers readings of quiet times and finds the line through them; the times between the quiet ones do not count.
type slope struct {
	from        clock.Instant // of the quiet time that is gathered; 0: none
	n           float64
	t, v        float64 // sums of hours and microlitres since from
	tt, tv      float64
	xx, xy      float64 // of the quiet times that are over, about their means
	base        unit.Volume
	lasted      time.Duration // of those that are over
	begin, last clock.Instant
}

// add takes a reading.
func (s *slope) add(at clock.Instant, v unit.Volume) {
	if s.n == 0 {
		s.from, s.base = at, v
		if s.lasted == 0 {
			s.begin = at
		}
	}
	t, x := at.Sub(s.from).Hours(), float64(v-s.base)
	s.n, s.t, s.v, s.tt, s.tv, s.last = s.n+1, s.t+t, s.v+x, s.tt+float64(t*t), s.tv+float64(t*x), at
}

// pause ends a quiet time.
func (s *slope) pause() {
	if s.n > 1 {
		s.xx += s.tt - float64(s.t*s.t)/s.n
		s.xy += s.tv - float64(s.t*s.v)/s.n
		s.lasted += s.last.Sub(s.from)
	}
	s.from, s.n, s.t, s.v, s.tt, s.tv = 0, 0, 0, 0, 0, 0
}

// gathered is how much quiet time there is.
func (s *slope) gathered() time.Duration {
	if s.n == 0 {
		return s.lasted
	}
	return s.lasted + s.last.Sub(s.from)
}

// rate is the loss, when the last quiet time has been ended.
func (s *slope) rate() Rate {
	if s.xx == 0 {
		return 0
	}
	return Rate(math.Round(-s.xy / s.xx))
}

// watchQuiet notes sales and deliveries, and goes on with the leak tests.
func (g *Gauge) watchQuiet(t *tank, r reading) {
	q, now := &t.quiet, g.env.Now()
	t.due = clock.Never
	if t.meter != q.meter {
		q.meter, q.hasSold, q.saleAt, q.rest, q.rested = t.meter, true, now, r.product, true
		q.csld.pause()
	}
	if t.filling.rising && t.filling.told {
		q.delivered, q.deliveryAt, q.rest, q.rested = true, t.filling.endAt, r.product, true
		q.csld.pause()
	}
	if !q.rested || r.product > q.rest {
		q.rest, q.rested = r.product, true
	}
	g.watchTrial(t, r)
	g.gather(t, r)
	if t.trial != nil {
		t.due = now
	}
	if t.Sold != nil {
		t.due = min(t.due, max(g.midnight, now))
	}
}

// gather is CSLD: a reading every five minutes of quiet; when there is enough of it, a result.
func (g *Gauge) gather(t *tank, r reading) {
	q, now := &t.quiet, g.env.Now()
	if !t.CSLD {
		return
	}
	std := standards[CSLD]
	if why := g.unfit(t, r, std); why != "" {
		q.csld.pause()
		t.due = min(t.due, now.Add(csldEvery))
		return
	}
	if s := &q.csld; s.n == 0 || now >= s.last.Add(csldEvery) {
		s.add(now, r.compensated)
		if s.gathered() >= std.span {
			begin, lasted := s.begin, s.gathered()
			s.pause()
			rate := s.rate()
			*s = slope{}
			g.judge(t, CSLD, "", rate, veeder.LeakTest{StartAt: g.Clock(begin), Duration: lasted, Volume: r.product})
			s.add(now, r.compensated)
		}
	}
	t.due = min(t.due, q.csld.last.Add(csldEvery))
}

// suddenlyLost says whether more than a limit has gone that nobody sold.
func (t *tank) suddenlyLost(r reading, limit unit.Volume) bool {
	return limit > 0 && t.quiet.rested && t.quiet.rest-r.product >= limit
}

func withAlarm(list []uint16, a uint16) []uint16 {
	if slices.Contains(list, a) {
		return list
	}
	list = append(slices.Clone(list), a)
	slices.Sort(list)
	return list
}

func without(list []uint16, a uint16) []uint16 {
	return slices.DeleteFunc(slices.Clone(list), func(x uint16) bool { return x == a })
}
