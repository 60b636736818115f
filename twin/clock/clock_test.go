package clock

import (
	"testing"
	"time"
)

func TestEpochIsTheMondayOfTheDesign(t *testing.T) {
	want := time.Date(2026, 1, 5, 0, 0, 0, 0, time.UTC)
	if At(want) != Epoch || Epoch.Time() != want || want.Weekday() != time.Monday {
		t.Fatalf("epoch is %v", Epoch)
	}
}

func TestVirtualTimeNeverGoesBack(t *testing.T) {
	v := NewVirtual(Epoch)
	v.Set(Epoch.Add(time.Second))
	defer func() {
		if recover() == nil {
			t.Fatal("going back did not panic")
		}
	}()
	v.Set(Epoch)
}

func TestNeverStaysNever(t *testing.T) {
	if Never.Add(time.Hour) != Never || Never.String() != "never" {
		t.Fatal("never moved")
	}
}

func TestWallFollowsTheMonotonicClock(t *testing.T) {
	w := NewWall()
	a := w.Now()
	if b := w.Now(); b < a {
		t.Fatalf("wall went back: %v then %v", a, b)
	}
}
