package customer

import (
	"runtime"
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/station"
)

// quiet builds a station to which nobody comes and whose points are asked for nothing; its buses are polled all the same.
func quiet(tb testing.TB, plan string, mode loop.Mode) *station.Station {
	p := mustOpen(tb, plan)
	for i := range p.Buses {
		p.Buses[i].StatusAfter = 24 * time.Hour
	}
	s, err := station.Build(station.Options{Plan: p, Seed: 1, Mode: mode})
	if err != nil {
		tb.Fatal(err)
	}
	if err := s.Loop().Run(s.Loop().Now().Add(time.Minute)); err != nil {
		tb.Fatal(err)
	}
	return s
}

// TestAPolledBusAllocatesNothing counts the allocations of minutes of idle cycles.
func TestAPolledBusAllocatesNothing(t *testing.T) {
	for _, mode := range []loop.Mode{loop.Frame, loop.Elided, loop.Byte, loop.Reference} {
		s := quiet(t, "motorway", mode)
		before := s.Bus(1).Frames(s.Loop().Now())
		per := testing.AllocsPerRun(5, func() { _ = s.Loop().Run(s.Loop().Now().Add(time.Minute)) })
		frames := float64(4*(s.Bus(1).Frames(s.Loop().Now())-before)) / 6
		if frames < 30_000 || per > 0 {
			t.Errorf("%s: %v allocations in a minute of %v frames", mode, per, frames)
		}
		s.Loop().Close()
	}
}

// TestAStationIsSmall weighs stations that have run for an hour.
func TestAStationIsSmall(t *testing.T) {
	const many = 20
	weigh := func() uint64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	before := weigh()
	var all []*station.Station
	for range many {
		s := quiet(t, "motorway", loop.Elided)
		if err := s.Loop().Run(s.Loop().Now().Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
		all = append(all, s)
	}
	each := (weigh() - before) / many
	t.Logf("%d KB each", each>>10)
	if each > 400<<10 {
		t.Errorf("a station of 16 points weighs %d KB", each>>10)
	}
	for _, s := range all {
		s.Loop().Close()
	}
}
