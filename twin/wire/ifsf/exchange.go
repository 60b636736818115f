package ifsf

import (
	"net/netip"
	"slices"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/wire"
)

// Exchange is a node's place in the network: which connections it has, whose they are, and who is there at all. It owns
// neither sockets nor a clock; whoever does tells it what came and does what it asks for.
//
// A partner is another node that the node works with. What a partner says is handed on message by message, from whichever
// connection it comes; what is said to it goes out on the connection that this side made, or else on the one that the
// partner made (each side connects to the other: A; that one connection also does for both directions: B). Anybody else is
// answered with MS_ACK 2, refused, and counted.
type Exchange struct {
	config   ExchangeConfig
	out      ExchangeOut
	open     bool // the one partner is whoever speaks first
	partners []partner
	lines    []*Line
	counts   Counts
	beatAt   clock.Instant
	silence  time.Duration // after which a partner is lost
	running  bool
}

// ExchangeConfig says who a node is and whom it works with.
type ExchangeConfig struct {
	Own     Node
	Address netip.AddrPort // where its connections are accepted, as its heartbeat says
	// Partners are the nodes it works with. Empty: one, which is the first that speaks, as a dispenser takes a controller.
	Partners []Node
	Connects bool          // it makes connections to where its partners' heartbeats say they are
	Every    time.Duration // between heartbeats; zero: HeartbeatInterval
}

// ExchangeOut is what an exchange does to the world. Partners are numbered as in the configuration.
type ExchangeOut interface {
	// Deliver hands on a whole message of a partner; the bytes are valid during the call.
	Deliver(partner int, b []byte)
	// Linked says that a partner can be spoken to, or not any more.
	Linked(partner int, up bool)
	// Beat sends a heartbeat to everybody.
	Beat(b []byte)
	// Connect asks for a connection; Attach or Unreachable is the answer.
	Connect(partner int, to netip.AddrPort)
	// Fault reports bytes that were refused.
	Fault(e *wire.FrameError)
}

// Counts says what a node has met on the network.
type Counts struct {
	Connections   int `json:"connections"`    // now
	RefusedLines  int `json:"refused_lines"`  // connections that gave way, spoke garbage or were too many
	RefusedOrders int `json:"refused_orders"` // messages of nodes that are no partners
	Strangers     int `json:"strangers"`      // heartbeats of nodes that are no partners
	BadBeats      int `json:"bad_beats"`      // datagrams that are no heartbeat, or name an address that cannot be
	LostPartners  int `json:"lost_partners"`  // after three intervals of silence
}

// Bounds and habits (C: our own).
const (
	maxLines     = 8                // beside one in each direction for each partner
	takeOver     = 5 * time.Second  // a partner's newer connection takes over from one that was silent for so long
	answerWithin = 10 * time.Second // or the connection that a controller speaks on is dead, and another is made
	connectAgain = time.Second      // after a connection was lost or refused; doubled up to
	connectLate  = 16 * time.Second // this
)

// NewExchange returns an exchange that has not been started.
func NewExchange(c ExchangeConfig, out ExchangeOut) *Exchange {
	if c.Every == 0 {
		c.Every = HeartbeatInterval
	}
	e := &Exchange{config: c, out: out, open: len(c.Partners) == 0, beatAt: clock.Never}
	e.silence = missedBeats * max(c.Every, HeartbeatInterval) // others need not beat as fast as we do
	for _, n := range c.Partners {
		e.partners = append(e.partners, partner{node: n})
	}
	if e.open {
		e.partners = make([]partner, 1)
	}
	return e
}

// Run starts the node, or stops it as when its power is cut: then it has no connections, and takes none.
func (e *Exchange) Run(at clock.Instant, on bool) {
	if e.running == on {
		return
	}
	e.running = on
	if on {
		e.beatAt = at
		e.Wake(at)
		return
	}
	e.beatAt = clock.Never
	for len(e.lines) > 0 {
		e.end(at, e.lines[0], "the node is off")
	}
	for i := range e.partners {
		p := &e.partners[i]
		p.beats, p.connecting = false, false
		e.vacate(p)
	}
}

// Counts returns what was met so far.
func (e *Exchange) Counts() Counts {
	c := e.counts
	c.Connections = len(e.lines)
	return c
}

// Linked lists the partners that can be spoken to.
func (e *Exchange) Linked() (nodes []Node) {
	for i := range e.partners {
		if p := &e.partners[i]; p.linked {
			nodes = append(nodes, p.node)
		}
	}
	return nodes
}

// Next returns when Wake wants to be called.
func (e *Exchange) Next() clock.Instant {
	next := e.beatAt
	for i := range e.partners {
		p := &e.partners[i]
		if p.beats {
			next = min(next, p.heardAt.Add(e.silence))
		}
		if e.wants(p) {
			next = min(next, p.connectAt)
		}
	}
	for _, l := range e.lines {
		next = min(next, l.deadAt())
	}
	return next
}

// Wake sends the heartbeat, gives up partners of which nothing is heard, and connects again.
func (e *Exchange) Wake(at clock.Instant) {
	if !e.running {
		return
	}
	if e.beatAt <= at {
		e.beat(at)
	}
	for _, l := range slices.Clone(e.lines) {
		if at >= l.deadAt() {
			e.end(at, l, "nothing was answered")
		}
	}
	for i := range e.partners {
		p := &e.partners[i]
		if p.beats && at >= p.heardAt.Add(e.silence) {
			p.beats = false
			e.counts.LostPartners++
			e.endAll(at, i, "three heartbeats were missed")
			if !p.connecting {
				e.vacate(p)
			}
		}
		e.connect(at, i)
	}
}

func (e *Exchange) beat(at clock.Instant) {
	e.beatAt = at.Add(e.config.Every)
	if b, err := (Heartbeat{Address: e.config.Address, Node: e.config.Own}).Append(nil); err == nil {
		e.out.Beat(b)
	}
}

// Datagram takes what came to the heartbeat port.
func (e *Exchange) Datagram(at clock.Instant, b []byte) {
	if !e.running {
		return
	}
	h, err := ReadHeartbeat(b)
	if err != nil || !e.credible(h.Address) {
		e.counts.BadBeats++
		return
	}
	if h.Node == e.config.Own {
		return // our own
	}
	i := e.find(h.Node)
	if i < 0 && e.vacant() && h.Node.Subnet == Controllers && e.config.Connects {
		i = 0
		e.partners[0].node = h.Node
	}
	if i < 0 {
		e.counts.Strangers++
		return
	}
	p := &e.partners[i]
	if !p.beats { // it may have started after our last heartbeat
		e.beat(at)
	}
	if p.at != h.Address {
		p.connectAt, p.wait = at, 0
	}
	p.beats, p.at, p.heardAt = true, h.Address, at
	e.connect(at, i)
}

// credible says that an address can be connected to. A node on loopback does not let a datagram send it elsewhere.
func (e *Exchange) credible(a netip.AddrPort) bool {
	ip := a.Addr()
	return a.Port() != 0 && !ip.IsUnspecified() && !ip.IsMulticast() && ip != netip.AddrFrom4([4]byte{255, 255, 255, 255}) &&
		(!e.config.Address.Addr().IsLoopback() || ip.IsLoopback())
}

// Say says something to a partner; without a connection it is lost, as on a line with nobody at its end.
func (e *Exchange) Say(at clock.Instant, i int, b []byte) {
	l := e.made(&e.partners[i])
	if l == nil {
		l = e.accepted(&e.partners[i])
	}
	if l != nil {
		l.say(b)
		l.spoke(at)
	}
}
