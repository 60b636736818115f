package controller

import (
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/wire"
)

// bus joins a session to the machine's Env. On an idle bus only Say, WakeAt and Cycle are called.
type bus struct {
	c       *Controller
	env     *machine.Env
	session wire.Session
	port    machine.Port
	timer   machine.Timer
	due     clock.Instant // when the session wants to be woken
	armed   clock.Instant // what the timer is set to; not later than that
	points  [256]uint16   // by address: its place among the controller's points, from 1; 0: none
}

var (
	_ wire.Out      = (*bus)(nil)
	_ wire.Listener = (*bus)(nil)
)

func (b *bus) open(cfg Bus) (err error) {
	b.due, b.armed = clock.Never, clock.Never
	b.session, err = cfg.Dialect.Open(wire.Controller, cfg.Options, b)
	return err
}

// Say implements wire.Out.
func (b *bus) Say(after time.Duration, bytes []byte) { b.env.Say(b.port, after, bytes) }

// WakeAt implements wire.Out. A master puts its time-out off with each poll: a timer that is early is left as it is, and set
// again when it comes.
func (b *bus) WakeAt(at clock.Instant) {
	b.due = at
	if at < b.armed || at == clock.Never {
		b.armed = at
		b.env.Set(b.timer, at)
	}
}

// wake hands the session its time if it has come.
func (b *bus) wake(now clock.Instant) {
	b.armed = clock.Never
	if now < b.due {
		b.WakeAt(b.due)
		return
	}
	b.due = clock.Never
	b.session.Wake(now)
}

// Cycle implements wire.Out.
func (b *bus) Cycle() { b.env.Cycle(b.port) }

// Arriving implements wire.Listener.
func (b *bus) Arriving() (until clock.Instant, yes bool) { return b.env.Arriving(b.port) }

// Fault implements wire.Out.
func (b *bus) Fault(e *wire.FrameError) { b.env.Fault(e) }

// Heard implements wire.Out. What it leads to is done by settle, when the whole block has been heard.
func (b *bus) Heard(address byte, n wire.Noun) {
	i := int(b.points[address])
	if i == 0 {
		return
	}
	p := &b.c.points[i-1]
	p.heardAt = b.env.Now()
	switch r := n.(type) {
	case forecourt.StatusReport:
		b.c.hearStatus(p, r.Status)
	case forecourt.NozzleReport:
		b.c.hearNozzle(p, r)
	case forecourt.FillingReport:
		b.c.hearFilling(p, r)
	case forecourt.TotalsReport:
		b.c.hearTotals(p, r)
	case forecourt.PricesReport:
		b.c.hearPrices(p, r)
	case forecourt.ParametersReport:
		b.c.hearParameters(p, r)
	case forecourt.AlarmReport:
		b.c.hearAlarm(p, r.Alarm)
	case forecourt.Reachable:
		b.c.hearReachable(p, r.Yes)
	case forecourt.Returned:
		b.c.hearReturned(p)
	case forecourt.Refused:
		b.c.hearRefused(p, r)
	}
}

// do asks something of a point. What a dialect cannot carry is an error, and then nothing is sent.
func (c *Controller) do(p *point, cmd forecourt.Command) error {
	err := p.bus.session.Do(c.env.Now(), p.Address, cmd)
	c.env.Stir(p.bus.port)
	return err
}

// ask is do for what every dialect should carry; where one does not, the answer will be missed.
func (c *Controller) ask(p *point, cmd forecourt.Command) {
	if err := c.do(p, cmd); err != nil {
		c.env.Fault(err)
	}
}
