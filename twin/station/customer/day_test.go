package customer

import (
	"syscall"
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/site"
	"github.com/forecourt/forecourt/twin/station"
)

// simulate runs a station for a span of virtual time and returns how much processor time it took.
func simulate(tb testing.TB, plan string, h Habits, span time.Duration) (*station.Station, *Tally, time.Duration) {
	tb.Helper()
	return simulateIn(tb, loop.Frame, 0, plan, h, span)
}

func simulateIn(tb testing.TB, mode loop.Mode, status time.Duration, plan string, h Habits, span time.Duration) (*station.Station, *Tally, time.Duration) {
	tb.Helper()
	p, err := site.Open(plan)
	if err != nil {
		tb.Fatal(err)
	}
	for i := range p.Buses {
		p.Buses[i].StatusAfter = status
	}
	s, err := station.Build(station.Options{Plan: p, Seed: 1, Mode: mode})
	if err != nil {
		tb.Fatal(err)
	}
	t := Send(s, h)
	before := cpu()
	if err := s.Loop().Run(s.Loop().Now().Add(span)); err != nil {
		tb.Fatal(err)
	}
	took := cpu() - before
	s.Loop().CheckInvariants()
	for _, i := range s.Loop().Tallies() {
		if len(i.Violations) > 0 {
			tb.Errorf("%s: %v", i.Name, i.Violations[0].Err)
		}
		if i.Checks < 2 && i.Name != "settled once" && (h.Outdoor > 0 || i.Name != "money") {
			tb.Errorf("%s was checked %d times", i.Name, i.Checks)
		}
	}
	s.Loop().Close()
	return s, t, took
}

func cpu() time.Duration {
	var r syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &r)
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}

func TestDriversAreServedAndTheBooksBalance(t *testing.T) {
	for _, plan := range site.Names() {
		s, tally, _ := simulate(t, plan, Habits{PerDay: 100 * len(mustOpen(t, plan).Points()), Outdoor: 50, Least: 5, Most: 40}, 2*time.Hour)
		if tally.Served < 8 || tally.GaveUp > 0 || len(s.OMS().Ledger()) < 8 {
			t.Errorf("%s: %+v, %d sales in the ledger", plan, *tally, len(s.OMS().Ledger()))
		}
	}
}

func mustOpen(t testing.TB, plan string) *site.Plan {
	t.Helper()
	p, err := site.Open(plan)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// BenchmarkDay simulates 24 hours of sixteen points on four buses, polled every 50 ms, with 3,000 sales a day, every
// frame encoded and checked at both ends, and prints simulated seconds per second of processor time. Sparing is elided with
// a controller that asks a silent point for its status every minute in place of every 2 s.
func BenchmarkDay(b *testing.B) {
	for _, c := range []struct {
		name    string
		mode    loop.Mode
		outdoor int
		status  time.Duration
	}{
		{"elided/cash", loop.Elided, 0, 0}, {"elided/card", loop.Elided, 60, 0}, {"sparing/cash", loop.Elided, 0, time.Minute},
		{"frame/cash", loop.Frame, 0, 0}, {"byte/cash", loop.Byte, 0, 0},
	} {
		b.Run(c.name, func(b *testing.B) {
			var took time.Duration
			var sales, days int
			for b.Loop() {
				s, tally, t := simulateIn(b, c.mode, c.status, "motorway", Habits{PerDay: 3000, Outdoor: c.outdoor, Least: 10, Most: 60}, 24*time.Hour)
				took += t
				days++
				sales += tally.Served
				_ = s
			}
			day := took / time.Duration(days)
			b.ReportMetric(float64(24*time.Hour)/float64(day), "x_real_time")
			b.ReportMetric(float64(sales)/float64(days), "sales/day")
			b.ReportMetric(day.Seconds(), "cpu_s/day")
			b.ReportMetric(calibrate().Seconds(), "calibration_s")
		})
	}
}

var sink uint64

// calibrate times 300 million dependent multiplications and additions, so that a slow machine can be told from slow code;
// a quiet one takes 0.31 s (facts: engine.md section 2).
func calibrate() time.Duration {
	before, x := cpu(), uint64(1)
	for i := range uint64(300_000_000) {
		x = x*6364136223846793005 + i
	}
	sink = x
	return cpu() - before
}
