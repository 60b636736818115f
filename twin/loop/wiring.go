package loop

import (
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/line"
	"github.com/forecourt/forecourt/twin/wire"
)

// Wiring puts lines between machines while a station is built; afterwards, lines can still be added, but not taken away.

// slot is who a timer belongs to: a line, or a machine's seat.
type slot struct {
	line  line.Line
	seat  *seat
	timer uint8
}

// Clock implements line.Scheduler.
func (l *Loop) Clock() *clock.Instant { return &l.now }

// SetLine implements line.Scheduler.
func (l *Loop) SetLine(slot int, at clock.Instant) { l.tree.set(slot, at) }

func (l *Loop) addSlot(s slot) int {
	l.slots = append(l.slots, s)
	if len(l.slots) > l.tree.room() {
		l.tree.grow(len(l.slots))
	}
	return len(l.slots) - 1
}

func (l *Loop) bind(x line.Line) { x.Bind(l, l.addSlot(slot{line: x})) }

// Bus adds a serial bus; tap may be nil.
func (l *Loop) Bus(s wire.Settings, tap line.Tap) *line.Bus {
	b := line.NewBus(s, tap)
	l.bind(b)
	l.modes(b, tap)
	return b
}

// JoinBus puts a machine on a bus.
func (l *Loop) JoinBus(b *line.Bus, s Socket) int {
	e := l.end(s)
	e.bus = b
	end := b.Join(e)
	l.plug(s, port{line: b, end: end})
	return end
}

// Stream joins two machines by a byte stream.
func (l *Loop) Stream(latency time.Duration, a, b Socket, tap line.Tap) *line.Stream {
	s := line.NewStream(latency, l.end(a), l.end(b), tap)
	l.bind(s)
	l.plug(a, port{line: s, end: 0})
	l.plug(b, port{line: s, end: 1})
	return s
}

// StreamTo joins a machine, at end 0, to an ear that is no machine: a socket of the live station, at end 1.
func (l *Loop) StreamTo(latency time.Duration, a Socket, outside line.Ear, tap line.Tap) *line.Stream {
	s := line.NewStream(latency, l.end(a), outside, tap)
	l.bind(s)
	l.plug(a, port{line: s, end: 0})
	return s
}

// Trunk adds a stream whose ends join it later; tap may be nil.
func (l *Loop) Trunk(latency time.Duration, tap line.Tap) *line.Stream {
	s := line.NewTrunk(latency, tap)
	l.bind(s)
	return s
}

// JoinTrunk puts a machine at the next end of a trunk.
func (l *Loop) JoinTrunk(t *line.Stream, s Socket) int {
	end := t.Join(l.end(s))
	l.plug(s, port{line: t, end: end})
	return end
}

// Digital joins an output to an input.
func (l *Loop) Digital(from, to Socket) *line.Digital {
	d := line.NewDigital(l.end(to))
	l.bind(d)
	l.plug(from, port{line: d})
	l.plug(to, port{line: d, end: 1})
	return d
}

// Counter joins what makes a quantity grow to what counts it.
func (l *Loop) Counter(scale line.Scale, from, to Socket) *line.Counter {
	c := line.NewCounter(scale, l.end(to))
	l.bind(c)
	l.plug(from, port{line: c})
	l.plug(to, port{line: c, end: 1})
	return c
}

// Link joins two machines by a link of nouns.
func (l *Loop) Link(latency time.Duration, a, b Socket) *line.Link {
	k := line.NewLink(latency, l.end(a), l.end(b))
	l.bind(k)
	l.plug(a, port{line: k, end: 0})
	l.plug(b, port{line: k, end: 1})
	return k
}
