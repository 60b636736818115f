package demand

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/site"
	"github.com/forecourt/forecourt/twin/strict"
	_ "github.com/forecourt/forecourt/twin/wire/dart"
)

func newPlanner(tb testing.TB, plan string, change func(*Options)) *Planner {
	tb.Helper()
	s, err := site.Open(plan)
	if err != nil {
		tb.Fatal(err)
	}
	f, err := Open(Default)
	if err != nil {
		tb.Fatal(err)
	}
	o := Options{Plan: s, Profile: f, Seed: 1}
	if change != nil {
		change(&o)
	}
	p, err := New(o)
	if err != nil {
		tb.Fatal(err)
	}
	return p
}

func TestCustomersComeByTheHour(t *testing.T) {
	p := newPlanner(t, "motorway", func(o *Options) { o.ArrivalsADay = 1000 })
	var s Step
	var hours [24]int
	last := clock.Instant(0)
	for days := 0; days < 70; {
		p.Next(&s)
		if s.At < last {
			t.Fatalf("a step at %s comes after one at %s", s.At, last)
		}
		last = s.At
		switch s.Kind {
		case Midnight:
			days++
		case Visiting:
			hours[s.Visit.Arrives.Time().Hour()]++
		}
	}
	for h, perMille := range p.profile.Arrivals.ByHour {
		want := 70 * float64(perMille)
		if got := float64(hours[h]); got < 0.85*want-30 || got > 1.15*want+30 {
			t.Errorf("%d o'clock: %.0f customers in 70 days, expected about %.0f", h, got, want)
		}
	}
}

func TestAPointServesOneAfterTheOther(t *testing.T) {
	p := newPlanner(t, "kiosk", nil)
	var s Step
	free, waited, gaveUp := map[int]clock.Instant{}, 0, 0
	for days := 0; days < 30; {
		p.Next(&s)
		v := &s.Visit
		switch {
		case s.Kind == Midnight:
			days++
		case s.Kind != Visiting:
		case v.Fate == GaveUp:
			gaveUp++
		case v.Fate != SoldOut:
			if v.Begins < free[v.Point] || v.Begins < v.Arrives || v.Leaves <= v.Begins {
				t.Fatalf("customer %d comes at %s, is served from %s to %s, the point is free at %s", v.Number, v.Arrives, v.Begins, v.Leaves, free[v.Point])
			}
			if v.Fate == Served && (v.Flows <= v.Begins || v.Hangs <= v.Flows || v.Leaves <= v.Hangs) {
				t.Fatalf("customer %d: flows %s, hangs %s, leaves %s", v.Number, v.Flows, v.Hangs, v.Leaves)
			}
			free[v.Point] = v.Leaves
			if v.Begins > v.Arrives {
				waited++
			}
		}
	}
	if waited < 100 || gaveUp < 10 {
		t.Errorf("%d waited, %d gave up", waited, gaveUp)
	}
}

func TestATankNeverHoldsWhatItCannot(t *testing.T) {
	p := newPlanner(t, "kiosk", func(o *Options) { o.ArrivalsADay = 600 })
	var s Step
	sold := make([]int64, 2)
	for days := 0; days < 60; {
		p.Next(&s)
		switch s.Kind {
		case Midnight:
			days++
		case Delivering:
			if of := time.Duration(s.At) % (24 * time.Hour); of < 5*time.Hour || of > 21*time.Hour {
				t.Errorf("a lorry at %s", s.At)
			}
		case Visiting:
			if v := &s.Visit; v.Fate == Served {
				sold[p.points[v.Point].hoses[v.Hose].draws[0].Tank] += v.Drawn
			}
		}
		for i, tk := range p.plan.Tanks {
			if v := p.Stock(i); v < 0 || v > tk.Capacity {
				t.Fatalf("tank %d holds %s at %s", tk.Tank, v, s.At)
			}
		}
	}
	if sold[0] == 0 || sold[1] == 0 {
		t.Errorf("%v microlitres sold", sold)
	}
}

// What one customer draws does not depend on the others, nor on what the site is like.
func TestACustomerIsTheSameOnAnySite(t *testing.T) {
	a, b := newPlanner(t, "kiosk", nil), newPlanner(t, "motorway", nil)
	visits := func(p *Planner) (all []Visit) {
		var s Step
		for len(all) < 200 {
			if p.Next(&s); s.Kind == Visiting {
				all = append(all, s.Visit)
			}
		}
		return all
	}
	x, y := visits(a), visits(b)
	for i := range x {
		if x[i].Vehicle != y[i].Vehicle || x[i].Grade != y[i].Grade || x[i].Phases.DriveAway != y[i].Phases.DriveAway {
			t.Fatalf("customer %d: %+v and %+v", x[i].Number, x[i], y[i])
		}
	}
}

func TestNothingIsAllocatedForACustomer(t *testing.T) {
	p := newPlanner(t, "motorway", nil)
	var s Step
	if n := testing.AllocsPerRun(10_000, func() { p.Next(&s) }); n >= 0.01 {
		t.Errorf("%v allocations a step", n)
	}
}

func TestNobodyEverComes(t *testing.T) {
	p := newPlanner(t, "kiosk", func(o *Options) {
		o.Profile.Arrivals.ADayPerPoint = 0
	})
	var s Step
	for range 10 {
		if p.Next(&s); s.Kind != Midnight {
			t.Fatalf("%+v", s)
		}
	}
}

func TestProfilesThatCannotBeAreRefusedWithTheirPlace(t *testing.T) {
	for _, n := range Names() {
		if _, err := Open(n); err != nil {
			t.Errorf("%s: %v", n, err)
		}
	}
	good, err := profiles.ReadFile("profiles/usual.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ old, new, want string }{
		"a tender nobody knows":   {"cash: 250, card", "cheque: 250, card", "nobody pays by 'cheque'"},
		"a card nobody has":       {"visa-credit: 480", "visa-credti: 480", "did you mean 'visa-credit'?"},
		"a short day":             {"[2, 2, 2, 2, 2, 20", "[2, 2, 2, 2, 20", "a day has 24 hours"},
		"a short week":            {"[100, 100, 100, 105, 115, 100, 80]", "[100]", "a week has 7 days"},
		"a mean beyond the most":  {"mean: 5 min, deviation: 4 min", "mean: 50 min, deviation: 4 min", "the mean"},
		"no source":               {"round-money: { share: 250, step: 5, source: design default }", "round-money: { share: 250, step: 5 }", "source"},
		"a release that expires":  {"deviation: 25 s, least: 5 s, most: 100 s", "deviation: 25 s, least: 5 s, most: 300 s", "takes a release back"},
		"a tank filled to less":   {"reorder-below: 40", "reorder-below: 95", "a tank is filled from below"},
		"all make a mistake":      {"drive-off: 1\n", "drive-off: 1001\n", "0 to 1000 per mille"},
		"prices that run away":    {"bound: 80", "bound: 800", "no further than 500"},
		"a key that is not there": {"patience:", "patients:", "patients"},
		"a volume of nothing":     {"mean: 32 L, deviation: 16 L, least: 3 L", "mean: 32 L, deviation: 16 L, least: 0 L", "no distribution over zero"},
	} {
		t.Run(name, func(t *testing.T) {
			src := strings.Replace(string(good), c.old, c.new, 1)
			if src == string(good) {
				t.Fatal("the mistake was not made")
			}
			_, err := Load("profile.yaml", []byte(src))
			var found strict.Errors
			if !errors.As(err, &found) || !strings.Contains(err.Error(), c.want) || found[0].Line == 0 {
				t.Fatalf("%v", err)
			}
		})
	}
	if _, err := Open("usaul"); err == nil || !strings.Contains(err.Error(), "did you mean 'usual'?") {
		t.Errorf("%v", err)
	}
}

func TestFaultProfilesThatCannotBeAreRefusedWithTheirPlace(t *testing.T) {
	for _, n := range FaultNames() {
		if _, err := OpenFaults(n); err != nil {
			t.Errorf("%s: %v", n, err)
		}
	}
	good, err := faults.ReadFile("faults/power-cuts.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ old, new, want string }{
		"more than all": {"per-mille: 20", "per-mille: 2000", "0 to 1000"},
		"a long night":  {"most: 300 s", "most: 7200 s", "within an hour"},
		"no spread":     {"mean: 30 s", "mean: 1 s", "the mean"},
		"no source":     {"most: 300 s, source: design default", "most: 300 s", "source"},
	} {
		_, err := LoadFaults("faults.yaml", []byte(strings.Replace(string(good), c.old, c.new, 1)))
		var found strict.Errors
		if !errors.As(err, &found) || !strings.Contains(err.Error(), c.want) || found[0].Line == 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A day with faults has the same customers; only the sales that a fault has ended are others.
func TestFaultsLeaveTheCustomersAlone(t *testing.T) {
	f, err := OpenFaults("power-cuts")
	if err != nil {
		t.Fatal(err)
	}
	a, b := newPlanner(t, "kiosk", nil), newPlanner(t, "kiosk", func(o *Options) { o.Faults = f })
	var x, y Step
	cuts := 0
	for range 2000 {
		for a.Next(&x); x.Kind != Visiting; a.Next(&x) {
		}
		for b.Next(&y); y.Kind != Visiting; b.Next(&y) {
		}
		v, w := &x.Visit, &y.Visit
		if v.Number != w.Number || v.Arrives != w.Arrives || v.Grade != w.Grade || v.Vehicle != w.Vehicle || v.Phases.Dribble != w.Phases.Dribble {
			t.Fatalf("customer %d is another one: %+v, %+v", v.Number, *v, *w)
		}
		if w.Cut > 0 {
			if cuts++; w.Pulses != w.Cut || w.Outside < 1 || w.Dark < 2*time.Second {
				t.Fatalf("%+v", *w)
			}
		}
	}
	if cuts < 15 || cuts > 60 {
		t.Errorf("%d cuts", cuts)
	}
}

func FuzzProfile(f *testing.F) {
	good, err := profiles.ReadFile("profiles/usual.yaml")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	kiosk, err := site.Open("kiosk")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		profile, err := Load("profile.yaml", src)
		if err != nil {
			return
		}
		p, err := New(Options{Plan: kiosk, Profile: profile, Seed: 1})
		if err != nil {
			return
		}
		var s Step
		for range 200 { // what was taken can be played
			p.Next(&s)
		}
	})
}

func BenchmarkNext(b *testing.B) {
	for name, only := range map[string]bool{"dispensing only": true, "with stock and payments": false} {
		b.Run(name, func(b *testing.B) {
			p := newPlanner(b, "motorway", func(o *Options) { o.DispensingOnly, o.ArrivalsADay = only, 3000 })
			b.ReportAllocs()
			var s Step
			for b.Loop() {
				p.Next(&s)
			}
		})
	}
}
