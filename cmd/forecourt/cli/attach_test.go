package cli_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
)

const byHand = `scenario: a short sale by hand
id: ATT-001
steps:
  - lift-nozzle:  { fuelling-point: 1, nozzle: 1 }
  - await:        { role: controller, event: point-changed, where: { fuelling-point: 1, state: calling }, within: 30 s }
  - wait:         3 s
  - authorise:    { fuelling-point: 1, volume: 0.50 L }
  - await:        { role: fuelling-point 1, event: started, within: 30 s }
  - squeeze:      { fuelling-point: 1 }
  - await:        { role: fuelling-point 1, event: limit-reached, volume: 0.50 L, within: 60 s }
  - hang-nozzle:  { fuelling-point: 1 }
  - await:        { role: pos, event: sale-unpaid, within: 30 s, keep: sale }
  - expect:       { $sale.amount: { is: 0.90 EUR } }
  - pay:          { fuelling-point: 1, tender: cash }
  - await:        { role: oms, event: sale-posted, sale: $sale.sale, within: 30 s }
`

func TestScenariosArePlayedOnARunningStation(t *testing.T) {
	w := startTwin(t)
	defer w.stop()
	dir := t.TempDir()
	write := func(name, text string) string {
		if err := os.WriteFile(dir+"/"+name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return dir + "/" + name
	}
	good := write("good.yaml", byHand)
	priced := write("priced.yaml", strings.NewReplacer("ATT-001", "ATT-002", "steps:", "given: { prices: { diesel: 1.000 EUR/L } }\nsteps:").Replace(byHand))
	wrong := write("wrong.yaml", strings.NewReplacer("ATT-001", "ATT-003", "0.90 EUR", "0.91 EUR").Replace(byHand))
	cmd := command(t, "run", good, priced, wrong, "--json", "--evidence", dir, "--attach", w.at["control http"])
	out, err := cmd.Output()
	var result struct {
		Selected      int
		NotApplicable int `json:"not_applicable"`
		Scenarios     []struct {
			ID, Verdict string
			Cause       *struct{ Place, Actual string }
		}
	}
	if json.Unmarshal(out, &result) != nil || len(result.Scenarios) != 2 {
		t.Fatalf("%v\n%s", err, out)
	}
	if result.Selected != 2 || result.NotApplicable != 1 {
		t.Errorf("%d selected, %d not applicable", result.Selected, result.NotApplicable)
	}
	if s := result.Scenarios[0]; s.ID != "ATT-001" || s.Verdict != "pass" {
		t.Errorf("%+v", s)
	}
	if s := result.Scenarios[1]; s.ID != "ATT-003" || s.Verdict != "fail" || s.Cause.Actual != "0.90 EUR" ||
		!strings.HasSuffix(s.Cause.Place, "wrong.yaml:13:5") {
		t.Errorf("%+v, cause %+v", s, s.Cause)
	}
	if cmd.ProcessState.ExitCode() != 1 {
		t.Errorf("exit code %d", cmd.ProcessState.ExitCode())
	}
}
