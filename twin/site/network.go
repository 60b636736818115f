package site

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/forecourt/forecourt/twin/forecourt"
)

// Network is how nodes on buses of dialect ifsf find each other when some of them are somebody else's. Every node tells
// by a heartbeat where it accepts connections (A); who then connects is a matter of habit (C).
type Network struct {
	Connect        string        // who connects: controller (default), dispenser, both
	HeartbeatTo    string        // IPv4 address, with or without a port; default: our own machine, on a LAN everybody
	HeartbeatEvery time.Duration // default 10 s; a node is lost after three
}

// The habits of Network.Connect. With "both" each side says what it has to say on the connection that it made.
const (
	ConnectController = "controller"
	ConnectDispenser  = "dispenser"
	ConnectBoth       = "both"
)

// HeartbeatPort is the standard's UDP port for heartbeats (A).
const HeartbeatPort = 3486

// Destination returns where heartbeats are sent; false where the plan leaves it open.
func (n Network) Destination() (to netip.AddrPort, given bool, err error) {
	if n.HeartbeatTo == "" {
		return to, false, nil
	}
	if a, e := netip.ParseAddr(n.HeartbeatTo); e == nil {
		to = netip.AddrPortFrom(a, HeartbeatPort)
	} else if to, err = netip.ParseAddrPort(n.HeartbeatTo); err != nil {
		return to, true, fmt.Errorf("'%s' is no address", n.HeartbeatTo)
	}
	if !to.Addr().Is4() || to.Port() == 0 {
		return to, true, fmt.Errorf("'%s' is no IPv4 address with a port", n.HeartbeatTo)
	}
	return to, true, nil
}

func (n *Network) defaults() {
	if n.Connect == "" {
		n.Connect = ConnectController
	}
	if n.HeartbeatEvery == 0 {
		n.HeartbeatEvery = 10 * time.Second
	}
}

// nodeDialect is the dialect whose dispensers are nodes.
const nodeDialect = "ifsf"

// defaultNodes numbers the nodes like their buses. They tell what happens, so that polls are few.
func (p *Plan) defaultNodes() {
	for i := range p.Buses {
		b := &p.Buses[i]
		if b.Dialect != nodeDialect {
			continue
		}
		if b.Node == 0 {
			b.Node = b.Bus
		}
		if b.PollCycle == 0 {
			b.PollCycle = time.Second
		}
	}
}

// longestBeat is what the protocol has room for: one byte of seconds.
const longestBeat = 255 * time.Second

func (c *checker) checkNetwork() {
	n := c.plan.Network
	if habits := []string{ConnectController, ConnectDispenser, ConnectBoth}; !slices.Contains(habits, n.Connect) {
		c.wrong(fmt.Sprintf("'%s' does not connect", n.Connect), "it is one of "+strings.Join(habits, ", "), "network", "connect")
	}
	if e := n.HeartbeatEvery; e < time.Second || e > longestBeat || e%time.Second != 0 {
		c.wrong("heartbeats come every 1 to 255 whole seconds", "the standard's interval is 10 s", "network", "heartbeat-every")
	}
	if _, _, err := n.Destination(); err != nil {
		c.wrong(err.Error(), "for example 192.168.1.255, or 127.0.0.1:3486", "network", "heartbeat-to")
	}
	nodes, products := map[int]int{}, map[uint32]bool{}
	for i, b := range c.plan.Buses {
		if b.Node == 0 && b.Dialect != nodeDialect {
			continue
		}
		if b.Node < 1 || b.Node > 127 {
			c.wrong("nodes are numbered 1 to 127", "", "buses", i, "node")
		} else if other, taken := nodes[b.Node]; taken {
			c.wrong(fmt.Sprintf("bus %d is node %d already", other, b.Node), "", "buses", i, "node")
		}
		nodes[b.Node] = b.Bus
		if !slices.ContainsFunc(c.plan.Points(), func(s Side) bool { return s.Bus == b.Bus }) {
			c.wrong(fmt.Sprintf("node %d is nobody: no fuelling point is on it", b.Node), "", "buses", i, "bus")
		}
	}
	for i, g := range c.plan.Grades {
		if g.Product > 99_999_999 {
			c.wrong("a product number has at most 8 digits", "", "grades", i, "product")
		}
		if number := c.plan.Product(g.Grade); products[number] {
			c.wrong(fmt.Sprintf("two grades are product %d", number), "without a number of its own, a grade has that of its place", "grades", i, "product")
		} else {
			products[number] = true
		}
	}
}

// Product returns the number that a grade has on IFSF: its own, or that of its place in the plan; 0 where there is none.
func (p *Plan) Product(grade forecourt.Grade) uint32 {
	for i, g := range p.Grades {
		if g.Grade != grade {
			continue
		}
		if g.Product > 0 {
			return g.Product
		}
		return uint32(i + 1)
	}
	return 0
}
