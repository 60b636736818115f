package chance

import (
	"math"
	"testing"
)

func TestNormalHasItsMeanAndDeviation(t *testing.T) {
	const n, sigma = 200_000, 1_000_000
	var sum, squares float64
	within := 0
	for i := range int64(n) {
		x := float64(Noise(42, i, sigma)) / sigma
		sum += x
		squares += x * x
		if math.Abs(x) < 1 {
			within++
		}
	}
	mean, deviation, share := sum/n, math.Sqrt(squares/n), float64(within)/n
	if math.Abs(mean) > 0.01 || math.Abs(deviation-1) > 0.01 || math.Abs(share-0.6827) > 0.01 {
		t.Errorf("mean %f, deviation %f, %f within one", mean, deviation, share)
	}
}

func TestNormalBelongsToKeyAndPlace(t *testing.T) {
	same := 0
	for i := range int64(1000) {
		if Noise(1, i, 1000) != Noise(1, i, 1000) {
			t.Fatal("it drew another one")
		}
		if Noise(1, i, 1_000_000) == Noise(2, i, 1_000_000) || Noise(1, i, 1_000_000) == Noise(1, i+1, 1_000_000) {
			same++
		}
	}
	if same > 2 {
		t.Errorf("%d of a thousand agree", same)
	}
	if Noise(1, 1, 0) != 0 {
		t.Error("no deviation, and not zero")
	}
}
