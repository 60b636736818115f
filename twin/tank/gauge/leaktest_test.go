package gauge

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/machine/machinetest"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire/veeder"
)

// leaky is a Stock that loses evenly.
type leaky struct {
	bench *machinetest.Bench
	base  unit.Volume
	from  clock.Instant
	rate  Rate // an hour
}

func (l *leaky) Volume() unit.Volume {
	if l.bench == nil {
		return l.base
	}
	return l.base - unit.Volume(int64(l.rate)*int64(l.bench.Now().Sub(l.from)/time.Millisecond)/3_600_000)
}

// lose makes it lose at a rate from now on.
func (l *leaky) lose(r Rate) { l.base, l.from, l.rate = l.Volume(), l.bench.Now(), r }

func seatLeaky(t testing.TB, change func(*TankConfig)) (*machinetest.Bench, *Gauge, *leaky) {
	t.Helper()
	c := config()
	if change != nil {
		change(&c.Tanks[0])
	}
	l := &leaky{base: 15_000 * unit.Litre, from: clock.Epoch}
	g, err := New(c, l)
	if err != nil {
		t.Fatal(err)
	}
	b := machinetest.New(Role(), g, Timers)
	l.bench = b
	b.PowerOn()
	return b, g, l
}

func ended(t testing.TB, b *machinetest.Bench) LeakTestEnded {
	t.Helper()
	e := b.Events("leak-test-ended")
	if len(e) == 0 {
		t.Fatalf("no test has ended: %v", b.Names())
	}
	return e[len(e)-1].(LeakTestEnded)
}

// TestThresholds: a 0.2 gph test fails at 0.126 gph, a 0.1 gph test at 0.071, CSLD at 0.16, of manifolded tanks at 0.15 (B:
// NWGLDE).
func TestThresholds(t *testing.T) {
	for _, c := range []struct {
		kind       LeakTestKind
		manifolded bool
		loses      int64 // thousandths of a gallon an hour
		want       LeakTestResult
	}{
		{Gph02, false, 0, LeakTestPassed}, {Gph02, false, 125, LeakTestPassed}, {Gph02, false, 127, LeakTestFailed},
		{Gph02, false, 200, LeakTestFailed}, {Gph02, false, -127, LeakTestInvalid},
		{Gph01, false, 70, LeakTestPassed}, {Gph01, false, 72, LeakTestFailed},
		{CSLD, false, 159, LeakTestPassed}, {CSLD, false, 161, LeakTestFailed},
		{CSLD, true, 149, LeakTestPassed}, {CSLD, true, 151, LeakTestFailed},
	} {
		b, _, l := seatLeaky(t, func(x *TankConfig) { x.CSLD, x.Manifolded = c.kind == CSLD, c.manifolded })
		l.lose(gph(c.loses))
		if c.kind != CSLD {
			b.Sense(StartLeakTest{1, c.kind})
		}
		b.Advance(standards[c.kind].span + 6*time.Minute)
		e := ended(t, b)
		off := e.Hourly - unit.Volume(gph(c.loses))
		if e.Kind != c.kind || e.Result != c.want || off > unit.Millilitre || off < -unit.Millilitre {
			t.Errorf("%+v: %+v", c, e)
		}
	}
}

func TestTestsThatSayNothing(t *testing.T) {
	sold := unit.Volume(0)
	for name, c := range map[string]struct {
		before, during func(*machinetest.Bench, *leaky)
		want           string
	}{
		"probe out":   {func(b *machinetest.Bench, _ *leaky) { b.Sense(SetProbe{1, true}) }, nil, "the probe is out"},
		"pulled":      {nil, func(b *machinetest.Bench, _ *leaky) { b.Sense(SetProbe{1, true}) }, "the probe is out"},
		"delivery":    {nil, func(_ *machinetest.Bench, l *leaky) { l.base += 500 * unit.Litre }, "a delivery came"},
		"sale":        {nil, func(*machinetest.Bench, *leaky) { sold += unit.Litre }, "fuel was sold"},
		"sale before": {func(b *machinetest.Bench, l *leaky) { sold += unit.Litre; l.base--; b.Advance(29 * time.Minute) }, nil, "too soon after a sale"},
		"delivery before": {func(b *machinetest.Bench, l *leaky) {
			l.base += 500 * unit.Litre
			b.Advance(7*time.Hour + 58*time.Minute)
		}, nil, "too soon after a delivery"},
		"full":  {func(_ *machinetest.Bench, l *leaky) { l.base = 29_000 * unit.Litre }, nil, "a delivery is under way"},
		"empty": {func(_ *machinetest.Bench, l *leaky) { l.base = 3000 * unit.Litre }, nil, "too little in the tank"},
		"half an hour later": {func(b *machinetest.Bench, l *leaky) {
			sold += unit.Litre
			l.base--
			b.Advance(31 * time.Minute)
		}, nil, ""},
		"eight hours later": {func(b *machinetest.Bench, l *leaky) {
			l.base += 500 * unit.Litre
			b.Advance(8*time.Hour + 2*time.Minute)
		}, nil, ""},
	} {
		sold = 0
		b, _, l := seatLeaky(t, func(x *TankConfig) { x.Sold = func() unit.Volume { return sold } })
		if c.before != nil {
			c.before(b, l)
			b.Advance(2 * time.Second)
		}
		b.Sense(StartLeakTest{1, Gph02})
		b.Advance(time.Hour)
		if c.during != nil {
			c.during(b, l)
		}
		b.Advance(61 * time.Minute)
		if e := ended(t, b); e.Reason != c.want || (e.Result == LeakTestInvalid) != (c.want != "") {
			t.Errorf("%s: %+v", name, e)
		}
	}
}

// TestWhatTheConsoleShows of leak tests: 203, 205, 207 and 208; and that it survives a power cut.
func TestWhatTheConsoleShows(t *testing.T) {
	b, g, l := seatLeaky(t, nil)
	b.Sense(StartLeakTest{1, Gph02})
	b.Advance(time.Minute)
	if said := ask(b, "i20101"); !strings.Contains(said, "i201012601050001"+"011"+"0002") {
		t.Errorf("no bit for the test: %q", said)
	}
	b.Advance(2 * time.Hour)
	if said := ask(b, "i20801"); !strings.Contains(said, "01"+"01"+"00"+"00"+"2601050000"+"01"+"00000000"+"40000000"+"466A6000") {
		t.Errorf("208 of a test that has passed: %q", said)
	}
	passed := ask(b, "i20701")
	if !strings.Contains(passed, "01"+"02") || !strings.Contains(ask(b, "i20501"), "0100&&") {
		t.Errorf("207 %q, 205 %q", passed, ask(b, "i20501"))
	}
	l.lose(gph(200))
	b.Sense(StartLeakTest{1, Gph02})
	b.Advance(121 * time.Minute)
	if said := ask(b, "i20501"); !strings.Contains(said, fmt.Sprintf("0101%02d&&", veeder.PeriodicLeakFail)) {
		t.Errorf("205 of a leaking tank: %q", said)
	}
	if said := ask(b, "i20801"); !strings.Contains(said, "2601050201"+"02"+"3F41") { // 0.757 litres an hour
		t.Errorf("208 of a test that has failed: %q", said)
	}
	if said := ask(b, "i20301"); !strings.Contains(said, "011"+"2601050201"+"02"+"04"+"41700000"+"41700000") {
		t.Errorf("203: %q", said)
	}
	before := g.Tank(b.Now(), 1)
	if len(before.LeakResults) != 1 || len(before.LeakHistory) != 2 {
		t.Errorf("%+v", before)
	}
	b.Sense(StartLeakTest{1, Gph01})
	b.PowerOff()
	l.lose(0)
	b.Advance(time.Minute)
	b.PowerOn()
	after := g.Tank(b.Now(), 1)
	if fmt.Sprint(after.LeakResults, after.LeakHistory, after.Alarms) != fmt.Sprint(before.LeakResults, before.LeakHistory, before.Alarms) ||
		after.Bits&veeder.InLeakTest != 0 {
		t.Errorf("after a power cut %+v", after)
	}
}

func TestTestsAreStartedOnceAndStopped(t *testing.T) {
	b, _, _ := seatLeaky(t, nil)
	b.Sense(StopLeakTest{1})
	b.Sense(StartLeakTest{1, "3 gph"})
	b.Sense(StartLeakTest{1, CSLD})
	b.Sense(StartLeakTest{2, Gph02})
	b.Sense(StartLeakTest{1, Gph02})
	b.Sense(StartLeakTest{1, Gph02})
	if len(b.Faults) != 5 {
		t.Errorf("faults %v", b.Faults)
	}
	b.Advance(time.Hour)
	b.Sense(StopLeakTest{1})
	if e := ended(t, b); e.Result != LeakTestInvalid || e.Reason != "stopped by hand" {
		t.Errorf("%+v", e)
	}
}

// TestSlopeOfQuietTimes: whatever the pauses, and whatever was sold in them, an even loss is found.
func TestSlopeOfQuietTimes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rate := rapid.Int64Range(-2_000_000, 2_000_000).Draw(t, "rate")
		var s slope
		now, gone := clock.Epoch, int64(0)
		for range rapid.IntRange(1, 6).Draw(t, "times") {
			for range rapid.IntRange(2, 20).Draw(t, "readings") {
				lost := rate * int64(now.Sub(clock.Epoch)/time.Second) / 3600
				s.add(now, unit.Volume(15_000_000_000-lost-gone))
				now = now.Add(csldEvery)
			}
			s.pause()
			now = now.Add(time.Duration(rapid.Int64Range(0, 100).Draw(t, "pause")) * time.Minute)
			gone += rapid.Int64Range(0, 500_000_000).Draw(t, "sold")
		}
		if off := int64(s.rate()) - rate; off > 20 || off < -20 {
			t.Fatalf("found %d, it is %d", s.rate(), rate)
		}
	})
}

// TestLeakAlarm: a test that lost as much as the limit of function 626 is a leak alarm, though it has passed.
func TestLeakAlarm(t *testing.T) {
	b, _, l := seatLeaky(t, func(x *TankConfig) { x.Limits.Leak = 800 * unit.Millilitre })
	for _, c := range []struct {
		loses int64
		want  string
	}{
		{100, "leak-test-started, leak-test-ended"},
		{120, "leak-test-started, leak-test-ended, +leak alarm"},
		{130, "leak-test-started, leak-test-ended, +periodic test fail"},
		{0, "leak-test-started, leak-test-ended, -leak alarm, -periodic test fail"},
	} {
		l.lose(gph(c.loses))
		b.Sense(StartLeakTest{1, Gph02})
		b.Advance(121 * time.Minute)
		if n := names(b); n != c.want {
			t.Errorf("%d: told %q, want %q", c.loses, n, c.want)
		}
	}
}

func TestSuddenLoss(t *testing.T) {
	sold := unit.Volume(0)
	b, _, l := seatLeaky(t, func(x *TankConfig) {
		x.Limits.SuddenLoss, x.Sold = 50*unit.Litre, func() unit.Volume { return sold }
	})
	step := func(gone, metered int64) string {
		l.base -= unit.Volume(gone) * unit.Litre
		sold += unit.Volume(metered) * unit.Litre
		b.Advance(2 * time.Second)
		return names(b)
	}
	if n := step(200, 200); n != "" {
		t.Errorf("a sale told %q", n)
	}
	if n := step(49, 0); n != "" {
		t.Errorf("less than the limit told %q", n)
	}
	if n := step(1, 0); n != "+sudden loss alarm" {
		t.Errorf("told %q", n)
	}
	if n := step(1, 1); n != "-sudden loss alarm" {
		t.Errorf("a sale told %q", n)
	}
}
