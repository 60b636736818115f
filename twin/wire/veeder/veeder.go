package veeder

import (
	"fmt"
	"time"

	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
)

// Name is the dialect's name.
const Name = "veeder"

// Port is the TCP port by convention (A).
const Port = 10001

func init() { wire.Register(New(Config{})) }

// Config is what is this dialect's own. wire.Options has the rest: Unit, the volume unit of the site (L: litres,
// millimetres, Celsius; otherwise gallons, inches, Fahrenheit), ReplyTimeout and TurnAround of the client.
type Config struct {
	// Source is what a console reads; nil: the Out that the session is opened with, where it is a Source, else no tanks.
	Source Source
	// Zone is the console's local time; nil: UTC. Both ends must agree.
	Zone *time.Location
	// Layout and Pacing of a console.
	Layout Layout
	Pacing Pacing
	// Security is the code that a client sends; empty: none. A console's is in its Setup.
	Security string
	// Terminator is what a client sends after a command: none, CR, LF, CRLF, ETX or NUL.
	Terminator string
	// GapTimeout and Tries of a client; 0: 2 s and 2.
	GapTimeout time.Duration
	Tries      int
}

// New returns the dialect with a configuration. The registered one has the zero Config.
func New(c Config) wire.Dialect { return dialect{c} }

type dialect struct{ cfg Config }

func (c *Config) codec(o wire.Options) codec {
	zone := c.Zone
	if zone == nil {
		zone = time.UTC
	}
	return codec{unit: o.Unit, zone: zone}
}

// The serial settings that are seen in the field (B each); a console can be set to others.
var (
	usual = wire.Settings{Baud: 9600, DataBits: 7, Parity: wire.OddParity, StopBits: 1}
	other = wire.Settings{Baud: 9600, DataBits: 8, Parity: wire.NoParity, StopBits: 1}
)

// Name is "veeder".
func (dialect) Name() string { return Name }

// Ends are a client and a console.
func (dialect) Ends() [2]wire.End { return [2]wire.End{wire.Client, wire.Console} }

// Ports are a serial port, in two settings, and TCP.
func (dialect) Ports() []wire.Kind {
	return []wire.Kind{
		{Carrier: "serial", Settings: usual}, {Carrier: "serial", Settings: other}, {Carrier: "tcp"},
	}
}

// Open opens an end.
func (d dialect) Open(end wire.End, o wire.Options, out wire.Out) (wire.Session, error) {
	if o.Unit > unit.ImpGal {
		return nil, fmt.Errorf("veeder: there is no %s", o.Unit)
	}
	switch end {
	case wire.Client:
		c, err := newClient(o, d.cfg, out)
		if err != nil {
			return nil, err
		}
		return c, nil
	case wire.Console:
		c, err := newConsole(o, d.cfg, out)
		if err != nil {
			return nil, err
		}
		return c, nil
	}
	return nil, fmt.Errorf("veeder: there is no end '%s', only %s and %s", end, wire.Client, wire.Console)
}

// Messages lists commands and replies.
func (dialect) Messages() []wire.MessageInfo { return messages() }
