package gauge

import (
	"fmt"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire/veeder"
)

// LeakTestKind is what a leak test can find.
type LeakTestKind string

// The kinds. A static test runs by itself in a tank at rest; CSLD gathers the quiet times between sales.
const (
	Gph02 LeakTestKind = "0.2 gph"
	Gph01 LeakTestKind = "0.1 gph"
	CSLD  LeakTestKind = "csld"
)

// standard is how a kind of test is made (B: NWGLDE's listings).
type standard struct {
	code       uint8         // in 207 and 208
	span       time.Duration // of a static test; of CSLD, the quiet time that it gathers (C)
	fails      Rate          // at this loss and more
	manifolded Rate          // the same of manifolded tanks
	delivery   time.Duration // to wait after a delivery
	alarm      uint16
}

// Rate is a loss in microlitres an hour; a gain is less than zero.
type Rate = veeder.Rate

// gph returns a rate in thousandths of a US gallon an hour.
func gph(thousandths int64) Rate { return Rate(thousandths * 3_785_411_784 / 1_000_000) }

var standards = map[LeakTestKind]standard{
	Gph02: {0, 2 * time.Hour, gph(126), gph(126), 8 * time.Hour, veeder.PeriodicLeakFail},
	Gph01: {1, 5 * time.Hour, gph(71), gph(71), 8 * time.Hour, veeder.AnnualLeakFail},
	CSLD:  {0, 4 * time.Hour, gph(160), gph(150), 3 * time.Hour, veeder.PeriodicLeakFail},
}

// What else a test needs (B, the level by rule of thumb from the listed ones: 30 in of 96 in).
const (
	afterSale   = 30 * time.Minute
	mostFull    = 95               // percent
	leastHigh   = 30               // percent of the diameter
	sampling    = 10 * time.Minute // at each end of a static test
	secondsAnHr = 3600
)

// LeakTestResult is how a test ended.
type LeakTestResult string

// The results.
const (
	LeakTestPassed  LeakTestResult = "passed"
	LeakTestFailed  LeakTestResult = "failed"
	LeakTestInvalid LeakTestResult = "invalid"
)

// trial is a static test that runs: the tank's compensated volume at its start and at its end, each the mean of many
// looks.
type trial struct {
	kind        LeakTestKind
	at          clock.Instant
	first, last sample
	sold        unit.Volume
	deliveries  clock.Instant // the last one before it
	spoilt      string        // why it will say nothing
	warm        unit.Temperature
	volume      unit.Volume
}

// sample is the mean of readings.
type sample struct{ n, sum, when int64 }

func (s *sample) add(v unit.Volume, after time.Duration) {
	s.n, s.sum, s.when = s.n+1, s.sum+int64(v), s.when+int64(after/time.Millisecond)
}

func (s *sample) mean() (v, milliseconds int64) { return s.sum / s.n, s.when / s.n }

// startTest begins a static test. What makes it worthless is noted and told at its end, as a console does.
func (g *Gauge) startTest(t *tank, kind LeakTestKind) error {
	std, known := standards[kind]
	switch {
	case !known || kind == CSLD:
		return fmt.Errorf("gauge: there is no leak test '%s' to start", kind)
	case t.trial != nil:
		return fmt.Errorf("gauge: a leak test of tank %d is under way", t.Number)
	}
	g.look()
	now, r := g.env.Now(), g.read(t)
	t.trial = &trial{kind: kind, at: now, sold: t.meter, deliveries: t.quiet.deliveryAt, warm: r.Temperature, volume: r.product}
	t.trial.spoilt = g.unfit(t, r, std)
	t.due = now
	g.env.Tell(LeakTestStarted{int(t.Number), kind})
	return nil
}

// unfit says why a tank cannot be tested now; empty: it can.
func (g *Gauge) unfit(t *tank, r reading, std standard) string {
	now, q := g.env.Now(), &t.quiet
	switch s := g.setup.Tank(t.Number); {
	case t.out:
		return "the probe is out"
	case t.filling.rising:
		return "a delivery is under way"
	case q.delivered && now < q.deliveryAt.Add(std.delivery):
		return "too soon after a delivery"
	case q.hasSold && now < q.saleAt.Add(afterSale):
		return "too soon after a sale"
	case r.product+r.water > s.Full/100*mostFull:
		return "too full"
	case r.Height < s.Diameter/100*leastHigh:
		return "too little in the tank"
	}
	return ""
}

// watchTrial goes on with a test.
func (g *Gauge) watchTrial(t *tank, r reading) {
	x, now := t.trial, g.env.Now()
	if x == nil {
		return
	}
	std := standards[x.kind]
	after := now.Sub(x.at)
	switch {
	case x.spoilt != "":
	case t.out:
		x.spoilt = "the probe is out"
	case t.meter != x.sold:
		x.spoilt = "fuel was sold"
	case t.filling.rising && t.filling.told, t.quiet.deliveryAt != x.deliveries:
		x.spoilt = "a delivery came"
	}
	if after <= sampling {
		x.first.add(r.compensated, after)
	}
	if after >= std.span-sampling {
		x.last.add(r.compensated, after)
	}
	if after >= std.span {
		g.endTrial(t, r)
	}
}

// endTrial judges what a test has measured.
func (g *Gauge) endTrial(t *tank, r reading) {
	x, std := t.trial, standards[t.trial.kind]
	t.trial = nil
	from, t0 := x.first.mean()
	to, t1 := x.last.mean()
	var rate Rate
	if t1 > t0 {
		rate = Rate((from - to) * secondsAnHr * 1000 / (t1 - t0))
	}
	g.judge(t, x.kind, x.spoilt, rate, veeder.LeakTest{
		StartAt: g.Clock(x.at), Duration: g.env.Now().Sub(x.at), Volume: x.volume,
	})
	t.detected = &veeder.LeakDetection{
		StartAt: g.Clock(x.at), Hours: uint8(std.span / time.Hour), Start: x.warm, End: r.Temperature, Volume: x.volume, Rate: rate,
	}
}

// judge tells a result and keeps it.
func (g *Gauge) judge(t *tank, kind LeakTestKind, spoilt string, rate Rate, test veeder.LeakTest) {
	std := standards[kind]
	limit := std.fails
	if t.Manifolded {
		limit, test.Manifolded = std.manifolded, true
	}
	if spoilt == "" && rate <= -limit {
		spoilt = "the tank gains"
	}
	result, code := LeakTestPassed, uint8(1)
	switch {
	case spoilt != "":
		result, code = LeakTestInvalid, 0
	case rate >= limit:
		result, code = LeakTestFailed, 2
	}
	test.Kind, test.Result, test.Rate = std.code, code, rate
	t.keepTest(test, g.setup.Tank(t.Number).Full)
	lost := unit.Volume(int64(rate) * int64(test.Duration/time.Second) / secondsAnHr)
	most := g.setup.Tank(t.Number).Limits.Leak
	for alarm, raised := range map[uint16]bool{
		std.alarm: result == LeakTestFailed, veeder.LeakAlarm: most > 0 && lost >= most,
	} {
		switch {
		case result == LeakTestInvalid:
		case raised:
			t.LeakFails = withAlarm(t.LeakFails, alarm)
		default:
			t.LeakFails = without(t.LeakFails, alarm)
		}
	}
	g.env.Tell(LeakTestEnded{int(t.Number), kind, result, unit.Volume(rate), spoilt})
	g.save()
}

// keepTest puts a result into the lists of 208, one of each kind, and where it passed of 207: the last one, and the one
// with the fullest tank.
func (t *tank) keepTest(test veeder.LeakTest, full unit.Volume) {
	put := func(list []veeder.LeakTest, x veeder.LeakTest, same func(veeder.LeakTest) bool) []veeder.LeakTest {
		for i := range list {
			if same(list[i]) {
				list[i] = x
				return list
			}
		}
		return append(list, x)
	}
	t.Tests = put(t.Tests, test, func(o veeder.LeakTest) bool { return o.Kind == test.Kind })
	if test.Result != 1 {
		return
	}
	if full > 0 {
		test.Share = veeder.Share(int64(test.Volume/unit.Millilitre) * 100_000 / int64(max(full/unit.Millilitre, 1)))
	}
	test.Number = test.Kind + 1
	last, fullest := test, test
	last.Result, fullest.Result = 0, 1
	t.Passed = put(t.Passed, last, func(o veeder.LeakTest) bool { return o.Kind == test.Kind && o.Result == 0 })
	for _, o := range t.Passed {
		if o.Kind == test.Kind && o.Result == 1 && o.Volume > test.Volume {
			return
		}
	}
	t.Passed = put(t.Passed, fullest, func(o veeder.LeakTest) bool { return o.Kind == test.Kind && o.Result == 1 })
}

// stopTest ends a static test by hand: it says nothing.
func (g *Gauge) stopTest(t *tank) error {
	if t.trial == nil {
		return fmt.Errorf("gauge: no leak test of tank %d is under way", t.Number)
	}
	g.look()
	if t.trial == nil {
		return nil // the look has ended it
	}
	x := t.trial
	t.trial = nil
	g.judge(t, x.kind, "stopped by hand", 0, veeder.LeakTest{StartAt: g.Clock(x.at), Duration: g.env.Now().Sub(x.at), Volume: x.volume})
	return nil
}
