package thermal

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/forecourt/forecourt/twin/unit"
)

// TestVectors: the numbers of tanks-and-metrology.md section 3.2, five decimals; pass within 0.00001.
func TestVectors(t *testing.T) {
	for _, c := range []struct {
		kind          Kind
		rho, at, want float64
		fahrenheit    bool // rho is in degrees API then
	}{
		{Refined, 725, 25, 0.98731, false}, {Refined, 745, 0, 1.01809, false}, {Refined, 745, 10, 1.00605, false},
		{Refined, 745, 25, 0.98783, false}, {Refined, 745, 35, 0.97557, false}, {Refined, 780, 25, 0.98954, false},
		{Refined, 800, 30, 0.98601, false}, {Refined, 840, 0, 1.01261, false}, {Refined, 840, 25, 0.99154, false},
		{Refined, 850, 25, 0.99167, false}, {Crude, 850, 25, 0.99148, false},
		{Refined, 60, 80, 0.98628, true}, {Refined, 60, 37.39, 1.01538, true}, {Refined, 58, 90, 0.97970, true},
		{Refined, 36, 80, 0.99066, true}, {Refined, 36, 40, 1.00929, true}, {Refined, 45, 80, 0.98967, true},
		{Refined, 10, 100, 0.98496, true},
	} {
		f := Factor15
		if c.fahrenheit {
			f, c.rho = Factor60, FromAPI(c.rho)
		}
		got, ok := f(c.kind, c.rho, c.at)
		if !ok || math.Abs(got-c.want) > 0.00001 {
			t.Errorf("rho %g at %g: %.6f, want %.5f", c.rho, c.at, got, c.want)
		}
	}
}

// TestRulesOfThumb: petrol 0.12 % for a degree Celsius, diesel 0.083 %.
func TestRulesOfThumb(t *testing.T) {
	for name, want := range map[string]int64{"super-95": 1_200_000, "diesel": 840_000, "adblue": 420_000, "e85": 1_120_000} {
		if got := Usual(name).PartsPerKelvin(); got < want*97/100 || got > want*103/100 {
			t.Errorf("%s: %d thousand millionths for a kelvin, want %d", name, got, want)
		}
		if err := Usual(name).Check(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	// 1 degC on 15 000 L petrol is about 18 L.
	if got := Usual("super-95").Growth(15_000*unit.Litre, 15_000, 16_000); got < 17_800*unit.Millilitre || got > 18_500*unit.Millilitre {
		t.Errorf("15 000 L grow by %s", got)
	}
}

func liquid(t *rapid.T) Liquid {
	l := Liquid{Density: Density(rapid.Int64Range(653_000, 1_074_999).Draw(t, "density"))}
	if rapid.Bool().Draw(t, "fixed") {
		l.Fixed = rapid.Int64Range(1, 1500).Draw(t, "coefficient")
	}
	return l
}

// TestWarmerIsMore, and the way back is the way there; at 15 degrees nothing changes.
func TestWarmerIsMore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := liquid(t)
		v := unit.Volume(rapid.Int64Range(1, 100_000).Draw(t, "litres")) * unit.Litre
		a := unit.Temperature(rapid.Int64Range(-30_000, 45_000).Draw(t, "from"))
		b := unit.Temperature(rapid.Int64Range(int64(a)+1000, 46_000).Draw(t, "to"))
		grown := l.Growth(v, a, b)
		if grown <= 0 || grown > v/4 {
			t.Fatalf("%+v: %s grows by %s from %s to %s", l, v, grown, a, b)
		}
		if back := l.Growth(v+grown, b, a); grown+back > 2 || grown+back < -2 {
			t.Fatalf("%s there, %s back", grown, back)
		}
		if one, other := l.Net(v, a), l.Net(v+grown, b); one-other > 2 || other-one > 2 {
			t.Fatalf("the same fuel is %s and %s at 15 degrees", one, other)
		}
		if l.Net(v, Reference) != v || l.Growth(v, a, a) != 0 {
			t.Fatal("nothing changes something")
		}
	})
}

func TestBandsJoin(t *testing.T) {
	for _, rows := range [][]band{table54[Refined], table6[Refined]} {
		for i := 1; i < len(rows); i++ {
			at := rows[i].from
			if rows[i-1].to != at {
				t.Errorf("between %s and %s is a gap", rows[i-1].name, rows[i].name)
			}
			if a, b := rows[i-1].factor(at, 20), rows[i].factor(at, 20); math.Abs(a-b) > 0.0006 {
				t.Errorf("at %g %s says %f, %s %f", at, rows[i-1].name, a, rows[i].name, b)
			}
		}
	}
}

func TestLiquidsThatAreNone(t *testing.T) {
	for _, l := range []Liquid{{}, {Density: 1_090_000}, {Density: 500_000}, {Density: 745_000, Fixed: -1}, {Fixed: 2001}} {
		if l.Check() == nil {
			t.Errorf("%+v was taken", l)
		}
	}
	if _, ok := Factor15(Lubricant, 900, 20); ok {
		t.Error("there is no table 54 for lubricants here")
	}
	if _, ok := Factor60(Lubricant, 900, 80); !ok {
		t.Error("there is one at 60 degrees Fahrenheit")
	}
}

func TestDensityText(t *testing.T) {
	for text, want := range map[string]Density{"835 kg/m3": 835_000, "744.5 kg/m3": 744_500, "1090.125 kg/m3": 1_090_125} {
		var d Density
		if err := d.UnmarshalText([]byte(text)); err != nil || d != want || d.String() != text {
			t.Errorf("%s: %d %s %v", text, d, d, err)
		}
	}
	for _, text := range []string{"", "835", "835 g/L", "-1 kg/m3", "8 35 kg/m3", ".5 kg/m3", "835.1234 kg/m3", "99999 kg/m3", "3000.001 kg/m3"} {
		if new(Density).UnmarshalText([]byte(text)) == nil {
			t.Errorf("'%s' was taken", text)
		}
	}
}

// TestPartsPerMillionAreTheTables takes those to 15 degrees Celsius of table 54B, those to 60 degrees Fahrenheit of table 6B.
func TestPartsPerMillionAreTheTables(t *testing.T) {
	rho60 := FromAPI(58)
	at15 := Liquid{Density: Density(math.Round(rho60 / Liquid{Density: Density(rho60 * 1000)}.Factor(Fahrenheit60) * 1000))}
	for _, c := range []struct {
		liquid       Liquid
		t, reference unit.Temperature
		want         int64
	}{
		{Liquid{Density: 745_000}, 25_000, Reference, 987_830}, {Liquid{Density: 840_000}, 0, Reference, 1_012_610},
		{at15, 32_222, Fahrenheit60, 979_700}, {Liquid{Density: 745_000}, Fahrenheit60, Fahrenheit60, 1_000_000},
		{Liquid{Density: 785_000, Fixed: 1120}, 25_000, Reference, 988_800},
	} {
		if got := c.liquid.PPM(c.t, c.reference); got < c.want-10 || got > c.want+10 {
			t.Errorf("%+v at %s to %s: %d, want %d", c.liquid, c.t, c.reference, got, c.want)
		}
	}
}

// TestABlendIsBetweenItsParts, whatever they are.
func TestABlendIsBetweenItsParts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := liquid(t), liquid(t)
		share := rapid.Int64Range(0, 1000).Draw(t, "share")
		m := Mix(a, b, share)
		if m.Density < min(a.Density, b.Density) || m.Density > max(a.Density, b.Density) || m.Check() != nil {
			t.Fatalf("%+v and %+v make %+v: %v", a, b, m, m.Check())
		}
		if (m.Fixed != 0) != (a.Fixed != 0 || b.Fixed != 0) {
			t.Fatalf("%+v and %+v make %+v", a, b, m)
		}
	})
}
