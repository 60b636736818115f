package loop

import (
	"sync"

	"github.com/forecourt/forecourt/twin/clock"
)

// Pacer says how time passes. Without one, time is virtual and jumps to what is due next.
type Pacer interface {
	// Wait returns the instant that has been reached: until, or an earlier one when the inbox has something.
	Wait(until clock.Instant, in *Inbox) clock.Instant
}

// Part is something outside the loop that can be moved in step with it: emulated firmware, a kernel whose own clock is
// virtual, a pipe that is drained by byte count before time moves.
type Part interface {
	// Next returns the instant at which the part wants to act next; clock.Never if it only answers.
	Next() clock.Instant
	// Advance moves the part to an instant. What it said until then is in the inbox when Advance returns.
	Advance(to clock.Instant)
}

// Lockstep paces a loop together with outside parts in virtual time: time moves to the next instant at which either the
// loop or a part acts, the parts first.
type Lockstep struct {
	now   clock.Instant
	parts []Part
}

// NewLockstep returns a pacer that starts at an instant.
func NewLockstep(start clock.Instant, parts ...Part) *Lockstep {
	return &Lockstep{now: start, parts: parts}
}

// Wait moves the parts until one has put something into the inbox, or until the instant is reached.
func (l *Lockstep) Wait(until clock.Instant, in *Inbox) clock.Instant {
	for !in.Waiting() && l.now < until {
		to := until
		for _, p := range l.parts {
			to = min(to, p.Next())
		}
		if to == clock.Never {
			return clock.Never // neither side will ever act again
		}
		l.now = max(l.now, to)
		for _, p := range l.parts {
			p.Advance(l.now)
		}
	}
	return min(l.now, until)
}

// Inbox is the one way from other goroutines into the loop.
type Inbox struct {
	mu      sync.Mutex
	entries []func()
	wake    func()
}

func newInbox() *Inbox { return &Inbox{wake: func() {}} }

// Put adds an act, which the loop does at its next instant, on its own goroutine.
func (i *Inbox) Put(f func()) {
	i.mu.Lock()
	i.entries = append(i.entries, f)
	wake := i.wake
	i.mu.Unlock()
	wake()
}

// Waiting says whether something is in the inbox.
func (i *Inbox) Waiting() bool {
	i.mu.Lock()
	defer i.mu.Unlock()
	return len(i.entries) > 0
}

// OnPut sets what Put calls after it has added something: how a pacer that sleeps is woken.
func (i *Inbox) OnPut(wake func()) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.wake = wake
}

func (i *Inbox) take() []func() {
	i.mu.Lock()
	defer i.mu.Unlock()
	e := i.entries
	i.entries = nil
	return e
}
