package day

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/site"
	"github.com/forecourt/forecourt/twin/station/demand"
	"github.com/forecourt/forecourt/twin/unit"
)

func open(tb testing.TB, plan string) *site.Plan {
	tb.Helper()
	p, err := site.Open(plan)
	if err != nil {
		tb.Fatal(err)
	}
	return p
}

func usual(tb fataler) *demand.Profile {
	tb.Helper()
	p, err := demand.Open(demand.Default)
	if err != nil {
		tb.Fatal(err)
	}
	return p
}

func planner(tb testing.TB, o demand.Options) *demand.Planner {
	tb.Helper()
	if o.Profile == nil {
		o.Profile = usual(tb)
	}
	p, err := demand.New(o)
	if err != nil {
		tb.Fatal(err)
	}
	return p
}

func TestAYearExplainsItself(t *testing.T) {
	for _, name := range site.Names() {
		plan := open(t, name)
		r := Reckon(plan, planner(t, demand.Options{Plan: plan, Seed: 1}), 365, nil)
		if !r.Balanced() || len(r.Days) != 365 {
			for _, d := range r.Days {
				for _, f := range d.Findings {
					t.Fatalf("%s %s: %s", name, d.Date, f)
				}
			}
		}
		if least := 365 * 60 * len(plan.Points()); r.Sum.Sales < least {
			t.Errorf("%s: %d sales in a year, expected %d and more", name, r.Sum.Sales, least)
		}
		if unmanned := plan.Unmanned(); unmanned != (r.Sum.Tenders[demand.WrittenOff]+r.Sum.Tenders[demand.Cash] == 0) {
			t.Errorf("%s: %d sales in cash, %d drive-offs", name, r.Sum.Tenders[demand.Cash], r.Sum.Tenders[demand.WrittenOff])
		}
		if r.Sum.Loads < 10 || r.Sum.Fates[demand.GaveUp] == 0 || slices.Max(r.Sum.Mistakes[:]) == 0 {
			t.Errorf("%s: a year without lorries, queues or mistakes: %+v", name, r.Sum)
		}
	}
}

// A ledger that is told less than what happened says so, term by term.
func TestWhatIsMissingIsFound(t *testing.T) {
	plan := open(t, "kiosk")
	for name, c := range map[string]struct {
		spoil func(*Ledger, *Closing)
		want  string
		ul    unit.Volume
		minor int64
	}{
		"nothing": {func(*Ledger, *Closing) {}, "", 0, 0},
		"a leak":  {func(_ *Ledger, c *Closing) { c.Stocks[0] -= 3 }, "tank 1: opening", 3, 0},
		"fuel that nobody metered": {func(_ *Ledger, c *Closing) { c.Meters[1][0].Drawn, c.Meters[1][0].Turned = 1_000_000, 1_000_000 },
			"fuelling point 2 nozzle 1", 2_000_000, 0},
		"a sale nobody told": {func(_ *Ledger, c *Closing) {
			m := &c.Meters[0][1]
			m.Drawn, m.Turned, m.Pulses, m.Counts, m.Minor = m.Drawn+10_000_000, m.Turned+10_000_000, m.Pulses+1000, m.Counts+1000, m.Minor+1859
			c.Stocks[1] -= 10_000_000
		}, "in the sales that were told", 20_000_000, 1859},
		"a cent": {func(l *Ledger, _ *Closing) { l.Paid(demand.Cash, 1) }, "money", 0, 1},
	} {
		t.Run(name, func(t *testing.T) {
			r := &Report{}
			l := NewLedger(plan, r, 0)
			closing := Closing{At: 1, Prices: make([]unit.Price, 2), Meters: [][]demand.Meter{make([]demand.Meter, 2), make([]demand.Meter, 2)}}
			for _, tk := range plan.Tanks {
				closing.Stocks = append(closing.Stocks, tk.Opening)
			}
			c.spoil(l, &closing)
			l.Close(closing)
			text := strings.Join(r.Days[0].Findings, "\n")
			if r.Sum.Unexplained != c.ul || r.Sum.UnexplainedMinor != c.minor || !strings.Contains(text, c.want) || (c.want == "") != r.Balanced() {
				t.Errorf("%s and %d unexplained, %s", r.Sum.Unexplained, r.Sum.UnexplainedMinor, text)
			}
			closing.At++
			if before := r.Sum; c.want != "" {
				if l.Close(closing); r.Sum.Unexplained != before.Unexplained || r.Sum.UnexplainedMinor != before.UnexplainedMinor {
					t.Errorf("the next day finds it again: %v", r.Days[1].Findings)
				}
			}
		})
	}
}

func TestOneSeedOneYear(t *testing.T) {
	plan := open(t, "kiosk")
	run := func(seed uint64) *Report {
		return Reckon(plan, planner(t, demand.Options{Plan: plan, Seed: seed}), 30, nil)
	}
	a, b, c := run(1), run(1), run(2)
	if a.Digest != b.Digest || a.Sum != b.Sum || a.Digest == c.Digest {
		t.Errorf("digests %x, %x, another seed %x", a.Digest, b.Digest, c.Digest)
	}
}

// BenchmarkReckon prints simulated seconds per second of processor time: the motorway, 3,000 customers a day.
func BenchmarkReckon(b *testing.B) {
	plan := open(b, "motorway")
	for _, c := range []struct {
		name string
		only bool
	}{{"dispensing", true}, {"stock and payments", false}} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			days, sales, took := 0, 0, time.Duration(0)
			for b.Loop() {
				p := planner(b, demand.Options{Plan: plan, Seed: 1, ArrivalsADay: 3300, DispensingOnly: c.only})
				before := cpu()
				r := Reckon(plan, p, 100, nil)
				took += cpu() - before
				days, sales = days+100, sales+r.Sum.Sales
			}
			b.ReportMetric(float64(days)*86400/took.Seconds(), "x_real_time")
			b.ReportMetric(float64(sales)/float64(days), "sales/day")
			b.ReportMetric(float64(took.Nanoseconds())/float64(sales), "ns/sale")
			b.ReportMetric(calibrate().Seconds(), "calibration_s")
		})
	}
}

// BenchmarkPlay prints the same at wire level, per frame: card outcomes by the host's decision, or by till, gateway and
// host.
func BenchmarkPlay(b *testing.B) {
	for _, payments := range []Payments{Planned, Wired} {
		b.Run(string(payments), func(b *testing.B) {
			days, sales, took := 0, 0, time.Duration(0)
			for b.Loop() {
				o := Options{Demand: demand.Options{Plan: open(b, "motorway"), Profile: usual(b), Seed: 1, ArrivalsADay: 3100}, Days: 1, Payments: payments}
				before := cpu()
				r, err := Play(o)
				if err != nil {
					b.Fatal(err)
				}
				took += cpu() - before
				days, sales = days+1, sales+r.Sum.Sales
			}
			b.ReportMetric(float64(days)*86400/took.Seconds(), "x_real_time")
			b.ReportMetric(float64(sales)/float64(days), "sales/day")
			b.ReportMetric(calibrate().Seconds(), "calibration_s")
		})
	}
}
