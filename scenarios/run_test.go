package scenarios_test

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/forecourt/forecourt/scenarios"
	"github.com/forecourt/forecourt/scenarios/bench/benchtest"
	"github.com/forecourt/forecourt/scenarios/verdict"
	"github.com/forecourt/forecourt/twin/journal"
)

func suite(t testing.TB) *scenarios.Suite {
	t.Helper()
	s, err := scenarios.Load(os.DirFS("testdata"), []string{"suite"}, benchtest.Catalogue())
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// scenario loads one scenario from its steps, indented by two.
func scenario(t testing.TB, steps string) *scenarios.Scenario {
	t.Helper()
	text := "scenario: a test\nid: T-1\nsteps:\n" + steps
	s, err := scenarios.Load(fstest.MapFS{"t.yaml": {Data: []byte(text)}}, []string{"t.yaml"}, benchtest.Catalogue())
	if err != nil {
		t.Fatal(err)
	}
	return s.Scenarios[0]
}

func play(sc *scenarios.Scenario, f benchtest.Faults) verdict.Record {
	rec, _ := scenarios.RunScenario(sc, scenarios.Options{Seed: 7, Build: benchtest.Build(f)})
	return rec
}

func TestTheSuitePasses(t *testing.T) {
	s := suite(t)
	if len(s.Warnings) > 0 {
		t.Errorf("warnings:\n%v", s.Warnings)
	}
	var ids []string
	for _, rec := range scenarios.Run(s, scenarios.Options{Seed: 7, Build: benchtest.Build(benchtest.Faults{})}) {
		ids = append(ids, rec.ID)
		if rec.Verdict != verdict.Pass || rec.Judged == 0 {
			t.Errorf("%s: %s, %d judged, %+v", rec.ID, rec.Verdict, rec.Judged, rec.Cause)
		}
	}
	want := "FLT-001 SAL-002/5-L/1 SAL-002/5-L/2 SAL-002/10.5-L/1 SAL-002/10.5-L/2 SAL-001"
	if got := strings.Join(ids, " "); got != want {
		t.Errorf("ran %s, want %s", got, want)
	}
}

func TestOneSeedOneJournal(t *testing.T) {
	for _, sc := range suite(t).Scenarios {
		_, first := scenarios.RunScenario(sc, scenarios.Options{Seed: 7, Build: benchtest.Build(benchtest.Faults{})})
		_, second := scenarios.RunScenario(sc, scenarios.Options{Seed: 7, Build: benchtest.Build(benchtest.Faults{})})
		if !bytes.Equal(first, second) {
			t.Errorf("%s: two runs of one seed differ", sc.ID)
		}
		if _, err := journal.Read(bytes.NewReader(first)); err != nil {
			t.Errorf("%s: %v", sc.ID, err)
		}
	}
}

// TestEveryExpectationIsNeeded runs every scenario without each of the events it waits for.
func TestEveryExpectationIsNeeded(t *testing.T) {
	n := 0
	for _, sc := range suite(t).Scenarios {
		for _, e := range sc.Expectations() {
			n++
			rec, _ := scenarios.RunScenario(sc, scenarios.Options{
				Seed: 7, Build: benchtest.Build(benchtest.Faults{}), Drop: &scenarios.Dropped{Role: e.Role, Event: e.Event},
			})
			if rec.Verdict != verdict.Fail {
				t.Errorf("%s passes without %s of %s (step %d, %s): %s", sc.ID, e.Event, e.Role, e.Step, e.Place, rec.Verdict)
			}
		}
	}
	if n < 10 {
		t.Errorf("only %d expectations", n)
	}
}

func TestVerdicts(t *testing.T) {
	lift := "  - lift-nozzle: { fuelling-point: 1, nozzle: 1 }\n"
	sale := lift + "  - squeeze: { fuelling-point: 1, until: 1 L }\n  - wait: 3 s\n  - hang-nozzle: { fuelling-point: 1 }\n" +
		"  - await: { role: fuelling-point 1, event: completed, keep: sale, within: 3 s }\n" +
		"  - expect: { $sale.amount: { agrees: price-x-volume } }\n"
	cases := []struct {
		name, steps string
		faults      benchtest.Faults
		verdict     verdict.Verdict
		fault       verdict.Fault
		place, text string
	}{
		{"never told", sale, benchtest.Faults{NeverComplete: true}, verdict.Fail, verdict.Device, "t.yaml:8:5", "did not tell 'completed' within 3 s"},
		{"wrong amount", sale, benchtest.Faults{WrongBy: 1}, verdict.Fail, verdict.Device, "t.yaml:9:5", "$sale.amount is not as expected"},
		{"mismatch", lift + "  - await: { role: fuelling-point 1, event: started, nozzle: 2 }\n", benchtest.Faults{}, verdict.Fail, verdict.Device, "t.yaml:5:5", "told 'started' with nozzle 1"},
		{"litres lost", sale, benchtest.Faults{Spill: 5}, verdict.Fail, verdict.Device, "t.yaml:1:1", "the invariant 'litres' does not hold"},
		{"the first cause is kept", sale + "  - expect-none: { role: fuelling-point 1, event: completed, since: start }\n", benchtest.Faults{Spill: 5}, verdict.Fail, verdict.Device, "t.yaml:1:1", "the invariant"},
		{"a panic in a machine", sale, benchtest.Faults{PanicOnLift: true}, verdict.Error, verdict.Harness, "t.yaml:4:5", "panicked: the pump has lost its mind"},
		{"a panic in a step", lift + "  - expect: { pos.unpaid: 0 }\n", benchtest.Faults{PanicOnRead: true}, verdict.Error, verdict.Harness, "t.yaml:5:5", "panicked: the reading is cursed"},
		{"a panic in a branch", "  - together: [[{ wait: 1 s }, { expect: { pos.unpaid: 0 } }], [{ wait: 9 s }]]\n", benchtest.Faults{PanicOnRead: true}, verdict.Error, verdict.Harness, "t.yaml:4:34", "panicked: the reading is cursed"},
		{"trouble of the bench", sale, benchtest.Faults{Trouble: true}, verdict.Error, verdict.Bench, "t.yaml:4:5", "relay 3 does not answer"},
		{"no station", sale, benchtest.Faults{NoStation: true}, verdict.Error, verdict.Harness, "t.yaml:1:1", "the station cannot be built: there are no parts"},
		{"an act that cannot be", "  - power-off: { role: pos }\n  - power-off: { role: pos }\n  - expect: { pos.unpaid: 0 }\n", benchtest.Faults{}, verdict.Error, verdict.Scenario, "t.yaml:5:5", "the machine is off"},
		{"too long", "  - wait: 2 h\n  - expect: { pos.unpaid: 0 }\n", benchtest.Faults{}, verdict.Error, verdict.Harness, "t.yaml:4:5", "the scenario was not over"},
		{"nothing must happen, and does", lift + "  - expect-none: { role: fuelling-point 1, event: started, within: 1 s }\n", benchtest.Faults{}, verdict.Fail, verdict.Device, "t.yaml:5:5", "told 'started', and must not"},
		{"volume not reached", lift + "  - await-volume: { fuelling-point: 1, reaches: 1 L, within: 2 s }\n", benchtest.Faults{}, verdict.Fail, verdict.Device, "t.yaml:5:5", "did not reach 1 L within 2 s"},
		{"where", lift + "  - await: { role: fuelling-point 1, event: started, where: { nozzle: 2 }, within: 1 s }\n", benchtest.Faults{}, verdict.Fail, verdict.Device, "t.yaml:5:5", "did not tell 'started'"},
		{"from now", lift + "  - wait: 1 s\n  - await: { role: fuelling-point 1, event: started, from: now, within: 1 s }\n", benchtest.Faults{}, verdict.Fail, verdict.Device, "t.yaml:6:5", "did not tell 'started'"},
		{"already happened", lift + "  - wait: 1 s\n  - await: { role: fuelling-point 1, event: started, within: 1 s }\n", benchtest.Faults{}, verdict.Pass, "", "", ""},
		{"exactly at the limit", lift + "  - await: { role: fuelling-point 1, event: started, within: 100 ms }\n", benchtest.Faults{}, verdict.Pass, "", "", ""},
		{"consumed once", lift + "  - await: { role: fuelling-point 1, event: started }\n  - await: { role: fuelling-point 1, event: started, within: 1 s }\n", benchtest.Faults{}, verdict.Fail, verdict.Device, "t.yaml:6:5", "did not tell 'started'"},
		{"the cursor has passed it", lift + "  - await: { role: fuelling-point 1, event: started }\n  - await: { role: fuelling-point 1, event: called, within: 1 s }\n", benchtest.Faults{}, verdict.Fail, verdict.Device, "t.yaml:6:5", "did not tell 'called'"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			rec := play(scenario(t, c.steps), c.faults)
			if rec.Verdict != c.verdict {
				t.Fatalf("verdict %s, want %s: %+v", rec.Verdict, c.verdict, rec.Cause)
			}
			if c.verdict == verdict.Pass {
				return
			}
			if rec.Cause == nil || rec.Cause.Fault != c.fault || !strings.Contains(rec.Cause.Text, c.text) || c.place != "" && rec.Cause.Place != c.place {
				t.Errorf("cause %+v", rec.Cause)
			}
		})
	}
}

func TestNotApplicable(t *testing.T) {
	s, _ := suite(t).Select("", "SAL-001")
	rec := play(s.Scenarios[0], benchtest.Faults{Unable: true})
	if rec.Verdict != verdict.None || rec.NotApplicable != "the bench has no pump" || len(rec.Steps) != 0 {
		t.Errorf("%+v", rec)
	}
}

func TestSelect(t *testing.T) {
	for _, c := range []struct {
		labels, ids string
		want        int
	}{{"", "", 6}, {"sale", "", 5}, {"sale && !matrix", "", 1}, {"", "SAL-002", 4}, {"", "SAL-002/5-L/*", 2}, {"", "FLT-*, SAL-001", 2}, {"quick", "FLT-*", 0}} {
		s, err := suite(t).Select(c.labels, c.ids)
		if err != nil || len(s.Scenarios) != c.want {
			t.Errorf("%q %q: %v, %d scenarios, want %d", c.labels, c.ids, err, len(s.Scenarios), c.want)
		}
	}
	if _, err := suite(t).Select("sale &&", ""); err == nil {
		t.Error("a label filter that cannot be read is taken")
	}
}

func TestMeasurementsCarryLimits(t *testing.T) {
	s, _ := suite(t).Select("", "SAL-001")
	rec := play(s.Scenarios[0], benchtest.Faults{})
	var lines []string
	for _, st := range rec.Steps {
		for _, m := range st.Measured {
			lines = append(lines, fmt.Sprintf("%s: %s [%s] %s", m.Name, m.Value, m.Limits, m.Verdict))
		}
	}
	got := strings.Join(lines, "\n") + "\n"
	want, _ := os.ReadFile("testdata/measured.golden")
	if got != string(want) {
		if os.Getenv("UPDATE") != "" {
			_ = os.WriteFile("testdata/measured.golden", []byte(got), 0o644)
			return
		}
		t.Errorf("measured:\n%s\nwant:\n%s", got, want)
	}
	if rec.Judged != len(lines) || rec.Steps[1].Text != "lift-nozzle: { fuelling-point: 1, nozzle: 1 }" {
		t.Errorf("%d judged, %d measured, %q", rec.Judged, len(lines), rec.Steps[1].Text)
	}
}
