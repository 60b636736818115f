package unit

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func TestIndicatedStandsForExactVolume(t *testing.T) {
	for _, c := range []struct {
		text           string
		volume         Volume
		nano, fraction int64
	}{
		{"32.50 L", 32_500_000, 0, 0},
		{"0.000000001 L", 0, 1, 0},
		{"1 US gal", 3_785_411, 784, 0},
		{"0.001 US gal", 3_785, 411, 784},
		{"-0.001 US gal", -3_785, -411, -784},
		{"1000 US gal", 3_785_411_784, 0, 0},
		{"1 imp gal", 4_546_090, 0, 0},
		{"0.001 imp gal", 4_546, 90, 0},
	} {
		i, err := ParseIndicated(c.text)
		if err != nil {
			t.Fatal(err)
		}
		v, nano := i.Volume()
		if v != c.volume || nano != c.nano || i.FractionOfNanolitre() != c.fraction {
			t.Errorf("%s is %d ul %d nl %d, want %d ul %d nl %d", c.text, v, nano, i.FractionOfNanolitre(), c.volume, c.nano, c.fraction)
		}
	}
}

func TestVolumeIsCountedOnlyWhenFull(t *testing.T) {
	for _, c := range []struct {
		volume   Volume
		decimals uint8
		measure  Measure
		want     string
	}{
		{32_509_999, 2, L, "32.50 L"},
		{-32_509_999, 2, L, "-32.50 L"},
		{3_785_411, 3, USGal, "0.999 US gal"},
		{3_785_412, 3, USGal, "1.000 US gal"},
		{4_546_090, 2, ImpGal, "1.00 imp gal"},
		{4_546_089, 2, ImpGal, "0.99 imp gal"},
		{1, 6, L, "0.000001 L"},
	} {
		if got := c.volume.Indicated(c.decimals, c.measure).String(); got != c.want {
			t.Errorf("%d ul is indicated %s, want %s", c.volume, got, c.want)
		}
	}
}

func TestPulses(t *testing.T) {
	for _, c := range []struct {
		pulses, perUnit int64
		decimals        uint8
		want            string
	}{
		{3250, 100, 2, "32.50 L"},
		{199, 200, 2, "0.99 L"},
		{math.MaxInt64, 1_000_000_000, 9, "9223372036.854775807 L"}, // the product needs 93 bits
		{-1, 200, 2, "-0.01 L"},
	} {
		if got := IndicatedFromPulses(c.pulses, c.perUnit, c.decimals, L).String(); got != c.want {
			t.Errorf("%d pulses of 1/%d show %s, want %s", c.pulses, c.perUnit, got, c.want)
		}
	}
}

func TestTruncationLosesLessThanOneCount(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := Volume(rapid.Int64Range(0, 1e15).Draw(t, "volume"))
		d := uint8(rapid.IntRange(0, 3).Draw(t, "decimals"))
		m := Measure(rapid.IntRange(0, 2).Draw(t, "measure"))
		shown := v.Indicated(d, m)
		if low, _ := shown.Volume(); low > v {
			t.Fatalf("%s is shown as %s, more than there is", v, shown)
		}
		shown.Count++
		if high, _ := shown.Volume(); high < v {
			t.Fatalf("%s is shown one count short of %s", v, shown)
		}
	})
}

func TestSplittingADeliveryLosesNoMoreThanACountEach(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOfN(rapid.Int64Range(0, 1e9), 1, 20).Draw(t, "parts")
		m := Measure(rapid.IntRange(0, 2).Draw(t, "measure"))
		var whole Volume
		sum := Indicated{Decimals: 2, Unit: m}
		for _, p := range parts {
			whole += Volume(p)
			sum = sum.Add(Volume(p).Indicated(2, m))
		}
		short := whole.Indicated(2, m).Sub(sum).Count
		if short < 0 || short >= int64(len(parts)) {
			t.Fatalf("%d parts lost %d counts", len(parts), short)
		}
	})
}

func TestVolumeAndFractionsAreTheWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		i := indicated(t)
		v, nano := i.Volume()
		back, _, ok := mulDiv(uint64(v), 1_000*pow10[i.Decimals], 1)
		if !ok {
			t.Skip("beyond the check's own arithmetic")
		}
		want, _, ok := mulDiv(uint64(i.Count), uint64(i.Unit.Nanolitres()), 1)
		if !ok {
			t.Skip("beyond the check's own arithmetic")
		}
		if back+uint64(nano)*pow10[i.Decimals]+uint64(i.FractionOfNanolitre()) != want {
			t.Fatalf("%s came apart", i)
		}
	})
}

func TestCmpAcrossDecimals(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"32.5 L", "32.500 L", 0},
		{"32.5 L", "32.499 L", 1},
		{"-1 L", "-0.999 L", -1},
		{"-1 L", "1 L", -1},
		{"0 L", "0.000000001 L", -1},
	} {
		a, _ := ParseIndicated(c.a)
		b, _ := ParseIndicated(c.b)
		if a.Cmp(b) != c.want || b.Cmp(a) != -c.want {
			t.Errorf("%s against %s: %d", c.a, c.b, a.Cmp(b))
		}
	}
	huge := Indicated{Count: math.MaxInt64}
	if huge.Cmp(Indicated{Count: math.MaxInt64, Decimals: 9}) != 1 {
		t.Error("the comparison overflowed")
	}
}

func TestMixingPanics(t *testing.T) {
	for name, mix := range map[string]func(){
		"units":            func() { Indicated{Unit: L}.Add(Indicated{Unit: USGal}) },
		"decimals":         func() { Indicated{Decimals: 2}.Sub(Indicated{Decimals: 3}) },
		"compared units":   func() { Indicated{Unit: L}.Cmp(Indicated{Unit: ImpGal}) },
		"currencies":       func() { Money{1, "EUR"}.Add(Money{1, "USD"}) },
		"priced units":     func() { Price{Unit: USGal}.Amount(Indicated{}, HalfUp) },
		"money and price":  func() { Price{1, "EUR", L}.VolumeFor(Money{1, "USD"}, 2) },
		"negative money":   func() { Price{1, "EUR", L}.VolumeFor(Money{-1, "EUR"}, 2) },
		"money overflow":   func() { Money{math.MaxInt64, "EUR"}.Add(Money{1, "EUR"}) },
		"amount overflow":  func() { Price{math.MaxInt64, "EUR", L}.Amount(Indicated{Count: math.MaxInt64}, HalfUp) },
		"negated overflow": func() { Money{math.MinInt64, "EUR"}.Neg() },
		"measure":          func() { Measure(9).Nanolitres() },
		"too fine":         func() { Litre.Indicated(10, L) },
		"pulser":           func() { IndicatedFromPulses(1, 0, 2, L) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", name)
				}
			}()
			mix()
		}()
	}
}
