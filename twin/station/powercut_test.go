package station

import (
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/pos"
	"github.com/forecourt/forecourt/twin/unit"
)

// filling is a station on which point 1 sells one sale; at an instant its computer loses its power for two seconds.
func filling(t *testing.T, cut clock.Instant) (*Station, []clock.Instant) {
	t.Helper()
	s, err := Build(Options{Plan: kiosk(t), Seed: 3})
	if err != nil {
		t.Fatal(err)
	}
	point := forecourt.PointRole(1)
	var events []clock.Instant
	s.Loop().Watch(func(told forecourt.Told) {
		if told.Role == point && (len(events) == 0 || events[len(events)-1] != told.At) {
			events = append(events, told.At)
		}
	})
	hand := func(name string, f func(*loop.Fiber)) { s.Loop().Go(forecourt.Role{Kind: "hand"}, name, f) }
	hand("driver", func(f *loop.Fiber) {
		f.Sleep(3 * time.Second)
		must(t, s.Do(point, forecourt.LiftNozzle{Nozzle: 1}))
		f.Sleep(time.Second)
		must(t, s.Do(POSRole, pos.AuthorisePoint{Point: 1}))
		f.Sleep(2 * time.Second)
		must(t, s.Do(point, forecourt.Squeeze{Until: unit.Indicated{Count: 150, Decimals: 2, Unit: unit.L}}))
		f.Sleep(8 * time.Second)
		must(t, s.Do(point, forecourt.HangNozzle{}))
	})
	if cut > 0 {
		hand("mains", func(f *loop.Fiber) {
			f.SleepUntil(cut)
			must(t, s.PowerOff(point))
			f.Sleep(2 * time.Second)
			must(t, s.PowerOn(point))
		})
	}
	if err := s.Loop().Run(clock.Epoch.Add(40 * time.Second)); err != nil {
		t.Fatal(err)
	}
	return s, events
}

// TestAPowerCutAtAnyEventKeepsTheTotals cuts the power of a pump at each of its events, and a moment before and after.
func TestAPowerCutAtAnyEventKeepsTheTotals(t *testing.T) {
	whole, events := filling(t, 0)
	whole.Loop().Close()
	if len(events) < 15 {
		t.Fatalf("only %d events", len(events))
	}
	for _, at := range events {
		for _, cut := range []clock.Instant{at - 1, at, at + 1} {
			s, _ := filling(t, cut)
			b := s.Points()[0].Electronics.BooksOf(0)
			if moved := b.Totals.Volume.Sub(b.Opening.Volume); moved != b.Sold || b.Pulses != b.Counted+b.Outside {
				t.Errorf("cut at %v: totals moved by %s, sold %s; books %+v", cut, moved, b.Sold, b)
			}
			if k := s.books.tickets[nozzle{1, 1}]; k != nil && k.volume != b.Sold {
				t.Errorf("cut at %v: the tickets are %s, the pump has sold %s", cut, k.volume, b.Sold)
			}
			for _, tally := range s.Loop().Tallies() {
				if len(tally.Violations) > 0 {
					t.Errorf("cut at %v: %+v", cut, tally)
				}
			}
			s.Loop().Close()
		}
	}
}
