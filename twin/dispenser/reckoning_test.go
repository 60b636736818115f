package dispenser_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/dispenser/electronics"
	"github.com/forecourt/forecourt/twin/dispenser/hydraulics"
	"github.com/forecourt/forecourt/twin/dispenser/reckoning"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/thermal"
	"github.com/forecourt/forecourt/twin/unit"
)

// outcome is what a sale comes to.
type outcome struct {
	drawn, metered, pulses, outside, counts, minor int64
}

// ledger reckons the sales of nozzle 1 of an island without it.
type ledger struct {
	hose    reckoning.Hose
	meter   reckoning.Meter
	device  reckoning.Device
	tariff  reckoning.Tariff
	life    reckoning.Life
	counted int64
}

func newLedger(i *island, d device, price int64) *ledger {
	return &ledger{
		hose: i.hoses[0].Reckoned(), meter: i.hoses[0].Meter(), device: d.profile.Reckoned(1, thermal.Liquid{}),
		tariff: reckoning.Tariff{Price: i.price(price), Fine: d.profile.MeterAmount, NoSnap: d.profile.NoSnap},
	}
}

// aims is what a sale is to end at: a display's counts that a hand waits for, or a preset; or a power cut.
type aims struct {
	volume, money int64
	reckoning.Acts
	cutAfter int64 // pulses from the start of the motor
}

func (l *ledger) sell(a *aims) outcome {
	ends := reckoning.Ends{Volume: a.volume, Money: a.money, Largest: 99_999_999, Dearest: 99_999_999}
	before := l.hose.Scale.Count(l.life.Turned)
	o := l.hose.Sell(l.meter, l.device, reckoning.Plan(l.meter, l.tariff, l.device.Brake, l.counted, ends), l.life, a.Acts)
	if hand := reckoning.Middle(l.hose.Scale, before+l.meter.PulsesFor(before, a.Until)); l.hose.Plain() && a.Until > 0 && a.Cut == 0 && hand != o.Through {
		panic("a hand has landed elsewhere")
	}
	l.life, a.cutAfter = o.Life, o.CutAfter
	sold := outcome{
		drawn: o.Through, metered: o.Turned, pulses: o.Charged, outside: o.Outside, counts: l.meter.Volume(l.counted, o.Charged).Count,
		minor: l.tariff.Amount(l.meter, l.counted, o.Charged, a.money).Minor,
	}
	l.counted += o.Charged
	return sold
}

// at returns when the point told an event of one of some names after the first n events; it runs until it has.
func (i *island) at(t fataler, n int, names ...string) clock.Instant {
	for until := i.Now().Add(3 * time.Hour); i.Now() < until; i.run(200 * time.Millisecond) {
		for _, e := range i.told[n:] {
			if slices.Contains(names, e.Event.Event()) {
				return e.At
			}
		}
	}
	t.Fatalf("no %v: the point is %v", names, i.e.State())
	return 0
}

// cut takes the electronics' power when nozzle 1's pulser has given n pulses, for a while.
func (i *island) cut(n int64) {
	given := func() clock.Instant {
		if t := i.pulser[0].Train(); t.Rate >= 0 {
			return t.When(i.hoses[0].Scale().Volume(n))
		}
		return clock.Never // it runs back
	}
	i.Go(forecourt.Role{Kind: "hand"}, "power", func(f *loop.Fiber) {
		for given() > f.Now() { // the flow may change on the way
			f.SleepUntil(min(given(), f.Now().Add(5*time.Millisecond)))
		}
		_ = i.PowerOff(point)
		f.Sleep(3 * time.Second)
		_ = i.PowerOn(point)
	})
	made := len(i.completed())
	for len(i.completed()) == made {
		i.run(time.Second)
	}
	i.run(5 * time.Second)
	i.hand(forecourt.HangNozzle{})
}

// asFiber lets happen at an instant what a fiber does: before the machines, where something of theirs is due then.
func (i *island) asFiber(at clock.Instant, do func()) {
	i.Go(forecourt.Role{Kind: "hand"}, "hand", func(f *loop.Fiber) {
		f.SleepUntil(at)
		do()
	})
}

// play makes the same sale over the bus, with machines.
func (i *island) play(t fataler, a aims) outcome {
	measure, d := i.hoses[0].Unit, i.hoses[0].Decimals
	counts := func(n int64) unit.Indicated { return unit.Indicated{Count: n, Decimals: d, Unit: measure} }
	made, outside, told := len(i.completed()), i.e.BooksOf(0).Outside, len(i.told)
	switch {
	case a.volume > 0:
		i.do(forecourt.PresetVolume{Limit: counts(a.volume)})
	case a.money > 0:
		i.do(forecourt.PresetAmount{Limit: unit.Money{Minor: a.money, Currency: "EUR"}})
	}
	i.do(forecourt.Authorise{})
	first, lifted := i.e.BooksOf(0).Pulses, i.Now()
	i.hand(forecourt.LiftNozzle{Nozzle: 1})
	i.asFiber(lifted.Add(a.Trigger), func() { i.hand(forecourt.Squeeze{Until: counts(a.Until)}) })
	if a.Cut > 0 {
		i.cut(first + a.cutAfter)
	} else {
		ended := max(i.at(t, told, "limit-reached", "trigger-released"), lifted.Add(a.Trigger))
		i.asFiber(ended.Add(a.Home), func() { i.hand(forecourt.HangNozzle{}) })
	}
	i.run(6 * time.Second)
	i.do(forecourt.Reset{})
	all := i.completed()
	if len(all) != made+1 {
		t.Fatalf("%d sales, expected %d", len(all), made+1)
	}
	c := all[made]
	return outcome{
		drawn: int64(i.h.Drawn(0)), metered: int64(i.h.Metered(0)), pulses: c.Pulses, outside: i.e.BooksOf(0).Outside - outside,
		counts: c.Volume.Count, minor: c.Amount.Minor,
	}
}

// What the arithmetic says of a chain of sales is what the machines do, to the microlitre and the cent.
func TestReckonedSalesAreTheMachinesSales(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := someDevice(t)
		price := rapid.SampledFrom([]int64{1_000, 17_990, 99_990, 12_340}).Draw(t, "price")
		d.profile.AfterFlow = rapid.SampledFrom([]time.Duration{-1, 0, 20 * time.Millisecond, 200 * time.Millisecond}).Draw(t, "after-flow")
		d.profile.SlowFlow = rapid.SampledFrom([]unit.Volume{0, 5 * unit.Millilitre, 100 * unit.Millilitre}).Draw(t, "slow flow")
		d.profile.NoSnap = rapid.Bool().Draw(t, "no snap")
		if rapid.Bool().Draw(t, "manners") {
			d.manners = someManners(t, &d.profile)
		}
		i := newIsland(t, d).ready(price)
		l := newLedger(i, d, price)
		cut := false
		for range rapid.IntRange(1, 4).Draw(t, "sales") {
			a := someAims(t, price)
			want := l.sell(&a)
			if got := i.play(t, a); got != want {
				t.Fatalf("%+v at %d: the machines %+v, the arithmetic %+v", a, price, got, want)
			}
			if cut = cut || a.Cut > 0; a.Cut > 0 {
				i.ready(price)
			}
		}
		if d.manners != nil {
			return // what slips back is outside of a sale, and tickets may be in other pulses than the books
		}
		if err := i.check(cut); err != nil {
			t.Fatal(err)
		}
	})
}

func someAims(t *rapid.T, price int64) (a aims) {
	size := rapid.SampledFrom([]int64{1, 3, 10, 40, 700, 9000}).Draw(t, "size")
	n := rapid.Int64Range(1, size).Draw(t, "n")
	a.Trigger = rapid.SampledFrom([]time.Duration{0, 100, 450, 500, 501, 600, 900, 2345}).Draw(t, "trigger") * time.Millisecond
	a.Home = time.Second + time.Duration(rapid.IntRange(0, 700).Draw(t, "home"))*time.Millisecond
	switch rapid.IntRange(0, 3).Draw(t, "ends by") {
	case 0:
		a.volume = n
	case 1:
		a.money = max(1, n*price/10_000)
	case 2:
		a.Until = 4000
		a.Cut = 20 + n/10 // beyond what flows while nobody looks
	default:
		a.Until = n
	}
	return a
}

// someManners draws a hose that does more than give a steady flow, and a device that goes with it.
func someManners(t *rapid.T, p *electronics.Profile) func(*hydraulics.Hose) {
	milli := func(name string, of ...time.Duration) time.Duration {
		return rapid.SampledFrom(of).Draw(t, name) * time.Millisecond
	}
	m := hydraulics.Hose{
		Ramp: milli("ramp", 0, 50, 400, 5000), ValveClose: milli("valve", 0, 40, 250, 2000), FastClose: milli("fast valve", 0, 30, 300, 2000),
		Lag: rapid.Bool().Draw(t, "lag"), DriftPPM: rapid.SampledFrom([]int64{0, 0, 5000, -40_000}).Draw(t, "drift"),
	}
	if rapid.Bool().Draw(t, "curve") {
		m.Curve = []hydraulics.CurvePoint{
			{Flow: unit.LitresPerMinute(2), PPM: rapid.Int64Range(-50_000, 50_000).Draw(t, "slow error")},
			{Flow: unit.LitresPerMinute(30), PPM: rapid.Int64Range(-50_000, 50_000).Draw(t, "fast error")},
		}
	}
	if rapid.Bool().Draw(t, "soft") {
		m.Dilation = unit.Volume(rapid.SampledFrom([]int64{1, 5_000, 20_000, 60_000, 300_000}).Draw(t, "dilation"))
		m.SlipBack = min(m.Dilation, unit.Volume(rapid.SampledFrom([]int64{0, 1, 4_000, 12_345, 40_000}).Draw(t, "slip")))
	}
	p.Settle, p.MotorDelay = milli("settle", 0, 30, 600), milli("motor", 0, 1000)
	p.DisplayEvery = milli("display", 0, 20, 70)
	if rapid.Bool().Draw(t, "compensated") {
		warmth := rapid.SampledFrom([]unit.Temperature{-9_500, 22_500}).Draw(t, "warmth")
		p.Compensation = electronics.Compensation{Reference: 15_000, Expansion: 1200, Thermometer: electronics.Steady(warmth)}
	}
	return func(h *hydraulics.Hose) {
		h.Ramp, h.ValveClose, h.FastClose, h.Lag, h.DriftPPM = m.Ramp, m.ValveClose, m.FastClose, m.Lag, m.DriftPPM
		h.Curve, h.Dilation, h.SlipBack = m.Curve, m.Dilation, m.SlipBack
	}
}

// A hand that watches the money lets go at the first display that shows enough.
func TestTheFirstDisplayThatIsWorthASum(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := reckoning.Meter{PulsesPerUnit: 100, Decimals: uint8(rapid.IntRange(0, 3).Draw(t, "decimals"))}
		r := reckoning.Tariff{
			Price:    unit.Price{E4: rapid.Int64Range(1, 99_999).Draw(t, "price"), Currency: "EUR"},
			Rounding: unit.Rounding(rapid.IntRange(0, 3).Draw(t, "rounding")),
		}
		sum := rapid.Int64Range(1, 50_000).Draw(t, "sum")
		c := r.CountsWorth(m, sum)
		at := func(c int64) int64 {
			return r.Price.Amount(unit.Indicated{Count: c, Decimals: m.Decimals}, r.Rounding).Minor
		}
		if c < 1 || at(c) < sum || at(c-1) >= sum {
			t.Fatalf("%d counts for %d: worth %d, one less %d", c, sum, at(c), at(c-1))
		}
	})
}
