package chance

import (
	"strings"
	"testing"
)

func TestStreamsBelongToSeedAndDevice(t *testing.T) {
	a, again, other := New(7, "pump 1"), New(7, "pump 1"), New(7, "pump 2")
	same := 0
	for range 100 {
		x := a.Uint64()
		if x != again.Uint64() {
			t.Fatal("the same seed and device drew something else")
		}
		if x == other.Uint64() {
			same++
		}
	}
	if same > 0 {
		t.Fatalf("two devices agreed %d times", same)
	}
}

func TestBelowStaysBelow(t *testing.T) {
	s := New(1, "x")
	seen := [7]int{}
	for range 7000 {
		seen[s.Below(7)]++
	}
	for v, n := range seen {
		if n < 800 || n > 1200 {
			t.Errorf("%d drawn %d times of 7000", v, n)
		}
	}
	if v := s.Between(5, 5); v != 5 {
		t.Errorf("between 5 and 5 drew %d", v)
	}
}

func TestIdentifiersRepeatAndDiffer(t *testing.T) {
	a := ID("pi_", 1, "gateway", 1)
	if a != ID("pi_", 1, "gateway", 1) || !strings.HasPrefix(a, "pi_") || len(a) != 27 {
		t.Fatalf("identifier %q", a)
	}
	for _, b := range []string{ID("pi_", 2, "gateway", 1), ID("pi_", 1, "pos", 1), ID("pi_", 1, "gateway", 2)} {
		if a == b {
			t.Fatalf("%q twice", b)
		}
	}
}
