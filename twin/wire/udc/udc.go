package udc

import (
	"fmt"

	"github.com/forecourt/forecourt/twin/wire"
)

// Name is the dialect's name.
const Name = "udc"

func init() { wire.Register(New()) }

// Manner is what the sources leave open. The zero Manner is the default.
type Manner struct {
	// SlowFlowOffset is sent with A5; 0: 05 (A for the value; its unit is not known, so the dispenser's end ignores it).
	SlowFlowOffset byte
	// Identity answers A0 where the device reported none (B: one byte, its values are not known).
	Identity byte
	// NoResume leaves A4 out at both ends: only one source has it (B).
	NoResume bool
}

// New returns the dialect.
func New() wire.Dialect { return With(Manner{}) }

// With returns the dialect with another manner.
func With(m Manner) wire.Dialect {
	if m.SlowFlowOffset == 0 {
		m.SlowFlowOffset = 0x05
	}
	return dialect{m}
}

type dialect struct{ manner Manner }

// settings of the line (A).
var settings = wire.Settings{Baud: 9600, DataBits: 8, Parity: wire.NoParity, StopBits: 1}

// The addresses: fuelling point 1 is F0 (A).
const (
	FirstAddress = 0xF0
	LastAddress  = 0xFF
)

// Name is "udc".
func (dialect) Name() string { return Name }

// Ends are a controller and a dispenser.
func (dialect) Ends() [2]wire.End { return [2]wire.End{wire.Controller, wire.Dispenser} }

// Ports is the one serial line.
func (dialect) Ports() []wire.Kind { return []wire.Kind{{Carrier: "serial", Settings: settings}} }

// Open opens an end. Without addresses it is fuelling point 1, F0h.
func (d dialect) Open(end wire.End, o wire.Options, out wire.Out) (wire.Session, error) {
	c, err := newCodec(o)
	if err != nil {
		return nil, err
	}
	if len(o.Addresses) == 0 {
		o.Addresses = []byte{FirstAddress}
	}
	for _, a := range o.Addresses {
		if a < FirstAddress {
			return nil, fmt.Errorf("udc: address %02Xh, expected %02Xh to %02Xh", a, FirstAddress, LastAddress)
		}
	}
	switch end {
	case wire.Controller:
		return opened(newController(o, d.manner, c, out))
	case wire.Dispenser:
		return opened(newDispenser(o, d.manner, c, out))
	}
	return nil, fmt.Errorf("udc: there is no end '%s', only %s and %s", end, wire.Controller, wire.Dispenser)
}

// opened keeps a nil session from hiding in a non-nil interface.
func opened[S wire.Session](s S, err error) (wire.Session, error) {
	if err != nil {
		return nil, err
	}
	return s, nil
}

// Secrets finds none: no card data travel on this line.
func (dialect) Secrets([]byte) []wire.Span { return nil }

// Messages lists requests and answers.
func (dialect) Messages() []wire.MessageInfo { return append([]wire.MessageInfo(nil), messages...) }
