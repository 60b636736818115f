package cli_test

import (
	"os"
	"strings"
	"testing"
)

// gaugedPlan is the built-in plan without its ports, with a block for the gauge and lines behind it.
func gaugedPlan(t *testing.T, lines ...string) string {
	t.Helper()
	file := freePorts(t)
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	text = append(text, strings.Join(lines, "\n")+"\n"...)
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// hasty reads a console every second, and notices soon that it is gone.
const hasty = `gauge: { every: 1 s, deliveries-every: 1 s, retry-every: 1 s, reply-within: 1 s, tries: 2, security: "271828" }`

// console starts a station whose gauge wants a security code, on a port if it is not 0.
func console(t *testing.T, port string, args ...string) *twin {
	t.Helper()
	return startTwin(t, append([]string{"--site", gaugedPlan(t, `gauge: { security: "271828" }`, "ports: { gauge: "+port+" }")}, args...)...)
}

// events says whether a station has told something.
func (w *twin) told(parts ...string) bool {
	w.t.Helper()
	for line := range strings.Lines(w.get("/events?follow=no")) {
		all := true
		for _, p := range parts {
			all = all && strings.Contains(line, p)
		}
		if all {
			return true
		}
	}
	return false
}

// readsThe wants a reader to tell what the console's tanks hold, now and after a delivery, and the delivery's alarm bits.
func readsThe(t *testing.T, reader, console *twin) {
	t.Helper()
	reader.until("both tanks are read", func() bool {
		return reader.told(`"gauge-reader"`, `"tank-read"`, `"tank":1`, `"product":"diesel"`, `"volume":"18000 L"`) &&
			reader.told(`"tank-read"`, `"tank":2`, `"product":"super-95"`, `"volume":"21000 L"`)
	})
	console.mustAct("deliver: { tank: 1, volume: 1000 L }")
	reader.until("the delivery is in the readings", func() bool {
		return strings.Contains(reader.get("/state"), `"volume":"19000 L"`)
	})
	if s := reader.get("/state"); !strings.Contains(s, `"gauge-reader":{"state":"found"`) || !strings.Contains(s, `"in_delivery":true`) {
		t.Errorf("the state says %s", s)
	}
}

func TestARealConsoleIsReadOverTheNetwork(t *testing.T) {
	t.Parallel()
	c := console(t, "0")
	address := c.at["gauge tcp"]
	r := startTwin(t, "--site", gaugedPlan(t, hasty), "--outside", "gauge", "--gauge", address)
	if r.at["gauge tcp"] != "" || r.at["gauge-reader tcp-out"] != address {
		t.Errorf("endpoints: %v", r.at)
	}
	if code, out := r.act("await: { role: gauge, event: asked }"); code != 2 || !strings.Contains(out, "there is no role 'gauge'") {
		t.Errorf("a console that is outside: exit %d %s", code, out)
	}
	readsThe(t, r, c)
	c.stop()
	r.until("the console is lost", func() bool { return r.told(`"gauge-lost"`) })
	again := console(t, address[strings.LastIndex(address, ":")+1:])
	if again.at["gauge tcp"] != address {
		t.Skip("the port is taken by now: ", again.at["gauge tcp"])
	}
	r.until("it is found again", func() bool { return strings.Contains(r.get("/state"), `"gauge-reader":{"state":"found"`) })
	r.mustAct("await: { role: gauge-reader, event: tank-read, from: now, where: { tank: 1 }, volume: 18000 L, within: 1 min }")
	r.stop()
	again.stop()
	if said := r.said.String(); !strings.Contains(said, "it is tried again") && !strings.Contains(said, "it is opened again") {
		t.Errorf("nothing was said of the connection: %s", said)
	}
}

func TestAConsoleNeedNotBeThereAtFirst(t *testing.T) {
	t.Parallel()
	c := console(t, "0")
	address := c.at["gauge tcp"]
	c.stop()
	r := startTwin(t, "--site", gaugedPlan(t, hasty), "--outside", "gauge", "--gauge", address)
	r.until("the console is told lost", func() bool { return r.told(`"gauge-lost"`, "no answer") })
	r.stop()
}

func TestOurReaderReadsOurConsoleInWallTime(t *testing.T) {
	t.Parallel()
	w := startTwin(t, "--site", gaugedPlan(t, strings.Replace(hasty, "{ ", "{ read: true, ", 1)))
	readsThe(t, w, w)
	w.stop()
}

func TestWhatTheGaugeFlagsRefuse(t *testing.T) {
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"--gauge", "tcp://127.0.0.1:1"}, "add --outside gauge"},
		{[]string{"--outside", "gauge", "--gauge", "tcp://nowhere"}, "takes a host and a port"},
		{[]string{"--outside", "gauge", "--gauge", "udp://127.0.0.1:1"}, "neither tcp://HOST:PORT nor a serial port"},
		{[]string{"--outside", "gauge", "--gauge", "/dev/nothing@9600-8X1"}, "'9600-8X1' is no line setting"},
		{[]string{"--outside", "gauge", "--gauge", "/dev/nothing@"}, "no line settings behind its @"},
		{[]string{"--outside", "gauge", "--gauge", "/dev/nothing@9600,8N1"}, "/dev/nothing"},
		{[]string{"--outside", "gauge", "--gauge-port", "/dev/nothing"}, "--gauge-port is for our own console"},
		{[]string{"--gauge-port", "/dev/null"}, "--gauge-port"},
	} {
		cmd := command(t, append([]string{"twin", "--site", freePorts(t)}, c.args...)...)
		out, err := cmd.CombinedOutput()
		if err == nil || !strings.Contains(string(out), c.want) {
			t.Errorf("%v: %v %s", c.args, err, out)
		}
	}
}
