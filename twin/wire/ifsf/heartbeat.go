package ifsf

import (
	"encoding/binary"
	"fmt"
	"net/netip"
	"slices"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
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

// maxPeers bounds the table: heartbeats are broadcast by anyone.
const maxPeers = 256

// Peers is the table of nodes whose heartbeats are heard. It owns no clock: whoever hears datagrams tells it the instant,
// and asks at Next what was lost.
type Peers struct {
	interval time.Duration
	known    []peer
}

type peer struct {
	beat Heartbeat
	at   clock.Instant
}

// NewPeers returns an empty table; an interval of zero is HeartbeatInterval.
func NewPeers(interval time.Duration) *Peers {
	if interval == 0 {
		interval = HeartbeatInterval
	}
	return &Peers{interval: interval}
}

// Hear notes a heartbeat. It reports whether the node is new, or has moved to another address: then it must be
// connected to.
func (p *Peers) Hear(at clock.Instant, h Heartbeat) (isNew bool) {
	for i := range p.known {
		if k := &p.known[i]; k.beat.Node == h.Node {
			isNew = k.beat.Address != h.Address
			k.beat, k.at = h, at
			return isNew
		}
	}
	if len(p.known) >= maxPeers {
		return false
	}
	p.known = append(p.known, peer{h, at})
	return true
}

// Lost forgets and returns the nodes that have missed three intervals.
func (p *Peers) Lost(at clock.Instant) (lost []Node) {
	p.known = slices.DeleteFunc(p.known, func(k peer) bool {
		if at < k.at.Add(missedBeats*p.interval) {
			return false
		}
		lost = append(lost, k.beat.Node)
		return true
	})
	return lost
}

// Next returns when the next node will be lost if nothing is heard of it.
func (p *Peers) Next() clock.Instant {
	next := clock.Never
	for i := range p.known {
		next = min(next, p.known[i].at.Add(missedBeats*p.interval))
	}
	return next
}

// Find returns the last heartbeat of a node.
func (p *Peers) Find(n Node) (Heartbeat, bool) {
	for i := range p.known {
		if p.known[i].beat.Node == n {
			return p.known[i].beat, true
		}
	}
	return Heartbeat{}, false
}

// All lists the nodes that are known, in the order in which they were first heard.
func (p *Peers) All() []Heartbeat {
	all := make([]Heartbeat, len(p.known))
	for i := range p.known {
		all[i] = p.known[i].beat
	}
	return all
}
