package service

import (
	"testing"
	"time"
	_ "time/tzdata"

	"pgregory.net/rapid"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
)

func TestEveryModeSaysAllThatHoldsInIt(t *testing.T) {
	for _, r := range Table() {
		if r.Mode == "" || r.Releases == "" || r.Before == "" || r.Pays == "" || r.DriveOff == "" || r.Mode.Row() != r {
			t.Errorf("%+v", r)
		}
		if s := r.Switch; s.Calling != Judged || s.Filling != Finished || s.Released == "" || s.Unpaid == "" {
			t.Errorf("%s at a switch: %+v", r.Mode, s)
		}
		if covered := r.Before != Nothing; covered != (r.DriveOff == Covered) || covered != (r.Switch.Released == Kept) {
			t.Errorf("%s: who has paid cannot drive off unpaid, and his release is kept: %+v", r.Mode, r)
		}
		if r.Lapses && !r.AfterLift {
			t.Errorf("%s: what lapses can wait for the lift", r.Mode)
		}
	}
}

func TestSetsAreReadAsTheyAreWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := Of(rapid.SliceOfN(rapid.SampledFrom([]Mode{Postpay, Prepay, Outdoor, Attendant}), 1, 4).Draw(t, "modes")...)
		var again Set
		if err := again.UnmarshalText([]byte(s.String())); err != nil || again != s {
			t.Errorf("%s is read as %s, %v", s, again, err)
		}
	})
	for _, wrong := range []string{"", "postpay+", "prepay+prepay", "post", "postpay+postpay-automatic", "postpay-automatic+attendant"} {
		var s Set
		if s.UnmarshalText([]byte(wrong)) == nil {
			t.Errorf("'%s' is read as %s", wrong, s)
		}
	}
}

func FuzzSet(f *testing.F) {
	f.Add("prepay + outdoor")
	f.Fuzz(func(t *testing.T, text string) {
		var s, again Set
		if s.UnmarshalText([]byte(text)) == nil && (s == 0 || again.UnmarshalText([]byte(s.String())) != nil || again != s) {
			t.Errorf("'%s' is read as '%s'", text, s)
		}
	})
}

func FuzzTimeOfDay(f *testing.F) {
	f.Add("06:00")
	f.Fuzz(func(t *testing.T, text string) {
		var d TimeOfDay
		if d.UnmarshalText([]byte(text)) == nil && (d.String() != text || d < 0 || d >= 24*60) {
			t.Errorf("'%s' is read as %s", text, d)
		}
	})
}

func instant(text string) clock.Instant {
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		panic(err)
	}
	return clock.At(at)
}

func zone(t interface{ Fatal(...any) }, name string) *time.Location {
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func TestAChangeOfTheClocksNeitherLosesNorRepeatsASwitch(t *testing.T) {
	night := Change{From: 2*60 + 30, Mode: Of(Prepay)}
	day := Change{From: 6 * 60, Mode: Of(Postpay)}
	s := Schedule{Zone: zone(t, "Europe/Berlin"), Changes: []Change{day, night}}
	for _, c := range []struct{ now, next string }{
		{"2026-03-28T00:00:00Z", "2026-03-28T01:30:00Z"}, // 02:30 winter time
		{"2026-03-28T12:00:00Z", "2026-03-29T01:00:00Z"}, // there is no 02:30: at the change itself
		{"2026-03-29T01:00:00Z", "2026-03-29T04:00:00Z"}, // 06:00 summer time
		{"2026-10-24T23:00:00Z", "2026-10-25T00:30:00Z"}, // the first 02:30
		{"2026-10-25T00:30:00Z", "2026-10-25T05:00:00Z"}, // not the second one
	} {
		if got := s.Next(instant(c.now)); got != instant(c.next) {
			t.Errorf("after %s: %s, want %s", c.now, got, c.next)
		}
	}
	for _, c := range []struct {
		now   string
		offer Set
	}{
		{"2026-10-25T00:29:59Z", Of(Postpay)}, {"2026-10-25T00:30:00Z", Of(Prepay)},
		{"2026-10-25T01:10:00Z", Of(Prepay)}, // 02:10 for the second time
		{"2026-03-29T00:59:59Z", Of(Postpay)}, {"2026-03-29T01:00:00Z", Of(Prepay)},
	} {
		if got, _ := s.At(1, instant(c.now)); got != c.offer {
			t.Errorf("at %s: %s, want %s", c.now, got, c.offer)
		}
	}
}

// TestEachChangeHappensOnceOnEveryDay walks from switch to switch: nothing changes between two of them, and on each local
// day every entry begins once.
func TestEachChangeHappensOnceOnEveryDay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		place := rapid.SampledFrom([]string{"UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"}).Draw(t, "zone")
		s := Schedule{Zone: zone(t, place)}
		used := map[TimeOfDay]bool{}
		for _, m := range []Mode{Postpay, Prepay, Attendant} {
			from := TimeOfDay(rapid.IntRange(0, 24*60-1).Draw(t, "from"))
			if !used[from] {
				s.Changes = append(s.Changes, Change{From: from, Mode: Of(m)})
			}
			used[from] = true
		}
		start := instant("2026-01-01T00:00:00Z").Add(time.Duration(rapid.IntRange(0, 365*24*60).Draw(t, "start")) * time.Minute)
		now, began := start, map[Set]int{}
		for range 3 * len(s.Changes) {
			next := s.Next(now)
			between := now.Add(time.Duration(rapid.Int64Range(0, int64(next-now)-1).Draw(t, "between")))
			a, since := s.At(1, now)
			if b, again := s.At(1, between); a != b || since != again {
				t.Fatalf("%s since %s at %s, %s since %s at %s, with no switch before %s", a, since, now, b, again, between, next)
			}
			after, since := s.At(1, next)
			if since != next {
				t.Fatalf("%s has held since %s at the switch of %s", after, since, next)
			}
			began[after]++
			now = next
		}
		for offers, n := range began {
			if n < 2 || n > 4 { // where two fall on the end of one gap, the later entry counts
				t.Fatalf("%s began %d times in three days: %v", offers, n, s.Changes)
			}
		}
	})
}

func TestAnEntryForSomePointsLeavesTheOthers(t *testing.T) {
	s := Schedule{Always: Of(Outdoor), Changes: []Change{{From: 0, Mode: Of(Prepay), Points: []forecourt.Point{2}}}}
	if one, since := s.At(1, clock.Epoch); one != Of(Outdoor) || since != 0 {
		t.Errorf("point 1: %s since %s", one, since)
	}
	if two, _ := s.At(2, clock.Epoch); two != Of(Prepay) {
		t.Errorf("point 2: %s", two)
	}
	if usual, _ := (Schedule{}).At(1, clock.Epoch); usual != Usual {
		t.Errorf("with no schedule: %s", usual)
	}
	if next := (Schedule{Always: Usual}).Next(clock.Epoch); next != clock.Never {
		t.Errorf("with no changes: next %s", next)
	}
}
