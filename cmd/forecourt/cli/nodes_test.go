package cli_test

import (
	"fmt"
	"net"
	"os"
	"strings"
	"testing"
)

// ifsfPlan writes the ready-made plan without its ports but one of its own for heartbeats, which go to an address.
func ifsfPlan(t *testing.T, to string) string {
	t.Helper()
	plan, err := os.ReadFile("../../../twin/site/plans/kiosk-ifsf.yaml")
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Replace(string(plan), ", tcp: 4001", "", 1)
	text = text[:strings.Index(text, "\nports:")+1] + fmt.Sprintf("ports: { heartbeat: %d }\n", freeUDP(t))
	text = strings.Replace(text, "network: {", "network: { heartbeat-to: '"+to+"',", 1)
	file := t.TempDir() + "/plan.yaml"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// freeUDP returns a port of loopback that nobody has at the moment: a test must not hear the heartbeats of others.
func freeUDP(t *testing.T) int {
	t.Helper()
	c, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	return c.LocalAddr().(*net.UDPAddr).Port
}

// Two twins, one with the pumps and one with the controller and the till, sell over IFSF like devices of two makers.
func TestTwoTwinsSellOverIFSF(t *testing.T) {
	t.Parallel()
	nobody := fmt.Sprintf("127.0.0.1:%d", freeUDP(t)) // where the controller's heartbeats go
	till := startTwin(t, "--site", ifsfPlan(t, nobody), "--outside", "fuelling-point 1", "--outside", "fuelling-point 2")
	beats := strings.TrimPrefix(till.at["bus 1 udp"], "udp://")
	pumps := startTwin(t, "--site", ifsfPlan(t, beats), "--outside", "controller")
	if pumps.at["bus 1 udp"] != till.at["bus 1 udp"] || pumps.at["bus 1 tcp"] == "" || pumps.at["bus 1 tcp"] == till.at["bus 1 tcp"] {
		t.Fatalf("endpoints %v and %v", pumps.at, till.at)
	}
	till.mustAct("await: { role: controller, event: point-found, where: { fuelling-point: 1 }, within: 1 min }",
		"await: { role: controller, event: point-changed, where: { fuelling-point: 1, state: idle }, within: 1 min }")
	for _, point := range []string{"1", "2"} {
		is := "fuelling-point: " + point
		pumps.mustAct("lift-nozzle: { " + is + ", nozzle: 2 }")
		till.mustAct("await: { role: controller, event: point-changed, where: { "+is+", state: calling }, within: 1 min }", "wait: 1 s", "authorise: { "+is+" }")
		pumps.mustAct("await: { role: fuelling-point "+point+", event: started, grade: super-95, price: 1.859 EUR/L, within: 1 min }",
			"squeeze: { "+is+", until: 1.00 L }", "await-volume: { "+is+", reaches: 1.00 L, within: 1 min }", "hang-nozzle: { "+is+" }",
			"await: { role: fuelling-point "+point+", event: completed, volume: 1.00 L, amount: 1.86 EUR, within: 1 min }")
		till.mustAct("await: { role: controller, event: sale-finished, where: { "+is+" }, volume: 1.00 L, amount: 1.86 EUR, within: 1 min }",
			"await: { role: pos, event: sale-unpaid, within: 1 min }", "pay: { "+is+", tender: cash }",
			"await: { role: oms, event: sale-posted, where: { "+is+" }, volume: 1.00 L, paid: 1.86 EUR, within: 1 min }")
	}
	if state := pumps.get("/state"); !strings.Contains(state, `"bus 1":{"node":"01/01","with":["02/01"],"connections":1`) {
		t.Errorf("the pumps' state does not tell who is connected: %s", state)
	}
	till.stop()
	pumps.mustAct("await: { role: fuelling-point 1, event: controller-lost, within: 1 min }")
	pumps.stop()
}

func TestNodesThatCannotBe(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		args []string
		want string
	}{
		"half a node":   {[]string{"--site", "kiosk-ifsf", "--outside", "fuelling-point 1"}, "leave all of them outside, or none"},
		"IPv6":          {[]string{"--site", "kiosk-ifsf", "--outside", "controller", "--network", "::1"}, "--network takes an IPv4 address"},
		"a name":        {[]string{"--site", "kiosk-ifsf", "--outside", "controller", "--network", "pumps.lan"}, "--network takes an IPv4 address"},
		"every address": {[]string{"--site", "kiosk-ifsf", "--outside", "controller", "--network", "0.0.0.0"}, "--network takes an IPv4 address"},
		"out of reach":  {[]string{"--site", ifsfPlan(t, "192.0.2.255"), "--outside", "controller"}, "give --network an address of this machine"},
	} {
		out, err := command(t, append([]string{"twin"}, c.args...)...).CombinedOutput()
		if err == nil || !strings.Contains(string(out), c.want) {
			t.Errorf("%s: %v %s", name, err, out)
		}
	}
}
