package ifsf

import (
	"fmt"
	"time"

	"github.com/forecourt/forecourt/twin/wire"
)

func init() { wire.Register(New()) }

// Name is the dialect's name.
const Name = "ifsf"

// Config is what wire.Options does not tell: who is who on the network, and which product a nozzle sells.
type Config struct {
	// Controller and Dispenser are the logical nodes; zero: 02/01 and 01/01. A dispenser answers any controller.
	Controller, Dispenser Node
	// Products names the product number of each logical nozzle, by the address of its point. Zero: nozzle n of point 1
	// sells product n, of point 2 product 10+n, and so on.
	Products map[byte][]uint32
	// Heartbeats is the interval that a dispenser says it beats in, in whole seconds; zero: HeartbeatInterval.
	Heartbeats time.Duration
	// Cabinet, where set, says that several dispenser sessions hear one connection, one for each point behind the node.
	// Each is then silent on what is not its own, and the first point's session speaks for the node.
	Cabinet *Cabinet
}

// New returns the dialect with everything at its default.
func New() wire.Dialect { return With(Config{}) }

// With returns the dialect for nodes and products that are not the default.
func With(c Config) wire.Dialect {
	if c.Controller == (Node{}) {
		c.Controller = Node{Controllers, 1}
	}
	if c.Dispenser == (Node{}) {
		c.Dispenser = Node{Dispensers, 1}
	}
	if c.Heartbeats == 0 {
		c.Heartbeats = HeartbeatInterval
	}
	return dialect{c}
}

type dialect struct{ config Config }

// The addresses that Options.Addresses may hold: fuelling points 1 to 4 behind one node (A).
const (
	FirstAddress = 0x21
	LastAddress  = 0x24
)

// Name is "ifsf".
func (dialect) Name() string { return Name }

// Ends are a controller and a dispenser.
func (dialect) Ends() [2]wire.End { return [2]wire.End{wire.Controller, wire.Dispenser} }

// Ports are a TCP connection for messages and UDP for heartbeats, which no session says: see Heartbeat.
func (dialect) Ports() []wire.Kind { return []wire.Kind{{Carrier: "tcp"}, {Carrier: "udp"}} }

// Open opens an end. Without addresses it is fuelling point 1, 21h.
func (d dialect) Open(end wire.End, o wire.Options, out wire.Out) (wire.Session, error) {
	c, err := newCodec(o)
	if err != nil {
		return nil, err
	}
	if len(o.Addresses) == 0 {
		o.Addresses = []byte{FirstAddress}
	}
	for i, a := range o.Addresses {
		if a < FirstAddress || a > LastAddress {
			return nil, fmt.Errorf("ifsf: address %02Xh, expected %02Xh to %02Xh", a, FirstAddress, LastAddress)
		}
		for _, b := range o.Addresses[:i] {
			if a == b {
				return nil, fmt.Errorf("ifsf: address %02Xh is listed twice", a)
			}
		}
	}
	if o.PollCycle < 0 || o.ReplyTimeout < 0 || o.TurnAround < 0 {
		return nil, fmt.Errorf("ifsf: a negative span in the options")
	}
	if !d.config.Controller.valid() || !d.config.Dispenser.valid() {
		return nil, fmt.Errorf("ifsf: nodes %s and %s, expected a subnet above 0 and a node of 1 to 127",
			d.config.Controller, d.config.Dispenser)
	}
	switch end {
	case wire.Controller:
		return opened(newController(d.config, o, c, out))
	case wire.Dispenser:
		return opened(newDispenser(d.config, o, c, out))
	}
	return nil, fmt.Errorf("ifsf: there is no end '%s', only %s and %s", end, wire.Controller, wire.Dispenser)
}

// opened keeps a nil session from hiding in a non-nil interface.
func opened[S wire.Session](s S, err error) (wire.Session, error) {
	if err != nil {
		return nil, err
	}
	return s, nil
}

// product returns the number of the product that a nozzle sells; 0: none.
func (c Config) product(address byte, nozzle int) uint32 {
	if list, ok := c.Products[address]; ok {
		if nozzle <= len(list) {
			return list[nozzle-1]
		}
		return 0
	}
	return 10*uint32(address-FirstAddress) + uint32(nozzle)
}

// Secrets finds none: no card data travel here.
func (dialect) Secrets([]byte) []wire.Span { return nil }
