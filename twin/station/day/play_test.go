package day

import (
	"flag"
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/forecourt/forecourt/twin/site"
	"github.com/forecourt/forecourt/twin/station/demand"
	"github.com/forecourt/forecourt/twin/unit"
)

type fataler interface {
	Helper()
	Errorf(string, ...any)
	Fatal(...any)
	Error(...any)
}

// same holds a play against the same days reckoned.
func same(t fataler, o Options) *Report {
	t.Helper()
	r, err := Play(o)
	if err != nil {
		t.Fatal(err)
	}
	p, err := demand.New(o.Demand)
	if err != nil {
		t.Fatal(err)
	}
	want := Reckon(o.Demand.Plan, p, o.Days, nil)
	for _, d := range r.Differences {
		t.Error(d)
	}
	for _, v := range r.Violations {
		t.Error(v)
	}
	for i, d := range r.Days {
		for _, f := range d.Findings {
			t.Errorf("%s: %s", d.Date, f)
		}
		for k, tk := range d.Tanks {
			if tk != want.Days[i].Tanks[k] {
				t.Errorf("%s tank %d: %+v, reckoned %+v", d.Date, k+1, tk, want.Days[i].Tanks[k])
			}
		}
		if d.Sums != want.Days[i].Sums {
			t.Errorf("%s: %+v, reckoned %+v", d.Date, d.Sums, want.Days[i].Sums)
		}
	}
	if r.Digest != want.Digest || r.Sum.Sales == 0 || !r.Balanced() {
		t.Errorf("digest %x, reckoned %x, %d sales", r.Digest, want.Digest, r.Sum.Sales)
	}
	return r
}

func TestPlayedDaysAreTheReckonedDays(t *testing.T) {
	for _, c := range []struct {
		plan  string
		cycle time.Duration
		days  int
		seed  uint64
	}{{"kiosk", 50, 1, 1}, {"kiosk", 400, 3, 2}, {"kiosk-us", 400, 1, 3}, {"kiosk-us", 400, 2, 4}, {"motorway", 400, 1, 5}} {
		plan := open(t, c.plan)
		for i := range plan.Buses {
			plan.Buses[i].PollCycle = c.cycle * time.Millisecond
		}
		r := same(t, Options{Demand: demand.Options{Plan: plan, Profile: usual(t), Seed: c.seed}, Days: c.days})
		if r.Lateness.Sales != r.Sum.Sales || r.Frames < 500_000 || r.Checks < r.Sum.Sales {
			t.Errorf("%s: %d nozzles went home, %d frames, %d checks", c.plan, r.Lateness.Sales, r.Frames, r.Checks)
		}
	}
}

// plan draws a small site, sensible or not, polled slowly.
func plan(t *rapid.T) *site.Plan {
	type kind struct {
		unit, opening            string
		decimals, pulses, amount int
		currency, preAuth        string
	}
	k := rapid.SampledFrom([]kind{
		{"L", "2000 L", 2, 100, 2, "EUR", "150.00 EUR"}, {"L", "700 L", 3, 1000, 2, "EUR", "20.00 EUR"},
		{"L", "9000 L", 2, 128, 2, "EUR", "150.00 EUR"}, {"US gal", "900 L", 3, 1000, 2, "USD", "100.00 USD"},
		{"L", "3000 L", 2, 1000, 0, "JPY", "9000 JPY"}, {"L", "440 L", 2, 100, 2, "EUR", "150.00 EUR"},
	}).Draw(t, "kind")
	price := rapid.SampledFrom([]string{"1.799", "9.999", "0.100"}).Draw(t, "price")
	if k.currency == "JPY" {
		price = "175.000"
	}
	var b strings.Builder
	fmt.Fprintf(&b, `
site: drawn
currency: %s
unit: %s
decimals: { volume: %d, amount: %d, price: 3 }
grades: [ { grade: diesel, price: %s %s/%s }, { grade: super-95, price: %s %s/%s } ]
tanks:
  - { tank: 1, grade: diesel, capacity: 30000 L, opening: %s }
  - { tank: 2, grade: super-95, capacity: 10000 L, opening: %s }
buses: [ { bus: 1, dialect: dart, lenient: true, poll-cycle: 400 ms } ]
card-readers: [ { card-reader: 1, fuelling-point: 1 } ]
pos: { pre-authorise: %s, mode: %s }
dispensers:
`, k.currency, k.unit, k.decimals, k.amount, price, k.currency, k.unit, price, k.currency, k.unit, k.opening, k.opening, k.preAuth,
		rapid.SampledFrom([]string{"postpay+prepay+outdoor", "postpay-automatic+prepay+outdoor"}).Draw(t, "mode"))
	for n := range rapid.IntRange(1, 3).Draw(t, "points") {
		fmt.Fprintf(&b, "  - dispenser: %d\n    sides:\n      - fuelling-point: %d\n        bus: 1\n        address: 0x%x\n        hoses:\n", n+1, n+1, 0x50+n)
		for i, grade := range []string{"diesel", "super-95"} {
			fmt.Fprintf(&b, "          - { nozzle: %d, grade: %s, tank: %d, pulses-per-unit: %d, meter-error: %d }\n", i+1, grade, i+1, k.pulses,
				rapid.IntRange(-5000, 5000).Draw(t, "meter error"))
		}
	}
	p, err := site.Load("drawn.yaml", []byte(b.String()))
	if err != nil {
		t.Fatalf("%v\n%s", err, b.String())
	}
	return p
}

// clumsy are customers with every mistake and every way to pay.
func clumsy(tb fataler) *demand.Profile {
	p := usual(tb)
	p.Mistakes.DriveOff, p.Mistakes.NozzleLeftOut, p.Mistakes.CardForgotten, p.Mistakes.WrongGrade = 150, 200, 200, 200
	p.Payments.Shares = map[string]int64{"cash": 1, "card": 1, "outdoor": 2, "prepay-cash": 1, "prepay-card": 1}
	p.Cards.Shares = map[string]int64{"visa-credit": 4, "visa-declined": 1, "mastercard-prepaid": 1, "visa-silent": 1, "visa-stripe": 1}
	p.Vehicles[0].Least = 1 * unit.Millilitre
	p.Vehicles[1].Share = 200
	return p
}

func TestAnyDayPlayedIsTheDayReckoned(t *testing.T) {
	for name, value := range map[string]string{"rapid.checks": "20", "rapid.shrinktime": "10s"} { // each check is a whole day
		if err := flag.Set(name, value); err != nil {
			t.Fatal(err)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		o := demand.Options{Plan: plan(t), Profile: clumsy(t), Seed: rapid.Uint64Range(1, 1_000_000).Draw(t, "seed"), ArrivalsADay: 60}
		same(t, Options{Demand: o, Days: 1})
	})
}

// Tanks that hold little more than their dead stock: sales are cut short, grades are sold out, lorries come, and all of it
// is the same at both levels.
func TestATankRunsDryInMidSale(t *testing.T) {
	p := open(t, "kiosk")
	p.Tanks[0].Opening, p.Tanks[1].Opening = p.Tanks[0].Unreachable()+100*unit.Litre, p.Tanks[1].Unreachable()+5*unit.Litre
	p.Buses[0].PollCycle = 400 * time.Millisecond
	r := same(t, Options{Demand: demand.Options{Plan: p, Profile: clumsy(t), Seed: 1, ArrivalsADay: 100}, Days: 2})
	s := &r.Sum
	if s.Dry == 0 || s.Fates[demand.SoldOut] == 0 || s.Loads < 2 {
		t.Errorf("%d sales cut short, %d customers found nothing, %d lorries", s.Dry, s.Fates[demand.SoldOut], s.Loads)
	}
	for i, n := range s.Mistakes {
		if n == 0 {
			t.Errorf("nobody made mistake %d", i)
		}
	}
	for i, n := range s.PaidBy {
		if n == 0 {
			t.Errorf("nobody paid by %s", demand.Tender(i))
		}
	}
}

// TestATankOfABlendRunsDry: whichever of the two has less ends the sale, at both levels, also behind a hose from which fuel
// slips back when it has been drawn.
func TestATankOfABlendRunsDry(t *testing.T) {
	for _, opening := range [][2]unit.Volume{{100, 5}, {5, 100}} {
		p := open(t, "kiosk")
		for i := range opening {
			p.Tanks[i].Opening = p.Tanks[i].Unreachable() + opening[i]*unit.Litre
		}
		p.Buses[0].PollCycle = 400 * time.Millisecond
		p.Hydraulics.Hoses = site.HoseManners{Dilation: 20 * unit.Millilitre, SlipBack: 5 * unit.Millilitre}
		p.Hydraulics.Blends = []site.Blend{{FuellingPoint: 1, Nozzle: 1, Tank: p.Tanks[1].Tank, Percent: 30}}
		r := same(t, Options{Demand: demand.Options{Plan: p, Profile: usual(t), Seed: 1, ArrivalsADay: 60}, Days: 1})
		if r.Sum.Dry == 0 {
			t.Errorf("%v: no sale was cut short", opening)
		}
	}
}

// The smallest sale that a display can show, at the dearest price, and sales that end because the device has no more
// digits: of two-wire, which has six.
func TestTheLeastAndTheLargestSale(t *testing.T) {
	for name, c := range map[string]struct {
		decimals  uint8
		pulses    int64
		wants     unit.Volume
		price     int64
		ends      int64 // counts of the largest sale, or a little more
		tolerated int64
	}{
		"1 ml":           {3, 1000, unit.Millilitre, 99_990, 1, 0},
		"a full display": {3, 1000, 1_010 * unit.Litre, 10_000, 999_999, 0},
		"a full amount":  {2, 100, 1_010 * unit.Litre, 99_990, 100_009, 1},
	} {
		t.Run(name, func(t *testing.T) {
			p, f := open(t, "kiosk"), usual(t)
			p.Buses[0].Dialect, p.Buses[0].PollCycle, p.Decimals.Volume = "twowire", 400*time.Millisecond, c.decimals
			f.Prices.Most, f.Arrivals.ByHour, f.RoundMoney.Share = 0, make([]int64, 24), 0
			f.Arrivals.ByHour[1] = 1
			f.Payments.Shares = map[string]int64{"cash": 1}
			f.Vehicles = f.Vehicles[:1]
			f.Vehicles[0].Least, f.Vehicles[0].Most, f.Vehicles[0].Mean = c.wants, c.wants, c.wants
			for i := range p.Grades {
				p.Grades[i].Price.E4 = c.price
			}
			for i := range p.Dispensers[0].Sides {
				side := &p.Dispensers[0].Sides[i]
				side.Address = i + 1
				for k := range side.Hoses {
					side.Hoses[k].PulsesPerUnit, side.Hoses[k].MeterError = c.pulses, 4_999
				}
			}
			r := same(t, Options{Demand: demand.Options{Plan: p, Profile: f, Seed: 1, ArrivalsADay: 4}, Days: 1})
			if each := r.Sum.Counts / int64(r.Sum.Sales); each < c.ends-c.tolerated || each > c.ends+c.tolerated {
				t.Errorf("%d counts a sale, expected %d", each, c.ends)
			}
		})
	}
}

func TestPaymentsOverTheWireComeToThePlan(t *testing.T) {
	f := clumsy(t)
	delete(f.Cards.Shares, "mastercard-prepaid") // its balance is spent in the order of the answers
	for _, name := range []string{"kiosk", "motorway"} {
		p := open(t, name)
		for i := range p.Buses {
			p.Buses[i].PollCycle = 400 * time.Millisecond
		}
		same(t, Options{Demand: demand.Options{Plan: p, Profile: f, Seed: 1, ArrivalsADay: 150}, Days: 1, Payments: Wired})
	}
}

// The power of dispensers fails while fuel flows: the sale is what was counted, what ran on is a named loss, and all of it
// is the same at both levels, to the microlitre.
func TestPowerCutsInMidSale(t *testing.T) {
	faults, err := demand.OpenFaults("power-cuts")
	if err != nil {
		t.Fatal(err)
	}
	faults.PowerCut.PerMille = 300
	for _, payments := range []Payments{Planned, Wired} {
		p := open(t, "kiosk")
		p.Buses[0].PollCycle = 400 * time.Millisecond
		for i := range p.Dispensers[0].Sides {
			for k := range p.Dispensers[0].Sides[i].Hoses {
				p.Dispensers[0].Sides[i].Hoses[k].MeterError = 3_000
			}
		}
		o := demand.Options{Plan: p, Profile: usual(t), Seed: 1, ArrivalsADay: 120, Faults: faults}
		r := same(t, Options{Demand: o, Days: 1, Payments: payments})
		if r.Sum.Cuts < 20 || r.Sum.AfterFlow < unit.Volume(r.Sum.Cuts)*20*unit.Millilitre {
			t.Errorf("%d cuts, %s ran on", r.Sum.Cuts, r.Sum.AfterFlow)
		}
	}
}
