package chance

import (
	"math"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// distribution draws one that is right.
func distribution(t *rapid.T) Distribution {
	from := rapid.Int64Range(0, 1<<40).Draw(t, "from")
	to := from + rapid.Int64Range(1, 1<<40).Draw(t, "width")
	mid := rapid.Int64Range(from+1, to).Draw(t, "mid")
	spread := rapid.Int64Range(1, 1<<41).Draw(t, "spread")
	return rapid.SampledFrom([]Distribution{
		Constant(mid), Uniform(from, to), Normal(mid, spread, from, to), LogNormal(mid, mid+spread, from, to),
		Exponential(mid, from, to), Table(from, mid, to),
	}).Draw(t, "shape")
}

func TestWhatIsDrawnLiesInItsBounds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := distribution(t)
		if err := d.Check(); err != nil {
			t.Fatalf("%+v: %v", d, err)
		}
		from, to := d.Bounds()
		a, again := New(rapid.Uint64().Draw(t, "seed"), "x"), *New(0, "")
		again = *a
		for range 50 {
			v := d.Draw(a)
			if v < from || v > to {
				t.Fatalf("%+v drew %d", d, v)
			}
			if w := d.Draw(&again); w != v {
				t.Fatalf("the same stream gave %d and %d", v, w)
			}
		}
	})
}

func TestAConstantMovesNoStream(t *testing.T) {
	a, b := New(1, "x"), New(1, "x")
	if v := Constant(7).Draw(a); v != 7 || a.Uint64() != b.Uint64() {
		t.Errorf("drew %d, or moved the stream", v)
	}
	if v := Uniform(7, 7).Draw(a); v != 7 || a.Uint64() == b.Uint64() {
		t.Errorf("drew %d, or did not move the stream", v)
	}
}

// shares returns what part of many draws lies at or below each limit.
func shares(d Distribution, limits ...int64) []float64 {
	const n = 200_000
	s, count := New(11, "shares"), make([]int, len(limits))
	for range n {
		v := d.Draw(s)
		for i, l := range limits {
			if v <= l {
				count[i]++
			}
		}
	}
	all := make([]float64, len(limits))
	for i, c := range count {
		all[i] = float64(c) / n
	}
	return all
}

func TestTheShapesAreThoseOfTheirNames(t *testing.T) {
	phi := func(z float64) float64 { return math.Erfc(-z/math.Sqrt2) / 2 }
	const far = 1 << 50
	for name, c := range map[string]struct {
		of     Distribution
		limits []int64
		want   []float64
	}{
		"uniform":     {Uniform(0, 999), []int64{99, 499, 899}, []float64{.1, .5, .9}},
		"normal":      {Normal(1_000_000, 100_000, 0, far), []int64{800_000, 1_000_000, 1_100_000, 1_250_000}, []float64{phi(-2), .5, phi(1), phi(2.5)}},
		"log-normal":  {LogNormal(400_000, 900_000, 0, far), []int64{177_778, 400_000, 900_000}, []float64{.1, .5, .9}},
		"exponential": {Exponential(2_000_000, 0, far), []int64{1_386_294, 2_000_000, 6_000_000}, []float64{.5, 1 - math.Exp(-1), 1 - math.Exp(-3)}},
		"table":       {Table(3, 9, 9, 20), []int64{2, 3, 9, 20}, []float64{0, .25, .75, 1}},
		"cut":         {Normal(50, 10_000_000, 0, 99), []int64{24, 49}, []float64{.25, .5}},
	} {
		for i, got := range shares(c.of, c.limits...) {
			if math.Abs(got-c.want[i]) > .005 {
				t.Errorf("%s: %.4f are not over %d, expected %.4f", name, got, c.limits[i], c.want[i])
			}
		}
	}
}

func TestQuantilesAreThoseOfTheNormalDistribution(t *testing.T) {
	for i, q := range quantiles {
		k, j := i/perOctave, i%perOctave
		p := math.Ldexp(1-float64(j)/(2*perOctave), -k-1)
		if got := math.Erfc(float64(q)/million/math.Sqrt2) / 2; math.Abs(got/p-1) > 1e-5 {
			t.Errorf("quantile %d is %d, with a tail of %g for %g", i, q, got, p)
		}
	}
	if !slices.IsSorted(quantiles[:]) {
		t.Error("the quantiles do not rise")
	}
}

func TestPowersAndLogarithmsBelongTogether(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.Uint64Range(1, math.MaxInt64).Draw(t, "x")
		if got, want := float64(log2(x))/one, math.Log2(float64(x)); math.Abs(got-want) > 1e-8 {
			t.Fatalf("log2(%d) = %.10f, expected %.10f", x, got, want)
		}
		base := rapid.Int64Range(1, 1<<30).Draw(t, "base")
		p := rapid.Int64Range(-40*one, 30*one).Draw(t, "power")
		want := math.Exp2(float64(p)/one) * float64(base)
		if got, ok := exp2(base, p); !ok || math.Abs(float64(got)-want) > 1+want*1e-9 {
			t.Fatalf("%d x 2^%.6f = %d, expected %.3f", base, float64(p)/one, got, want)
		}
	})
	for _, p := range []int64{62 * one, 63 * one, 64 * one, 200 * one} {
		if v, ok := exp2(4, p); ok {
			t.Errorf("4 x 2^%d = %d fits", p/one, v)
		}
	}
	if v, ok := exp2(1<<40, -200*one); v != 0 || !ok {
		t.Errorf("a tiny power gives %d, %v", v, ok)
	}
}

// TestDrawsAreTheSameEverywhere holds a few draws as numbers: another processor or build must give them too.
func TestDrawsAreTheSameEverywhere(t *testing.T) {
	s := New(7, "fuelling-point 1")
	var got []int64
	for _, d := range []Distribution{
		Uniform(0, 1_000_000), Normal(12_000_000, 4_000_000, 3_000_000, 24_000_000), LogNormal(400_000_000, 900_000_000, 1, 5_000_000_000),
		Exponential(2_000_000_000, 0, 60_000_000_000), Table(1, 2, 3, 4, 5),
	} {
		got = append(got, d.Draw(s), d.Draw(s))
	}
	want := []int64{796596, 302948, 5886424, 17447160, 425144706, 1844961789, 1261069582, 863599059, 3, 5}
	if !slices.Equal(got, want) {
		t.Errorf("drew %d, expected %d", got, want)
	}
}

func TestWrongNumbersAreRefused(t *testing.T) {
	for name, d := range map[string]Distribution{
		"below zero": Constant(-1), "turned round": Uniform(2, 1), "no spread": Normal(5, 0, 0, 9), "mean outside": Normal(10, 1, 0, 9),
		"p90 below the median": LogNormal(5, 4, 0, 9), "median of 0": LogNormal(0, 4, 0, 9), "mean of 0": Exponential(0, 0, 9), "empty": Table(),
	} {
		if d.Check() == nil {
			t.Errorf("%s is not refused", name)
		}
	}
	if d := (Distribution{}); !d.IsZero() || d.Draw(New(1, "x")) != 0 {
		t.Error("no distribution draws something")
	}
}

func TestADelayIsDrawnOnceOrEachTime(t *testing.T) {
	s := New(3, "pump")
	span := Uniform(int64(time.Millisecond), int64(time.Second))
	once, each := (Delay{Distribution: span}).Draw(s), (Delay{Distribution: span, Each: true}).Draw(s)
	seen := map[time.Duration]bool{}
	for range 20 {
		if once.Next(s) != once.First() {
			t.Fatal("a delay that is drawn once has changed")
		}
		seen[each.Next(s)] = true
	}
	if len(seen) < 15 {
		t.Errorf("a delay that is drawn each time gave only %d spans", len(seen))
	}
}

func BenchmarkDraw(b *testing.B) {
	for name, d := range map[string]Distribution{
		"uniform": Uniform(0, 1e9), "normal": Normal(5e8, 1e8, 0, 1e9), "log-normal": LogNormal(4e8, 9e8, 0, 5e9), "exponential": Exponential(1e9, 0, 1e10),
	} {
		b.Run(name, func(b *testing.B) {
			s := New(1, "x")
			for b.Loop() {
				d.Draw(s)
			}
		})
	}
}
