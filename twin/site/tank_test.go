package site

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/forecourt/forecourt/twin/strict"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/vessel"
)

const oneTank = "  - { tank: 1, grade: diesel, capacity: 30000 L, opening: 18000 L }\n"

// withTanks loads the kiosk with another first tank, and perhaps more tanks.
func withTanks(t *testing.T, tanks ...string) (*Plan, error) {
	t.Helper()
	good, err := plans.ReadFile("plans/kiosk.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(good), oneTank) {
		t.Fatal("the kiosk's first tank has changed")
	}
	var all strings.Builder
	for _, x := range tanks {
		all.WriteString("  - { " + x + " }\n")
	}
	return Load("plan.yaml", []byte(strings.Replace(string(good), oneTank, all.String(), 1)))
}

func TestATankInFull(t *testing.T) {
	p, err := withTanks(t, `tank: 1, grade: diesel, capacity: 34500 L, diameter: 2500 mm, length: 6200 mm, heads: 2:1, tilt: 62 mm, probe-at: 300 mm, `+
		`opening: 18000 L, water: 12 mm, temperature: 21.5 C, ground: 12 C, density: 832.5 kg/m3, strapping: 20, probe: real, manifolded-with: 3, `+
		`programmed: { capacity: 34000 L }, limits: { overfill: 31000 L }`,
		"tank: 3, grade: diesel, capacity: 20000 L, opening: 0 L")
	if err != nil {
		t.Fatal(err)
	}
	x := p.Tanks[0]
	want := vessel.Shape{Diameter: 2_500_000, Length: 6_200_000, Heads: vessel.Elliptical, Tilt: 62_000, ProbeAt: 300_000}
	if x.Shape() != want || *x.Temperature != 21_500 || *x.Ground != 12_000 || x.Liquid().Density != 832_500 || x.Strapping != 20 {
		t.Errorf("%+v", x)
	}
	if x.Limits.Overfill != 31_000*unit.Litre || x.Limits.LowProduct != 1725*unit.Litre || x.Limits.HighWater != 50_000 {
		t.Errorf("limits %+v", x.Limits)
	}
	if v, ok, err := x.Taught(); err != nil || !ok || v.Capacity() != 34_000*unit.Litre || v.Shape().Diameter != 2_500_000 {
		t.Errorf("taught %v %v %v", v, ok, err)
	}
	if got := p.Manifolds(); !reflect.DeepEqual(got, [][]int{{3, 1}}) {
		t.Errorf("manifolds %v", got)
	}
}

// TestOldPlansKeepTheirMeaning: a lying cylinder of 2.4 m that holds its capacity, at 15 degrees, known exactly.
func TestOldPlansKeepTheirMeaning(t *testing.T) {
	for _, name := range Names() {
		p, err := Open(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range p.Tanks {
			v, err := x.Vessel()
			if err != nil || v.Capacity() != x.Capacity || v.Shape().Diameter != 2_400_000 || v.Shape().Heads != vessel.Flat ||
				*x.Temperature != 15_000 || *x.Ground != 15_000 || x.Strapping != 0 || x.Probe != IdealProbe || v.Volume(1_200_000) != x.Capacity/2 {
				t.Errorf("%s tank %d: %+v, %v", name, x.Tank, x, err)
			}
		}
	}
}

func TestTanksThatCannotExist(t *testing.T) {
	const good = "tank: 1, grade: diesel, capacity: 30000 L, opening: 18000 L"
	for name, c := range map[string]struct{ tanks, want string }{
		"overflows by water":   {"tank: 1, grade: diesel, capacity: 30000 L, opening: 29900 L, water: 300 mm", "of water, and overflows"},
		"holds nothing":        {"tank: 1, grade: diesel, capacity: 0 L, opening: 0 L", "more than nothing"},
		"another length":       {good + ", diameter: 2500 mm, length: 7000 mm", "the capacity says 30000 L"},
		"heads too large":      {good + ", diameter: 5 m, heads: hemispherical", "hold more than 30000 L by themselves"},
		"unknown heads":        {good + ", heads: conical", "flat, 2:1 or hemispherical"},
		"thin":                 {good + ", diameter: 200 mm", "diameter is"},
		"steep":                {good + ", tilt: 900 mm", "nobody lays a tank"},
		"probe outside":        {good + ", probe-at: 50 m", "does not stand in a shell"},
		"water over the top":   {good + ", water: 3 m", "does not stand in a tank"},
		"boiling":              {good + ", temperature: 90 C", "not at 90.0 C"},
		"permafrost":           {good + ", ground: -60 C", "not at -60.0 C"},
		"heavy":                {good + ", density: 1090 kg/m3", "the tables cover"},
		"no density":           {good + ", density: 835", "write it as 835 kg/m3"},
		"stone":                {good + ", density: 2700 kg/m3, expansion: 420", "no fuel has"},
		"swells":               {good + ", expansion: 5000", "parts per million"},
		"seven points":         {good + ", strapping: 7", "1, 4 or 20 points"},
		"no such probe":        {good + ", probe: lost", "there is no probe"},
		"programmed backwards": {good + ", programmed: { capacity: -1 L }", "less than nothing"},
		"programmed thin":      {good + ", programmed: { diameter: 10 mm }", "not programmed so"},
		"limit above the tank": {good + ", limits: { overfill: 40000 L }", "is none of a tank"},
		"limit above the lid":  {good + ", limits: { high-water: 40 m }", "is none of a tank"},
		"inlet in the air":     {good + ", pump-inlet: 1300 mm", "nothing draws at"},
		"inlet in the ground":  {good + ", siphon-inlet: -1 mm", "nothing draws at"},
		"siphon to itself":     {good + ", manifolded-with: 1", "with itself"},
		"siphon to nowhere":    {good + ", manifolded-with: 9", "there is no tank 9"},
		"siphon that mixes":    {good + ", manifolded-with: 2", "would mix them"},
	} {
		_, err := withTanks(t, c.tanks)
		var found strict.Errors
		if !errors.As(err, &found) || !strings.Contains(err.Error(), c.want) || found[0].Line != 11 {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestManifoldsOfMany(t *testing.T) {
	p := &Plan{}
	for n, with := range map[int]int{1: 0, 2: 1, 3: 4, 4: 0, 5: 4, 6: 0, 7: 6} {
		p.Tanks = append(p.Tanks, Tank{Tank: n, Built: Built{ManifoldedWith: with}})
	}
	p.Tanks = append(p.Tanks, Tank{Tank: 8, Built: Built{ManifoldedWith: 2}})
	p.Tanks = append(p.Tanks, Tank{Tank: 6, Built: Built{ManifoldedWith: 2}})
	sizes := map[int]int{}
	for _, g := range p.Manifolds() {
		sizes[len(g)]++
	}
	if sizes[3] != 1 || sizes[5] != 1 || len(sizes) != 2 {
		t.Errorf("%v", p.Manifolds())
	}
}
