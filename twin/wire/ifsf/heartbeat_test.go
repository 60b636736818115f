package ifsf

import (
	"net/netip"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/forecourt/forecourt/twin/clock"
)

func beat(subnet, number byte, port uint16) Heartbeat {
	return Heartbeat{Address: netip.AddrPortFrom(netip.MustParseAddr("10.0.0.7"), port), Node: Node{subnet, number}}
}

func TestHeartbeatStatus(t *testing.T) {
	h := beat(1, 2, 4001)
	h.NeedsConfiguration, h.NeedsSoftware = true, true
	b, err := h.Append(nil)
	if err != nil || b[9] != 0x81 {
		t.Fatalf("% X, %v", b, err)
	}
	if again, err := ReadHeartbeat(b); err != nil || again != h {
		t.Errorf("%+v, %v", again, err)
	}
	if h.String() != "heartbeat of 01/02 at 10.0.0.7:4001, needs configuration, needs software" {
		t.Error(h)
	}
}

func TestHeartbeatRefuses(t *testing.T) {
	for _, text := range []string{
		"", "7F 00 00 01 22 B8 03 01 01", "7F 00 00 01 22 B8 03 01 02 00", "7F 00 00 01 22 B8 00 01 01 00",
		"7F 00 00 01 22 B8 03 80 01 00", "7F 00 00 01 22 B8 03 01 01 00 00",
	} {
		if h, err := ReadHeartbeat(bytesOf(t, text)); err == nil {
			t.Errorf("%s was read as %s", text, h)
		}
	}
	for _, h := range []Heartbeat{{}, beat(0, 1, 1), {Address: netip.MustParseAddrPort("[::1]:5"), Node: Node{1, 1}}} {
		if b, err := h.Append(nil); err == nil || len(b) > 0 {
			t.Errorf("%s was written as % X", h, b)
		}
	}
}

func TestPeersAreLostAfterThreeIntervals(t *testing.T) {
	p := NewPeers(0)
	at := clock.Epoch
	if p.Next() != clock.Never || !p.Hear(at, beat(1, 1, 4001)) || p.Hear(at.Add(time.Second), beat(1, 1, 4001)) {
		t.Fatal("the first heartbeat makes a node known")
	}
	if !p.Hear(at.Add(5*time.Second), beat(1, 1, 4002)) {
		t.Error("a node that moved is new")
	}
	p.Hear(at.Add(20*time.Second), beat(1, 2, 4003))
	if h, ok := p.Find(Node{1, 1}); !ok || h.Address.Port() != 4002 || len(p.All()) != 2 {
		t.Errorf("%v %t", h, ok)
	}
	if p.Next() != at.Add(35*time.Second) || len(p.Lost(at.Add(35*time.Second-1))) > 0 {
		t.Errorf("next %s", p.Next())
	}
	if diff := cmp.Diff([]Node{{1, 1}}, p.Lost(at.Add(35*time.Second))); diff != "" {
		t.Error(diff)
	}
	if _, ok := p.Find(Node{1, 1}); ok || p.Next() != at.Add(50*time.Second) {
		t.Error("a lost node is forgotten")
	}
}

func TestPeersAreBounded(t *testing.T) {
	p := NewPeers(time.Second)
	for i := range 4 {
		for n := byte(1); n < 128; n++ {
			p.Hear(clock.Epoch, beat(byte(i+1), n, 1))
		}
	}
	if len(p.All()) != maxPeers {
		t.Errorf("%d nodes are kept", len(p.All()))
	}
}
