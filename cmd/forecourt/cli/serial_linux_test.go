package cli_test

import (
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/forecourt/forecourt/hil/hiltest"
	"github.com/forecourt/forecourt/reports"
	"github.com/forecourt/forecourt/scenarios/verdict"
)

// desk is where `forecourt run` plays on a rig with a serial port, and a station stands at the port's far end.
type desk struct {
	t    *testing.T
	dir  string
	pair *hiltest.Pair
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	return &desk{t, t.TempDir(), hiltest.NewPair(t)}
}

func (d *desk) write(name, text string) string {
	d.t.Helper()
	file := filepath.Join(d.dir, name)
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		d.t.Fatal(err)
	}
	return file
}

// plan writes the kiosk's plan without its ports, with replacements.
func (d *desk) plan(replace ...string) string {
	d.t.Helper()
	text, err := os.ReadFile(freePorts(d.t))
	if err != nil {
		d.t.Fatal(err)
	}
	return d.write("plan.yaml", strings.NewReplacer(replace...).Replace(string(text)))
}

// ran is a run that has ended.
type ran struct {
	reports.Result
	code int
	said string // on standard error
}

// start starts a run; what it returns waits for its end.
func (d *desk) start(args ...string) (*exec.Cmd, func() ran) {
	d.t.Helper()
	cmd := command(d.t, append([]string{"run", "--json", "--evidence", filepath.Join(d.dir, "evidence")}, args...)...)
	cmd.Dir = d.dir
	var out, said strings.Builder
	cmd.Stdout, cmd.Stderr = &out, &said
	if err := cmd.Start(); err != nil {
		d.t.Fatal(err)
	}
	d.t.Cleanup(func() { _ = cmd.Process.Kill() })
	return cmd, func() ran {
		d.t.Helper()
		err := cmd.Wait()
		var exit *exec.ExitError
		if err != nil && !errors.As(err, &exit) {
			d.t.Fatal(err)
		}
		r := ran{code: cmd.ProcessState.ExitCode(), said: said.String()}
		if err := json.Unmarshal([]byte(out.String()), &r.Result); err != nil {
			d.t.Fatalf("%v: %s\n%s", err, out.String(), said.String())
		}
		return r
	}
}

// only returns the record of the one scenario that ran.
func (d *desk) only(r ran) verdict.Record {
	d.t.Helper()
	e, err := reports.Open(filepath.Join(d.dir, r.Evidence))
	if err != nil {
		e, err = reports.Open(r.Evidence)
	}
	if err != nil || len(e.Run.Records) != 1 {
		d.t.Fatalf("evidence %s: %v", r.Evidence, err)
	}
	return e.Run.Records[0]
}

// passed wants a scenario whose every step passed. A machine with too much else to do may leave the run inconclusive for
// the harness's lateness, and for nothing else.
func (d *desk) passed(r ran) verdict.Record {
	d.t.Helper()
	rec := d.only(r)
	for _, s := range rec.Steps {
		if s.Verdict > verdict.Pass {
			d.t.Errorf("%s: %s, %+v", s.Text, s.Verdict, s.Cause)
		}
	}
	if len(rec.Steps) == 0 || rec.Verdict != verdict.Pass && (rec.Verdict != verdict.Inconclusive || rec.Cause.Fault != verdict.Harness) {
		d.t.Errorf("%s: %+v after %d steps, exit %d\n%s", rec.Verdict, rec.Cause, len(rec.Steps), r.code, r.said)
	}
	return rec
}

const pumpRig = `rig: desk
extends: serial-pump
site: plan.yaml
roles: { fuelling-point 2: outside }
lines: { bus 1: { over: serial, port: pump } }
tolerances: { reply: +300 ms }
`

// humanSale is a sale that somebody else's hand makes at a pump that is outside; the new price is its sign to begin.
const humanSale = `scenario: a sale at a real pump
id: RIG-001
steps:
  - change-price: { grade: diesel, price: 1.900 EUR/L }
  - await:        { role: controller, event: price-changed, fuelling-point: 1, where: { fuelling-point: 1, price: 1.900 EUR/L }, within: 30 s }
  - await:        { role: controller, event: point-changed, where: { fuelling-point: 1, state: calling }, within: 60 s }
  - authorise:    { fuelling-point: 1 }
  - await:        { role: controller, event: sale-finished, fuelling-point: 1, volume: 1.00 L, amount: 1.90 EUR, within: 60 s, keep: sale }
  - await:        { role: pos, event: sale-unpaid, sale: $sale.id }
  - pay:          { fuelling-point: 1 }
  - await:        { role: oms, event: sale-posted, sale: $sale.id, paid: 1.90 EUR }
  - expect:       { controller.unpaid: 0, oms.postings: 1 }
`

// hand makes the sale at the far pump.
func hand(far *twin) {
	far.mustAct("await: { role: fuelling-point 1, event: price-changed, where: { price: 1.900 EUR/L }, within: 1 min }")
	far.mustAct("lift-nozzle: { fuelling-point: 1, nozzle: 1 }",
		"await: { role: fuelling-point 1, event: started, within: 1 min }", "squeeze: { fuelling-point: 1, until: 1.00 L }",
		"await-volume: { fuelling-point: 1, reaches: 1.00 L, within: 1 min }", "hang-nozzle: { fuelling-point: 1 }")
}

func TestOurControllerSellsAtAPumpBehindASerialPort(t *testing.T) {
	for _, dialect := range []string{"dart", "twowire"} {
		t.Run(dialect, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			replace := []string{"dialect: dart", "dialect: " + dialect}
			if dialect == "twowire" {
				replace = append(replace, "0x50", "1", "0x51", "2")
			}
			plan := d.plan(replace...)
			far := startTwin(t, "--site", plan, "--outside", "controller", "--bus", "1="+d.pair.B)
			sale, rig := d.write("sale.yaml", humanSale), d.write("rig.yaml", pumpRig)
			_, end := d.start(sale, "--rig", rig, "--port", "pump="+d.pair.A, "--seed", "1")
			hand(far)
			rec := d.passed(end())
			left := ""
			for _, i := range rec.Invariants {
				left += i.Name + ": " + i.LeftOut + "\n"
			}
			if !strings.Contains(left, "indicated litres: the tickets of fuelling-point 1, which is outside") || !strings.Contains(left, "money: \n") {
				t.Errorf("left out of the invariants:\n%s", left)
			}
			if a, b := d.pair.Carried(); a < 100 || b < 100 {
				t.Errorf("the line carried %d and %d bytes", a, b)
			}
			far.stop()
		})
	}
}
