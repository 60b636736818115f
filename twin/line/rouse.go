package line

import (
	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/wire"
)

// position is how far a sleeping bus is.
type position struct {
	cycle int64 // 0: the one that was under way when it fell asleep, else the how manieth after it
	start clock.Instant
	from  int // the first frame of the cycle that was not stepped
	done  int // frames of it that have ended

	before     clock.Instant // when the cycle before began
	fromBefore int           // the first frame of it that was not stepped; all of them: there is none
}

// ended returns when frame j last ended while the bus slept; 0: it did not.
func (p *position) ended(j int, t *template) clock.Instant {
	switch {
	case j < p.done && j >= p.from:
		return p.start.Add(t.frames[j].last)
	case j >= p.fromBefore:
		return p.before.Add(t.frames[j].last)
	}
	return 0
}

// position works out how far the bus is.
func (b *Bus) position() position {
	n, t := &b.nap, b.nap.template
	all := len(t.frames)
	p := position{start: n.start, from: n.first, done: all, fromBefore: all}
	if n.first < all {
		if p.done = b.done(n.start, n.first); p.done < all {
			return p
		}
	}
	now := b.now()
	if now < n.grid {
		return p
	}
	k := int64(now.Sub(n.grid)/t.period) + 1
	begun := b.hasBegun(k)
	if !begun {
		if k--; k == 0 {
			return p
		}
	}
	p.cycle, p.start, p.from = k, n.startOf(k), 0
	if begun {
		p.done = b.done(p.start, 0)
	}
	if p.before, p.fromBefore = n.start, n.first; k > 1 {
		p.before, p.fromBefore = n.startOf(k-1), 0
	}
	return p
}

// done counts the frames of a cycle that have ended, from one on that has not.
func (b *Bus) done(start clock.Instant, from int) int {
	t := b.nap.template
	if b.past(start.Add(t.length()), b.slot) {
		return len(t.frames)
	}
	for from < len(t.frames) && b.past(start.Add(t.frames[from].last), b.slot) {
		from++
	}
	return from
}

// rouse wakes the bus: it and its ends are where the frames that were not stepped have brought them. What is on its way is
// pending, and the bus's timer is not set.
func (b *Bus) rouse() {
	n, t := &b.nap, b.nap.template
	p := b.position()
	n.asleep = false
	b.account(p)
	if p.done < len(t.frames) {
		f := &t.frames[p.done]
		index := b.take()
		x := &b.pool[index]
		x.from, x.odd, x.first, x.last = f.from, 0, p.start.Add(f.first), p.start.Add(f.last)
		x.bytes = append(x.bytes[:0], f.bytes...)
		b.pending = append(b.pending, index)
	}
	s := wire.Skipped{Cycles: p.cycle, Answers: t.answers}
	s.Turn, s.Next = p.done/2, n.grid
	if p.cycle > 0 {
		s.Next = n.begin(p.cycle + 1)
	}
	if p.done < len(t.frames) {
		s.From = p.start.Add(t.frames[p.done&^1].first)
	}
	for i, a := range t.turns {
		t.answers[i] = p.ended(2*i+1, t)
		if p.ended(2*i, t) != 0 {
			a.Skip()
		}
	}
	for k := 2; k > 0; k-- { // the last two, which are of two ends
		j := p.done - k
		if j < 0 {
			j += len(t.frames)
		}
		if at := p.ended(j, t); at != 0 {
			b.hearing.note(at, t.frames[j].from)
		}
	}
	t.Poller.Skip(s)
}

// account adds the frames that were not stepped to the digest and the count.
func (b *Bus) account(p position) {
	n, t := &b.nap, b.nap.template
	before := b.digest.n
	if p.cycle == 0 {
		t.run(&b.digest, n.start, n.first, p.done)
	} else {
		t.run(&b.digest, n.start, n.first, len(t.frames))
		k := int64(1)
		for ; k < p.cycle && k <= 2; k++ { // the first one may be late, and the second then follows it sooner than others
			t.run(&b.digest, n.startOf(k), 0, len(t.frames))
		}
		t.cycles(&b.digest, p.cycle-k)
		t.run(&b.digest, p.start, 0, p.done)
	}
	b.frames += b.digest.n - before
}

// rearm sets the bus's timer for what is pending.
func (b *Bus) rearm() {
	at := clock.Never
	if len(b.pending) > 0 {
		at = b.pool[b.pending[0]].last
	}
	b.sched.SetLine(b.slot, at)
}
