package chance

import (
	"math"
	"testing"
)

func TestLognormalHasItsMeanAndItsCuts(t *testing.T) {
	tab, err := LognormalQuantiles(32_000, 16_000, 3_000, 90_000)
	if err != nil {
		t.Fatal(err)
	}
	s, sum, least, most := New(1, "customer"), 0.0, int64(math.MaxInt64), int64(0)
	const n = 200_000
	for range n {
		v := tab.Draw(s)
		sum, least, most = sum+float64(v), min(least, v), max(most, v)
	}
	if mean := sum / n; mean < 31_000 || mean > 32_500 { // the cut at 90 takes a little from it
		t.Errorf("mean %.0f", mean)
	}
	if least < 3_000 || most > 90_000 || most < 85_000 || least > 6_000 {
		t.Errorf("from %d to %d", least, most)
	}
}

func TestGapHasMeanAndTail(t *testing.T) {
	s, sum, beyond := New(1, "gap"), 0.0, 0
	const n = 200_000
	for range n {
		e := Gap(s)
		if e < 0 {
			t.Fatalf("drew %d", e)
		}
		sum += float64(e) / One
		if e > 3*One {
			beyond++
		}
	}
	if mean := sum / n; math.Abs(mean-1) > 0.01 {
		t.Errorf("mean %.4f", mean)
	}
	if share := float64(beyond) / n; math.Abs(share-math.Exp(-3)) > 0.003 {
		t.Errorf("%.4f are beyond three means, expected %.4f", share, math.Exp(-3))
	}
}

func TestNoDistribution(t *testing.T) {
	for _, c := range [][4]int64{{0, 1, 0, 9}, {5, -1, 0, 9}, {5, 1, 6, 9}, {5, 1, 0, 4}, {5, 1, 9, 0}, {5, 1, 0, math.MaxInt64}} {
		if _, err := LognormalQuantiles(c[0], c[1], c[2], c[3]); err == nil {
			t.Errorf("%v was taken", c)
		}
	}
	if tab, err := LognormalQuantiles(5, 0, 0, 9); err != nil || tab.Draw(New(1, "x")) != 5 {
		t.Errorf("no deviation: %v", err)
	}
}

func TestAFamilysStreamsAreTheirOwn(t *testing.T) {
	f, seen := NewFamily(7, "customer"), map[uint64]bool{}
	var s Source
	for n := range uint64(10_000) {
		f.Seat(&s, n)
		seen[s.Uint64()] = true
	}
	if len(seen) != 10_000 {
		t.Errorf("%d of 10000 first numbers differ", len(seen))
	}
	f.Seat(&s, 3)
	a := s.Uint64()
	f.Seat(&s, 3)
	if b := s.Uint64(); a != b {
		t.Errorf("%d, then %d", a, b)
	}
	if n := testing.AllocsPerRun(100, func() { f.Seat(&s, 9) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
