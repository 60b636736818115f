package ifsf

import (
	"encoding/binary"
	"fmt"
	"net/netip"
	"time"
)

// Heartbeats are datagrams (A: CSS, ZM).
const (
	HeartbeatPort     = 3486
	HeartbeatInterval = 10 * time.Second
	HeartbeatLen      = 10
	heartbeatCode     = 1
	missedBeats       = 3 // (B: CSS)
)

// Heartbeat is what a node broadcasts: where its TCP connection is accepted, and who it is.
type Heartbeat struct {
	Address netip.AddrPort // IPv4
	Node    Node
	// NeedsConfiguration and NeedsSoftware are bits 0 and 7 of the status (B: CSS).
	NeedsConfiguration, NeedsSoftware bool
}

// Append appends the ten bytes.
func (h Heartbeat) Append(dst []byte) ([]byte, error) {
	if !h.Address.Addr().Is4() || !h.Node.valid() {
		return dst, fmt.Errorf("ifsf: a heartbeat of %s at %s, expected a node and an IPv4 address", h.Node, h.Address)
	}
	ip := h.Address.Addr().As4()
	dst = binary.BigEndian.AppendUint16(append(dst, ip[:]...), h.Address.Port())
	status := byte(0)
	if h.NeedsConfiguration {
		status |= 0x01
	}
	if h.NeedsSoftware {
		status |= 0x80
	}
	return append(dst, h.Node.Subnet, h.Node.Number, heartbeatCode, status), nil
}

// ReadHeartbeat reads a datagram; the error is a *wire.FrameError.
func ReadHeartbeat(b []byte) (Heartbeat, error) {
	if len(b) != HeartbeatLen {
		return Heartbeat{}, newFault(b, defect{min(len(b), HeartbeatLen), "a heartbeat has 10 bytes"})
	}
	h := Heartbeat{
		Address:            netip.AddrPortFrom(netip.AddrFrom4([4]byte(b[:4])), binary.BigEndian.Uint16(b[4:])),
		Node:               Node{b[6], b[7]},
		NeedsConfiguration: b[9]&0x01 != 0,
		NeedsSoftware:      b[9]&0x80 != 0,
	}
	if !h.Node.valid() {
		return Heartbeat{}, newFault(b, defect{6, "a node that cannot be"})
	}
	if b[8] != heartbeatCode {
		return Heartbeat{}, newFault(b, defect{8, "message code that is no heartbeat's"})
	}
	return h, nil
}

// String says it in words.
func (h Heartbeat) String() string {
	s := fmt.Sprintf("heartbeat of %s at %s", h.Node, h.Address)
	if h.NeedsConfiguration {
		s += ", needs configuration"
	}
	if h.NeedsSoftware {
		s += ", needs software"
	}
	return s
}
