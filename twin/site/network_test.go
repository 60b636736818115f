package site

import (
	"strings"
	"testing"
	"time"
)

func TestNodesOfAPlan(t *testing.T) {
	good, err := plans.ReadFile("plans/kiosk-ifsf.yaml")
	if err != nil {
		t.Fatal(err)
	}
	const bus, network = "poll-cycle: 1 s, tcp: 4001, node: 1 }", "{ connect: controller, heartbeat-every: 10 s }"
	for name, c := range map[string]struct{ old, new, want string }{
		"who connects":      {"connect: controller", "connect: pump", "'pump' does not connect"},
		"interval":          {"every: 10 s", "every: 1500 ms", "whole seconds"},
		"a name":            {"every: 10 s }", "every: 10 s, heartbeat-to: pump.lan }", "'pump.lan' is no address"},
		"IPv6":              {"every: 10 s }", "every: 10 s, heartbeat-to: '::1' }", "no IPv4 address"},
		"port 0":            {"every: 10 s }", "every: 10 s, heartbeat-to: '127.0.0.1:0' }", "no IPv4 address with a port"},
		"node 128":          {"node: 1 }", "node: 128 }", "1 to 127"},
		"twins":             {bus, bus + "\n  - { bus: 2, dialect: ifsf, node: 1 }", "bus 1 is node 1 already"},
		"a node of nothing": {bus, bus + "\n  - { bus: 2, dialect: ifsf, node: 2 }", "no fuelling point is on it"},
		"twins in number":   {"price: 1.859 EUR/L", "price: 1.859 EUR/L, product: 1", "two grades are product 1"},
		"long product":      {"price: 1.859 EUR/L", "price: 1.859 EUR/L, product: 100000000", "8 digits"},
	} {
		src := strings.Replace(string(good), c.old, c.new, 1)
		if src == string(good) {
			t.Fatalf("%s: the mistake was not made", name)
		}
		if _, err := Load("plan.yaml", []byte(src)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	src := strings.Replace(strings.Replace(string(good), bus, "}", 1), network, "{}", 1)
	src = strings.Replace(src, "price: 1.859 EUR/L", "price: 1.859 EUR/L, product: 95", 1)
	p, err := Load("plan.yaml", []byte(src))
	if err != nil {
		t.Fatal(err)
	}
	_, given, err := p.Network.Destination()
	if b := p.Buses[0]; b.Node != 1 || b.PollCycle != time.Second || p.Network.Connect != ConnectController || given || err != nil ||
		p.Network.HeartbeatEvery != 10*time.Second {
		t.Errorf("defaults: %+v, %+v", b, p.Network)
	}
	if p.Product("diesel") != 1 || p.Product("super-95") != 95 || p.Product("kerosene") != 0 {
		t.Error("products")
	}
	p.Network.HeartbeatTo = "192.168.1.255:4000"
	if to, given, err := p.Network.Destination(); to.String() != "192.168.1.255:4000" || !given || err != nil {
		t.Errorf("destination %s, %t, %v", to, given, err)
	}
}
