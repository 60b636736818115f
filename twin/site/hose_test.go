package site

import (
	"strings"
	"testing"
)

// changed loads a ready-made plan with one change.
func changed(t *testing.T, name, old, new string) (*Plan, error) {
	t.Helper()
	_, src, err := Source(name)
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Replace(string(src), old, new, 1)
	if text == string(src) {
		t.Fatalf("the mistake '%s' was not made", new)
	}
	return Load("plan.yaml", []byte(text))
}

func TestAHoseOfSeveralGradesIsSeveralLogicalNozzles(t *testing.T) {
	p, err := changed(t, "urban", "          - grades:\n", "          - pulses-per-unit: 250\n            flow: 35 L/min\n            grades:\n")
	if err != nil {
		t.Fatal(err)
	}
	hoses := p.Points()[0].Hoses
	if len(hoses) != 3 || hoses[0].Hose != 1 || hoses[1].Hose != 2 || hoses[2].Hose != 2 {
		t.Fatalf("%+v", hoses)
	}
	for i, want := range []bool{false, true, true} {
		if hoses.Shared(i) != want || int(hoses[i].Nozzle) != i+1 {
			t.Errorf("nozzle %d: %+v", i+1, hoses[i])
		}
	}
	if hoses[1].PulsesPerUnit != 250 || hoses[2].PulsesPerUnit != 250 || hoses[2].Flow == 0 || hoses[0].PulsesPerUnit != 100 {
		t.Error("what a hose says holds for each of its grades, and for no other hose")
	}
}

func TestHosesThatCannotBeAreRefusedWithTheirPlace(t *testing.T) {
	const first, pick = "{ nozzle: 1, grade: diesel, tank: 1 }", "{ nozzle: 3, grade: super-98, tank: 3 }"
	for name, c := range map[string]struct{ old, new, want string }{
		"no grade":             {first, "{ nozzle: 1, tank: 1 }", "33:13: error: the key 'grade' is missing"},
		"no nozzle":            {pick, "{ grade: super-98, tank: 3 }", "36:17: error: the key 'nozzle' is missing"},
		"grade beside grades":  {"          - grades:", "          - grade: diesel\n            grades:", "has a grade in each of them"},
		"satellite of a grade": {pick, "{ nozzle: 3, grade: super-98, tank: 3, satellite: true }", "belongs to the hose"},
		"two hoses of one":     {first, "{ nozzle: 1, grade: diesel, tank: 1, hose: 2 }", "hose 2 is there twice"},
		"two buttons of one":   {pick, "{ nozzle: 3, grade: super-95, tank: 2 }", "a button for super-95 already"},
		"wrong tank":           {pick, "{ nozzle: 3, grade: super-98, tank: 2 }", "36:53: error: tank 2 holds super-95"},
		"out of order":         {pick, "{ nozzle: 4, grade: super-98, tank: 3 }", "this one is 3"},
		"no hose":              {"hoses:\n          - { nozzle: 1, grade: diesel, tank: 1 }\n", "hoses: []\n        hose:\n", "at least one"},
		"unknown key":          {pick, "{ nozzle: 3, grade: super-98, tnak: 3 }", "did you mean 'tank'?"},
		"no list":              {"grades:\n              - { nozzle: 2, grade: super-95, tank: 2 }\n              - " + pick, "grades: none", "are a list"},
	} {
		_, err := changed(t, "urban", c.old, c.new)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
