package loop

import (
	"math"

	"github.com/forecourt/forecourt/twin/line"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/wire"
)

// Mode is how the buses of a loop are moved. Every frame, its instant and all that comes of it are the same in each mode:
// the digest of a bus shows it.
type Mode uint8

// The modes.
const (
	Frame     Mode = iota // a frame is heard when its last byte has ended
	Elided                // idle cycles of polled buses are not stepped but accounted for; with a tap on a bus or a pacer it is Frame
	Byte                  // each byte is heard by itself, by those whom its frame concerns
	Reference             // each byte is heard by itself, by all
)

// String returns the mode's name.
func (m Mode) String() string {
	switch m {
	case Elided:
		return "elided"
	case Byte:
		return "byte"
	case Reference:
		return "reference"
	}
	return "frame"
}

// ParseMode returns the mode of a name; false where there is none.
func ParseMode(name string) (Mode, bool) {
	for _, m := range []Mode{Frame, Elided, Byte, Reference} {
		if m.String() == name {
			return m, true
		}
	}
	return Frame, false
}

// allSlots stands for a moment at which all that was due has been handled.
const allSlots = math.MaxInt

func (l *Loop) modes(b *line.Bus, tap line.Tap) {
	b.ByBytes(l.mode == Byte || l.mode == Reference)
	if l.pacer == nil && l.mode != Reference {
		b.Know(&bedside{l, b}, l.mode == Elided && tap == nil)
	}
}

// unsettle wakes the buses of a machine whose power comes or goes.
func (l *Loop) unsettle(s *seat) {
	for _, p := range s.ports {
		if b := p.bus(); b != nil {
			b.Touch(l.now)
			b.Unsettle()
		}
	}
}

// Poller is a Machine that may be the master of a bus that sleeps.
type Poller interface {
	// Poller returns who polls at a port, with its timer; nil: nobody of whom enough is known.
	Poller(p machine.Port) (wire.Poller, machine.Timer)
}

// Answerer is a Machine that may be polled on a bus that sleeps.
type Answerer interface {
	// Answerer returns who is polled at a port; nil: nobody of whom enough is known.
	Answerer(p machine.Port) wire.Polled
}

// bedside is what a bus asks that knows who stands on it.
type bedside struct {
	loop *Loop
	bus  *line.Bus
}

// Past implements line.Company.
func (b *bedside) Past(slot int) bool { return slot < b.loop.reached }

// Ends implements line.Company.
func (b *bedside) Ends() line.Ends {
	e := line.Ends{Complete: true, Polled: make([]wire.Polled, b.bus.Ends())}
	found := 0
	for _, s := range b.loop.seats {
		for i, p := range s.ports {
			if p.bus() != b.bus {
				continue
			}
			found++
			port := machine.Port(i)
			if m, ok := s.machine.(Poller); ok && e.Poller == nil {
				var t machine.Timer
				e.Poller, t = m.Poller(port)
				e.Master, e.Timer = p.end, s.first+int(t)
			} else if m, ok := s.machine.(Answerer); ok {
				e.Polled[p.end] = m.Answerer(port)
			}
			e.Complete = e.Complete && !s.off && (e.Polled[p.end] != nil || e.Poller != nil && e.Master == p.end)
		}
	}
	e.Complete = e.Complete && found == b.bus.Ends()
	return e
}
