package wrong

import (
	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/station"
	"github.com/forecourt/forecourt/twin/wire"
)

// tongue is what stands between a machine and its session of a dialect.
type tongue struct {
	n *Count
	// say sees a noun that the machine says, hear one that it hears.
	say  func(address byte, n wire.Noun, pass func(address byte, n wire.Noun))
	hear func(address byte, n wire.Noun, pass func(address byte, n wire.Noun))

	opened  int // how often its session was opened
	at      clock.Instant
	session wire.Session
	out     wire.Out
}

// shows counts the fault.
func (t *tongue) shows() { *t.n++ }

// spoken puts a tongue between every machine of a kind and its sessions.
func spoken(kind string, fault func(*tongue)) func(*Count) station.Hooks {
	return func(n *Count) station.Hooks {
		return station.Hooks{Dialect: func(r forecourt.Role, d wire.Dialect) wire.Dialect {
			if r.Kind != kind {
				return d
			}
			t := &tongue{n: n}
			fault(t)
			return accent{d, t}
		}}
	}
}

// accent is a dialect spoken with a tongue.
type accent struct {
	wire.Dialect
	tongue *tongue
}

// Open implements wire.Dialect.
func (a accent) Open(end wire.End, o wire.Options, out wire.Out) (wire.Session, error) {
	t := a.tongue
	t.out = out
	t.opened++
	s, err := a.Dialect.Open(end, o, ears{out, t})
	t.session = s
	return mouth{s, t}, err
}

// Levels implements wire.Levelled: a tongue changes nothing of what a wire can carry.
func (a accent) Levels() int {
	if l, ok := a.Dialect.(wire.Levelled); ok {
		return l.Levels()
	}
	return 1
}

// mouth is a session with a tongue in it.
type mouth struct {
	wire.Session
	tongue *tongue
}

func (m mouth) Start(at clock.Instant) { m.tongue.at = at; m.Session.Start(at) }
func (m mouth) Hear(c wire.Chunk)      { m.tongue.at = c.Last; m.Session.Hear(c) }
func (m mouth) Wake(at clock.Instant)  { m.tongue.at = at; m.Session.Wake(at) }

// Do implements wire.Session.
func (m mouth) Do(at clock.Instant, address byte, n wire.Noun) (err error) {
	m.tongue.at = at
	if m.tongue.say == nil {
		return m.Session.Do(at, address, n)
	}
	m.tongue.say(address, n, func(address byte, n wire.Noun) {
		if e := m.Session.Do(at, address, n); err == nil {
			err = e
		}
	})
	return err
}

// do says something that nobody asked for.
func (t *tongue) do(address byte, n wire.Noun) { _ = t.session.Do(t.at, address, n) }

// ears is an Out with a tongue before it.
type ears struct {
	wire.Out
	tongue *tongue
}

// Heard implements wire.Out.
func (e ears) Heard(address byte, n wire.Noun) {
	if e.tongue.hear == nil {
		e.Out.Heard(address, n)
		return
	}
	e.tongue.hear(address, n, e.Out.Heard)
}

// Arriving implements wire.Listener.
func (e ears) Arriving() (until clock.Instant, yes bool) {
	if l, ok := e.Out.(wire.Listener); ok {
		return l.Arriving()
	}
	return 0, false
}
