package line

import (
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/wire"
)

// Bus is a half-duplex serial line with several ends, such as RS-485: what one says all others hear, when the last byte
// has ended. Two that speak at once garble each other. Every byte has its computed instant. What faults do to it is in
// fault.go and the files it names; nothing of them costs a healthy bus more than a comparison a frame.
type Bus struct {
	bound
	settings wire.Settings
	span     [spans]time.Duration // of n bytes
	ears     []Ear
	pool     []transmission // reused; pending and free hold indexes into it
	pending  []int32        // by their end
	free     []int32
	tap      Tap
	digest   Digest
	frames   uint64
	cut      bool
	echo     bool
	faults   faults
	early    []earlyEnd
	via      Company // nil: nobody knows
	hearing  hearing
	nap      nap
	byBytes  bool
}

const spans = 64

type transmission struct {
	from        int
	first, last clock.Instant
	odd         oddity
	marks       wire.Mark // of what is late or made
	talk        int32     // whose, of what is made
	heard       int       // bytes that have been, where they are heard one by one
	to          int       // who has heard them: an end, or everybody
	bytes       []byte
}

// oddity says what is unusual about a transmission; nearly always nothing is.
type oddity uint8

const (
	collided oddity = 1 << iota // another spoke at the same time
	late                        // it was put off: its number and its faults are behind it
	made                        // by a fault: it has no number, and no fault strikes it
	alarm                       // it has no bytes: a fault of the line begins then
	ruling                      // it garbles nothing and nothing garbles it: what else is said then is not heard at all
	gone                        // it reaches nobody
	twice                       // it is heard twice
	echoed                      // its speaker hears it, too
)

// NewBus returns a bus with these settings; tap may be nil.
func NewBus(s wire.Settings, tap Tap) *Bus {
	b := &Bus{settings: s, tap: tap}
	b.faults.rearm()
	for n := range b.span {
		b.span[n] = s.Span(n)
	}
	return b
}

// Settings returns how the bus is set.
func (b *Bus) Settings() wire.Settings { return b.settings }

// Join adds an end and returns its number.
func (b *Bus) Join(e Ear) int {
	b.ears = append(b.ears, e)
	return len(b.ears) - 1
}

// Echo makes every end hear its own bytes, too, as on a current loop or behind an adapter that does not mute its receiver.
// A bus with an echo never sleeps.
func (b *Bus) Echo(on bool) { b.echo = on }

// Digest returns the digest over every frame so far.
func (b *Bus) Digest(at clock.Instant) uint64 {
	b.Touch(at)
	return b.digest.Sum()
}

// Frames counts the frames so far.
func (b *Bus) Frames(at clock.Instant) uint64 {
	b.Touch(at)
	return b.digest.Frames()
}

// Cycle marks the start of a poll cycle.
func (b *Bus) Cycle() {
	if b.tap != nil {
		b.tap.Cycle(b.now())
	}
}

// Say puts bytes on the bus from an end, the first one no earlier than after from now, and not before that end's own
// last byte has ended.
func (b *Bus) Say(from int, after time.Duration, bytes []byte) {
	now := b.now()
	b.Touch(now)
	first := now.Add(after)
	busy := len(b.pending) > 0
	if busy {
		first = b.after(from, first)
	}
	index := b.take()
	t := &b.pool[index]
	t.from, t.first, t.odd = from, first, 0
	t.last = first.Add(b.spanOf(len(bytes)))
	t.bytes = append(t.bytes[:0], bytes...)
	if busy {
		b.meet(t)
	}
	for _, e := range b.early {
		if e.end != from && !b.cut {
			e.ear.Says(first, b.pool[index].bytes)
		}
	}
	b.insert(index)
}

// Clear returns when an end's own last byte will have ended; now where it says nothing.
func (b *Bus) Clear(end int) clock.Instant { return b.after(end, b.now()) }

// after returns when an end may speak that wants to from an instant on: its own last byte must have ended. What was put
// off is out of its hands and holds up nobody.
func (b *Bus) after(from int, first clock.Instant) clock.Instant {
	for _, i := range b.pending {
		if p := &b.pool[i]; p.from == from && p.odd&late == 0 {
			first = max(first, p.last)
		}
	}
	return first
}

// meet finds what a transmission that is not pending yet will collide with.
func (b *Bus) meet(t *transmission) {
	for _, i := range b.pending {
		p := &b.pool[i]
		odd := p.odd | t.odd
		if p.first < t.last && t.first < p.last && odd&(alarm|ruling) == 0 && (p.from != t.from || odd&late != 0) {
			p.odd |= collided
			t.odd |= collided
		}
	}
}

// Arriving says whether another end than this one is speaking, and when its last byte ends.
func (b *Bus) Arriving(end int) (until clock.Instant, yes bool) {
	now := b.now()
	for _, i := range b.pending {
		if p := &b.pool[i]; p.from != end && p.first <= now && p.odd&alarm == 0 {
			until, yes = max(until, p.last), true
		}
	}
	return until, yes
}

func (b *Bus) spanOf(n int) time.Duration {
	if n < spans {
		return b.span[n]
	}
	return b.settings.Span(n)
}

func (b *Bus) take() int32 {
	if n := len(b.free); n > 0 {
		i := b.free[n-1]
		b.free = b.free[:n-1]
		b.pool[i].heard = 0
		return i
	}
	b.pool = append(b.pool, transmission{bytes: make([]byte, 0, 256)})
	return int32(len(b.pool) - 1)
}

func (b *Bus) insert(index int32) {
	last := b.pool[index].last
	if len(b.pending) == 0 {
		b.pending = append(b.pending, index)
		b.sched.SetLine(b.slot, b.ready())
		return
	}
	i := len(b.pending)
	for i > 0 && b.pool[b.pending[i-1]].last > last {
		i--
	}
	b.pending = append(b.pending, 0)
	copy(b.pending[i+1:], b.pending[i:])
	b.pending[i] = index
	if i == 0 {
		b.sched.SetLine(b.slot, b.ready())
	}
}

// Wake delivers the transmission whose last byte has just ended.
func (b *Bus) Wake() {
	if b.nap.asleep {
		b.rouse()
	}
	if b.byBytes && b.spell() {
		return
	}
	b.deliver()
	if len(b.pending) <= 1 && b.nap.may {
		b.doze()
	}
}

// deliver lets the first transmission be heard.
func (b *Bus) deliver() {
	index := b.pending[0]
	if len(b.pending) == 1 {
		b.pending = b.pending[:0]
	} else {
		b.pending = b.pending[:copy(b.pending, b.pending[1:])]
		b.sched.SetLine(b.slot, b.ready())
	}
	b.frames++
	t := &b.pool[index]
	if t.odd != 0 || b.frames >= b.faults.next || b.echo || b.tap != nil {
		b.deliverOdd(index)
		return
	}
	b.digest.Frame(t.last, t.from, t.bytes)
	b.hand(t.from, wire.Chunk{Bytes: t.bytes, First: t.first, Last: t.last}, t.heard, t.to)
	b.free = append(b.free, index)
}

// deliverOdd is deliver for what may not simply be heard once, whole and by all others alike.
func (b *Bus) deliverOdd(index int32) {
	t := &b.pool[index]
	before, by := t.heard, t.to
	from, deaf, repeat, lost := t.from, t.from, 1, false
	c := wire.Chunk{Bytes: t.bytes, First: t.first, Last: t.last}
	if t.odd != 0 || b.frames >= b.faults.next {
		odd, heard := b.unusual(index, &c)
		if !heard {
			return
		}
		lost = odd&gone != 0
		if odd&twice != 0 {
			repeat = 2
		}
		if odd&echoed != 0 {
			deaf = nobody
		}
	}
	if b.echo {
		deaf = nobody
	}
	b.digest.Frame(c.Last, from, c.Bytes)
	if b.tap != nil {
		b.tap.Frame(from, c, lost)
	}
	for ; repeat > 0 && !lost; repeat-- {
		b.handOdd(from, deaf, c, before, by)
	}
	b.free = append(b.free, index)
}

// garble makes bytes that were sent over one another unreadable, the same way every time.
func garble(b []byte) {
	for i := range b {
		b[i] ^= 0xA5
	}
}
