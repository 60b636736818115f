package tank

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/machine/machinetest"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/vessel"
)

const mm unit.Level = 1000

func ground(t testing.TB, opening unit.Volume) Config {
	t.Helper()
	v, err := vessel.New(vessel.Shape{Diameter: 2500 * mm, Length: 6200 * mm}, 30_000*unit.Litre)
	if err != nil {
		t.Fatal(err)
	}
	return Config{
		Grade: "diesel", Opening: opening, Capacity: v.Capacity(), Pipes: 2, Vessel: v, Temperature: 15_000, Ground: 15_000,
	}
}

func seat(t testing.TB, c Config) (*machinetest.Bench, *Tank) {
	t.Helper()
	tank := New(c)
	b := machinetest.New(Role(1), tank, Timers)
	b.PowerOn()
	return b, tank
}

// acts is one life of a tank: what is done to it, and when.
type act struct {
	after time.Duration
	do    forecourt.Stimulus
	draw  int64
}

func drawActs(t *rapid.T) (acts []act) {
	warm := func() *unit.Temperature {
		x := unit.Temperature(rapid.Int64Range(-10_000, 40_000).Draw(t, "temperature"))
		return &x
	}
	for range rapid.IntRange(1, 12).Draw(t, "acts") {
		a := act{after: time.Duration(rapid.Int64Range(0, int64(3*time.Hour)).Draw(t, "after"))}
		rate := unit.FlowRate(rapid.Int64Range(0, 20_000_000).Draw(t, "rate"))
		switch rapid.IntRange(0, 5).Draw(t, "kind") {
		case 0:
			a.do = Deliver{Volume: unit.Volume(rapid.Int64Range(1, 5_000_000_000).Draw(t, "volume")), Temperature: warm()}
		case 1:
			a.do = Deliver{Compartments: []unit.Volume{
				unit.Volume(rapid.Int64Range(1, 5_000_000_000).Draw(t, "first")), unit.Volume(rapid.Int64Range(1, 3_000_000_000).Draw(t, "second")),
			}, Rate: rate, Temperature: warm()}
		case 2:
			a.do = Leak{rapid.SampledFrom([]LeakPlace{TankLeak, LineLeak}).Draw(t, "place"), rate / 1000}
		case 3:
			a.do = WaterIn{unit.Volume(rapid.Int64Range(1, 500_000_000).Draw(t, "water")), rate / 1000}
		default:
			a.draw = rapid.Int64Range(1, 60_000_000).Draw(t, "sale")
		}
		acts = append(acts, a)
	}
	return acts
}

func balance(t *rapid.T, tank *Tank) {
	// Nothing but warmth makes more of it than fits: the at-once deliveries fill it to the brim.
	if grown := max(-tank.Losses()[2].Volume, 0); tank.Volume()+tank.WaterVolume()-grown > tank.Config().Capacity {
		t.Fatalf("a tank of %s holds %s and %s of water", tank.Config().Capacity, tank.Volume(), tank.WaterVolume())
	}
	fell := tank.Config().Opening + tank.Delivered() - tank.Volume()
	if want := tank.Drawn() + tank.Lost(); fell != want {
		t.Fatalf("fell by %s, %s went through the pipes and %v were lost", fell, tank.Drawn(), tank.Losses())
	}
}

// live plays a life; look is called at instants of its own between the acts.
func live(t *rapid.T, c Config, acts []act, look func(*machinetest.Bench, *Tank, time.Duration)) *Tank {
	b, tank := seat(tester, c)
	for _, a := range acts {
		look(b, tank, a.after)
		if a.draw > 0 {
			b.Pour(PipePort(1), a.draw)
		} else {
			b.Sense(a.do)
		}
		balance(t, tank)
	}
	b.Advance(time.Hour)
	return tank
}

var tester testing.TB

// TestBooksBalanceAndReadingChangesNothing: what the tank fell by is what the pipes drew and what was lost by name, at
// any instant; and a tank that is read at any instants ends as one that is not.
func TestBooksBalanceAndReadingChangesNothing(t *testing.T) {
	tester = t
	rapid.Check(t, func(t *rapid.T) {
		c := ground(tester, 12_000*unit.Litre)
		c.Temperature = unit.Temperature(rapid.Int64Range(0, 30_000).Draw(t, "temperature"))
		c.RealProbe = true
		acts := drawActs(t)
		pass := func(b *machinetest.Bench, _ *Tank, d time.Duration) { b.Advance(d) }
		unread := live(t, c, acts, pass)
		looks := rapid.IntRange(1, 6).Draw(t, "looks")
		read := live(t, c, acts, func(b *machinetest.Bench, tank *Tank, d time.Duration) {
			end := b.Now().Add(d)
			for i := range looks {
				b.AdvanceTo(end.Add(-d / time.Duration(i+1)))
				balance(t, tank)
				if tank.Probe() != tank.Probe() {
					t.Fatal("two readings of an instant differ")
				}
			}
			b.AdvanceTo(end)
		})
		if unread.Volume() != read.Volume() || unread.Lost() != read.Lost() || unread.Probe() != read.Probe() ||
			unread.Temperature() != read.Temperature() {
			t.Fatalf("%s unread, %s read; lost %v and %v", unread.Volume(), read.Volume(), unread.Losses(), read.Losses())
		}
	})
}

func TestATankAtRestHasNoTimer(t *testing.T) {
	b, _ := seat(t, ground(t, 12_000*unit.Litre))
	if b.Due(tick) != clock.Never {
		t.Errorf("it will wake at %s", b.Due(tick))
	}
	b.Sense(WaterIn{unit.Litre, 10})
	if b.Due(tick) != clock.Never {
		t.Errorf("water wakes it at %s", b.Due(tick))
	}
	b.Sense(Leak{TankLeak, 100})
	if b.Due(tick) < b.Env.Now().Add(24*time.Hour) {
		t.Errorf("a leak that is far from the pumps' inlet wakes it at %s", b.Due(tick))
	}
	b.Sense(Leak{From: TankLeak})
	hot := unit.Temperature(25_000)
	b.Sense(Deliver{Volume: 1000 * unit.Litre, Temperature: &hot})
	if b.Due(tick) == clock.Never {
		t.Error("warm fuel does not wake it")
	}
	b.Advance(60 * 24 * time.Hour)
	if b.Due(tick) != clock.Never {
		t.Error("it never comes to rest")
	}
}

func TestDropIsTimedAndTold(t *testing.T) {
	b, tank := seat(t, ground(t, 5000*unit.Litre))
	b.Sense(Deliver{Compartments: []unit.Volume{9000 * unit.Litre, 4500 * unit.Litre}, Rate: unit.LitresPerMinute(900)})
	b.Advance(75 * time.Second)
	if got, want := tank.Volume(), 6_012_500*unit.Millilitre; got != want {
		t.Errorf("%s after 75 s, want %s", got, want)
	}
	b.Sense(Deliver{Volume: unit.Litre})
	if len(b.Faults) != 1 {
		t.Error("a second tanker was let in")
	}
	b.Advance(9 * time.Minute)
	if tank.Volume() != 14_000*unit.Litre {
		t.Errorf("%s after the first compartment", tank.Volume())
	}
	b.Advance(10 * time.Minute)
	want := []string{"drop-started", "delivered", "drop-started", "delivered"}
	if got := b.Names(); len(got) != 4 || got[1] != want[1] || got[2] != want[2] || tank.Volume() != 18_500*unit.Litre {
		t.Errorf("told %v, holds %s", got, tank.Volume())
	}
	d := b.Events("delivered")[1].(Delivered)
	if d != (Delivered{"diesel", 4500 * unit.Litre, 14_000 * unit.Litre, 18_500 * unit.Litre, 15_000}) {
		t.Errorf("%+v", d)
	}
}

// TestOverfillValve: it shuts at 97 %, and what is sold meanwhile comes in yet.
func TestOverfillValve(t *testing.T) {
	b, tank := seat(t, ground(t, 25_000*unit.Litre))
	b.Sense(Deliver{Compartments: []unit.Volume{6000 * unit.Litre, 1000 * unit.Litre}, Rate: unit.LitresPerMinute(900)})
	b.Advance(time.Minute)
	b.Pour(PipePort(0), int64(80*unit.Litre))
	b.Advance(20 * time.Minute)
	if off := tank.Volume() - 29_100*unit.Litre; off > 0 || off < -unit.Litre {
		t.Errorf("it holds %s of %s", tank.Volume(), tank.Config().Capacity)
	}
	e := b.Events("delivery-cut-off")
	if len(e) != 1 || e[0].(DeliveryCutOff).Left != 7000*unit.Litre-tank.Delivered() || len(b.Events("drop-started")) != 1 {
		t.Errorf("told %v %v", b.Names(), e)
	}
	b.Sense(Deliver{Volume: 500 * unit.Litre, Rate: unit.LitresPerMinute(900)})
	b.Advance(time.Minute)
	if len(b.Events("delivery-cut-off")) != 2 || tank.Volume() > 29_100*unit.Litre {
		t.Errorf("a full tank took more: %s", tank.Volume())
	}
}

func TestLeaksAreNamed(t *testing.T) {
	b, tank := seat(t, ground(t, 10_000*unit.Litre))
	b.Sense(Leak{TankLeak, 210}) // 0.2 US gallons an hour
	b.Sense(Leak{LineLeak, unit.LitresPerMinute(38) / 100})
	b.Advance(2 * time.Hour)
	b.Pour(PipePort(0), int64(50*unit.Litre))
	l := tank.Losses()
	if l[0] != (Loss{"leak", 210 * 7200}) || l[1].Volume < 499*unit.Millilitre || l[1].Volume > 501*unit.Millilitre {
		t.Errorf("lost %v", l)
	}
	b.Sense(Leak{From: TankLeak})
	b.Sense(Leak{From: LineLeak})
	before := tank.Volume()
	b.Advance(time.Hour)
	if tank.Volume() != before {
		t.Error("a sealed tank leaks")
	}
	b.Sense(Leak{TankLeak, unit.LitresPerMinute(1000)})
	b.Advance(time.Hour)
	if tank.Volume() != 0 {
		t.Errorf("an empty tank holds %s", tank.Volume())
	}
	b.Sense(Leak{"roof", 1})
	b.Sense(Leak{TankLeak, -1})
	if len(b.Faults) != 2 {
		t.Errorf("faults %v", b.Faults)
	}
}

// TestWarmFuelShrinksInTheGround, by the tables, under its name; the probe feels a delivery in hours.
func TestWarmFuelShrinksInTheGround(t *testing.T) {
	c := ground(t, 10_000*unit.Litre)
	b, tank := seat(t, c)
	hot := unit.Temperature(35_000)
	b.Sense(Deliver{Volume: 10_000 * unit.Litre, Temperature: &hot})
	if tank.Temperature() != 25_000 || tank.Probe().Temperature != 15_000 {
		t.Errorf("%s, the probe feels %s", tank.Temperature(), tank.Probe().Temperature)
	}
	b.Advance(2 * time.Hour)
	if f := tank.Probe().Temperature; f < 20_800 || f > 21_400 { // 63 % of 10, less what the ground has taken
		t.Errorf("after two hours the probe feels %s", f)
	}
	b.Advance(72*time.Hour - 2*time.Hour)
	if x := tank.Temperature(); x < 18_670 || x > 18_690 {
		t.Errorf("after one time constant %s", x)
	}
	b.Advance(60 * 24 * time.Hour)
	shrunk := -tank.Config().Liquid.Growth(20_000*unit.Litre, 25_000, 15_000)
	if off := tank.Lost() - shrunk; off > 2*unit.Litre || off < -2*unit.Litre || tank.Temperature() != 15_000 {
		t.Errorf("lost %s, the tables say %s", tank.Lost(), shrunk)
	}
}

func TestWater(t *testing.T) {
	b, tank := seat(t, ground(t, 10_000*unit.Litre))
	height := tank.Height()
	b.Sense(WaterIn{60 * unit.Litre, unit.LitresPerMinute(1)})
	b.Advance(30 * time.Minute)
	if got := tank.WaterVolume(); got < 29_999*unit.Millilitre || got > 30_001*unit.Millilitre || tank.Volume() != 10_000*unit.Litre {
		t.Errorf("%s of water", got)
	}
	b.Advance(time.Hour)
	if tank.WaterVolume() != 60*unit.Litre || tank.Height() <= height || tank.Ullage() != 19_940*unit.Litre {
		t.Errorf("%s of water, %s high, ullage %s", tank.WaterVolume(), tank.Height(), tank.Ullage())
	}
	b.Sense(WaterIn{Volume: -60 * unit.Litre})
	b.Sense(WaterIn{Volume: -1})
	b.Sense(WaterIn{Volume: 20_001 * unit.Litre})
	if tank.WaterVolume() != 0 || tank.Height() != height || len(b.Faults) != 2 {
		t.Errorf("%s of water after it was pumped out; faults %v", tank.WaterVolume(), b.Faults)
	}
}
