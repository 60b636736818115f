package gauge

import (
	"strings"
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/line"
	"github.com/forecourt/forecourt/twin/loop"
	wetstock "github.com/forecourt/forecourt/twin/tank"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/vessel"
)

func headed(t testing.TB) *vessel.Vessel {
	t.Helper()
	s := vessel.Shape{Diameter: 2500 * mm, Heads: vessel.Elliptical}
	s.Length = vessel.LengthFor(cylinder, s.Diameter, s.Heads)
	v, err := vessel.New(s, cylinder)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// TestMeasuresByItsTable: a console that knows 1, 4 or 20 points shows what those have below the probe's height, and one
// that is programmed anew shows something else.
func TestMeasuresByItsTable(t *testing.T) {
	v := headed(t)
	for points, within := range map[int]unit.Volume{0: 0, 1: 700 * unit.Litre, 4: 1000 * unit.Litre, 20: 90 * unit.Litre} {
		c := config()
		c.Tanks[0].Vessel, c.Tanks[0].Strapping = v, points
		b, g, p := seat(t, c)
		worst := unit.Volume(0)
		for litres := int64(1000); litres < 30_000; litres += 970 {
			p.set(litres)
			b.Advance(10 * time.Minute)
			i := g.Tank(b.Now(), 1).Inventory
			off := i.Volume - unit.Volume(litres)*unit.Litre
			worst = max(worst, off, -off)
			if i.Volume+i.Ullage+i.WaterVolume != cylinder {
				t.Errorf("%d points: %+v", points, i)
			}
		}
		if worst > within || within > 0 && worst < within/20 {
			t.Errorf("%d points: %s off", points, worst)
		}
	}
}

func TestTablesAreShownAndProgrammed(t *testing.T) {
	c := config()
	c.Tanks[0].Vessel, c.Tanks[0].Strapping = headed(t), 4
	b, g, _ := seat(t, c)
	if said := ask(b, "I60501"); !strings.Contains(said, "30434") || !strings.Contains(said, "15217") {
		t.Errorf("605: %q", said)
	}
	before := g.Tank(b.Now(), 1).Inventory.Volume
	ask(b, "S60501"+"030434"+"024000"+"014000"+"005000")
	if after := g.Tank(b.Now(), 1).Inventory.Volume; after >= before-500*unit.Litre {
		t.Errorf("%s before, %s after a table with less in it", before, after)
	}
	names(b)
	ask(b, "S60501"+"030434"+"024000"+"025000"+"005000")
	if n := names(b); !strings.Contains(n, "+setup data warning") {
		t.Errorf("a table that falls told %q", n)
	}
}

func TestTableConfigsThatAreNone(t *testing.T) {
	for name, change := range map[string]func(*TankConfig){
		"seven points":     func(c *TankConfig) { c.Vessel, c.Strapping = headed(t), 7 },
		"points of nobody": func(c *TankConfig) { c.Strapping = 20 },
		"another vessel":   func(c *TankConfig) { c.Vessel, c.Capacity = headed(t), 20_000*unit.Litre },
	} {
		c := config()
		change(&c.Tanks[0])
		if _, err := New(c, new(pool)); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
}

// TestRealProbeOnALoop: a console over a tank with a real probe, a hose that draws all the time and a tanker: what it
// records of the delivery is what the tank rose by, and its books close.
func TestRealProbeOnALoop(t *testing.T) {
	for seed := range uint64(20) {
		v := headed(t)
		l := loop.New(loop.Options{Seed: seed, Start: clock.Epoch.Add(23 * time.Hour)})
		wet := wetstock.New(wetstock.Config{
			Grade: "diesel", Opening: 10_000 * unit.Litre, Capacity: cylinder, Pipes: 1, Vessel: v, RealProbe: true, Temperature: 15_000, Ground: 15_000,
		})
		c := config()
		c.Tanks[0].Vessel, c.Tanks[0].RealProbe, c.Tanks[0].Sold = v, true, wet.Drawn
		c.Tanks[0].Limits.Overfill = 15_000 * unit.Litre
		g, err := New(c, wet)
		if err != nil {
			t.Fatal(err)
		}
		role := wetstock.Role(1)
		raised := map[string]int{}
		l.Watch(func(e forecourt.Told) {
			if a, ok := e.Event.(AlarmRaised); ok {
				raised[a.Alarm]++
			}
		})
		l.Add(role, wet, wetstock.Timers)
		hose := wetstock.Role(9)
		l.Add(hose, &flower{100_000}, 0)
		l.Add(Role(), g, Timers)
		l.Counter(line.Scale{Num: 1, Den: 1}, loop.Socket{Role: hose}, loop.Socket{Role: role, Port: wetstock.PipePort(0)})
		for _, minute := range []int64{1, 3, 30, 90} {
			if minute == 3 {
				if err := l.Sense(role, wetstock.Deliver{Volume: 8000 * unit.Litre, Rate: unit.LitresPerMinute(900)}); err != nil {
					t.Fatal(err)
				}
			}
			if err := l.Run(clock.Epoch.Add(23*time.Hour + time.Duration(minute)*time.Minute)); err != nil {
				t.Fatal(err)
			}
		}
		if raised["overfill alarm"] != 1 || len(raised) != 1 {
			t.Errorf("seed %d: raised %v", seed, raised)
		}
		d := g.Tank(l.Now(), 1).Deliveries
		if len(d) != 1 {
			t.Fatalf("seed %d: %d deliveries", seed, len(d))
		}
		took := d[0].EndAt.Sub(d[0].StartAt)
		rise := d[0].End.Volume - d[0].Start.Volume + unit.Volume(took/time.Second)*100_000
		if off := rise - 8000*unit.Litre; off > 25*unit.Litre || off < -25*unit.Litre {
			t.Errorf("seed %d: rose by %s in %s", seed, rise, took)
		}
		if x := g.tanks[0].Ledger; x.Variance > 8*unit.Litre || x.Variance < -8*unit.Litre || x.Sold == 0 {
			t.Errorf("seed %d: variance %s of %s", seed, x.Variance, x.Sold)
		}
		l.Close()
	}
}

// TestSafeFill: the sample of the manual, 8904 gallons leave 596 to 95 % of 10 000; and 96 to 90 %.
func TestSafeFill(t *testing.T) {
	gallon := 3_785_411_784 / 1000.0
	for percent, want := range map[int]float64{95: 596, 90: 96} {
		c := config()
		c.Unit, c.SafeFill = unit.USGal, percent
		c.Tanks[0].Capacity = unit.Volume(10_000 * gallon)
		b, g, p := seat(t, c)
		*p = pool(8904 * gallon)
		b.Advance(time.Minute)
		if got := float64(g.Tank(b.Now(), 1).SafeFill.Ullage) / gallon; got < want-0.01 || got > want+0.01 {
			t.Errorf("%d %%: %f gallons, want %f", percent, got, want)
		}
	}
}

// TestWhatIsSetByHandCounts, over what the tank's own probe feels.
func TestWhatIsSetByHandCounts(t *testing.T) {
	v := headed(t)
	wet := wetstock.New(wetstock.Config{Grade: "diesel", Opening: 10_000 * unit.Litre, Capacity: cylinder, Vessel: v, Temperature: 20_000, Ground: 20_000})
	c := config()
	c.Tanks[0].Vessel = v
	g, err := New(c, wet)
	if err != nil {
		t.Fatal(err)
	}
	l := loop.New(loop.Options{})
	defer l.Close()
	l.Add(wetstock.Role(1), wet, wetstock.Timers)
	l.Add(Role(), g, Timers)
	l.Start()
	before := g.Tank(l.Now(), 1).Inventory
	if before.Temperature != 20_000 || before.Water != 0 || before.Height != wet.Height() {
		t.Errorf("%+v", before)
	}
	for _, s := range []forecourt.Stimulus{SetWater{1, 40 * mm}, SetTemperature{1, 12_000}} {
		if err := l.Sense(Role(), s); err != nil {
			t.Fatal(err)
		}
	}
	i := g.Tank(l.Now(), 1).Inventory
	if i.Temperature != 12_000 || i.Water != 40*mm || i.Height <= before.Height || i.Volume != before.Volume {
		t.Errorf("%+v", i)
	}
}
