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
	said string
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
		r := ran{code: cmd.ProcessState.ExitCode(), said: out.String() + said.String()}
		if err := json.Unmarshal([]byte(out.String()), &r.Result); err != nil {
			d.t.Fatalf("%v: %s\n%s", err, out.String(), said.String())
		}
		return r
	}
}

// records returns what ran, n scenarios.
func (d *desk) records(r ran, n int) []verdict.Record {
	d.t.Helper()
	e, err := reports.Open(filepath.Join(d.dir, r.Evidence))
	if err != nil {
		e, err = reports.Open(r.Evidence)
	}
	if err != nil || len(e.Run.Records) != n {
		d.t.Fatalf("evidence %s: %v, %+v\n%s", r.Evidence, err, r.Result, r.said)
	}
	if where := strings.Join(e.Run.Where, " "); !strings.Contains(where, "--rig ") || !strings.Contains(where, "="+d.pair.A) {
		d.t.Errorf("it was played with %s", where)
	}
	return e.Run.Records
}

// passed wants n scenarios whose every step passed, and returns the last. A machine with too much else to do may leave one
// inconclusive for the harness's lateness, and for nothing else.
func (d *desk) passed(r ran, n int) (rec verdict.Record) {
	d.t.Helper()
	for _, rec = range d.records(r, n) {
		for _, s := range rec.Steps {
			if s.Verdict > verdict.Pass {
				d.t.Errorf("%s: %s, %+v", s.Text, s.Verdict, s.Cause)
			}
		}
		if len(rec.Steps) == 0 || rec.Verdict != verdict.Pass && (rec.Verdict != verdict.Inconclusive || rec.Cause.Fault != verdict.Harness) {
			d.t.Errorf("%s: %+v after %d steps, exit %d\n%s", rec.Verdict, rec.Cause, len(rec.Steps), r.code, r.said)
		}
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
			rec := d.passed(end(), 1)
			left := ""
			for _, i := range rec.Invariants {
				left += i.Name + ": " + i.LeftOut + "\n"
			}
			if !strings.Contains(left, "indicated litres: the tickets of what is outside (fuelling-point 1, fuelling-point 2)") || !strings.Contains(left, "money: \n") {
				t.Errorf("left out of the invariants:\n%s", left)
			}
			if a, b := d.pair.Carried(); a < 100 || b < 100 {
				t.Errorf("the line carried %d and %d bytes", a, b)
			}
			far.stop()
		})
	}
}

const controllerRig = `rig: desk
extends: serial-controller
site: plan.yaml
tolerances: { reply: +300 ms }
`

// pumpSale is a sale at our pump, released by a controller that is outside.
const pumpSale = `scenario: a sale that a real controller releases
id: RIG-002
matrix: { patience: [30 s, 31 s] }
steps:
  - await:        { role: fuelling-point 1, event: reset, within: "${patience}" }
  - lift-nozzle:  { fuelling-point: 1, nozzle: 1 }
  - await:        { role: fuelling-point 1, event: started, within: 30 s }
  - squeeze:      { fuelling-point: 1, until: 1.00 L }
  - await-volume: { fuelling-point: 1, reaches: 1.00 L, within: 60 s }
  - hang-nozzle:  { fuelling-point: 1 }
  - await:        { role: fuelling-point 1, event: completed, volume: 1.00 L, amount: 1.80 EUR, within: 10 s, keep: sale }
  - expect:       { $sale.volume: { equals: pulses, within: 1 interval }, fuelling-point 1.totals: { one-of: [1.00 L, 2.00 L] } }
  - wait:         2 s # the controller reads it
`

func TestAControllerBehindASerialPortSellsAtOurPumps(t *testing.T) {
	for _, dialect := range []string{"dart", "twowire"} {
		t.Run(dialect, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			replace := []string{"dialect: dart", "dialect: " + dialect, "mode: postpay+", "mode: postpay-automatic+", "max-unpaid: 2", "max-unpaid: 9"}
			rig := controllerRig
			if dialect == "twowire" {
				replace = append(replace, "0x50", "1", "0x51", "2")
				rig += "lines: { bus 1: { over: serial, port: controller } }\n"
			}
			far := startTwin(t, "--site", d.plan(replace...), "--outside", "fuelling-point 1", "--outside", "fuelling-point 2", "--bus", "1="+d.pair.B)
			_, end := d.start(d.write("sale.yaml", pumpSale), "--rig", d.write("rig.yaml", rig), "--port", "controller="+d.pair.A)
			rec := d.passed(end(), 2)
			left := ""
			for _, i := range rec.Invariants {
				left += i.Name + ": " + i.LeftOut + "\n"
			}
			if !strings.Contains(left, "one sale once: the sales of the controller, which is outside") || !strings.Contains(left, "safety: \n") {
				t.Errorf("left out of the invariants:\n%s", left)
			}
			sold := "await: { role: controller, event: sale-finished, volume: 1.00 L, amount: 1.80 EUR, within: 1 min }"
			far.mustAct(sold, sold)
			if events := far.get("/events?follow=no"); strings.Contains(events, "totals-jumped") || strings.Contains(events, "sale-recovered") {
				t.Errorf("to the controller our pump was not the same one in both scenarios:\n%s", events)
			}
			far.stop()
		})
	}
}

// sale starts a pump at the far end, or none, and returns the arguments of a run that sells there.
func (d *desk) sale(far bool) (w *twin, args []string) {
	d.t.Helper()
	plan := d.plan()
	if far {
		w = startTwin(d.t, "--site", plan, "--outside", "controller", "--bus", "1="+d.pair.B)
	}
	return w, []string{d.write("sale.yaml", humanSale), "--rig", d.write("rig.yaml", pumpRig), "--port", "pump=" + d.pair.A, "--seed", "1"}
}

// judged wants one scenario with a verdict, whose fault it is, and words of its cause.
func (d *desk) judged(r ran, v verdict.Verdict, fault verdict.Fault, code int, words ...string) {
	d.t.Helper()
	rec := d.records(r, 1)[0]
	if rec.Verdict != v || rec.Cause == nil || rec.Cause.Fault != fault || r.code != code {
		d.t.Fatalf("%s, %+v, exit %d; want %s by the %s, exit %d\n%s", rec.Verdict, rec.Cause, r.code, v, fault, code, r.said)
	}
	for _, w := range words {
		if !strings.Contains(rec.Cause.Text, w) {
			d.t.Errorf("%q has no %q", rec.Cause.Text, w)
		}
	}
}

func TestAPumpThatNeverAnswersIsInDoubt(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	_, args := d.sale(false)
	_, end := d.start(args...)
	d.judged(end(), verdict.Inconclusive, verdict.Bench, 3, "the bench is not ready: nothing was heard on port pump ("+d.pair.A+")")
}

func TestAPumpThatFallsSilentFails(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	far, args := d.sale(true)
	args[0] = d.write("silent.yaml", `scenario: a customer who does not come in time
id: RIG-004
steps:
  - change-price: { grade: diesel, price: 1.900 EUR/L }
  - await:        { role: controller, event: point-changed, where: { fuelling-point: 1, state: calling }, within: 15 s }
`)
	_, end := d.start(args...)
	far.mustAct("await: { role: fuelling-point 1, event: price-changed, where: { price: 1.900 EUR/L }, within: 1 min }")
	d.pair.Cut(true)
	d.judged(end(), verdict.Fail, verdict.Device, 1, "controller did not tell", "; nothing was heard on port pump ("+d.pair.A+") for the last ")
	far.stop()
}

func TestAPortThatIsPulledOutIsTheBenchsFault(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	far, args := d.sale(true)
	_, end := d.start(args...)
	far.mustAct("await: { role: fuelling-point 1, event: price-changed, where: { price: 1.900 EUR/L }, within: 1 min }")
	d.pair.HangUp()
	d.judged(end(), verdict.Error, verdict.Bench, 4, "bus 1, port pump ("+d.pair.A+")", "the line hung up")
	far.stop()
}

// TestAReleasedPumpIsStoppedAtTheEnd leaves a release behind: the bench must take it back.
func TestAReleasedPumpIsStoppedAtTheEnd(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	far, args := d.sale(true)
	args[0] = d.write("release.yaml", `scenario: a release that nobody takes back
id: RIG-003
steps:
  - authorise: { fuelling-point: 1 }
  - await:     { role: controller, event: point-released, fuelling-point: 1, within: 30 s }
`)
	_, end := d.start(args...)
	d.passed(end(), 1)
	far.mustAct("await: { role: fuelling-point 1, event: authorised, within: 1 min }", "await: { role: fuelling-point 1, event: stopped, within: 1 min }")
	if state := far.get("/state"); strings.Contains(state, `"state":"authorised"`) {
		t.Errorf("a pump is released and the run is over: %s", state)
	}
	far.stop()
}

func TestAPortHasOneOwner(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	far, args := d.sale(true)
	args[len(args)-3] = "pump=" + d.pair.B // it has an owner
	cmd := command(t, append([]string{"run", "--evidence", d.dir}, args...)...)
	out, err := cmd.CombinedOutput()
	if err == nil || cmd.ProcessState.ExitCode() != 4 || !strings.Contains(string(out), "bus 1: port "+d.pair.B+": the port is in use by another program") {
		t.Errorf("%v\n%s", err, out)
	}
	far.stop()
}
