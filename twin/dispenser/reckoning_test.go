package dispenser_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/forecourt/forecourt/twin/dispenser/reckoning"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
)

// outcome is what a sale comes to.
type outcome struct {
	drawn, pulses, counts, minor int64
}

// ledger reckons the sales of nozzle 1 of an island without it.
type ledger struct {
	hose    reckoning.Hose
	meter   reckoning.Meter
	brake   reckoning.Brake
	tariff  reckoning.Tariff
	drawn   int64
	counted int64
}

// aims is what a sale is to end at: a display's counts that a hand waits for, or a preset.
type aims struct{ hand, volume, money int64 }

func (l *ledger) sell(a aims) outcome {
	before := l.hose.Scale.Count(l.drawn)
	if a.hand > 0 {
		l.drawn = l.hose.Hand(l.meter, before, a.hand)
	} else {
		ends := reckoning.Ends{Volume: a.volume, Money: a.money, Largest: 99_999_999, Dearest: 99_999_999}
		l.drawn = l.hose.Fill(reckoning.Plan(l.meter, l.tariff, l.brake, l.counted, ends), l.brake, l.drawn)
	}
	n := l.hose.Scale.Count(l.drawn) - before
	o := outcome{
		drawn: l.drawn, pulses: n, counts: l.meter.Volume(l.counted, n).Count,
		minor: l.tariff.Amount(l.meter, l.counted, n, a.money).Minor,
	}
	l.counted += n
	return o
}

// play makes the same sale over the bus, with machines.
func (i *island) play(t fataler, a aims) outcome {
	measure, d := i.hoses[0].Unit, i.hoses[0].Decimals
	counts := func(n int64) unit.Indicated { return unit.Indicated{Count: n, Decimals: d, Unit: measure} }
	made := len(i.completed())
	switch {
	case a.volume > 0:
		i.do(forecourt.PresetVolume{Limit: counts(a.volume)})
	case a.money > 0:
		i.do(forecourt.PresetAmount{Limit: unit.Money{Minor: a.money, Currency: "EUR"}})
	}
	i.do(forecourt.Authorise{})
	i.hand(forecourt.LiftNozzle{Nozzle: 1})
	i.run(900 * time.Millisecond)
	i.hand(forecourt.Squeeze{Until: counts(a.hand)})
	ends := "limit-reached"
	if a.hand > 0 {
		ends = "trigger-released"
	}
	if i.await(ends, 3*time.Hour) == nil {
		t.Fatalf("no %s: the point is %v", ends, i.e.State())
	}
	i.run(time.Second)
	i.hand(forecourt.HangNozzle{})
	i.run(time.Second)
	i.do(forecourt.Reset{})
	all := i.completed()
	if len(all) != made+1 {
		t.Fatalf("%d sales, expected %d", len(all), made+1)
	}
	c := all[made]
	return outcome{drawn: int64(i.h.Drawn(0)), pulses: c.Pulses, counts: c.Volume.Count, minor: c.Amount.Minor}
}

// What the arithmetic says of a chain of sales is what the machines do, to the microlitre and the cent.
func TestReckonedSalesAreTheMachinesSales(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := someDevice(t)
		price := rapid.SampledFrom([]int64{1_000, 17_990, 99_990, 12_340}).Draw(t, "price")
		d.profile.AfterFlow = rapid.SampledFrom([]time.Duration{-1, 0, 20 * time.Millisecond, 200 * time.Millisecond}).Draw(t, "after-flow")
		d.profile.SlowFlow = rapid.SampledFrom([]unit.Volume{0, 5 * unit.Millilitre, 100 * unit.Millilitre}).Draw(t, "slow flow")
		d.profile.NoSnap = rapid.Bool().Draw(t, "no snap")
		i := newIsland(t, d).ready(price)
		l := &ledger{
			hose: i.hoses[0].Reckoned(), meter: i.hoses[0].Meter(), brake: d.profile.Brake(),
			tariff: reckoning.Tariff{Price: i.price(price), Fine: d.profile.MeterAmount, NoSnap: d.profile.NoSnap},
		}
		for range rapid.IntRange(1, 4).Draw(t, "sales") {
			var a aims
			size := rapid.SampledFrom([]int64{1, 3, 10, 40, 700, 9000}).Draw(t, "size")
			n := rapid.Int64Range(1, size).Draw(t, "n")
			switch rapid.IntRange(0, 2).Draw(t, "ends by") {
			case 0:
				a.hand = n
			case 1:
				a.volume = n
			default:
				a.money = max(1, n*price/10_000)
			}
			want := l.sell(a)
			if got := i.play(t, a); got != want {
				t.Fatalf("%+v at %d: the machines %+v, the arithmetic %+v", a, price, got, want)
			}
		}
		if err := i.check(false); err != nil {
			t.Fatal(err)
		}
	})
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
