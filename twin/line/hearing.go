package line

import (
	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/wire"
)

// hearing is who on a bus must be handed what. On a polled bus nearly every frame concerns one end besides the master; the
// others would look at its address and do nothing. A bus that knows how its frames are addressed spares them that, as long
// as they say that they would do nothing, and notes for them when a frame has ended.
type hearing struct {
	settled bool
	ends    Ends
	of      [256]int16 // the end that an address belongs to; nobody: none
	all     []bool     // by end: it must hear all
	loud    int        // how many of them

	at, before clock.Instant // when the last frame ended, and the last one from another end than that
	from       int           // who said the last one
}

// everybody stands for all ends but the one that speaks.
const everybody = -2

// settle finds out who stands on the bus.
func (b *Bus) settle() {
	h := &b.hearing
	h.settled, h.ends = true, b.via.Ends()
	if b.nap.may {
		b.nap.template = newTemplate(h.ends, b.spanOf)
	}
	for i := range h.of {
		h.of[i] = nobody
	}
	h.all, h.loud = make([]bool, len(b.ears)), len(b.ears)
	for i := range h.all {
		h.all[i] = true
		if p := h.ends.Polled[i]; p != nil {
			h.of[p.Answer().Address] = int16(i)
		}
	}
}

// note remembers that a frame has ended.
func (h *hearing) note(at clock.Instant, from int) {
	if from != h.from {
		h.from, h.before = from, h.at
	}
	h.at = at
}

// Heard returns when the last frame ended that an end has heard, as far as it was not handed it; 0: there was none. While a
// bus sleeps through its cycles, it is an instant not more than two cycles before that.
func (b *Bus) Heard(end int) (at clock.Instant) {
	h, n := &b.hearing, &b.nap
	if at = h.at; h.from == end {
		at = h.before
	}
	if n.asleep {
		if since := b.now().Add(-2 * n.template.period); since > n.grid.Add(n.template.period) {
			return since
		}
		p, t := b.position(), n.template
		for k := 1; k <= 2; k++ { // one of the last two was somebody else's
			j := (p.done + len(t.frames) - k) % len(t.frames)
			if t.frames[j].from != end {
				return max(at, p.ended(j, t))
			}
		}
	}
	return at
}

// attend notes whether an end must hear all.
func (h *hearing) attend(end int, all bool) {
	if h.all[end] != all {
		h.all[end] = all
		if all {
			h.loud++
		} else {
			h.loud--
		}
	}
}

// addressee returns whom alone a frame concerns, besides whoever says it; everybody where that cannot be told, or where
// somebody has to hear all.
func (b *Bus) addressee(from int, frame []byte) int {
	h := &b.hearing
	if h.loud != 1 || !h.settled || h.ends.Poller == nil { // the master's place counts, too
		return everybody
	}
	address, whole := h.ends.Poller.Addressee(frame)
	if !whole {
		return everybody
	}
	to := int(h.of[address])
	if to == from {
		to = h.ends.Master
	}
	if to == nobody || from != h.ends.Master && to != h.ends.Master {
		return everybody
	}
	return to
}

// hand lets those hear a frame whom it concerns. So many of its bytes were heard before, by an end or by everybody.
func (b *Bus) hand(from int, c wire.Chunk, before, by int) {
	to := b.addressee(from, c.Bytes)
	if to == everybody || before > 0 && by != to {
		b.handOdd(from, from, c, before, by)
		return
	}
	b.hearing.note(c.Last, from)
	if before > 0 {
		c = b.rest(c, before)
	}
	b.ears[to].Hear(c)
}

// handOdd is hand for a chunk that need not be a frame, and where some may have to hear what does not concern them; deaf is
// who hears nothing.
func (b *Bus) handOdd(from, deaf int, c wire.Chunk, before, by int) {
	h := &b.hearing
	if b.via != nil && !h.settled {
		b.settle()
	}
	known := b.via != nil && h.ends.Poller != nil && from < len(b.ears)
	clean, concerns := false, nobody
	if known {
		var address byte
		address, clean = h.ends.Poller.Addressee(c.Bytes)
		clean = clean && c.Marks == 0 && from == deaf
		concerns = int(h.of[address])
	}
	if clean {
		h.note(c.Last, from)
	}
	for i, e := range b.ears {
		some := before > 0 && (by == i || by == everybody)
		switch {
		case i == deaf || clean && i != concerns && !h.all[i] && i != h.ends.Master && !some:
			continue
		case some:
			e.Hear(b.rest(c, before))
		default:
			e.Hear(c)
		}
		if known && h.settled && h.ends.Polled[i] != nil {
			_, ok := h.ends.Polled[i].Idle()
			h.attend(i, !ok)
		}
	}
}
