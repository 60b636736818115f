package ifsf

import (
	"net/netip"
	"testing"
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
