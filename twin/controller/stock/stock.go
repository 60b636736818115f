package stock

import (
	"fmt"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/wire"
	"github.com/forecourt/forecourt/twin/wire/veeder"
)

// Reader is the machine.
type Reader struct {
	cfg      Config
	products map[uint8]forecourt.Grade // of the tanks that the site knows

	env     *machine.Env // nil while it is off
	session wire.Session
	state   state
	round   round

	labels  map[uint8]string // by tank, as the console has them
	tanks   map[uint8]TankRead
	unread  map[uint8]bool
	readAt  clock.Instant
	alarms  []veeder.Alarm // that the console has, in its order
	history history
	counts  Counts
}

var _ machine.Machine = (*Reader)(nil)

// New returns a reader.
func New(c Config) (*Reader, error) {
	c.fillIn()
	if err := c.check(); err != nil {
		return nil, err
	}
	r := &Reader{cfg: c, products: map[uint8]forecourt.Grade{}}
	for _, t := range c.Tanks {
		r.products[t.Number] = t.Product
	}
	// An end that is opened for nobody finds what a session would refuse.
	if _, err := r.open(nil); err != nil {
		return nil, fmt.Errorf("stock: %w", err)
	}
	r.forget()
	return r, nil
}

func (r *Reader) open(env *machine.Env) (wire.Session, error) {
	o := wire.Options{Unit: r.cfg.Unit, ReplyTimeout: r.cfg.ReplyWithin}
	return veeder.New(r.cfg.dialect()).Open(wire.Client, o, &out{r, env})
}

// forget is how a reader is when it is switched on, before it has looked at its disk.
func (r *Reader) forget() {
	r.state, r.round, r.history = seeking, newRound(), nil
	r.labels, r.tanks, r.unread, r.alarms = map[uint8]string{}, map[uint8]TankRead{}, map[uint8]bool{}, nil
	r.readAt, r.counts = 0, Counts{}
}

// Sense takes power on and off.
func (r *Reader) Sense(env *machine.Env, s forecourt.Stimulus) {
	switch s.(type) {
	case forecourt.PowerOn:
		r.forget()
		r.env = env
		r.load()
		session, err := r.open(env)
		if err != nil {
			panic(fmt.Sprintf("stock: %v", err)) // New has tried it
		}
		r.session = session
		session.Start(env.Now())
		r.goOn()
	case forecourt.PowerOff:
		r.env, r.session = nil, nil
	default:
		env.Fault(fmt.Errorf("stock: %s does nothing here", s.Stimulus()))
	}
}

// Hear takes what the console says.
func (r *Reader) Hear(env *machine.Env, p machine.Port, c wire.Chunk) {
	if r.session == nil || p != PortConsole {
		env.Fault(fmt.Errorf("stock: nothing is heard at port %d", p))
		return
	}
	r.session.Hear(c)
	r.goOn()
}

// Wake moves the session, or asks what is due.
func (r *Reader) Wake(env *machine.Env, t machine.Timer) {
	if r.session == nil {
		return
	}
	if t == timerSession {
		r.session.Wake(env.Now())
	}
	r.goOn()
}

// out joins the session to the machine's Env.
type out struct {
	r   *Reader
	env *machine.Env
}

// Say implements wire.Out.
func (o *out) Say(after time.Duration, b []byte) { o.env.Say(PortConsole, after, b) }

// WakeAt implements wire.Out.
func (o *out) WakeAt(at clock.Instant) { o.env.Set(timerSession, at) }

// Heard implements wire.Out. What is due next is asked when the session has returned.
func (o *out) Heard(_ byte, n wire.Noun) {
	switch n := n.(type) {
	case veeder.Report:
		o.r.counts.Answered++
		o.r.answered(n)
	case veeder.Failed:
		o.r.failed(n)
	}
}

// Fault implements wire.Out.
func (o *out) Fault(e *wire.FrameError) {
	o.r.counts.Damaged++
	o.env.Fault(e)
	o.env.Tell(AnswerRefused{fmt.Sprintf("%s at byte %d", e.Reason, e.Offset)})
}

// Cycle implements wire.Out; a client of a console has none.
func (o *out) Cycle() {}
