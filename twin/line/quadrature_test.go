package line

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/forecourt/forecourt/twin/clock"
)

// anyTrain draws a train that goes on from another one: forward or back, evenly or lagged, to rest or not.
func anyTrain(t *rapid.T, before Train, at clock.Instant) Train {
	sign := rapid.SampledFrom([]int64{1, 1, 1, -1}).Draw(t, "sign")
	rate := func(name string) int64 { return sign * rapid.Int64Range(0, 2_000_000).Draw(t, name) }
	span := time.Duration(rapid.Int64Range(0, 2_000_000_000).Draw(t, "span"))
	next := Train{From: at, Base: before.At(at), Rate: rate("rate"), EndRate: rate("end"), RampEnd: at.Add(span), StopAt: clock.Never}
	if rapid.Bool().Draw(t, "lagged") && span > LagSpan {
		next.Tau = span / LagSpan
		next.RampEnd = at.Add(LagSpan * next.Tau)
	}
	if rapid.IntRange(0, 4).Draw(t, "stops") == 0 {
		next.StopAt = at.Add(time.Duration(rapid.Int64Range(0, 3_000_000_000).Draw(t, "stop")))
	}
	return next
}

// TestEdgeByEdgeIsTheClosedForm holds the reference mode and the closed form of a pulser against each other: the same
// counts at the same instants, and the same calls, whatever the fuel does.
func TestEdgeByEdgeIsTheClosedForm(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		scale := PulseScale(rapid.SampledFrom([]int64{50, 100, 128}).Draw(t, "pulses"), 1_000_000_000,
			rapid.Int64Range(-5000, 5000).Draw(t, "error"))
		var seen [2][]counted
		var counters [2]*Counter
		var clocks [2]*sched
		for i := range counters {
			clocks[i] = newSched()
			counters[i] = NewCounter(scale, &noted{&seen[i], clocks[i]})
			clocks[i].bind(counters[i])
		}
		counters[1].EdgeByEdge()
		for range rapid.IntRange(1, 6).Draw(t, "acts") {
			train := anyTrain(t, counters[0].Train(), clocks[0].now)
			want := NoCompare
			if rapid.Bool().Draw(t, "compares") {
				want = counters[0].Count() + rapid.Int64Range(-3, 60).Draw(t, "compare")
			}
			for _, c := range counters {
				c.Flow(train)
				c.Compare(want)
			}
			for range rapid.IntRange(1, 5).Draw(t, "looks") {
				d := time.Duration(rapid.Int64Range(0, 700_000_000).Draw(t, "advance"))
				for _, s := range clocks {
					s.advance(d)
				}
				if a, b := counters[0].Count(), counters[1].Count(); a != b {
					t.Fatalf("closed form %d, edge by edge %d at %v", a, b, clocks[0].now)
				}
			}
		}
		if len(seen[0]) != len(seen[1]) {
			t.Fatalf("closed form calls %v, edge by edge %v", seen[0], seen[1])
		}
		for i := range seen[0] {
			if seen[0][i] != seen[1][i] {
				t.Fatalf("call %d: closed form %v, edge by edge %v", i, seen[0][i], seen[1][i])
			}
		}
		if counters[1].edges.illegal != 0 {
			t.Fatalf("%d times both channels changed at once", counters[1].edges.illegal)
		}
	})
}

// TestDitherAtOneEdgeCountsNothing turns the pulser back and forth over one edge.
func TestDitherAtOneEdgeCountsNothing(t *testing.T) {
	s := newSched()
	c := NewCounter(PulseScale(100, 1_000_000_000, 0), nil)
	s.bind(c)
	c.EdgeByEdge()
	at := s.now
	c.Flow(Train{From: at, Rate: 100_000, EndRate: 100_000, RampEnd: at, StopAt: at.Add(325 * time.Millisecond)}) // 3.25 pulses
	s.advance(time.Second)
	before, edges := c.Count(), c.Edges()
	for i := range 100 {
		sign := int64(1 - 2*(i%2))
		c.Flow(Train{From: s.now, Base: c.Train().At(s.now), Rate: sign * 2000, EndRate: sign * 2000, RampEnd: s.now, StopAt: clock.Never})
		s.advance(time.Second)
	}
	if c.Count() != before || c.Edges() != edges {
		t.Errorf("%d pulses and %d edges after the dither, %d and %d before", c.Count(), c.Edges(), before, edges)
	}
}

// TestACountThatFallsBelowWhatIsAwaitedIsNotAwaitedForever is about a wish in the middle of a fall.
func TestACountThatFallsBelowWhatIsAwaitedIsNotAwaitedForever(t *testing.T) {
	for _, edgeByEdge := range []bool{false, true} {
		s := newSched()
		var seen []counted
		c := NewCounter(PulseScale(100, 1_000_000_000, 0), &noted{&seen, s})
		s.bind(c)
		if edgeByEdge {
			c.EdgeByEdge()
		}
		c.Flow(Train{Base: 500_000, Rate: -100_000, EndRate: -100_000, StopAt: clock.Never})
		s.advance(time.Second)
		c.Compare(45)
		s.advance(time.Second)
		if len(seen) != 0 || c.Count() != 30 {
			t.Errorf("called %v at %d", seen, c.Count())
		}
		c.Compare(20)
		s.advance(time.Millisecond)
		if len(seen) != 1 {
			t.Errorf("not called for a count that is there")
		}
	}
}

// TestAFirstOrderRampNeverRunsBack looks at a lagged train closely where it hardly moves.
func TestAFirstOrderRampNeverRunsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tau := time.Duration(rapid.Int64Range(1_000_000, 2_000_000_000).Draw(t, "tau"))
		x := Train{Rate: rapid.Int64Range(0, 2_000_000).Draw(t, "rate"), EndRate: rapid.Int64Range(0, 2_000_000).Draw(t, "end"),
			RampEnd: clock.Instant(LagSpan * tau), StopAt: clock.Never, Tau: tau}
		at := clock.Instant(rapid.Int64Range(0, 9*int64(tau)).Draw(t, "at"))
		last := x.At(at)
		for range 2000 {
			at++
			if v := x.At(at); v < last {
				t.Fatalf("%d after %d at %d", v, last, at)
			} else {
				last = v
			}
		}
		v := rapid.Int64Range(1, 2_000_000).Draw(t, "v")
		if when := x.When(v); when != clock.Never && (x.At(when) < v || when > 0 && x.At(when-1) >= v) {
			t.Fatalf("reaches %d at %d: %d, and %d just before", v, when, x.At(when), x.At(when-1))
		}
	})
}

// TestTheLagIsTheExponential holds the whole-number exponential against known values of exp(-t).
func TestTheLagIsTheExponential(t *testing.T) {
	const tau = 1_000_000_000
	for _, c := range []struct {
		d    int64
		want float64
	}{{0, 1}, {tau / 2, 0.6065306597126334}, {tau, 0.36787944117144233}, {3 * tau, 0.049787068367863944}, {8 * tau, 0.00033546262790251185}} {
		if got := float64(decay(c.d, tau)) / float64(lagOne); got-c.want > 1e-12 || c.want-got > 1e-12 {
			t.Errorf("exp(-%d/%d) is %.15f, want %.15f", c.d, int64(tau), got, c.want)
		}
	}
}

// TestAVolumeIsSharedOutWithoutARest is about blends: two scales, one rounded up, of one train.
func TestAVolumeIsSharedOutWithoutARest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		part := rapid.Int64Range(0, 1000).Draw(t, "part")
		low, high := Scale{Num: 1000 - part, Den: 1000, Up: true}, Scale{Num: part, Den: 1000}
		v := rapid.Int64Range(0, 1<<50).Draw(t, "volume")
		if low.Count(v)+high.Count(v) != v {
			t.Fatalf("%d and %d of %d", low.Count(v), high.Count(v), v)
		}
		if n := low.Count(v); part < 1000 && (low.Count(low.Volume(n)) != n || n > 0 && low.Count(low.Volume(n)-1) >= n) {
			t.Fatalf("count %d begins at %d", n, low.Volume(n))
		}
	})
}

type counted struct {
	at clock.Instant
	n  int64
}

type noted struct {
	all   *[]counted
	clock *sched
}

func (e *noted) Level(bool)      {}
func (e *noted) Counted(n int64) { *e.all = append(*e.all, counted{e.clock.now, n}) }

// sched is a scheduler of one line.
type sched struct {
	now, due clock.Instant
	line     Line
}

func newSched() *sched { return &sched{due: clock.Never} }

func (s *sched) bind(c *Counter) {
	c.Bind(s, 0)
	s.line = c
}

func (s *sched) Clock() *clock.Instant           { return &s.now }
func (s *sched) SetLine(_ int, at clock.Instant) { s.due = at }
func (s *sched) advance(d time.Duration) {
	until := s.now.Add(d)
	for s.due <= until {
		s.now, s.due = max(s.now, s.due), clock.Never
		s.line.Wake()
	}
	s.now = until
}
