package station

import (
	"fmt"
	"net/netip"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/line"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/site"
	"github.com/forecourt/forecourt/twin/wire"
	"github.com/forecourt/forecourt/twin/wire/ifsf"
)

// abroad is the connection of an IFSF bus to somebody else's end.
type abroad struct {
	bus     site.Bus
	stream  *line.Stream
	end     int // of the outside
	node    *NetworkNode
	partner int
}

// Hear implements line.Ear: what our end says goes to whoever is there.
func (a *abroad) Hear(c wire.Chunk) {
	if a.node != nil && a.node.exchange != nil {
		a.node.exchange.Say(a.node.now(), a.partner, c.Bytes)
		a.node.stir()
	}
}

// deaf is the end of a connection at which there is nobody.
type deaf struct{}

func (deaf) Hear(wire.Chunk) {}

// isAbroad says that one end of a bus is a node of ours, and the other somebody else's.
func (s *Station) isAbroad(b site.Bus) bool {
	sides, ours := s.sidesOn(b.Bus), 0
	if b.Dialect != ifsf.Name || len(sides) == 0 {
		return false
	}
	for _, side := range sides {
		if !s.outside(forecourt.PointRole(side.FuellingPoint)) {
			ours++
		}
	}
	return (ours > 0) == s.outside(ControllerRole)
}

// leave gives the next end of a bus's connection to the outside.
func (s *Station) leave(b site.Bus, t *line.Stream) {
	if !s.isAbroad(b) {
		t.Join(deaf{})
		return
	}
	a := &abroad{bus: b, stream: t}
	a.end = t.Join(a)
	t.Cut(true)
	s.abroad = append(s.abroad, a)
}

// buildAbroad joins our controller to connections whose dispensers are outside.
func (s *Station) buildAbroad() error {
	for _, b := range s.plan.Buses {
		if s.controller != nil && s.isAbroad(b) {
			s.leave(b, s.connection(b))
		}
	}
	return nil
}

// NetworkNode is a node of ours whose partners are somebody else's: a dispenser, or our controller. It decides; whoever
// has sockets opens it and brings what comes. All methods are for the goroutine that runs the loop.
type NetworkNode struct {
	Roles []string // "bus 1": the buses that it joins
	Node  ifsf.Node
	Port  int  // preferred port of its connections
	Hears bool // it acts on heartbeats

	station  *Station
	lines    []*abroad
	exchange *ifsf.Exchange
	config   ifsf.ExchangeConfig
	network  Network
	fiber    *loop.Fiber
	stirred  bool
}

// Network is what a node needs of whoever has the sockets; none of its functions waits.
type Network struct {
	Address netip.AddrPort // where the node's connections are accepted
	Beat    func([]byte)   // sends a heartbeat
	// Connect makes a connection and then attaches it, or says that it could not, on the loop.
	Connect func(to netip.AddrPort, attach Attach, unreachable func())
}

// Attach takes a connection: say writes to it, drop closes it. What comes is given to hear, and gone is called once.
type Attach func(say func([]byte), drop func(why string)) (hear func([]byte), gone func(), err error)

// NetworkNodes lists the nodes that somebody else is to find on a network: none where both ends of every IFSF bus are
// ours, or neither is.
func (s *Station) NetworkNodes() (nodes []*NetworkNode) {
	plan := s.plan.Network
	connects := func(who string) bool { return plan.Connect == who || plan.Connect == site.ConnectBoth }
	if s.controller == nil {
		for _, a := range s.abroad {
			nodes = append(nodes, s.newNode(ifsf.ExchangeConfig{
				Own: nodeOf(a.bus), Connects: connects(site.ConnectDispenser), Every: plan.HeartbeatEvery,
			}, a.bus.TCP, a))
		}
		return nodes
	}
	if len(s.abroad) == 0 {
		return nil
	}
	c := ifsf.ExchangeConfig{Own: controllerNode, Connects: connects(site.ConnectController), Every: plan.HeartbeatEvery}
	for _, a := range s.abroad {
		c.Partners = append(c.Partners, nodeOf(a.bus))
	}
	n := s.newNode(c, 0, s.abroad...)
	n.Hears = true // a pump that connects to us may still be lost
	return append(nodes, n)
}

func (s *Station) newNode(c ifsf.ExchangeConfig, port int, lines ...*abroad) *NetworkNode {
	n := &NetworkNode{Node: c.Own, Port: port, Hears: c.Connects, station: s, lines: lines, config: c}
	for i, a := range lines {
		a.node, a.partner = n, i
		n.Roles = append(n.Roles, fmt.Sprintf("bus %d", a.bus.Bus))
	}
	return n
}

// Says describes the node for people.
func (n *NetworkNode) Says() string { return fmt.Sprintf("ifsf node %s", n.Node) }

// Counts returns what the node has met.
func (n *NetworkNode) Counts() ifsf.Counts { return n.exchange.Counts() }

// Partners lists the nodes of somebody else's that are connected.
func (n *NetworkNode) Partners() []ifsf.Node { return n.exchange.Linked() }

// Open puts the node on a network.
func (n *NetworkNode) Open(w Network) {
	n.network, n.config.Address = w, w.Address
	n.exchange = ifsf.NewExchange(n.config, n)
	n.fiber = n.station.loop.Go(forecourt.Role{Kind: "operator"}, "node "+n.Node.String(), n.run)
}

// powerCheck is how soon a node notices that its devices have lost their power.
const powerCheck = time.Second

// run keeps the node's time. A node is on while one of its devices is.
func (n *NetworkNode) run(f *loop.Fiber) {
	for {
		n.exchange.Run(f.Now(), n.on())
		n.exchange.Wake(f.Now())
		n.stirred = false
		f.Await(min(n.exchange.Next(), f.Now().Add(powerCheck)), func() bool { return n.stirred })
	}
}

func (n *NetworkNode) on() bool {
	l := n.station.loop
	if n.Node == controllerNode {
		return l.On(ControllerRole)
	}
	for _, a := range n.lines {
		for _, side := range n.station.sidesOn(a.bus.Bus) {
			if l.On(forecourt.PointRole(side.FuellingPoint)) {
				return true
			}
		}
	}
	return false
}

// stir lets the node look again at what it waits for.
func (n *NetworkNode) stir() {
	n.stirred = true
	n.fiber.Wake()
}

func (n *NetworkNode) now() clock.Instant { return n.station.loop.Now() }

// Attach takes a connection that somebody has made.
func (n *NetworkNode) Attach(say func([]byte), drop func(string)) (func([]byte), func(), error) {
	return n.attach(-1, say, drop)
}

func (n *NetworkNode) attach(partner int, say func([]byte), drop func(string)) (func([]byte), func(), error) {
	defer n.stir()
	l, err := n.exchange.Attach(n.now(), partner, say, drop)
	if err != nil {
		return nil, nil, err
	}
	hear := func(b []byte) {
		l.Hear(n.now(), b)
		n.stir()
	}
	gone := func() {
		l.Gone(n.now())
		n.stir()
	}
	return hear, gone, nil
}

// Datagram takes what came to the heartbeat port.
func (n *NetworkNode) Datagram(b []byte) {
	n.exchange.Datagram(n.now(), b)
	n.stir()
}

// Deliver implements ifsf.ExchangeOut.
func (n *NetworkNode) Deliver(partner int, b []byte) {
	a := n.lines[partner]
	a.stream.Say(a.end, 0, b)
}

// Linked implements ifsf.ExchangeOut.
func (n *NetworkNode) Linked(partner int, up bool) { n.lines[partner].stream.Link(up) }

// Beat implements ifsf.ExchangeOut.
func (n *NetworkNode) Beat(b []byte) { n.network.Beat(b) }

// Connect implements ifsf.ExchangeOut.
func (n *NetworkNode) Connect(partner int, to netip.AddrPort) {
	n.network.Connect(to, func(say func([]byte), drop func(string)) (func([]byte), func(), error) {
		return n.attach(partner, say, drop)
	}, func() {
		n.exchange.Unreachable(n.now(), partner)
		n.stir()
	})
}

// Fault implements ifsf.ExchangeOut: bytes that were refused count as if the device had refused them.
func (n *NetworkNode) Fault(e *wire.FrameError) {
	role := ControllerRole
	if n.Node != controllerNode {
		role = forecourt.PointRole(n.station.sidesOn(n.lines[0].bus.Bus)[0].FuellingPoint)
	}
	n.station.loop.Fault(role, e)
}
