package wire

import (
	"time"

	"github.com/forecourt/forecourt/twin/clock"
)

// offlineEvery is how often an address that does not answer is polled: in every fourth cycle. Such addresses take turns,
// so that their time-outs do not all fall into one cycle.
const offlineEvery = 4

// Round is the order in which a bus master speaks to its addresses: each once a cycle, no cycle before its time, and one
// instant to be woken at. The controller's end of a polled dialect embeds it and says what is spoken.
type Round struct {
	out      Out
	listener Listener // nil where the Out is none
	cycle    time.Duration
	number   uint32        // counts cycles
	next     clock.Instant // no cycle starts before
	wake     clock.Instant
	turn     int
}

// NewRound returns a round with a time for each cycle.
func NewRound(out Out, cycle time.Duration) Round {
	listener, _ := out.(Listener)
	return Round{out: out, listener: listener, cycle: cycle, wake: clock.Never}
}

// Turn returns whose turn it is, an index from 0; between Begin and the first Next it is -1.
func (r *Round) Turn() int { return r.turn }

// Begin starts a cycle. The grid begins again from here, so that a cycle that overran delays those after it.
func (r *Round) Begin(at clock.Instant) {
	r.number++
	r.next = at.Add(r.cycle)
	r.turn = -1
	r.out.Cycle()
}

// Next passes the turn on; false after the last of n.
func (r *Round) Next(n int) bool {
	r.turn++
	return r.turn < n
}

// Serves says whether the one whose turn it is is spoken to in this cycle.
func (r *Round) Serves(offline bool) bool {
	return !offline || (r.number+uint32(r.turn))%offlineEvery == 0
}

// Over ends a cycle: it says whether the next one is due, and asks to be woken for it where it is not.
func (r *Round) Over(at clock.Instant) (again bool) {
	if at >= r.next {
		return true
	}
	r.WakeAt(r.next)
	return false
}

// WakeAt asks to be woken.
func (r *Round) WakeAt(at clock.Instant) {
	r.wake = at
	r.out.WakeAt(at)
}

// Early says that a Wake came before its time, as one that was asked for earlier does, and asks for it again.
func (r *Round) Early(at clock.Instant) bool {
	if at >= r.wake {
		return false
	}
	r.out.WakeAt(r.wake)
	return true
}

// Arriving waits for an answer that has begun, where the Out can tell, and a gap longer.
func (r *Round) Arriving(at clock.Instant, gap time.Duration) bool {
	if r.listener == nil {
		return false
	}
	until, yes := r.listener.Arriving()
	if yes {
		r.WakeAt(max(until, at).Add(gap))
	}
	return yes
}
