package dart

import (
	"fmt"

	"github.com/forecourt/forecourt/twin/wire"
)

func init() { wire.Register(New()) }

// New returns the dialect.
func New() wire.Dialect { return dialect{} }

type dialect struct{}

// The line settings: 8 data bits, odd parity, one stop bit at either speed (A).
var (
	slowest = wire.Settings{Baud: 9600, DataBits: 8, Parity: wire.OddParity, StopBits: 1}
	fastest = wire.Settings{Baud: 19200, DataBits: 8, Parity: wire.OddParity, StopBits: 1}
)

// The addresses: masters number pump 1 as 50h (A); the specification ends at CFh (B).
const (
	FirstAddress = 0x50
	LastAddress  = 0xCF
)

// Name is "dart".
func (dialect) Name() string { return Name }

// Ends are a controller and a dispenser.
func (dialect) Ends() [2]wire.End { return [2]wire.End{wire.Controller, wire.Dispenser} }

// Ports are the two speeds; 9600 is the usual one.
func (dialect) Ports() []wire.Kind {
	return []wire.Kind{{Carrier: "serial", Settings: slowest}, {Carrier: "serial", Settings: fastest}}
}

// Open opens an end. Without addresses it is pump 1, 50h.
func (dialect) Open(end wire.End, o wire.Options, out wire.Out) (wire.Session, error) {
	c, err := newCodec(o)
	if err != nil {
		return nil, err
	}
	if len(o.Addresses) == 0 {
		o.Addresses = []byte{FirstAddress}
	}
	for _, a := range o.Addresses {
		if a < FirstAddress || a > LastAddress {
			return nil, fmt.Errorf("dart: address %02Xh, expected %02Xh to %02Xh", a, FirstAddress, LastAddress)
		}
	}
	switch end {
	case wire.Controller:
		return opened(newController(o, c, out))
	case wire.Dispenser:
		return opened(newDispenser(o, c, out))
	}
	return nil, fmt.Errorf("dart: there is no end '%s', only %s and %s", end, wire.Controller, wire.Dispenser)
}

// opened keeps a nil session from hiding in a non-nil interface.
func opened[S wire.Session](s S, err error) (wire.Session, error) {
	if err != nil {
		return nil, err
	}
	return s, nil
}

// Secrets finds none: no card data travel on this bus.
func (dialect) Secrets([]byte) []wire.Span { return nil }

// Messages lists frames and transactions.
func (dialect) Messages() []wire.MessageInfo { return append([]wire.MessageInfo(nil), messages...) }
