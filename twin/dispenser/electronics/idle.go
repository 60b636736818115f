package electronics

import (
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/wire"
)

// Answerer returns the electronics as a bus sees them that leaves out what does not concern them; nil where their dialect
// does not say enough.
func (e *Electronics) Answerer(port machine.Port) wire.Polled {
	if p, ok := e.session.(wire.Polled); ok && port == PortBus {
		return &answerer{e, p}
	}
	return nil
}

type answerer struct {
	e      *Electronics
	polled wire.Polled
}

// Answer implements wire.Polled.
func (a *answerer) Answer() wire.Answer { return a.polled.Answer() }

// Idle implements wire.Polled.
func (a *answerer) Idle() (idle, ok bool) {
	if a.e.lost || !a.e.on || a.e.drawn.each { // a turn-around drawn each time makes no two polls alike
		return false, false
	}
	return a.polled.Idle()
}

// Skip implements wire.Polled.
func (a *answerer) Skip() { a.polled.Skip() }
