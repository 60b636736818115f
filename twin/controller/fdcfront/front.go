package fdcfront

import (
	"errors"
	"fmt"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/controller/desk"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/wire"
	"github.com/forecourt/forecourt/twin/wire/fdc"
)

// Role is the role the front plays; Timers is how many timers it has.
var Role = forecourt.Role{Kind: "fdc"}

// Timers counts the front's timers.
const Timers = 1

// Config is what a front needs.
type Config struct {
	Desk          *desk.Desk
	Dialect       fdc.Dialect
	MaxSessions   int  // connections at a time; default 32
	ClearUnlocked bool // a sale need not be locked before it is cleared
}

const defaultSessions = 32

// Front is the machine.
type Front struct {
	cfg      Config
	env      *machine.Env
	on       bool
	sessions []*Session // in the order they were opened
	ports    map[machine.Port]*Session
	armed    clock.Instant
}

var _ machine.Machine = (*Front)(nil)

// New returns a front. The station adds it to the loop under Role, and streams at any of its ports.
func New(cfg Config) (*Front, error) {
	if cfg.Desk == nil {
		return nil, errors.New("fdcfront: there is no desk")
	}
	if cfg.MaxSessions == 0 {
		cfg.MaxSessions = defaultSessions
	}
	f := &Front{cfg: cfg, ports: map[machine.Port]*Session{}, armed: clock.Never}
	cfg.Desk.Watch(f.notice)
	return f, nil
}

// Hear implements machine.Machine: a stream has a session from its first byte, and a new one after the last was dropped.
func (f *Front) Hear(env *machine.Env, port machine.Port, c wire.Chunk) {
	s := f.ports[port]
	if s == nil {
		var err error
		s, err = f.Attach(func(b []byte) { env.Say(port, 0, b) }, func(string) { delete(f.ports, port) })
		if err != nil {
			env.Fault(err)
			return
		}
		f.ports[port] = s
	}
	s.Hear(c.Bytes)
}

// Wake implements machine.Machine.
func (f *Front) Wake(env *machine.Env, _ machine.Timer) {
	f.armed = clock.Never
	for _, s := range append([]*Session(nil), f.sessions...) {
		if !s.closed && s.wakeAt <= env.Now() {
			s.wire.Wake(env.Now())
		}
	}
	f.arm()
}

// Sense implements machine.Machine.
func (f *Front) Sense(env *machine.Env, s forecourt.Stimulus) {
	switch s.(type) {
	case forecourt.PowerOn:
		f.env, f.on = env, true
	case forecourt.PowerOff:
		f.dropAll("the controller has lost its power")
		f.on, f.armed = false, clock.Never
	}
}

func (f *Front) arm() {
	due := clock.Never
	for _, s := range f.sessions {
		due = min(due, s.wakeAt)
	}
	if due != f.armed && f.on {
		f.armed = due
		f.env.Set(0, due)
	}
}

// Attach opens a session for a connection of the outside, on the loop's goroutine: say writes to the connection (the
// bytes are the callee's), drop says that it is to be closed, once, from inside one of the loop's events.
func (f *Front) Attach(say func([]byte), drop func(why string)) (*Session, error) {
	if !f.on {
		return nil, errors.New("fdcfront: the controller is off")
	}
	if len(f.sessions) >= f.cfg.MaxSessions {
		return nil, fmt.Errorf("fdcfront: there are %d connections already", len(f.sessions))
	}
	s := &Session{front: f, say: say, drop: drop, wakeAt: clock.Never}
	var err error
	if s.wire, err = f.cfg.Dialect.Open(wire.Controller, wire.Options{}, s); err != nil {
		return nil, err
	}
	f.sessions = append(f.sessions, s)
	s.wire.Start(f.env.Now())
	f.arm()
	return s, nil
}

// Sessions counts the connections.
func (f *Front) Sessions() int { return len(f.sessions) }

func (f *Front) dropAll(why string) {
	for _, s := range append([]*Session(nil), f.sessions...) {
		s.end(why, true)
	}
}
