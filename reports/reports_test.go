package reports

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/forecourt/forecourt/scenarios/verdict"
	"github.com/forecourt/forecourt/twin/clock"
)

var update = flag.Bool("update", false, "write the golden files again")

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (go test -update writes it again):\n%.4000s", name, diff)
	}
}

func TestGoldenPage(t *testing.T) {
	page, err := Page(goldenRun(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, asset := range []string{pageCSS, pageJS} { // they are files of their own and need no second copy
		if !bytes.Contains(page, []byte(asset)) {
			t.Error("the page lacks its style or its script")
		}
		page = bytes.Replace(page, []byte(asset), nil, 1)
	}
	golden(t, "report.html", page)
}

func TestGoldenTextAndJUnit(t *testing.T) {
	run := goldenRun(t)
	var b bytes.Buffer
	if err := Text(&b, run, false); err != nil {
		t.Fatal(err)
	}
	golden(t, "run.txt", b.Bytes())
	junit, err := JUnit(run)
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "junit.xml", junit)
	result, err := encoded(Summary(run))
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "result.json", result)
}

func TestTheWorstVerdictDecides(t *testing.T) {
	judged := func(v verdict.Verdict) verdict.Record { return verdict.Record{ID: "x", Verdict: v, Judged: 1} }
	violated := judged(verdict.Pass)
	violated.Invariants = []verdict.Invariant{{Name: "litres", Checks: 1, Violations: 1}}
	missed := []verdict.Measurement{{Name: "p99", Verdict: verdict.Fail}}
	for name, c := range map[string]struct {
		run  Run
		want int
	}{
		"nothing":          {Run{}, 5},
		"pass":             {Run{Records: []verdict.Record{judged(verdict.Pass)}}, 0},
		"gate":             {Run{Records: []verdict.Record{judged(verdict.Pass)}, Limits: missed}, 6},
		"fail and gate":    {Run{Records: []verdict.Record{judged(verdict.Fail)}, Limits: missed}, 1},
		"inconclusive":     {Run{Records: []verdict.Record{judged(verdict.Pass), judged(verdict.Inconclusive)}}, 3},
		"error over fail":  {Run{Records: []verdict.Record{judged(verdict.Error), judged(verdict.Fail)}}, 4},
		"nothing judged":   {Run{Records: []verdict.Record{{ID: "x", Verdict: verdict.Pass}}}, 4},
		"a record missing": {Run{Selected: 2, Records: []verdict.Record{judged(verdict.Pass)}}, 4},
		"litres violated":  {Run{Records: []verdict.Record{violated}}, 1},
	} {
		r := Summary(c.run)
		v := r.Verdicts
		if r.Exit != c.want || v.None+v.Pass+v.Inconclusive+v.Fail+v.Error != r.Selected {
			t.Errorf("%s: exit %d of %+v, want %d", name, r.Exit, v, c.want)
		}
	}
}

func TestASaleIsSortedIntoItsStory(t *testing.T) {
	data, long := play(t, outdoorSale())
	s, err := newStory(verdict.Record{StartNS: int64(clock.Epoch), VirtualNS: long}, data)
	if err != nil || len(s.points) != 1 {
		t.Fatal(err)
	}
	p := s.points[0]
	if len(p.states) != 6 || len(p.devices) != 2 || len(p.moments) != 2 {
		t.Errorf("%d states, %d devices, %d moments", len(p.states), len(p.devices), len(p.moments))
	}
	if _, top := flows(p.totals, s.span); top < 3750 || top > 3850 {
		t.Errorf("the flow is %d hundredths of a litre a minute", top)
	}
}

func TestThePageShowsFindingsFirst(t *testing.T) {
	record := func(id string, v verdict.Verdict) verdict.Record {
		return verdict.Record{ID: id, Verdict: v, Judged: 1}
	}
	run := Run{Selected: 4, Records: []verdict.Record{
		record("Z-PASS", verdict.Pass), record("B-PASS", verdict.Pass), record("Z-FAIL", verdict.Fail), record("A-FAIL", verdict.Fail),
	}}
	page, err := Page(run)
	if err != nil {
		t.Fatal(err)
	}
	last := 0
	for _, id := range []string{"A-FAIL", "Z-FAIL", "B-PASS", "Z-PASS"} {
		at := bytes.Index(page, []byte(id))
		if at <= last {
			t.Errorf("%s stands at byte %d, expected it behind %d", id, at, last)
		}
		last = at
	}
	if run.Records[0].ID != "Z-PASS" {
		t.Error("the run's own order has changed")
	}
}
