package line

import (
	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/wire"
)

// outage is a span in which the line carries nothing.
type outage struct{ from, to clock.Instant }

// begin starts a fault of the line.
func (b *Bus) begin(a *armed) {
	now := b.now()
	until := now.Add(a.For)
	switch a.Fault {
	case Break, Cut:
		b.breakOff(now)
		b.faults.outages = append(b.faults.outages, outage{now, until})
		if a.Fault == Break {
			b.put(b.stranger(), now, []byte{0}, made|ruling, wire.Break|wire.FramingError)
		}
	case Babble:
		b.speakUp(talk{from: a.talker, until: until, every: a.Every, bytes: a.Bytes}, b.after(a.talker, now))
	case SecondMaster:
		every := a.Every
		if every == 0 {
			every = masterEvery
		}
		b.speakUp(talk{from: b.stranger(), until: until, every: every, bytes: a.Bytes}, now)
	}
	b.faults.rearm()
	a.struck(b)
}

// Cut breaks the bus for everyone, or joins it again. Of what is being said then, the bytes are heard that were whole, or
// those that begin afterwards.
func (b *Bus) Cut(cut bool) {
	now := b.now()
	b.Touch(now)
	switch {
	case cut == b.cut:
	case cut:
		b.breakOff(now)
		b.faults.outages = append(b.faults.outages, outage{now, clock.Never})
	default:
		for i := range b.faults.outages {
			if o := &b.faults.outages[i]; o.to == clock.Never {
				o.to = now
			}
		}
	}
	b.cut = cut
	b.faults.rearm()
}

// beginWaiting starts the faults of the line whose instant has come.
func (b *Bus) beginWaiting() {
	f, now := &b.faults, b.now()
	keep := f.waiting[:0]
	for i := range f.waiting {
		a := f.waiting[i]
		if a.since > now {
			keep = append(keep, a)
			continue
		}
		b.begin(&a)
	}
	f.waiting = keep
}

// breakOff ends what is being said: of each frame under way only the bytes are heard that were whole.
func (b *Bus) breakOff(now clock.Instant) {
	for k, index := range b.pending {
		p := &b.pool[index]
		if p.first >= now || p.last <= now || p.odd&(alarm|ruling) != 0 {
			continue
		}
		n := 0
		for p.first.Add(b.spanOf(n+1)) <= now {
			n++
		}
		if n == 0 {
			p.odd |= gone
		} else {
			p.bytes = p.bytes[:n]
		}
		p.last = now
		copy(b.pending[1:k+1], b.pending[:k])
		b.pending[0] = index
		b.sched.SetLine(b.slot, now)
	}
}

// swallow takes from a frame what an outage did not let through: all, or the bytes before its end, of which the receiver
// then hears a torso.
func (b *Bus) swallow(c *wire.Chunk) (odd oddity) {
	f := &b.faults
	if len(f.outages) == 0 {
		return 0
	}
	keep := f.outages[:0]
	for _, o := range f.outages {
		if c.First < o.to && c.Last > o.from {
			odd |= b.torso(o.to, c)
		}
		if c.First < o.to || b.before(o.to) {
			keep = append(keep, o)
		}
	}
	f.outages = keep
	f.rearm()
	return odd
}

// torso leaves the bytes that begin after an outage.
func (b *Bus) torso(to clock.Instant, c *wire.Chunk) oddity {
	n := 0
	for n < len(c.Bytes) && c.First.Add(b.spanOf(n)) < to {
		n++
	}
	if n == len(c.Bytes) {
		return gone
	}
	c.First = c.First.Add(b.spanOf(n))
	c.Bytes = append(c.Bytes[:0], c.Bytes[n:]...)
	c.Marks |= wire.FramingError
	return 0
}

// before says whether something that is not heard yet begins before an instant.
func (b *Bus) before(at clock.Instant) bool {
	for _, i := range b.pending {
		if p := &b.pool[i]; p.first < at && p.odd&alarm == 0 {
			return true
		}
	}
	return false
}
