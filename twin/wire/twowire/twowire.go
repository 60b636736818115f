package twowire

import (
	"fmt"

	"github.com/forecourt/forecourt/twin/wire"
)

func init() { wire.Register(New()) }

// Option changes what a dialect does by default.
type Option func(*dialect)

// SixDigitPresets makes the controller's presets 6 digits long, for the pump models that want it (A). The dispenser's
// end reads both.
func SixDigitPresets() Option { return func(d *dialect) { d.presetSize = 6 } }

// New returns the dialect.
func New(options ...Option) wire.Dialect {
	d := dialect{presetSize: 5}
	for _, o := range options {
		o(&d)
	}
	return d
}

type dialect struct{ presetSize int }

// line is 5787 bit/s, 8 data bits, even parity, one stop bit (A).
var line = wire.Settings{Baud: 5787, DataBits: 8, Parity: wire.EvenParity, StopBits: 1}

// The addresses are pump numbers. Pump 16 travels as 0 (B).
const (
	FirstAddress = 1
	LastAddress  = 16
)

// Name is "twowire".
func (dialect) Name() string { return Name }

// Ends are a controller and a dispenser.
func (dialect) Ends() [2]wire.End { return [2]wire.End{wire.Controller, wire.Dispenser} }

// Ports is the one speed.
func (dialect) Ports() []wire.Kind { return []wire.Kind{{Carrier: "serial", Settings: line}} }

// Open opens an end. Without addresses it is pump 1.
func (l dialect) Open(end wire.End, o wire.Options, out wire.Out) (wire.Session, error) {
	c, err := newCodec(o, l.presetSize)
	if err != nil {
		return nil, err
	}
	if len(o.Addresses) == 0 {
		o.Addresses = []byte{FirstAddress}
	}
	for _, a := range o.Addresses {
		if a < FirstAddress || a > LastAddress {
			return nil, fmt.Errorf("twowire: address %d, expected %d to %d", a, FirstAddress, LastAddress)
		}
	}
	switch end {
	case wire.Controller:
		return opened(newController(o, c, out))
	case wire.Dispenser:
		return opened(newDispenser(o, c, out))
	}
	return nil, fmt.Errorf("twowire: there is no end '%s', only %s and %s", end, wire.Controller, wire.Dispenser)
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

// Messages lists words and blocks.
func (dialect) Messages() []wire.MessageInfo { return append([]wire.MessageInfo(nil), messages...) }
