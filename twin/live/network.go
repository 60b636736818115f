package live

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"sync"
	"sync/atomic"
	"time"
)

// Nodes puts nodes on a network of connections and datagrams.
type Nodes struct {
	Host  string         // IPv4 address to listen on; default: the one of the other ports
	UDP   int            // preferred port of datagrams
	Hears bool           // datagrams are heard, not only sent
	To    netip.AddrPort // where they are sent
	Ports []NodePort
}

// NodePort is a node: a TCP port at which every connection has a session of its own, and datagrams.
type NodePort struct {
	Roles []string
	TCP   int // preferred port
	Says  string
	// Open is called when the node's port is open, before anything comes.
	Open func(Node)
	// Attach opens a session on the loop, as in SessionPort.
	Attach Attacher
	// Datagram takes what was sent to the port of datagrams, on the loop.
	Datagram func(b []byte)
}

// Node is what a node can do; nothing here waits.
type Node struct {
	Address netip.AddrPort // of its port
	Send    func([]byte)   // a datagram
	// Dial makes a connection and attaches it, or says on the loop that it could not.
	Dial func(to netip.AddrPort, attach Attacher, failed func())
}

// Bounds of a node: connections that are open at once, and how long making one may take.
const (
	maxConnections = 64
	dialFor        = 5 * time.Second
	datagramSize   = 512
	// A far end that is gone without a word is noticed after so many probes.
	probeEvery = 10 * time.Second
	probes     = 3
)

// nodes are the sockets of Nodes.
type nodes struct {
	station *Station
	options Nodes
	socket  *net.UDPConn
	stop    context.CancelFunc
	ctx     context.Context

	mu     sync.Mutex
	closed bool
	open   map[net.Conn]struct{}
	beats  *datagramDoor
}

// doors are where the connections of a node come in, those that it takes and those that it makes.
func (n *nodes) doors(p NodePort) (taken *sessionDoor, made *dialDoor) {
	taken = newSessionDoor(n.station, SessionPort{Role: p.Roles[0], Attach: p.Attach})
	n.station.doors[taken.name()] = taken
	return taken, newDialDoor(n.station, p.Roles[0]+" dials")
}

// play opens the doors of a recording that is played: nothing is listened to, sent or dialled.
func (n *nodes) play() {
	host, _ := netip.ParseAddr(n.options.Host)
	for _, p := range n.options.Ports {
		_, made := n.doors(p)
		p.Open(Node{
			Address: netip.AddrPortFrom(host, uint16(p.TCP)), Send: func([]byte) {},
			Dial: func(_ netip.AddrPort, attach Attacher, failed func()) { made.dial(attach, failed) },
		})
	}
}

func (s *Station) openNodes(o Nodes) error {
	if len(o.Ports) == 0 {
		return nil
	}
	if o.Host == "" {
		o.Host = s.options.Host
	}
	n := &nodes{station: s, options: o, open: map[net.Conn]struct{}{}, beats: &datagramDoor{s.options.Recorder, o.Ports}}
	s.doors[datagramDoorName] = n.beats
	if s.played() {
		n.play()
		return nil
	}
	n.ctx, n.stop = context.WithCancel(context.Background())
	s.closers = append(s.closers, n)
	if err := n.openSocket(); err != nil {
		return fmt.Errorf("%s: %w", o.Ports[0].Roles[0], err)
	}
	for _, p := range o.Ports {
		if err := n.openPort(p); err != nil {
			return err
		}
	}
	if o.Hears {
		go n.hear()
	}
	return nil
}

// openSocket opens the socket of datagrams. One that only sends takes any port; one that is to hear what is broadcast on a
// LAN has to listen on every address.
func (n *nodes) openSocket() error {
	host, err := netip.ParseAddr(n.options.Host)
	if err != nil || !host.Is4() {
		return fmt.Errorf("heartbeats name IPv4 addresses, and '%s' is none", n.options.Host)
	}
	at := net.UDPAddr{IP: host.AsSlice()}
	if n.options.Hears {
		at.Port = n.options.UDP
		if !host.IsLoopback() {
			at.IP = nil
		}
	}
	n.socket, err = net.ListenUDP("udp4", &at)
	if err != nil && at.Port != 0 {
		taken := at.Port
		at.Port = 0
		if n.socket, err = net.ListenUDP("udp4", &at); err == nil {
			n.station.notice("heartbeats: UDP port %d is taken, and they are heard on %s, where nobody expects us", taken, n.socket.LocalAddr())
		}
	}
	return err
}

func (n *nodes) openPort(p NodePort) error {
	s := n.station
	ln, taken, err := listenTCP(n.options.Host, p.TCP)
	if err != nil {
		return fmt.Errorf("%s: %w", p.Roles[0], err)
	}
	if taken {
		s.notice("%s: port %d is taken; it listens on %s", p.Roles[0], p.TCP, ln.Addr())
	}
	s.closers = append(s.closers, ln)
	address := ln.Addr().(*net.TCPAddr).AddrPort()
	beats := n.options.To.String()
	if n.options.Hears {
		beats = n.socket.LocalAddr().String()
	}
	for _, role := range p.Roles {
		s.endpoints = append(s.endpoints, Endpoint{role, "tcp", "tcp://" + address.String(), p.Says},
			Endpoint{role, "udp", "udp://" + beats, p.Says})
	}
	door, made := n.doors(p)
	p.Open(Node{Address: address, Send: n.send, Dial: func(to netip.AddrPort, attach Attacher, failed func()) {
		n.dial(to, made, made.dial(attach, failed))
	}})
	go n.accept(ln, door)
	return nil
}

func (n *nodes) send(b []byte) { _, _ = n.socket.WriteToUDPAddrPort(b, n.options.To) }

// hear moves datagrams to the loop, one at a time: a flood stays in the kernel, which drops what is too much.
func (n *nodes) hear() {
	buf := make([]byte, datagramSize)
	taken := make(chan struct{}, 1)
	for {
		size, _, err := n.socket.ReadFromUDPAddrPort(buf)
		if err != nil {
			return
		}
		b := append([]byte(nil), buf[:size]...)
		n.station.loop.Inbox().Put(func() {
			n.beats.hear(b)
			taken <- struct{}{}
		})
		select {
		case <-taken:
		case <-n.station.closed:
			return
		}
	}
}

func (n *nodes) accept(ln net.Listener, door *sessionDoor) {
	var open atomic.Int32
	for {
		conn, err := ln.Accept()
		if err != nil {
			return
		}
		if open.Add(1) > maxConnections || !n.keep(conn) {
			open.Add(-1)
			_ = conn.Close()
			continue
		}
		go func() {
			defer open.Add(-1)
			defer n.forget(conn)
			n.station.session(door, conn)
		}()
	}
}

func (n *nodes) dial(to netip.AddrPort, door *dialDoor, number uint64) {
	go func() {
		d := net.Dialer{Timeout: dialFor}
		conn, err := d.DialContext(n.ctx, "tcp4", to.String())
		if err != nil || !n.keep(conn) {
			n.station.loop.Inbox().Put(func() { door.unreached(number) })
			return
		}
		defer n.forget(conn)
		n.station.session(made{door, number}, conn)
	}()
}

// keep notes a connection, so that it ends with the station; false when that has ended.
func (n *nodes) keep(conn net.Conn) bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.closed {
		_ = conn.Close()
		return false
	}
	n.open[conn] = struct{}{}
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetKeepAliveConfig(net.KeepAliveConfig{Enable: true, Idle: probeEvery, Interval: probeEvery, Count: probes})
		giveUpAfter(tcp, probes*probeEvery)
	}
	return true
}

func (n *nodes) forget(conn net.Conn) {
	n.mu.Lock()
	defer n.mu.Unlock()
	delete(n.open, conn)
}

// Close implements io.Closer.
func (n *nodes) Close() error {
	n.stop()
	n.mu.Lock()
	defer n.mu.Unlock()
	n.closed = true
	for conn := range n.open {
		_ = conn.Close()
	}
	if n.socket == nil {
		return nil
	}
	return n.socket.Close()
}
