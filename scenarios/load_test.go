package scenarios_test

import (
	"errors"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/forecourt/forecourt/scenarios"
	"github.com/forecourt/forecourt/scenarios/bench/benchtest"
	"github.com/forecourt/forecourt/scenarios/step"
	"github.com/forecourt/forecourt/twin/strict"
)

// TestEveryMistakeHasItsPlace compares what lint says of the files in testdata/lint.txt: each is headed by "== name" and
// followed by "--" and the text. UPDATE=1 writes the texts anew.
func TestEveryMistakeHasItsPlace(t *testing.T) {
	const file = "testdata/lint.txt"
	golden, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	cases := strings.Split(string(golden), "== ")[1:]
	for _, c := range cases {
		name, rest, _ := strings.Cut(c, "\n")
		text, want, _ := strings.Cut(rest, "--\n")
		got := lint(text)
		if got == "" {
			t.Errorf("%s: nothing is wrong with it", name)
		}
		if got != want && os.Getenv("UPDATE") == "" {
			t.Errorf("%s:\n%s\ngot\n%s\nwant\n%s", name, text, got, want)
		}
		out.WriteString("== " + name + "\n" + text + "--\n" + got)
	}
	if os.Getenv("UPDATE") != "" {
		_ = os.WriteFile(file, []byte(out.String()), 0o644)
	}
	if len(cases) < 50 {
		t.Errorf("only %d kinds of mistakes", len(cases))
	}
}

func lint(text string) string {
	cat := benchtest.Catalogue()
	_, errs := scenarios.Parse("t.yaml", []byte(text), &cat)
	if len(errs) == 0 {
		return ""
	}
	return errs.Error() + "\n"
}

func TestPaths(t *testing.T) {
	good, err := os.ReadFile("testdata/suite/sale/plain.yaml")
	if err != nil {
		t.Fatal(err)
	}
	fsys := fstest.MapFS{
		"a/one.yaml": {Data: good}, "a/two.yaml": {Data: good}, "empty/readme.txt": {Data: []byte("x")},
	}
	for _, c := range []struct {
		paths []string
		want  string
	}{
		{[]string{"a/ome.yaml"}, "a/ome.yaml: error: there is no such file or folder: did you mean 'a/one.yaml'?"},
		{[]string{"empty"}, "empty: error: there is no scenario here: scenarios are files that end in .yaml"},
		{nil, "scenarios: error: there is no scenario here: scenarios are files that end in .yaml"},
		{[]string{"a"}, "a/two.yaml:2:5: error: the id 'SAL-001' is taken\n  |\n2 | id: SAL-001\n  |     ^^^^^^^ it stands in a/one.yaml"},
		{[]string{"a/one.yaml", "./a/one.yaml"}, ""},
		{[]string{"empty/readme.txt"}, "empty/readme.txt:1:1: error: expected a map, found the text 'x'\n  |\n1 | x\n  | ^"},
	} {
		_, err := scenarios.Load(fsys, c.paths, benchtest.Catalogue())
		got := ""
		if err != nil {
			got = err.Error()
			var errs strict.Errors
			if !errors.As(err, &errs) {
				t.Errorf("%v: %T", c.paths, err)
			}
		}
		if got != c.want {
			t.Errorf("%v:\n%s\nwant\n%s", c.paths, got, c.want)
		}
	}
}

// TestEveryStepHasAnExample checks the examples of all steps, as `forecourt list steps` prints them.
func TestEveryStepHasAnExample(t *testing.T) {
	for _, info := range step.All() {
		text := "scenario: an example\nid: E-1\nsteps:\n  - lift-nozzle: { fuelling-point: 1, nozzle: 1 }\n" +
			"  - await: { role: fuelling-point 1, event: completed, keep: sale }\n  - " +
			strings.NewReplacer("tank: 2", "tank: 1", "role: controller", "role: pos", "[pos, controller]", "[pos, card-reader 1]", "[gauge-reader, gauge]",
				"[pos, card-reader 1]", "from: gauge,", "from: pos,").Replace(info.Example) +
			"\n  - pay: { sale: $sale.id }\n"
		if got := lint(text); got != "" || info.Doc == "" {
			t.Errorf("%s:\n%s\n%s", info.Name, text, got)
		}
	}
}

func FuzzParse(f *testing.F) {
	golden, _ := os.ReadFile("testdata/lint.txt")
	for _, c := range strings.Split(string(golden), "== ")[1:] {
		_, rest, _ := strings.Cut(c, "\n")
		text, _, _ := strings.Cut(rest, "--\n")
		f.Add(text)
	}
	for _, name := range []string{"sale/plain.yaml", "sale/matrix.yaml", "fault/together.yaml"} {
		b, _ := os.ReadFile("testdata/suite/" + name)
		f.Add(string(b))
	}
	cat := benchtest.Catalogue()
	f.Fuzz(func(t *testing.T, text string) {
		found, errs := scenarios.Parse("t.yaml", []byte(text), &cat)
		if len(found) == 0 && len(errs) == 0 {
			t.Error("neither a scenario nor a problem")
		}
		for _, e := range errs {
			_ = e.Format()
		}
	})
}
