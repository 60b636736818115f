package wiretest

import (
	"time"

	"github.com/forecourt/forecourt/twin/chance"
	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/wire"
)

// Line is what may happen to frames between the ends. The zero Line is clean and hands over whole frames. The rates are
// chances in a thousand frames, drawn from Chance.
type Line struct {
	Settings                     wire.Settings
	ByteByByte                   bool
	Duplex                       bool // both ends may speak at once
	Chance                       *chance.Source
	Flip, Drop, Duplicate, Delay int64
	MaxDelay                     time.Duration
	Heals                        clock.Instant // from here on nothing is damaged
}

// Side is one end of a Pair. What it did is in the embedded Recorder.
type Side struct {
	Recorder
	Session wire.Session
	Sent    []Sent
	// OnHeard, where set, is called as a noun is delivered, and may call the session's Do.
	OnHeard func(at clock.Instant, address byte, n wire.Noun)

	pair  *Pair
	index int
	wake  clock.Instant
	busy  clock.Instant // its transmitter is free from here on
	late  clock.Instant // the last delivery from it; a line does not overtake itself
}

// Sent is a transmission with the instants of its first and last bit.
type Sent struct {
	From, To clock.Instant
	Bytes    []byte
}

type delivery struct {
	at, first clock.Instant
	seq       int
	to        int
	bytes     []byte
	marks     wire.Mark
	from, end clock.Instant // of the transmission it belongs to
}

// Pair joins two sessions in virtual time. Master is the first end of the dialect, Slave the second.
type Pair struct {
	Master, Slave *Side
	Line          Line

	now     clock.Instant
	seq     int
	pending []delivery
}

// NewPair opens both ends with the same options and starts them at clock.Epoch.
func NewPair(d wire.Dialect, o wire.Options, l Line) (*Pair, error) {
	p := &Pair{Line: l, now: clock.Epoch}
	if p.Line.Settings.Baud == 0 {
		p.Line.Settings = wire.Settings{Baud: 9600, DataBits: 8, Parity: wire.OddParity, StopBits: 1}
	}
	ends := d.Ends()
	for i, at := range []**Side{&p.Master, &p.Slave} {
		s := &Side{pair: p, index: i, wake: clock.Never}
		session, err := d.Open(ends[i], o, s)
		if err != nil {
			return nil, err
		}
		s.Session = session
		*at = s
	}
	p.Slave.Session.Start(p.now)
	p.Master.Session.Start(p.now)
	return p, nil
}

// Now is the instant the pair stands at.
func (p *Pair) Now() clock.Instant { return p.now }

// RunFor moves both ends on by a span.
func (p *Pair) RunFor(d time.Duration) {
	until := p.now.Add(d)
	for {
		next := p.nextDelivery()
		at := min(p.Master.wake, p.Slave.wake)
		if next >= 0 {
			at = min(at, p.pending[next].at)
		}
		if at > until {
			p.now = until
			return
		}
		p.now = max(p.now, at)
		switch {
		case next >= 0 && p.pending[next].at <= p.now:
			p.deliver(next)
		case p.Master.wake <= p.now:
			p.Master.woken()
		default:
			p.Slave.woken()
		}
	}
}

// Inject lets a side hear bytes that the other one did not say.
func (p *Pair) Inject(to *Side, b []byte, marks wire.Mark) {
	to.Session.Hear(wire.Chunk{Bytes: b, First: p.now, Last: p.now, Marks: marks})
}

func (s *Side) woken() {
	s.wake = clock.Never
	s.Session.Wake(s.pair.now)
}

func (p *Pair) nextDelivery() int {
	best := -1
	for i := range p.pending {
		if best < 0 || p.pending[i].at < p.pending[best].at ||
			p.pending[i].at == p.pending[best].at && p.pending[i].seq < p.pending[best].seq {
			best = i
		}
	}
	return best
}

func (p *Pair) deliver(i int) {
	d := p.pending[i]
	p.pending = append(p.pending[:i], p.pending[i+1:]...)
	p.side(d.to).Session.Hear(wire.Chunk{Bytes: d.bytes, First: d.first, Last: d.at, Marks: d.marks})
}

func (p *Pair) side(i int) *Side {
	if i == 0 {
		return p.Master
	}
	return p.Slave
}

// Say puts a transmission on the line.
func (s *Side) Say(after time.Duration, b []byte) {
	s.Recorder.Say(after, b)
	p := s.pair
	from := max(p.now.Add(after), s.busy)
	to := from.Add(p.Line.Settings.Span(len(b)))
	s.busy = to
	s.Sent = append(s.Sent, Sent{from, to, append([]byte(nil), b...)})
	p.carry(s, from, to, append([]byte(nil), b...))
}

// WakeAt sets the side's timer.
func (s *Side) WakeAt(at clock.Instant) {
	s.Recorder.WakeAt(at)
	s.wake = at
}

// Heard records a noun and hands it on.
func (s *Side) Heard(address byte, n wire.Noun) {
	s.Recorder.Heard(address, n)
	if s.OnHeard != nil {
		s.OnHeard(s.pair.now, address, n)
	}
}

// Arriving tells of a frame that is on its way to this side.
func (s *Side) Arriving() (until clock.Instant, yes bool) {
	for _, d := range s.pair.pending {
		if d.to == s.index && d.first <= s.pair.now {
			until, yes = max(until, d.at), true
		}
	}
	return until, yes
}

// carry draws what happens to a transmission and schedules its deliveries.
func (p *Pair) carry(s *Side, from, to clock.Instant, b []byte) {
	bad := -1
	var mark wire.Mark
	copies := 1
	var delay time.Duration
	if l := &p.Line; l.Chance != nil && from < l.Heals {
		hit := func(rate int64) bool { return l.Chance.Below(1000) < rate }
		flips, drops, doubles, delays := hit(l.Flip), hit(l.Drop), hit(l.Duplicate), hit(l.Delay)
		if drops {
			return
		}
		if flips && len(b) > 0 {
			bad = int(l.Chance.Below(int64(len(b))))
			b[bad], mark = flip(l.Settings, b[bad], int(l.Chance.Below(int64(l.Settings.BitsPerByte()))))
		}
		if doubles {
			copies = 2
		}
		if delays && l.MaxDelay > 0 {
			delay = l.Chance.Within(0, l.MaxDelay)
		}
	}
	for range copies {
		collided := p.collide(1-s.index, from, to)
		p.schedule(s, from, to, b, bad, mark, collided, delay)
		from, to = to, to.Add(to.Sub(from))
	}
	s.busy = from
}

// collide marks what is on its way in the other direction at the same time, and reports whether there was any.
func (p *Pair) collide(to int, from, end clock.Instant) wire.Mark {
	var marks wire.Mark
	for i := range p.pending {
		d := &p.pending[i]
		if !p.Line.Duplex && d.to != to && d.from < end && from < d.end {
			d.marks |= wire.Collision
			marks = wire.Collision
		}
	}
	return marks
}

func (p *Pair) schedule(s *Side, from, to clock.Instant, b []byte, bad int, mark, all wire.Mark, delay time.Duration) {
	d := delivery{to: 1 - s.index, from: from, end: to}
	shift := max(delay, s.late.Sub(to), 0)
	if p.Line.Duplex { // a stream: nor do single bytes overtake
		shift = max(shift, s.late.Sub(from))
	}
	s.late = to.Add(shift)
	if !p.Line.ByteByByte {
		d.bytes, d.marks, d.first, d.at = b, mark|all, from.Add(shift), to.Add(shift)
		p.push(d)
		return
	}
	for i := range b {
		d.bytes, d.marks = b[i:i+1], all
		if i == bad {
			d.marks |= mark
		}
		d.first = from.Add(p.Line.Settings.Span(i) + shift)
		d.at = from.Add(p.Line.Settings.Span(i+1) + shift)
		p.push(d)
	}
}

func (p *Pair) push(d delivery) {
	p.seq++
	d.seq = p.seq
	p.pending = append(p.pending, d)
}
