package cli_test

import (
	"strings"
	"testing"
)

// outdoor sells two litres of diesel at 1.799 EUR to a card.
func (w *twin) outdoor() {
	w.t.Helper()
	code, out := w.post(w.t.Context(), "outdoor", `
- wait: 2 s
- insert-card: { reader: 1, card: visa-credit, pin: correct }
- await: { role: pos, event: authorised, amount: 150.00 EUR, within: 20 s }
- lift-nozzle: { fuelling-point: 1, nozzle: 1 }
- await: { role: fuelling-point 1, event: started, within: 20 s }
- squeeze: { fuelling-point: 1, until: 2.00 L, flow: 38 L/min }
- await-volume: { fuelling-point: 1, reaches: 2.00 L, within: 60 s }
- hang-nozzle: { fuelling-point: 1 }
- await: { role: pos, event: captured, amount: 3.60 EUR, within: 20 s }
- await: { role: pos, event: posted, within: 20 s }
`)
	if code != 200 || !strings.Contains(out, `"verdict":"pass"`) || strings.Contains(out, `"verdict":"fail"`) {
		w.t.Fatalf("the sale: %d %s", code, out)
	}
}

func TestTheGatewayAndOrderManagementMayBeSomebodyElses(t *testing.T) {
	t.Parallel()
	theirs := startTwin(t, "--site", freePorts(t))
	ours := startTwin(t, "--site", freePorts(t), "--outside", "gateway", "--gateway", theirs.at["gateway http"],
		"--outside", "oms", "--oms", theirs.at["oms http"])
	if ours.at["gateway http"] != "" || ours.at["oms http"] != "" {
		t.Errorf("what is outside is offered: %v", ours.at)
	}
	ours.outdoor()
	state := theirs.get("/state")
	for _, want := range []string{`"gateway":{"captured":"3.60 EUR"}`, `"postings":1`, `"volume":"2.00 L"`} {
		if !strings.Contains(state, want) {
			t.Errorf("theirs lacks %s: %s", want, state)
		}
	}
	if strings.Contains(ours.get("/state"), `"gateway"`) {
		t.Error("ours tells the state of a gateway that it has not")
	}
	ours.stop()
	theirs.stop()
}

func TestTheMerchantHostMayBeSomebodyElses(t *testing.T) {
	t.Parallel()
	theirs := startTwin(t, "--site", freePorts(t))
	ours := startTwin(t, "--site", freePorts(t), "--outside", "host", "--host", theirs.at["host tcp"])
	ours.outdoor()
	ours.until("their host has booked it", func() bool { return strings.Contains(theirs.get("/state"), `"host":{"captured":"3.60 EUR"`) })
	if !strings.Contains(ours.get("/state"), `"gateway":{"captured":"3.60 EUR"}`) {
		t.Errorf("our gateway: %s", ours.get("/state"))
	}
	ours.stop()
	theirs.stop()
}

func TestWhatTheAddressesOfRolesOutsideRefuse(t *testing.T) {
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"--gateway", "http://127.0.0.1:1"}, "add --outside gateway"},
		{[]string{"--outside", "gateway", "--gateway", "127.0.0.1:1"}, "--gateway is a URL"},
		{[]string{"--outside", "oms", "--oms", "ftp://x"}, "--oms is a URL"},
		{[]string{"--host", "tcp://127.0.0.1:1"}, "add --outside host"},
		{[]string{"--outside", "host", "--host", "127.0.0.1:8583"}, "--host is an address such as tcp://"},
		{[]string{"--outside", "host", "--outside", "gateway", "--host", "tcp://127.0.0.1:8583"}, "--outside gateway leaves that out"},
	} {
		out, err := command(t, append([]string{"twin", "--site", freePorts(t)}, c.args...)...).CombinedOutput()
		if err == nil || !strings.Contains(string(out), c.want) {
			t.Errorf("%v: %v %s", c.args, err, out)
		}
	}
}
