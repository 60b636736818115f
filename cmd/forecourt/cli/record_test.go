package cli_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/forecourt/forecourt/twin/payment"
)

// replay plays a recording in a process of its own, and returns its exit code and what it printed.
func replay(t *testing.T, file string, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	cmd := command(t, append([]string{"twin", "--replay", file}, args...)...)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); cmd.ProcessState == nil {
		t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), out.String(), errs.String()
}

type replayed struct {
	Verdict          string
	Inputs, Checks   int
	Complete         bool
	Incomplete       string
	Lost             []any
	Lines            []replayedLine
	From, Until      string
	Recording, Build string
}

type replayedLine struct {
	Line               string
	Same               bool
	Recorded, Replayed string
	Differs            *struct{ Where, Recorded, Replayed string }
}

// mustReplay wants the exit code and the verdict that belong together, and only an object on standard output.
func mustReplay(t *testing.T, file, verdict string) (r replayed) {
	t.Helper()
	code, out, errs := replay(t, file, "--json")
	dec := json.NewDecoder(strings.NewReader(out))
	if err := dec.Decode(&r); err != nil || dec.More() {
		t.Fatalf("%v: %s%s", err, out, errs)
	}
	want := map[string]int{"same": 0, "differs": 1, "unproven": 3}[verdict]
	if r.Verdict != verdict || code != want {
		t.Fatalf("exit %d, %s\n%s", code, out, errs)
	}
	return r
}

func (r *replayed) line(t *testing.T, name string) replayedLine {
	t.Helper()
	for _, l := range r.Lines {
		if l.Line == name {
			return l
		}
	}
	t.Fatalf("there is no line %s in %+v", name, r.Lines)
	return replayedLine{}
}

func TestATillsSessionIsRecordedAndReplaysTheSame(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "till.rec")
	w := startTwin(t, "--outside", "pos", "--customers", "auto", "--record", file)
	c := w.dial("controller tcp")
	logOn := `<ServiceRequest RequestType="LogOn" ApplicationSender="POS1" WorkstationID="W1" RequestID="1">` +
		`<POSdata><POSTimeStamp>2026-11-24T13:00:00</POSTimeStamp></POSdata></ServiceRequest>`
	if got := exchangeXML(t, c, logOn, "LogOn"); !strings.Contains(got, `OverallResult="Success"`) {
		t.Fatal(got)
	}
	w.until("the pump is released", func() bool {
		answer, _ := w.jsonPTS("PumpAuthorize", map[string]any{"Pump": 1, "Nozzle": 1, "Type": "Volume", "Dose": 0.5})
		return answer == "PumpAuthorizeConfirmation"
	})
	w.mustAct(
		"lift-nozzle: { fuelling-point: 1, nozzle: 1 }", "await: { role: fuelling-point 1, event: started, within: 30 s }",
		"squeeze: { fuelling-point: 1 }", "await: { role: fuelling-point 1, event: limit-reached, within: 60 s }",
		"hang-nozzle: { fuelling-point: 1 }", "await: { role: controller, event: sale-finished, within: 30 s }")
	w.stop()

	r := mustReplay(t, file, "same")
	if !r.Complete || r.Inputs < 8 || r.Checks < 2 || len(r.Lost) > 0 {
		t.Errorf("%+v", r)
	}
	for _, name := range []string{"inputs", "bus 1", "events", "controller tcp", "pts http", "control steps"} {
		if l := r.line(t, name); !l.Same || l.Recorded != l.Replayed || strings.Trim(l.Recorded, "0") == "" {
			t.Errorf("%+v", l)
		}
	}
	code, out, errs := replay(t, file)
	if code != 0 || !strings.Contains(out, "times as fast as it was") || !strings.Contains(out, "bus 1") || errs != "" {
		t.Errorf("exit %d\n%s%s", code, out, errs)
	}
	code, out, errs = replay(t, file, "--trace", "--json")
	if code != 0 || !strings.Contains(errs, "bus 1  controller") || !strings.HasPrefix(out, `{"verdict":"same"`) {
		t.Errorf("--trace: exit %d\n%s%s", code, out, errs)
	}
	_, again, _ := replay(t, file, "--json")
	if again != out {
		t.Errorf("two replays say\n%s%s", out, again)
	}

	text := read(t, file)
	changed := strings.Replace(text, "Dose", "Dosf", 1)
	if changed == text {
		t.Fatal("the recording has no Dose")
	}
	r = mustReplay(t, write(t, changed), "differs")
	if l := r.line(t, "inputs"); l.Same {
		t.Error("the changed input does not show")
	}
	if l := r.line(t, "pts http"); l.Same || l.Differs == nil || l.Differs.Where == "" {
		t.Errorf("the changed answer does not show: %+v", l)
	}
}

func read(t *testing.T, file string) string {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func write(t *testing.T, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "changed.rec")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestAKilledStationsRecordingIsProvenToItsLastCheckPoint(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "killed.rec")
	w := startTwin(t, "--record", file)
	w.mustAct("lift-nozzle: { fuelling-point: 1, nozzle: 1 }")
	pan := cardNumber(t)
	if status := w.pay(pan); status != http.StatusOK {
		t.Errorf("the payment is answered %d", status)
	}
	checks := func() int { return strings.Count(read(t, file), `"kind":"check"`) }
	seen := checks()
	w.until("the recording has another check point", func() bool { return checks() > seen })
	if err := w.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = w.cmd.Wait()
	got := mustReplay(t, file, "same")
	if got.Complete || got.Incomplete == "" || got.Checks < 1 || got.line(t, "gateway http").Recorded == "" {
		t.Errorf("%+v", got)
	}
	if text := read(t, file); strings.Contains(text, pan) || !strings.Contains(text, `"card":"visa-chip"`) {
		t.Error("the card number is in the recording, or the card is not named")
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm()&0o077 != 0 {
		t.Errorf("others may read it: %v %v", info.Mode(), err)
	}
}

// pay sends a card number to the gateway, as its clients do.
func (w *twin) pay(pan string) (status int) {
	w.t.Helper()
	r, err := http.NewRequest("POST", w.at["gateway http"]+"/v1/payment_intents", strings.NewReader(
		"amount=100&currency=eur&confirm=true&payment_method_types[]=card&payment_method_data[type]=card&"+
			"payment_method_data[card][exp_month]=12&payment_method_data[card][exp_year]=2029&payment_method_data[card][number]="+pan))
	if err != nil {
		w.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Authorization", "Bearer sk_test_forecourt")
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		w.t.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, answer.Body)
	_ = answer.Body.Close()
	return answer.StatusCode
}

func TestWhatFollowsFromALostNumberIsNotProven(t *testing.T) {
	t.Parallel()
	const stranger = "4111111111111111" // a right check digit, and no test card of ours
	file := filepath.Join(t.TempDir(), "lost.rec")
	w := startTwin(t, "--record", file)
	w.pay(stranger)
	w.stop()
	if strings.Contains(read(t, file), stranger) {
		t.Error("the number is in the recording")
	}
	r := mustReplay(t, file, "unproven")
	if len(r.Lost) != 1 || r.line(t, "gateway http").Same || !r.line(t, "inputs").Same {
		t.Errorf("%+v", r)
	}
	if code, out, _ := replay(t, file); code != 3 || !strings.Contains(out, "is masked for good: what follows from it is not proven") {
		t.Errorf("exit %d\n%s", code, out)
	}
}

func cardNumber(t *testing.T) string {
	t.Helper()
	card, ok := payment.LookupCard("visa-chip")
	if !ok {
		t.Fatal("there is no card visa-chip")
	}
	return card.PAN.Reveal()
}

func TestAReplayRefuses(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	there := write(t, "hello\n")
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"--replay", filepath.Join(dir, "none.rec")}, "none.rec: error: no such file"},
		{[]string{"--replay", there}, "changed.rec:1: error: this is no recording"},
		{[]string{"--replay", there, "--seed", "5"}, "--replay takes site, seed"},
		{[]string{"--replay", there, "--record", "x"}, "--replay takes site, seed"},
		{[]string{"--record", there}, "never written over"},
		{[]string{"--record", filepath.Join(dir, "no", "x.rec")}, "--record: open"},
	} {
		cmd := command(t, append([]string{"twin"}, c.args...)...)
		out, err := cmd.CombinedOutput()
		if cmd.ProcessState == nil {
			t.Fatal(err)
		}
		if code := cmd.ProcessState.ExitCode(); code != 2 || !strings.Contains(string(out), c.want) {
			t.Errorf("%q: exit %d %s", c.args, code, out)
		}
	}
	left := filepath.Join(dir, "left.rec")
	cmd := command(t, "twin", "--record", left, "--bus", "9=/dev/null")
	if err := cmd.Run(); err == nil || cmd.ProcessState.ExitCode() != 2 {
		t.Errorf("a bus that is not there: %v", err)
	}
	if _, err := os.Stat(left); err == nil {
		t.Error("a station that did not start leaves a recording")
	}
}
