package tank

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/machine/machinetest"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/vessel"
)

// manifold puts two tanks of one product, of different lengths, on a loop with a siphon between them.
func manifold(t testing.TB) (*loop.Loop, *Tank, *Tank) {
	t.Helper()
	a := ground(t, 12_000*unit.Litre)
	v, err := vessel.New(vessel.Shape{Diameter: 2500 * mm, Length: 3100 * mm, Heads: vessel.Elliptical}, 0)
	if err != nil {
		t.Fatal(err)
	}
	b := a
	b.Vessel, b.Capacity, b.Opening = v, v.Capacity(), 4000*unit.Litre
	a.Pipes, b.Pipes = 0, 0
	one, two := New(a), New(b)
	if _, err := Join(one, two); err != nil {
		t.Fatal(err)
	}
	l := loop.New(loop.Options{Seed: 1})
	l.Add(Role(1), one, Timers)
	l.Add(Role(2), two, Timers)
	l.Start()
	t.Cleanup(l.Close)
	return l, one, two
}

func level(t testing.TB, one, two *Tank, when string) {
	t.Helper()
	if d := one.Height() - two.Height(); d > 2 || d < -2 {
		t.Errorf("%s: %s and %s", when, one.Height(), two.Height())
	}
	for _, x := range []*Tank{one, two} {
		if fell := x.Config().Opening + x.Delivered() - x.Volume(); fell != x.Drawn()+x.Lost() {
			t.Errorf("%s: fell by %s, lost %v", when, fell, x.Losses())
		}
	}
}

func TestSiphonKeepsLevelsOne(t *testing.T) {
	l, one, two := manifold(t)
	sum := func() unit.Volume { return one.Volume() + two.Volume() }
	level(t, one, two, "at the start")
	if sum() != 16_000*unit.Litre {
		t.Errorf("together %s", sum())
	}
	must := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	must(l.Sense(Role(1), Deliver{Volume: 3000 * unit.Litre}))
	level(t, one, two, "after a delivery at once")
	must(l.Sense(Role(2), Deliver{Volume: 6000 * unit.Litre, Rate: unit.LitresPerMinute(900)}))
	must(l.Run(l.Now().Add(4 * time.Minute)))
	level(t, one, two, "during a delivery")
	must(l.Run(l.Now().Add(10 * time.Minute)))
	level(t, one, two, "after it")
	if sum() != 25_000*unit.Litre {
		t.Errorf("together %s", sum())
	}
	must(l.Sense(Role(1), BreakSiphon{}))
	before := two.Volume()
	must(l.Sense(Role(1), Leak{TankLeak, unit.LitresPerMinute(100)}))
	must(l.Run(l.Now().Add(10 * time.Minute)))
	if two.Volume() != before || one.Height() >= two.Height() {
		t.Error("a broken siphon works")
	}
	must(l.Sense(Role(1), Leak{From: TankLeak}))
	must(l.Sense(Role(2), JoinSiphon{}))
	level(t, one, two, "when the siphon is joined again")
	if lost := one.Losses()[0].Volume; sum() != 25_000*unit.Litre-lost || lost < 999*unit.Litre {
		t.Errorf("together %s", sum())
	}
}

func TestSiphonOfTwinsHalves(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		c := ground(t, unit.Volume(rapid.Int64Range(0, 30_000_000_000).Draw(r, "one")))
		d := c
		d.Opening = unit.Volume(rapid.Int64Range(0, 30_000_000_000).Draw(r, "two"))
		one, two := New(c), New(d)
		if _, err := Join(one, two); err != nil {
			r.Fatal(err)
		}
		a, b := one.Volume(), two.Volume()
		if a+b != c.Opening+d.Opening || a-b > 40*unit.Millilitre || b-a > 40*unit.Millilitre {
			r.Fatalf("%s and %s became %s and %s", c.Opening, d.Opening, a, b)
		}
	})
}

func TestSiphonsThatAreNone(t *testing.T) {
	c := ground(t, 1000*unit.Litre)
	petrol, unknown := c, c
	petrol.Grade, unknown.Vessel = "super-95", nil
	a := New(c)
	for name, tanks := range map[string][]*Tank{
		"one tank": {a}, "itself": {a, a}, "two grades": {a, New(petrol)}, "no shape": {a, New(unknown)},
	} {
		if _, err := Join(tanks...); err == nil {
			t.Errorf("%s was joined", name)
		}
	}
	if _, err := Join(a, New(c)); err != nil {
		t.Fatal(err)
	}
	if _, err := Join(a, New(c)); err == nil {
		t.Error("a tank has two siphons")
	}
	b := machinetest.New(Role(1), New(c), Timers)
	b.PowerOn()
	b.Sense(BreakSiphon{})
	if len(b.Faults) != 1 {
		t.Error("a siphon that is not there was broken")
	}
}

// TestRealProbe: noise of the instant around what is, waves after a delivery that fade, and a dead zone for water.
func TestRealProbe(t *testing.T) {
	c := ground(t, 12_000*unit.Litre)
	c.RealProbe, c.Water = true, 2*unit.Litre
	b, tank := seat(t, c)
	if tank.Water() == 0 || tank.Probe().Water != 0 {
		t.Errorf("%s of water, the float says %s", tank.Water(), tank.Probe().Water)
	}
	spread := func(n int) (low, high, mean unit.Level) {
		low, high = 1_000_000, -1_000_000
		for range n {
			b.Advance(100 * time.Millisecond)
			d := tank.Probe().Height - tank.Height()
			low, high, mean = min(low, d), max(high, d), mean+d
		}
		return low, high, mean / unit.Level(n)
	}
	low, high, mean := spread(2000)
	if low > -40 || high < 40 || low < -130 || high > 130 || mean > 5 || mean < -5 {
		t.Errorf("noise of %d to %d um, mean %d", low, high, mean)
	}
	b.Sense(Deliver{Volume: 2000 * unit.Litre, Rate: unit.LitresPerMinute(900)})
	b.Advance(3 * time.Minute)
	if low, high, _ = spread(60); low > -10_000 || high < 10_000 || low < -21_000 || high > 21_000 {
		t.Errorf("waves of %d to %d um", low, high)
	}
	b.Advance(20 * time.Minute)
	if low, high, _ = spread(2000); low < -130 || high > 130 {
		t.Errorf("they are still %d to %d um", low, high)
	}
}
