package line

import (
	"math"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
)

// A bus that may sleep does so between exchanges. When a master's poll is on its way, or a cycle is over, it works out
// which frame will be the first that an idle cycle does not have or that leads to one: a poll of an address that has
// something to say, an answer after which the master will say something else. It sleeps until that frame has ended, and
// then accounts for all frames before it in closed form. Whoever gives an end something to say meanwhile stirs it, and
// then the frame may be an earlier one; whoever looks at the bus or meddles with it touches it, and then it is awake.

// Company is what a bus asks of its scheduler that is to know who stands on it.
type Company interface {
	// Past says whether what stood in a slot for the present instant, and was set before it, has been handled.
	Past(slot int) bool
	// Ends says who stands on the bus.
	Ends() Ends
}

// nap is a bus's sleep.
type nap struct {
	may      bool
	template *template // nil: there is none

	asleep bool
	start  clock.Instant // of the cycle that was under way
	first  int           // the first frame of it that was not stepped; all of them: the cycle was over
	grid   clock.Instant // when the next cycle began; the others follow by the period
	until  clock.Instant
	// overruns: the cycle under way lasts until after grid, so that the bus must be awake at its end.
	overruns bool
}

// Know lets the bus ask who stands on it: it then hands a clean frame only to those whom it concerns, and may sleep through
// idle cycles where that is allowed. It must be called before the bus is used.
func (b *Bus) Know(via Company, maySleep bool) { b.via, b.nap.may = via, maySleep }

// Unsettle says that somebody on the bus is not who he was. The bus must be awake.
func (b *Bus) Unsettle() { b.hearing.settled, b.nap.template = false, nil }

// Touch brings the bus up to an instant, the scheduler's present one, and wakes it. Whoever reads something of a bus or
// acts on it touches it first.
func (b *Bus) Touch(clock.Instant) {
	if b.nap.asleep {
		b.rouse()
		b.rearm()
	}
}

// Stir says that an end of the bus has been given something to say.
func (b *Bus) Stir(end int) {
	n := &b.nap
	if b.hearing.settled {
		b.hearing.attend(end, true)
	}
	if !n.asleep {
		return
	}
	t, ok, until := n.template, true, n.until
	if end == t.Master {
		_, ok = t.Poller.Idle(t.due)
	}
	if ok {
		until, ok = b.alarm()
	}
	switch {
	case !ok:
		b.rouse()
		b.rearm()
	case until != n.until:
		n.until = until
		b.sched.SetLine(b.slot, until)
	}
}

// doze lets the bus fall asleep where it can and it is worth it. It is called when a frame has been heard.
func (b *Bus) doze() {
	n := &b.nap
	if b.faults.next != math.MaxUint64 || len(b.faults.waiting) > 0 || b.cut || b.echo || b.tap != nil || len(b.early) > 0 {
		return
	}
	if !b.hearing.settled {
		b.settle()
	}
	t := n.template
	if t == nil {
		return
	}
	at, ok := t.Poller.Idle(t.due)
	if !ok {
		return
	}
	n.first, n.grid, n.overruns = 2*at.Turn, at.Next, false
	if n.first < len(t.frames) {
		if len(b.pending) != 1 {
			return
		}
		p := &b.pool[b.pending[0]]
		if p.from != t.Master || p.odd != 0 {
			return
		}
		n.start = p.last.Add(-t.frames[n.first].last)
		n.overruns = n.start.Add(t.frames[len(t.frames)-1].last+t.gap) > n.grid
	} else if len(b.pending) > 0 {
		return
	}
	for _, a := range t.turns {
		if _, ok := a.Idle(); !ok {
			return
		}
	}
	until, ok := b.alarm()
	if !ok || n.first < len(t.frames) && until <= n.start.Add(t.frames[n.first].last) {
		return
	}
	n.asleep, n.until = true, until
	t.Poller.Doze()
	b.free = append(b.free, b.pending...)
	b.pending = b.pending[:0]
	b.sched.SetLine(b.slot, until)
}

// alarm returns the end of the frame that the bus must be awake for. It is false where the bus must be awake now.
func (b *Bus) alarm() (until clock.Instant, ok bool) {
	n, t := &b.nap, b.nap.template
	until = clock.Never
	if n.overruns {
		until = n.start.Add(t.frames[len(t.frames)-1].last)
	}
	for i, a := range t.turns {
		if idle, _ := a.Idle(); !idle {
			until = min(until, b.next(2*i, 0))
		}
		switch due := t.due[i]; {
		case due == clock.Never:
		case i > 0:
			until = min(until, b.next(2*i-1, due))
		default:
			before, ok := b.beforeCycle(due)
			if !ok {
				return 0, false
			}
			until = min(until, before)
		}
	}
	return until, true
}

// next returns when frame j next ends that has not ended yet, and not before due.
func (b *Bus) next(j int, due clock.Instant) clock.Instant {
	n, t := &b.nap, b.nap.template
	span := t.frames[j].last
	if at := n.start.Add(span); j >= n.first && at >= due && !b.past(at, b.slot) {
		return at
	}
	if n.overruns {
		return clock.Never // not before this cycle is over
	}
	at := n.grid.Add(span)
	if due = max(due, b.sched.Now()); at < due {
		at = at.Add(roundUp(due.Sub(at), t.period))
	}
	if b.past(at, b.slot) {
		at = at.Add(t.period)
	}
	return at
}

// beforeCycle returns when the last frame ends before the first cycle that begins at due or later. It is false where that
// frame has ended.
func (b *Bus) beforeCycle(due clock.Instant) (clock.Instant, bool) {
	n, t := &b.nap, b.nap.template
	last := len(t.frames) - 1
	at := n.grid
	if n.overruns {
		return clock.Never, true
	}
	if due = max(due, b.sched.Now()); at < due {
		at = at.Add(roundUp(due.Sub(at), t.period))
	}
	if b.past(at, t.Timer) {
		at = at.Add(t.period)
	}
	switch {
	case at > n.grid:
		at = at.Add(t.frames[last].last - t.period)
	case n.first <= last:
		at = n.start.Add(t.frames[last].last)
	default:
		return 0, false
	}
	return at, !b.past(at, b.slot)
}

func roundUp(d, to time.Duration) time.Duration { return (d + to - 1) / to * to }

// past says whether what a slot was to do at an instant has been done.
func (b *Bus) past(at clock.Instant, slot int) bool {
	now := b.sched.Now()
	return at < now || at == now && b.via.Past(slot)
}

// Ends counts the ends of the bus.
func (b *Bus) Ends() int { return len(b.ears) }
