package customer

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/station"
)

// TestAReturnChangesNothing runs a station to an event again and goes on from there: as it did, and another way.
func TestAReturnChangesNothing(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		x := drawStory().Draw(r, "story")
		mode := rapid.SampledFrom([]loop.Mode{loop.Frame, loop.Elided}).Draw(r, "mode")
		for i := range x.mishaps {
			x.mishaps[i].fromFiber = true // else the run to the event would have to stop for them
		}
		_, tell := x.tell(t, mode)
		want := tell()
		event := rapid.Uint64Range(1, want.told).Draw(r, "event")
		var at clock.Instant
		for range 2 {
			s, tell := x.tell(t, mode)
			if err := s.Loop().RunTo(event, clock.Epoch.Add(x.span)); err != nil {
				r.Fatal(err)
			}
			if at != 0 && s.Loop().Now() != at {
				r.Fatalf("event %d is at %v, and at %v", event, at, s.Loop().Now())
			}
			if at = s.Loop().Now(); s.Loop().Told() < event {
				r.Fatalf("%d events were told, not %d", s.Loop().Told(), event)
			}
			if got := tell(); got != want {
				r.Fatalf("event %d\nwhole: %v\nparts: %v", event, want, got)
			}
		}
	})
}

func TestManyFuturesFollowFromOneEvent(t *testing.T) {
	x := story{plan: "kiosk", seed: 3, habits: Habits{PerDay: 400, Least: 5, Most: 20}, span: 30 * time.Minute}
	futures := map[saga]int{}
	for i := range 4 {
		s, tell := x.tell(t, loop.Elided)
		if err := s.Loop().RunTo(200, clock.Epoch.Add(x.span)); err != nil {
			t.Fatal(err)
		}
		if i > 0 { // in the first one all is well
			if err := s.PowerOff(s.Points()[i%2].Role()); err != nil {
				t.Fatal(err)
			}
			lasts := time.Duration(i) * time.Second
			s.Loop().Go(role, "power", func(f *loop.Fiber) {
				f.Sleep(lasts)
				_ = s.PowerOn(s.Points()[i%2].Role())
			})
		}
		g := tell()
		if g.wrong != "" || g.tally.Served == 0 {
			t.Errorf("future %d: %v", i, g)
		}
		futures[g]++
	}
	if len(futures) != 4 {
		t.Errorf("%d of 4 futures differ", len(futures))
	}
}

func TestThereIsNoReturnToAnEventThatWasNotTold(t *testing.T) {
	s, err := station.Build(station.Options{Plan: mustOpen(t, "kiosk"), Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Loop().Close()
	if err := s.Loop().RunTo(100_000, clock.Epoch.Add(time.Second)); err == nil {
		t.Error("an event was found that nobody told")
	}
}
