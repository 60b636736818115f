package vessel

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/forecourt/forecourt/twin/unit"
)

// TestTableIsExactAtItsPoints, and between them it is as wrong as a straight line is: a table of more points is better.
func TestTableIsExactAtItsPoints(t *testing.T) {
	v := must(t, sheet, 0)
	worst := map[int]float64{}
	for _, n := range []int{1, 4, 20, 250} {
		table := v.Table(n)
		if err := table.Check(); err != nil {
			t.Fatal(err)
		}
		for i := 1; i <= n; i++ {
			h := v.Shape().Diameter * unit.Level(i) / unit.Level(n)
			if got, want := table.Volume(h), v.Volume(h); got != want {
				t.Errorf("%d points: %s at %s, want %s", n, got, h, want)
			}
		}
		for h := unit.Level(0); h <= v.Shape().Diameter; h += 777 {
			off := litres(table.Volume(h) - v.Volume(h))
			worst[n] = max(worst[n], off, -off)
		}
	}
	// A straight line is worst near the ends, where the volume grows with the height to 3/2: five times as many points are
	// some ten times as good.
	if worst[1] < 1700 || worst[4] < 700 || worst[4] > 900 || worst[20] < 70 || worst[20] > 90 || worst[250] > 2 {
		t.Errorf("off by %v litres at worst", worst)
	}
}

func TestTableIsMonotone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.SampledFrom([]int{1, 4, 20}).Draw(t, "points")
		table := drawn(t).Table(n)
		d := int64(table.Diameter)
		a := unit.Level(rapid.Int64Range(-10, d+10).Draw(t, "height"))
		b := unit.Level(rapid.Int64Range(int64(a), d+10).Draw(t, "higher"))
		if va, vb := table.Volume(a), table.Volume(b); va > vb || va < 0 || vb > table.Full() {
			t.Fatalf("%s at %s and %s at %s of %s", va, a, vb, b, table.Full())
		}
	})
}

func TestTablesThatAreNone(t *testing.T) {
	for name, table := range map[string]Table{
		"no points":   {Diameter: mm},
		"no diameter": {Points: []unit.Volume{1}},
		"rising":      {Diameter: mm, Points: []unit.Volume{1, 2}},
		"zero":        {Diameter: mm, Points: []unit.Volume{2, 0}},
	} {
		if table.Check() == nil {
			t.Errorf("%s was taken", name)
		}
		table.Volume(mm / 2) // must not panic
	}
}
