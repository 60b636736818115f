package cli_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stripe/stripe-go/v85"
)

// patience is how long anything may take on a machine that is busy with other things.
const patience = time.Minute

// twin is a live station in a process of its own.
type twin struct {
	t    *testing.T
	cmd  *exec.Cmd
	said bytes.Buffer // on standard error
	rest chan string  // what follows the first line on standard output
	at   map[string]string
}

// startTwin starts a station on ports that the system chooses, and waits until it is ready.
func startTwin(t *testing.T, args ...string) *twin {
	t.Helper()
	w := &twin{t: t, at: map[string]string{}, rest: make(chan string, 1)}
	w.cmd = command(t, append([]string{"twin", "--json", "--seed", "5", "--site", freePorts(t)}, args...)...)
	w.cmd.Stderr = &w.said
	out, err := w.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := w.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.cmd.Process.Kill() })
	lines := bufio.NewReader(out)
	first, err := lines.ReadString('\n')
	if err != nil {
		_ = w.cmd.Wait()
		t.Fatalf("no endpoints: %v\n%s", err, w.said.String())
	}
	go func() {
		rest, _ := io.ReadAll(lines)
		w.rest <- string(rest)
	}()
	var ready struct {
		Endpoints []struct{ Role, Kind, Address string }
	}
	if err := json.Unmarshal([]byte(first), &ready); err != nil {
		t.Fatalf("%v: %s", err, first)
	}
	for _, e := range ready.Endpoints {
		w.at[e.Role+" "+e.Kind] = e.Address
	}
	return w
}

// freePorts writes the built-in plan without its ports, so that tests do not meet each other's stations.
func freePorts(t *testing.T) string {
	t.Helper()
	plan, err := os.ReadFile("../../../twin/site/plans/kiosk.yaml")
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Replace(string(plan), ", tcp: 4001", "", 1)
	text = text[:strings.Index(text, "\nports:")+1]
	file := t.TempDir() + "/plan.yaml"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func command(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self, args...)
	cmd.Env = append(os.Environ(), asCommand+"=1")
	return cmd
}

// stop ends the station with a signal, and wants it to end well.
func (w *twin) stop() {
	w.t.Helper()
	if err := w.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		w.t.Fatal(err)
	}
	rest := <-w.rest
	if err := w.cmd.Wait(); err != nil {
		w.t.Errorf("after SIGTERM: %v\n%s", err, w.said.String())
	}
	if rest != "" {
		w.t.Errorf("standard output has more than the endpoints: %q", rest)
	}
}

// act runs the verb and returns its exit code and what it printed.
func (w *twin) act(args ...string) (int, string) {
	w.t.Helper()
	cmd := command(w.t, append([]string{"act", "--station", w.at["control http"]}, args...)...)
	out, err := cmd.CombinedOutput()
	if cmd.ProcessState == nil {
		w.t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), string(out)
}

func (w *twin) mustAct(args ...string) string {
	w.t.Helper()
	code, out := w.act(args...)
	if code != 0 {
		w.t.Fatalf("act %q: exit %d\n%s", args, code, out)
	}
	return out
}

func (w *twin) get(path string) string {
	w.t.Helper()
	r, err := http.Get(w.at["control http"] + path)
	if err != nil {
		w.t.Fatal(err)
	}
	defer func() { _ = r.Body.Close() }()
	body, err := io.ReadAll(r.Body)
	if err != nil || r.StatusCode != http.StatusOK {
		w.t.Fatalf("%s: %s %v %s", path, r.Status, err, body)
	}
	return string(body)
}

func (w *twin) post(ctx context.Context, session, body string) (int, string) {
	w.t.Helper()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, w.at["control http"]+"/steps?session="+session, strings.NewReader(body))
	if err != nil {
		w.t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, err.Error()
	}
	defer func() { _ = answer.Body.Close() }()
	said, _ := io.ReadAll(answer.Body)
	return answer.StatusCode, string(said)
}

func TestASaleByHandOnALiveStation(t *testing.T) {
	t.Parallel()
	w := startTwin(t)
	for _, role := range []string{"bus 1 tcp", "gateway http", "oms http", "control http"} {
		if w.at[role] == "" {
			t.Errorf("there is no endpoint %s in %v", role, w.at)
		}
	}
	tap, err := net.Dial("tcp", strings.TrimPrefix(w.at["bus 1 tcp"], "tcp://"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tap.Close() }()
	_ = tap.SetReadDeadline(time.Now().Add(patience))
	var heard []byte
	for b := make([]byte, 256); !bytes.Contains(heard, []byte{0x50, 0x20, 0xFA}); {
		n, err := tap.Read(b)
		if err != nil {
			t.Fatalf("the tap hears no poll: %v % X", err, heard)
		}
		heard = append(heard, b[:n]...)
	}

	w.mustAct("await: { role: fuelling-point 1, event: reset, within: 1 min }") // it may have passed already
	if out := w.mustAct("lift-nozzle: { fuelling-point: 1, nozzle: 1 }"); out != "done\n" {
		t.Errorf("an act answers %q", out)
	}
	w.mustAct("await: { role: controller, event: point-changed, where: { state: calling }, within: 1 min }")
	w.mustAct("authorise: { fuelling-point: 1 }", "await: { role: fuelling-point 1, event: started, within: 1 min }")
	w.mustAct("squeeze: { fuelling-point: 1, until: 1.00 L }",
		"await-volume: { fuelling-point: 1, reaches: 1.00 L, within: 1 min }", "hang-nozzle: { fuelling-point: 1 }")
	out := w.mustAct("await: { role: pos, event: sale-unpaid, amount: 1.80 EUR, within: 1 min, keep: sale }")
	if !strings.HasPrefix(out, "pass\nkept sale: {") {
		t.Errorf("an await answers %q", out)
	}
	if s := w.get("/state"); !strings.Contains(s, `"unpaid":[{"id":"`) || !strings.Contains(s, `"total_volume":"1.00 L"`) {
		t.Errorf("the state has no unpaid sale: %s", s)
	}
	w.mustAct("pay: { fuelling-point: 1 }", "await: { role: oms, event: sale-posted, paid: $sale.amount, within: 1 min }")
	for _, want := range []string{`"role":"fuelling-point 1","event":"started"`, `"event":"sale-posted"`} {
		if events := w.get("/events?follow=no"); !strings.Contains(events, want) {
			t.Errorf("the events lack %s", want)
		}
	}
	code, out := w.act("await: { role: pos, event: paid, amount: 2.00 EUR, within: 1 s }")
	if code != 1 || !strings.Contains(out, "fail\n  expected") {
		t.Errorf("a wrong expectation: exit %d %s", code, out)
	}
	w.stop()
}

func TestTheControlEndpointRefuses(t *testing.T) {
	t.Parallel()
	w := startTwin(t)
	ctx := context.Background()
	for _, c := range []struct {
		body, want string
		status     int
	}{
		{"lift-nozle: { fuelling-point: 1 }", `"line":1,"column":1,"message":"there is no step 'lift-nozle'","fix":"did you mean 'lift-nozzle'?"`, 422},
		{"- wait: 1 s\n- lift-nozzle: { fuelling-point: 7, nozzle: 1 }", `"line":2`, 422},
		{"{", `"errors":[{"file":"steps"`, 422},
		{"[]", "there is no step here", 422},
	} {
		if code, out := w.post(ctx, "a", c.body); code != c.status || !strings.Contains(out, c.want) {
			t.Errorf("%q: %d %s", c.body, code, out)
		}
	}
	code, out := w.act("wait: 1 ms", "lift-nozle: { fuelling-point: 1 }")
	if code != 2 || !strings.HasPrefix(out, "step 2:1:1: error: there is no step 'lift-nozle'") {
		t.Errorf("act: exit %d %s", code, out)
	}
	t.Run("busy", func(t *testing.T) {
		long, cancel := context.WithCancel(ctx)
		defer cancel()
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			w.post(long, "a", "- lift-nozzle: { fuelling-point: 2, nozzle: 1 }\n- wait: 10 min")
		}()
		w.until("the first request is under way", func() bool {
			return strings.Contains(w.get("/events?follow=no"), `"role":"fuelling-point 2","event":"nozzle-lifted"`)
		})
		if code, out := w.post(ctx, "a", "wait: 1 ms"); code != 409 {
			t.Errorf("the same session: %d %s", code, out)
		}
		if code, out := w.post(ctx, "b", "hang-nozzle: { fuelling-point: 2 }"); code != 409 || !strings.Contains(out, "fuelling-point 2") {
			t.Errorf("the same point: %d %s", code, out)
		}
		if code, out := w.post(ctx, "b", "wait: 1 ms"); code != 200 {
			t.Errorf("another session: %d %s", code, out)
		}
		cancel()
		<-ended
		w.until("the dropped connection has ended the steps", func() bool {
			code, _ := w.post(ctx, "a", "hang-nozzle: { fuelling-point: 2 }")
			return code == 200
		})
	})
	w.stop()
}

// until waits for something that must come.
func (w *twin) until(what string, cond func() bool) {
	w.t.Helper()
	for end := time.Now().Add(patience); !cond(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			w.t.Fatalf("not within %s: %s", patience, what)
		}
	}
}

func TestTheOfficialClientPaysAtTheGatewaysAddress(t *testing.T) {
	t.Parallel()
	w := startTwin(t)
	client := stripe.NewClient("sk_test_forecourt", stripe.WithBackends(stripe.NewBackendsWithConfig(&stripe.BackendConfig{
		URL: stripe.String(w.at["gateway http"]), MaxNetworkRetries: stripe.Int64(0), EnableTelemetry: stripe.Bool(false),
		LeveledLogger: &stripe.LeveledLogger{Level: stripe.LevelNull},
	})))
	intent, err := client.V1PaymentIntents.Create(context.Background(), &stripe.PaymentIntentCreateParams{
		Amount: stripe.Int64(5000), Currency: stripe.String("eur"), PaymentMethod: stripe.String("pm_card_visa"),
		CaptureMethod: stripe.String("manual"), Confirm: stripe.Bool(true),
		PaymentMethodTypes: []*string{stripe.String("card")},
	})
	if err != nil {
		t.Fatal(err)
	}
	if intent.Status != stripe.PaymentIntentStatusRequiresCapture || intent.AmountCapturable != 5000 {
		t.Fatalf("status %s, capturable %d", intent.Status, intent.AmountCapturable)
	}
	intent, err = client.V1PaymentIntents.Capture(context.Background(), intent.ID, &stripe.PaymentIntentCaptureParams{AmountToCapture: stripe.Int64(3587)})
	if err != nil || intent.AmountReceived != 3587 {
		t.Fatalf("captured %+v: %v", intent, err)
	}
	if s := w.get("/state"); !strings.Contains(s, `"gateway":{"captured":"35.87 EUR"}`) {
		t.Errorf("the state: %s", s)
	}
	w.stop()
}

func TestARunIsStoppedByHand(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	text := "scenario: a long wait\nid: T-1\nsteps:\n  - lift-nozzle: { fuelling-point: 1, nozzle: 1 }\n  - wait: 10 min\n" +
		"  - await: { role: fuelling-point 1, event: nozzle-lifted }\n"
	if err := os.WriteFile(dir+"/long.yaml", []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := command(t, "run", "long.yaml", "--rig", "wall", "--seed", "1")
	cmd.Dir = dir
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(500 * time.Millisecond) // stopped before it has begun or after, it ends in the same way
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	if code := cmd.ProcessState.ExitCode(); code != 130 || !strings.Contains(out.String(), "stopped by hand") {
		t.Errorf("exit %d\n%s", code, out.String())
	}
}
