package line

import (
	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/wire"
)

// ByBytes lets the ends hear each byte by itself, when it has ended: the reference that whole frames are measured
// against. The frames, their instants, numbers and digest are the same. What a fault has struck is heard whole when it has
// ended, and so is the rest of a frame that collides when some of its bytes have been heard. Where the bus knows whom a
// frame concerns, the others are spared its bytes as they are spared frames; one that has to hear all hears it whole.
func (b *Bus) ByBytes(on bool) { b.byBytes = on }

// ready returns when the first of what is pending is to be heard, or its next byte.
func (b *Bus) ready() clock.Instant {
	t := &b.pool[b.pending[0]]
	if b.byBytes && t.odd == 0 && t.heard+1 < len(t.bytes) {
		return t.first.Add(b.spanOf(t.heard + 1))
	}
	return t.last
}

// spell lets one byte of the first of what is pending be heard, unless it is the last or there is something unusual about
// it; it returns whether it did.
func (b *Bus) spell() bool {
	t := &b.pool[b.pending[0]]
	if t.odd != 0 || b.echo || b.frames+1 >= b.faults.next || t.heard+1 >= len(t.bytes) {
		if b.now() >= t.last {
			return false
		}
		b.sched.SetLine(b.slot, t.last)
		return true
	}
	if t.heard == 0 {
		t.to = b.addressee(t.from, t.bytes)
	}
	c := wire.Chunk{Bytes: t.bytes[t.heard : t.heard+1], First: t.first.Add(b.spanOf(t.heard))}
	t.heard++
	c.Last = t.first.Add(b.spanOf(t.heard))
	if t.to >= 0 {
		b.ears[t.to].Hear(c)
	} else {
		from := t.from
		for i, e := range b.ears {
			if i != from {
				e.Hear(c)
			}
		}
	}
	b.sched.SetLine(b.slot, b.ready())
	return true
}

// Rest returns what somebody hears of a chunk who could hear nothing until an instant: the bytes that end after it.
func (b *Bus) Rest(c wire.Chunk, since clock.Instant) wire.Chunk {
	n := 0
	for n < len(c.Bytes) && c.First.Add(b.spanOf(n+1)) <= since {
		n++
	}
	c.First, c.Bytes = c.First.Add(b.spanOf(n)), c.Bytes[n:]
	return c
}

// rest is a chunk without its first bytes.
func (b *Bus) rest(c wire.Chunk, before int) wire.Chunk {
	c.First, c.Bytes = c.First.Add(b.spanOf(before)), c.Bytes[min(before, len(c.Bytes)):]
	return c
}
