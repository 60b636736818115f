package stock

import (
	"fmt"
	"time"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire/veeder"
)

// Kind is the kind of role that the reader plays: "gauge-reader".
const Kind = "gauge-reader"

// Role is the reader's role; a station has one.
var Role = forecourt.Role{Kind: Kind}

// PortConsole is the port of the line to the console; Timers is how many timers the loop gives the reader.
const (
	PortConsole machine.Port = 0
	Timers                   = 2
)

const (
	timerSession machine.Timer = iota
	timerRound
)

// Config is how a console is read. A zero span or count means the default.
type Config struct {
	// Unit of the console: litres, millimetres and Celsius, or gallons, inches and Fahrenheit. The console does not say.
	Unit unit.Measure
	Zone *time.Location // of the console's clock; nil: UTC
	// Tanks are those that the site knows, by their numbers at the console. Others are told too, with the console's label.
	Tanks []Tank

	Security   string        // six characters that go before every question; empty: none
	Terminator string        // that follows every question; usually none (A: none is required)
	Format     veeder.Format // veeder.Computer is the one with check sums

	Every           time.Duration // inventory and alarms, default 60 s
	DeliveriesEvery time.Duration // default 5 min (design default)
	RetryEvery      time.Duration // of a console that is lost, default 10 s or Every where that is less (design default)
	ReplyWithin     time.Duration // until an answer begins, default 5 s (C)
	Tries           int           // of one question, default 3 (C)
}

// Tank is a tank that the site knows.
type Tank struct {
	Number  uint8
	Product forecourt.Grade
}

// The defaults.
const (
	DefaultEvery           = time.Minute
	defaultDeliveriesEvery = 5 * time.Minute
	defaultRetryEvery      = 10 * time.Second
	defaultReplyWithin     = 5 * time.Second
	defaultTries           = 3
	// LeastEvery is the shortest period: a console needs most of a second for an answer (B).
	LeastEvery = time.Second
)

func (c *Config) fillIn() {
	for _, d := range []struct {
		span *time.Duration
		to   time.Duration
	}{
		{&c.Every, DefaultEvery}, {&c.DeliveriesEvery, defaultDeliveriesEvery},
		{&c.RetryEvery, min(defaultRetryEvery, max(c.Every, LeastEvery))}, {&c.ReplyWithin, defaultReplyWithin},
	} {
		if *d.span == 0 {
			*d.span = d.to
		}
	}
	if c.Tries == 0 {
		c.Tries = defaultTries
	}
}

// check says what is wrong with a filled-in configuration.
func (c *Config) check() error {
	switch {
	case c.Every < LeastEvery || c.DeliveriesEvery < LeastEvery || c.RetryEvery < LeastEvery:
		return fmt.Errorf("stock: a console cannot be asked more often than every %s", unit.FormatDuration(LeastEvery))
	case c.ReplyWithin < 0 || c.Tries < 0:
		return fmt.Errorf("stock: a number is out of range")
	}
	return nil
}

func (c *Config) dialect() (d veeder.Config) {
	return veeder.Config{Zone: c.Zone, Security: c.Security, Terminator: c.Terminator, Tries: c.Tries}
}
