package strict

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/forecourt/forecourt/twin/unit"
)

type common struct {
	ID   string
	Seed uint64
}

type grade string

type plan struct {
	common
	Country  string
	Points   []point `yaml:",required"`
	Prices   map[grade]unit.Price
	Taxed    map[unit.Currency]bool
	PollRate time.Duration
	Limit    *unit.Indicated
	Absent   *int
	Kept     int
	Temp     unit.Temperature `yaml:"temperature,optional"`
	Ignored  string           `yaml:"-"`
	internal int
}

type point struct {
	Number int8
	Hoses  []uint16
	Main   bool
}

func TestDecode(t *testing.T) {
	got := plan{Kept: 7}
	err := Decode("plan.yaml", []byte(`---
# a station
id: PAY-001
seed: 0x1F
country: no
points:
  - number: -1
    hoses: [1, 2]
    main: true
  - {}
prices: { diesel: 1.799 EUR/L, "e5": 1.899 EUR/L }
taxed: { EUR: true }
poll-rate: 250 ms
limit: 32.50 L
absent: ~
temperature: "15.0 C"
`), &got)
	if err != nil {
		t.Fatal(err)
	}
	want := plan{
		common:   common{ID: "PAY-001", Seed: 31},
		Country:  "no",
		Points:   []point{{Number: -1, Hoses: []uint16{1, 2}, Main: true}, {}},
		Prices:   map[grade]unit.Price{"diesel": {E4: 17990, Currency: "EUR"}, "e5": {E4: 18990, Currency: "EUR"}},
		Taxed:    map[unit.Currency]bool{"EUR": true},
		PollRate: 250 * time.Millisecond,
		Limit:    &unit.Indicated{Count: 3250, Decimals: 2},
		Kept:     7,
		Temp:     15_000,
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(plan{})); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

// step reads itself: a map of one key, whose name says what follows.
type step struct {
	name string
	body Node
}

func (s *step) UnmarshalStrict(n *Node) error {
	pairs := n.Pairs()
	if len(pairs) != 1 {
		return n.Errorf("a step is a map of one key")
	}
	key, value := pairs[0].Key, pairs[0].Value
	s.name = key.Text()
	switch s.name {
	case "lift-nozzle":
		return value.Decode(&point{})
	case "keep":
		return value.Decode(&s.body)
	case "fail":
		return errors.New("it failed")
	}
	return key.Unknown("step", []string{"lift-nozzle", "keep", "fail"})
}

func TestUnmarshaler(t *testing.T) {
	var steps []step
	err := Decode("s.yaml", []byte("- lift-nole: {}\n- lift-nozzle: { nmber: 1, main: 1 }\n- fail:\n- [a]\n- squeeze:\n"), &steps)
	checkText(t, err, `
s.yaml:1:3: error: there is no step 'lift-nole'
  |
1 | - lift-nole: {}
  |   ^^^^^^^^^ did you mean 'lift-nozzle'?
s.yaml:2:18: error: there is no key 'nmber'
  |
2 | - lift-nozzle: { nmber: 1, main: 1 }
  |                  ^^^^^ did you mean 'number'?
s.yaml:2:34: error: expected true or false, found the number '1'
  |
2 | - lift-nozzle: { nmber: 1, main: 1 }
  |                                  ^ did you mean 'true'?
s.yaml:3:3: error: it failed
  |
3 | - fail:
  |   ^^^^
s.yaml:4:3: error: a step is a map of one key
  |
4 | - [a]
  |   ^^^
s.yaml:5:3: error: there is no step 'squeeze'
  |
5 | - squeeze:
  |   ^^^^^^^ one of: lift-nozzle, keep, fail`)
}

func TestNode(t *testing.T) {
	root, err := Parse("n.yaml", []byte("z: 'quoted'\na: [1, null]\nb: |\n  text\n"))
	if err != nil {
		t.Fatal(err)
	}
	pairs := root.Pairs()
	if root.Kind() != Map || len(pairs) != 3 || pairs[0].Key.Text() != "z" {
		t.Fatalf("%v %v", root.Kind(), pairs)
	}
	if z := root.Get("z"); !z.IsString() || z.Text() != "quoted" || z.Pos() != (Pos{"n.yaml", 1, 4}) {
		t.Errorf("%q at %s", z.Text(), z.Pos())
	}
	items := root.Get("a").Items()
	if len(items) != 2 || items[0].Kind() != Scalar || items[0].IsString() || items[1].Kind() != Null || items[1].Text() != "" {
		t.Errorf("%v", items)
	}
	if b := root.Get("b"); b.Text() != "text\n" || !b.IsString() || root.Get("c") != nil {
		t.Errorf("%q", b.Text())
	}
	var kept struct {
		Z, A, B Node
	}
	if err := root.Decode(&kept); err != nil || kept.A.Pos().Line != 2 {
		t.Errorf("%v, %v", kept.A.Pos(), err)
	}
	if e := kept.Z.Wrong("no", "yes"); e.Length != 8 || e.Fix != "yes" || e.Line != 1 {
		t.Errorf("%+v", e)
	}
}

func TestZeroNode(t *testing.T) {
	var n Node
	if n.Kind() != Null || n.Text() != "" || n.IsString() || n.Pairs() != nil || n.Items() != nil || n.Pos() != (Pos{}) {
		t.Error("the zero node is something")
	}
	if n.Decode(new(int)) == nil || n.Errorf("x").Message != "x" {
		t.Error("the zero node decodes")
	}
}

func TestMistakesOfTheProgrammerPanic(t *testing.T) {
	for name, into := range map[string]any{
		"no pointer":  plan{},
		"nil pointer": (*plan)(nil),
		"float":       &struct{ A float64 }{},
		"any":         &struct{ A any }{},
		"unknown option": &struct {
			A int `yaml:"a,omitempty"`
		}{},
		"two keys alike": &struct {
			A, B int `yaml:"a"`
		}{},
		"unexported tagged": &struct {
			a int `yaml:"a"`
		}{},
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", name)
				}
			}()
			_ = Decode("f.yaml", []byte("a: 1"), into)
		}()
	}
}

func TestKebab(t *testing.T) {
	for name, want := range map[string]string{
		"FuellingPoint": "fuelling-point", "ID": "id", "HTTPPort": "http-port", "URL2": "url2", "Over": "over", "PulsesPerUnit": "pulses-per-unit",
	} {
		if got := kebab(name); got != want {
			t.Errorf("%s became %s, want %s", name, got, want)
		}
	}
}

func ExampleDecode() {
	var step struct {
		FuellingPoint int           `yaml:",required"`
		Until         unit.Volume   `yaml:",required"`
		Flow          unit.FlowRate `yaml:"flow,optional"`
	}
	err := Decode("fill.yaml", []byte("fuelling-point: 1\nuntill: 32.50 L\nflow: 38 lpm\n"), &step)
	var all Errors
	if errors.As(err, &all) {
		fmt.Println(len(all), "problems, the first:")
		fmt.Println(all[0].Format())
	}
	// Output:
	// 2 problems, the first:
	// fill.yaml:2:1: error: there is no key 'untill'
	//   |
	// 2 | untill: 32.50 L
	//   | ^^^^^^ did you mean 'until'?
}
