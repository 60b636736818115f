package electronics

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
)

// changing is a thermometer whose fuel changes its temperature.
type changing struct{ now unit.Temperature }

func (c *changing) Temperature(forecourt.Nozzle) unit.Temperature { return c.now }

// TestACompensatedSaleHasGrossNetAndTemperature sells warm fuel at a temperature that changes in mid-sale.
func TestACompensatedSaleHasGrossNetAndTemperature(t *testing.T) {
	for _, grossDrives := range []bool{false, true} {
		fuel := &changing{now: 25_000}
		c := Compensation{Reference: 15_000, Expansion: 1000, Thermometer: fuel, GrossDrives: grossDrives}
		d := newDesk(t, Config{Profile: Profile{Compensation: c}}).flowing(0)
		d.wait(10 * time.Second)
		fuel.now = 35_000
		d.wait(10 * time.Second)
		d.hang(0)
		d.Pump(PulserPort(0), 0)
		d.wait(time.Second)
		sold := d.completed(t)
		x := sold.Compensation
		if !x.Measured || x.Net.Count >= x.Gross.Count || x.Temperature < 29_000 || x.Temperature > 31_000 || x.NetDrives == grossDrives {
			t.Errorf("%+v", x)
		}
		if want := x.Gross.Count * 985 / 1000; x.Net.Count < want-2 || x.Net.Count > want+2 {
			t.Errorf("net %s of gross %s: 1.5 %% less on the whole", x.Net, x.Gross)
		}
		drives := x.Net
		if grossDrives {
			drives = x.Gross
		}
		if sold.Volume != drives {
			t.Errorf("sold %s, want %s", sold.Volume, drives)
		}
		if b := d.e.BooksOf(0); b.Outside != 0 || b.Pulses != b.Counted {
			t.Errorf("books %+v", b)
		}
	}
}

// TestANetPresetIsMetAtAnyTemperature looks for the count at which a preset is reached.
func TestANetPresetIsMetAtAnyTemperature(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		fuel := &changing{now: unit.Temperature(rapid.Int64Range(-20_000, 50_000).Draw(t, "temperature"))}
		e := &Electronics{profile: Profile{Compensation: Compensation{
			Reference: 15_000, Expansion: rapid.Int64Range(1, 3000).Draw(t, "expansion"), Thermometer: fuel,
		}}, nozzles: make([]nozzle, 1)}
		s := &sale{}
		target := rapid.Int64Range(1, 100_000).Draw(t, "target")
		for range rapid.IntRange(0, 3).Draw(t, "looks") {
			e.compensated(s, s.gross+rapid.Int64Range(0, max(0, target-s.net/million-1)/8).Draw(t, "more"))
			fuel.now += unit.Temperature(rapid.Int64Range(-5000, 5000).Draw(t, "change"))
		}
		at := e.grossFor(s, target)
		early := *s
		if n := e.compensated(&early, at-1); at-1 > s.gross && n >= target {
			t.Fatalf("%d already at %d of %d", n, at-1, at)
		}
		if n := e.compensated(s, at); n < target {
			t.Fatalf("%d at %d, want %d", n, at, target)
		}
	})
}

// TestACompensatedSaleOutlivesThePower: what it said when it ended, it says to a controller that asks later.
func TestACompensatedSaleOutlivesThePower(t *testing.T) {
	fuel := &changing{now: 25_000}
	d := newDesk(t, Config{Profile: Profile{Compensation: Compensation{Reference: 15_000, Expansion: 1000, Thermometer: fuel}}}).flowing(0)
	d.wait(10 * time.Second)
	d.hang(0)
	d.Pump(PulserPort(0), 0)
	d.wait(time.Second)
	sold := d.completed(t)
	fuel.now = 5_000
	d.PowerOff()
	d.PowerOn()
	d.reports()
	d.do(forecourt.ReturnFilling{})
	want := forecourt.FillingReport{Volume: sold.Volume, Amount: sold.Amount, Temperature: 25_000, Measured: true}
	if got := d.reports(); !contains(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
}

// TestTheTablesNeedALiquid: a nozzle without one that they know is refused; one factor for all does not need it.
func TestTheTablesNeedALiquid(t *testing.T) {
	c := Config{
		Point: 1, Dialect: nouns{&session{}}, Options: litres(2), Nozzles: []NozzleConfig{{Grade: "diesel"}},
		Profile: Profile{Compensation: Compensation{Reference: 15_000}},
	}
	if _, err := New(c); err == nil {
		t.Error("no density, and taken")
	}
	c.Profile.Compensation.Expansion = 830
	if _, err := New(c); err != nil {
		t.Error(err)
	}
}
