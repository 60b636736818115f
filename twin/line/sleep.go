package line

import (
	"math"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/wire"
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
	grid   clock.Instant // when the next cycle begins; the others follow by the period
	until  clock.Instant
	// late is how much after its beginning the next cycle's first poll begins, where the cycle under way lasts too long for
	// it: the line must be clear. atEnd: it begins as the last answer ends, not by the master's timer.
	late  time.Duration
	atEnd bool
	// overruns: the next cycle lasts too long in its turn, so that the bus must be awake before.
	overruns bool
}

// begin returns when the kth cycle after the one under way begins, startOf when its first poll does.
func (n *nap) begin(k int64) clock.Instant {
	return n.grid.Add(time.Duration(k-1) * n.template.period)
}

func (n *nap) startOf(k int64) clock.Instant {
	if k == 1 {
		return n.grid.Add(n.late)
	}
	return n.begin(k)
}

// hasBegun says whether the kth cycle after the one under way has begun.
func (b *Bus) hasBegun(k int64) bool {
	if n := &b.nap; k > 1 || !n.atEnd {
		return b.past(n.begin(k), n.template.Timer)
	}
	return b.past(b.nap.grid, b.slot)
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

// Stir says that an end of the bus has been given something to say, or has to hear more than what is for it.
func (b *Bus) Stir(end int) {
	h, n := &b.hearing, &b.nap
	var polled wire.Polled
	if h.settled {
		polled = h.ends.Polled[end]
	}
	idle, aloof := false, false
	if polled != nil {
		idle, aloof = polled.Idle()
		h.attend(end, !aloof)
	}
	if !n.asleep || idle && aloof {
		return
	}
	t, ok, until := n.template, true, n.until
	switch {
	case end == t.Master:
		if _, ok = t.Poller.Idle(t.due); ok {
			until, ok = b.alarm()
		}
	case aloof:
		until = min(until, b.next(2*t.turnOf[end], 0))
	default:
		ok = false
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
	n.first, n.grid, n.late, n.atEnd, n.overruns = 2*at.Turn, at.Next, 0, false, false
	if n.first < len(t.frames) {
		if len(b.pending) != 1 {
			return
		}
		p := &b.pool[b.pending[0]]
		if p.from != t.Master || p.odd != 0 {
			return
		}
		n.start = p.last.Add(-t.frames[n.first].last)
		n.follow()
	} else if len(b.pending) > 0 {
		return
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

// follow works out when the cycle after the one under way begins.
func (n *nap) follow() {
	length := n.template.length()
	end := n.start.Add(length)
	n.atEnd = end >= n.grid
	n.grid = max(n.grid, end)
	n.late = max(end.Add(n.template.gap).Sub(n.grid), 0)
	n.overruns = n.late+length+n.template.gap > n.template.period && n.late > 0
}

// alarm returns the end of the frame that the bus must be awake for. It is false where the bus must be awake now.
func (b *Bus) alarm() (until clock.Instant, ok bool) {
	n, t := &b.nap, b.nap.template
	until = clock.Never
	if n.overruns {
		until = n.start.Add(t.length())
	}
	for i, a := range t.turns {
		idle, aloof := a.Idle()
		if !aloof {
			return 0, false
		}
		if !idle {
			until = min(until, b.next(2*i, 0))
		}
		switch due := t.due[i]; {
		case due.Add(-t.period) >= until: // later than what is known already
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
	due = max(due, b.now())
	at := n.startOf(1).Add(span)
	if at < due || b.past(at, b.slot) {
		at = n.grid.Add(span)
		at = at.Add(max(roundUp(due.Sub(at), t.period), t.period))
		if b.past(at, b.slot) {
			at = at.Add(t.period)
		}
	}
	return at
}

// beforeCycle returns when the last frame ends before the first cycle that begins at due or later. It is false where that
// frame has ended.
func (b *Bus) beforeCycle(due clock.Instant) (clock.Instant, bool) {
	n, t := &b.nap, b.nap.template
	if n.overruns {
		return clock.Never, true
	}
	k := int64(1)
	if due = max(due, b.now()); n.grid < due {
		k += int64(roundUp(due.Sub(n.grid), t.period) / t.period)
	}
	if b.hasBegun(k) {
		k++
	}
	var at clock.Instant
	switch {
	case k > 1:
		at = n.startOf(k - 1).Add(t.length())
	case n.first < len(t.frames):
		at = n.start.Add(t.length())
	default:
		return 0, false
	}
	return at, !b.past(at, b.slot)
}

func roundUp(d, to time.Duration) time.Duration { return (d + to - 1) / to * to }

// past says whether what a slot was to do at an instant has been done.
func (b *Bus) past(at clock.Instant, slot int) bool {
	now := b.now()
	return at < now || at == now && b.via.Past(slot)
}

// Ends counts the ends of the bus.
func (b *Bus) Ends() int { return len(b.ears) }
