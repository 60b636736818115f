package day

import (
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/station"
	"github.com/forecourt/forecourt/twin/station/demand"
)

// A station that is started in the afternoon is attended from then on, not with the customers of the morning.
func TestCustomersAttendARunningStation(t *testing.T) {
	p := open(t, "kiosk")
	p.Buses[0].PollCycle = 400 * time.Millisecond
	start := clock.Epoch.Add(15 * time.Hour)
	s, err := station.Build(station.Options{Plan: p, Seed: 1, Start: start})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Loop().Close()
	if err := Attend(s, demand.Options{Profile: usual(t), Seed: 1}); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		until       time.Duration
		least, most int
	}{{time.Minute, 0, 1}, {4 * time.Hour, 60, 140}, {36 * time.Hour, 250, 500}} {
		if err := s.Loop().Run(start.Add(c.until)); err != nil {
			t.Fatal(err)
		}
		if n := len(s.OMS().Ledger()); n < c.least || n > c.most {
			t.Errorf("%d sales after %s, expected %d to %d", n, c.until, c.least, c.most)
		}
	}
	s.Loop().CheckInvariants()
	for _, i := range s.Loop().Tallies() {
		if len(i.Violations) > 0 {
			t.Errorf("%s: %v", i.Name, i.Violations[0].Err)
		}
	}
}
