package line

import (
	"slices"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/wire"
)

// unusual handles a transmission that is not just a frame which every other end hears: it was garbled, a fault made it, or
// a fault may strike it. It returns what remains odd about it; heard is false where nothing is to be heard now, and the
// transmission is taken care of.
func (b *Bus) unusual(index int32, c *wire.Chunk) (odd oddity, heard bool) {
	t := &b.pool[index]
	odd = t.odd
	if odd&(late|made|alarm) != 0 {
		b.frames--
		c.Marks |= t.marks
	}
	if odd&alarm != 0 {
		b.free = append(b.free, index)
		b.beginWaiting()
		return odd, false
	}
	if odd&collided != 0 {
		c.Marks |= wire.Collision
		garble(c.Bytes)
	}
	if odd&(late|made) == 0 {
		odd |= b.strike(t.from, c)
		if c.Last > b.now() && odd&gone == 0 {
			b.putOff(index, c, odd)
			return odd, false
		}
	}
	if odd&ruling == 0 {
		odd |= b.swallow(c)
	}
	if odd&(made|ruling) == made {
		b.goOn(index)
	}
	b.pool[index].bytes = c.Bytes
	return odd, true
}

// putOff lets a frame be heard later than it was said.
func (b *Bus) putOff(index int32, c *wire.Chunk, odd oddity) {
	t := &b.pool[index]
	t.first, t.last, t.marks, t.bytes = c.First, c.Last, c.Marks, c.Bytes
	t.odd = odd&^collided | late
	b.meet(t)
	b.insert(index)
}

// strike lets the faults that are planned for a frame happen to it.
func (b *Bus) strike(from int, c *wire.Chunk) (odd oddity) {
	f := &b.faults
	f.hits = f.hits[:0]
	keep, stale := f.plan[:0], false
	for _, p := range f.plan {
		hit, done := b.strikes(&p, from, c)
		if hit {
			f.hits = append(f.hits, p)
		}
		if !done {
			keep = append(keep, p)
		}
		stale = stale || p.Fault == Stale
	}
	f.plan = keep
	if stale {
		f.spare = append(f.spare[:0], c.Bytes...)
	}
	slices.SortStableFunc(f.hits, func(x, y armed) int { return x.Fault.rank() - y.Fault.rank() })
	for i := range f.hits {
		odd |= b.hit(&f.hits[i], from, c)
	}
	if stale {
		for len(f.said) <= from {
			f.said = append(f.said, nil)
		}
		f.said[from], f.spare = f.spare, f.said[from]
	}
	f.rearm()
	return odd
}

// rank is the order in which faults strike one frame: another frame first, then its bits, then the rest as planned.
func (f Fault) rank() int {
	switch f {
	case Stale:
		return 0
	case Flip:
		return 1
	}
	return 2
}

// strikes says whether a fault strikes this frame, and whether it is done with.
func (b *Bus) strikes(p *armed, from int, c *wire.Chunk) (hit, done bool) {
	now := b.now()
	switch {
	case p.exact:
		return b.frames >= p.count, b.frames >= p.count
	case p.until != 0 && now >= p.until:
		return false, true
	case c.First < p.since, p.speaker != nobody && p.speaker != from, !p.Match.Fits(c.Bytes), p.Fault == Stale && !b.hasSaid(from):
		return false, false
	}
	return p.due(now)
}

// due counts something that fits, and says whether the fault strikes it and whether it is done with. One that strikes on
// for a span tells of its first stroke alone.
func (p *armed) due(now clock.Instant) (hit, done bool) {
	if p.count--; p.count > 0 {
		return false, false
	}
	p.count = 1
	if p.For == 0 || Info(p.Fault).OfLine {
		return true, true
	}
	if p.until == 0 {
		p.until = now.Add(p.For)
	} else {
		p.Struck = nil
	}
	return true, false
}

func (b *Bus) hasSaid(from int) bool {
	return from < len(b.faults.said) && len(b.faults.said[from]) > 0
}

// hit does to a frame what a fault does.
func (b *Bus) hit(p *armed, from int, c *wire.Chunk) (odd oddity) {
	switch n := max(len(c.Bytes), 1); p.Fault {
	case Flip:
		b.flip(p, c)
	case DropByte:
		odd = b.dropByte(p.Byte%n, c)
	case ExtraByte:
		b.addBytes(p, c)
	case Truncate:
		odd = b.truncate(p.Byte%n, c)
	case Stale:
		c.Bytes = append(c.Bytes[:0], b.faults.said[from]...)
		c.Last = c.First.Add(b.spanOf(len(c.Bytes)))
	case Drop:
		odd = gone
	case Duplicate:
		odd = twice
	case Echo:
		odd = echoed
	case Delay:
		c.First, c.Last = c.First.Add(p.Delay), c.Last.Add(p.Delay)
	default:
		b.begin(p)
		return 0
	}
	p.struck(b)
	return odd
}

func (p *armed) struck(b *Bus) {
	if p.Struck != nil {
		p.Struck(b.now())
	}
}

// flip inverts a bit. Parity sees an odd number of them in a byte.
func (b *Bus) flip(p *armed, c *wire.Chunk) {
	n := len(c.Bytes)
	if n == 0 {
		return
	}
	c.Bytes[p.Byte%n] ^= 1 << p.Bit
	flips := 0
	for i := range b.faults.hits {
		if h := &b.faults.hits[i]; h.Fault == Flip && h.Byte%n == p.Byte%n {
			flips++
		}
	}
	if flips%2 == 1 && b.settings.Parity != wire.NoParity {
		c.Marks |= wire.ParityError
	}
}

// dropByte takes a byte out; one in the middle leaves a gap, so that first and last keep their instants.
func (b *Bus) dropByte(at int, c *wire.Chunk) oddity {
	n := len(c.Bytes)
	if n <= 1 {
		return gone
	}
	switch at {
	case 0:
		c.First = c.First.Add(b.spanOf(1))
	case n - 1:
		c.Last = c.First.Add(b.spanOf(n - 1))
	}
	c.Bytes = append(c.Bytes[:at], c.Bytes[at+1:]...)
	return 0
}

// addBytes puts bytes before one of the frame, or behind it where it ends before that. In front they come before the
// frame begins, else the rest is later by them.
func (b *Bus) addBytes(p *armed, c *wire.Chunk) {
	at := min(p.Byte, len(c.Bytes))
	c.Bytes = slices.Insert(c.Bytes, at, p.Bytes...)
	if span := b.spanOf(len(p.Bytes)); at == 0 {
		c.First = c.First.Add(-span)
	} else {
		c.Last = c.Last.Add(span)
	}
}

// truncate keeps the first n bytes.
func (b *Bus) truncate(n int, c *wire.Chunk) oddity {
	if n == 0 {
		return gone
	}
	c.Bytes = c.Bytes[:n]
	c.Last = c.First.Add(b.spanOf(n))
	return 0
}
