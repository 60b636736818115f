package gauge

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/machine/machinetest"
	"github.com/forecourt/forecourt/twin/unit"
)

// TestMonthLimit: 50 000 gallons may be 630 off (A: 40 CFR 280.43 and its example).
func TestMonthLimit(t *testing.T) {
	gallons := func(n int64) unit.Volume { return unit.Volume(n * 3_785_411_784 / 1000) }
	for sold, want := range map[int64]int64{0: 130, 50_000: 630, 100_000: 1130} {
		if off := MonthLimit(gallons(sold)) - gallons(want); off < 0 || off > unit.Millilitre {
			t.Errorf("%d gallons: %s, want %s", sold, MonthLimit(gallons(sold)), gallons(want))
		}
	}
}

// TestVarianceIsALoss: what is missing at the day's end is over zero.
func TestVarianceIsALoss(t *testing.T) {
	d := Day{Opening: 1000, Delivered: 500, Sold: 300, Closing: 1190, OpeningTC: 10, ClosingTC: 11}
	if d.Variance() != 10 || d.VarianceTC() != -1 {
		t.Errorf("%d, compensated %d", d.Variance(), d.VarianceTC())
	}
}

// TestDaysReconcile: whatever is sold and delivered, and whenever, the days' variances are what leaked.
func TestDaysReconcile(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var sold unit.Volume
		l := &leaky{base: 20_000 * unit.Litre, from: clock.Epoch}
		c := config()
		c.Scan = 20 * time.Second
		c.Tanks[0].Sold = func() unit.Volume { return sold }
		g, err := New(c, l)
		if err != nil {
			t.Fatal(err)
		}
		b := machinetest.New(Role(), g, Timers)
		l.bench = b
		b.PowerOn()
		l.lose(Rate(rapid.Int64Range(0, 3_000_000).Draw(t, "leak")))
		const days = 3
		end := clock.Epoch.Add(days*24*time.Hour + time.Minute)
		for b.Now() < end.Add(-10*time.Hour) {
			b.Advance(time.Duration(rapid.Int64Range(10, 9*3600).Draw(t, "seconds")) * time.Second)
			if rapid.IntRange(0, 3).Draw(t, "kind") == 0 && l.Volume() < 10_000*unit.Litre {
				l.base += unit.Volume(rapid.Int64Range(200, 9000).Draw(t, "delivery")) * unit.Litre
				b.Advance(c.Scan) // it is seen, and then fuel is sold
			}
			x := unit.Volume(rapid.Int64Range(1, 60_000_000).Draw(t, "sale"))
			sold, l.base = sold+x, l.base-x
		}
		b.AdvanceTo(end)
		var variance, total unit.Volume
		for _, e := range b.Events("day-reconciled") {
			d := e.(DayReconciled)
			variance, total = variance+d.Variance, total+d.Sold
		}
		leaked := unit.Volume(int64(l.rate) * days * 24)
		// A leak goes on between the looks at a delivery, and a day closes at the first look after midnight.
		if off := variance - leaked; len(b.Events("day-reconciled")) != days || off > 100*unit.Millilitre || off < -100*unit.Millilitre || total != sold {
			t.Fatalf("%d days: variance %s, leaked %s; sold %s of %s", len(b.Events("day-reconciled")), variance, leaked, total, sold)
		}
	})
}

// TestMidnightIsTheConsoles: by its own clock and zone.
func TestMidnightIsTheConsoles(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Skip("no time zones here")
	}
	c := config()
	c.Zone, c.Tanks[0].Sold = zone, func() unit.Volume { return 0 }
	b, _, _ := seat(t, c)
	b.Advance(22*time.Hour + 59*time.Minute + 58*time.Second) // the epoch is midnight UTC
	if n := len(b.Events("day-reconciled")); n != 0 {
		t.Errorf("%d days before midnight", n)
	}
	b.Advance(4 * time.Second)
	if n := len(b.Events("day-reconciled")); n != 1 {
		t.Errorf("%d days after midnight", n)
	}
	ask(b, "s501002601062330") // it is 23:30 now
	b.Advance(31 * time.Minute)
	if n := len(b.Events("day-reconciled")); n != 2 {
		t.Errorf("%d days after the clock was set", n)
	}
}
