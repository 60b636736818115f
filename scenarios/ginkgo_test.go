package scenarios_test

import (
	"bytes"
	"errors"
	"flag"
	"strings"
	"testing"

	"github.com/onsi/ginkgo/v2/types"

	"github.com/forecourt/forecourt/scenarios"
	"github.com/forecourt/forecourt/scenarios/bench/benchtest"
	"github.com/forecourt/forecourt/scenarios/verdict"
)

func TestGinkgo(t *testing.T) {
	if n := flag.Lookup("test.count"); n != nil && n.Value.String() != "1" {
		t.Skip("Ginkgo runs once in a process")
	}
	s := suite(t)
	s.Scenarios = append(s.Scenarios, scenario(t, "  - lift-nozzle: { fuelling-point: 1, nozzle: 1 }\n  - await: { role: fuelling-point 1, event: started, nozzle: 2 }\n"))
	var out bytes.Buffer
	var seen []string
	records, err := scenarios.RunGinkgo(s, scenarios.Options{
		Seed: 7, Build: benchtest.Build(benchtest.Faults{}), Output: &out,
		OnRecord:  func(r verdict.Record, j []byte) { seen = append(seen, r.ID) },
		Configure: func(suite *types.SuiteConfig, _ *types.ReporterConfig) { suite.LabelFilter = "!matrix" },
	})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range records {
		got = append(got, r.ID+" "+r.Verdict.String())
	}
	if want := "FLT-001 pass, SAL-001 pass, T-1 fail"; strings.Join(got, ", ") != want || len(seen) != 3 {
		t.Errorf("records %v, seen %v", got, seen)
	}
	for _, want := range []string{"2 Passed", "1 Failed", "t.yaml:5:5: fail (device): fuelling-point 1 told 'started' with nozzle 1", "t.yaml:1"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("Ginkgo's output has no %q:\n%s", want, out.String())
		}
	}
	if _, err := scenarios.RunGinkgo(s, scenarios.Options{}); !errors.Is(err, scenarios.ErrAgain) {
		t.Errorf("a second run: %v", err)
	}
}
