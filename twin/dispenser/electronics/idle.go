package electronics

import (
	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/line"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/wire"
)

// Answerer returns the electronics as a bus sees them that may sleep through idle cycles; nil where their dialect has none
// that could be left out.
func (e *Electronics) Answerer(port machine.Port) line.Answerer {
	if p, ok := e.session.(wire.Polled); ok && port == PortBus {
		return &answerer{e, p}
	}
	return nil
}

type answerer struct {
	e      *Electronics
	polled wire.Polled
}

// Answer implements line.Answerer.
func (a *answerer) Answer() wire.Answer { return a.polled.Answer() }

// Idle implements line.Answerer.
func (a *answerer) Idle() (idle, ok bool) {
	if a.e.lost || !a.e.on {
		return false, false
	}
	return a.polled.Idle()
}

// Skip implements line.Answerer.
func (a *answerer) Skip(heard clock.Instant, polled bool) {
	if heard != 0 {
		a.e.heardAt = heard
	}
	if polled {
		a.polled.Skip()
	}
}
