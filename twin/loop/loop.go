package loop

import (
	"errors"
	"fmt"

	"github.com/forecourt/forecourt/twin/chance"
	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/journal"
	"github.com/forecourt/forecourt/twin/machine"
)

// Options of a loop.
type Options struct {
	Seed    uint64
	Start   clock.Instant    // zero: clock.Epoch
	Pacer   Pacer            // nil: virtual
	Journal *journal.Journal // nil: nothing is recorded
	Mode    Mode             // how buses are moved; whatever it is, every frame and its instant are the same
}

// Loop moves one station. All its methods but Inbox are for the goroutine that runs it.
type Loop struct {
	now     clock.Instant
	reached int // the highest slot that was handled at now
	mode    Mode
	turn    uint64
	seed    uint64
	pacer   Pacer
	journal *journal.Journal
	inbox   *Inbox

	tree  timers
	slots []slot

	seats   []*seat
	byRole  map[forecourt.Role]*seat
	taps    []func(forecourt.Told)
	cuts    []func(forecourt.Role)
	counts  map[forecourt.Role]uint64
	refused map[forecourt.Role]int

	fibers fibers
	net    network
	rules  rules

	told    uint64 // events
	goal    uint64 // the event after which RunTo stops; 0: none
	stopped bool
	started bool
	failure error
}

var _ machine.Host = (*Loop)(nil)

// New returns an empty loop.
func New(o Options) *Loop {
	if o.Start == 0 {
		o.Start = clock.Epoch
	}
	l := &Loop{
		now: o.Start, mode: o.Mode, seed: o.Seed, pacer: o.Pacer, journal: o.Journal, inbox: newInbox(),
		byRole: map[forecourt.Role]*seat{}, counts: map[forecourt.Role]uint64{}, refused: map[forecourt.Role]int{},
	}
	l.net.init(l)
	l.slots = append(l.slots, slot{}) // slot 0 belongs to the fibers
	l.tree.begin(l.now)
	return l
}

// Now returns the loop's instant.
func (l *Loop) Now() clock.Instant { return l.now }

// Turn counts how often the loop has taken what was in the inbox. What it takes in one turn happens at one instant, after
// everything that was due until then, and nothing else happens between.
func (l *Loop) Turn() uint64 { return l.turn }

// Seed returns the seed that everything random on this loop comes from.
func (l *Loop) Seed() uint64 { return l.seed }

// Journal returns the journal, which may be nil; a nil journal takes records too.
func (l *Loop) Journal() *journal.Journal { return l.journal }

// Inbox returns the way in for the outside world. It may be used from any goroutine.
func (l *Loop) Inbox() *Inbox { return l.inbox }

// Watch calls f for every event that is told, at once; f must only note it. The returned function ends that.
func (l *Loop) Watch(f func(forecourt.Told)) (end func()) {
	l.taps = append(l.taps, f)
	i := len(l.taps) - 1
	return func() { l.taps[i] = func(forecourt.Told) {} }
}

// WatchCuts calls f, on the loop, for every role that has lost its power; f must only note it.
func (l *Loop) WatchCuts(f func(forecourt.Role)) { l.cuts = append(l.cuts, f) }

// Start switches every machine on, in the order they were added. Run does it when nobody has.
func (l *Loop) Start() {
	if l.started {
		return
	}
	l.started = true
	for _, s := range l.seats {
		s.off = false
		s.machine.Sense(s.env, forecourt.PowerOn{})
	}
	l.settle()
}

// Stop makes Run return after the event that is being handled.
func (l *Loop) Stop() { l.stopped = true }

// Fail stops the run with an error of the harness; the first one is kept.
func (l *Loop) Fail(err error) {
	if l.failure == nil {
		l.failure = err
	}
	l.stopped = true
}

// Run moves the station until an instant, until Stop, or until nothing is left to do. It returns what Fail was given.
func (l *Loop) Run(until clock.Instant) error {
	l.Start()
	l.stopped = l.failure != nil
	if l.pacer != nil {
		l.runPaced(until)
		return l.failure
	}
	for !l.stopped {
		s, at := l.tree.next()
		if at > until || at == clock.Never {
			if until != clock.Never {
				l.now = max(l.now, until)
			}
			l.reached = allSlots
			break
		}
		if at > l.now {
			l.now, l.reached = at, s
		}
		l.reached = max(l.reached, s)
		l.dispatch(s)
	}
	return l.failure
}

// runPaced is Run with a pacer: it waits for what is due, and takes what comes from outside at the instant it came.
func (l *Loop) runPaced(until clock.Instant) {
	for !l.stopped {
		s, at := l.tree.next()
		reached := l.pacer.Wait(min(at, until), l.inbox)
		if reached == clock.Never {
			return // nobody will ever act again
		}
		if at <= reached && at <= until {
			l.now = max(l.now, at)
			l.dispatch(s)
			continue
		}
		l.now = max(l.now, min(reached, until))
		l.turn++
		for _, f := range l.inbox.take() {
			f()
			l.settle()
		}
		if reached >= until {
			return
		}
	}
}

func (l *Loop) dispatch(s int) {
	l.tree.take(s)
	owner := &l.slots[s]
	switch {
	case owner.seat != nil:
		owner.seat.machine.Wake(owner.seat.env, owner.timer)
	case owner.line != nil:
		owner.line.Wake()
	default:
		l.fibers.run(l)
	}
	l.tree.close()
	if l.rules.pending {
		l.settle()
	}
}

// settle checks the invariants that the last event touched.
func (l *Loop) settle() { l.rules.check(l) }

// Close unwinds every fiber. The loop cannot run afterwards.
func (l *Loop) Close() {
	l.stopped = true
	l.fibers.close()
}

// Tell puts an event on the timeline.
func (l *Loop) Tell(role forecourt.Role, e forecourt.Event) {
	t := forecourt.Told{At: l.now, Role: role, Event: e}
	if l.told++; l.told == l.goal {
		l.stopped = true
	}
	l.journal.Event(t)
	for _, f := range l.taps {
		f(t)
	}
	l.rules.touch(t)
}

// Fault records bytes or acts that a machine refused.
func (l *Loop) Fault(role forecourt.Role, err error) {
	l.refused[role]++
	l.journal.Fault(l.now, role, err)
}

// Refused counts the bytes and acts that a role refused.
func (l *Loop) Refused(role forecourt.Role) int { return l.refused[role] }

// ID hands out a role's next identifier.
func (l *Loop) ID(role forecourt.Role, prefix string) string {
	l.counts[role]++
	return chance.ID(prefix, l.seed, role.String(), l.counts[role])
}

// Sense does something to the machine of a role, now. A machine that is off senses nothing.
func (l *Loop) Sense(role forecourt.Role, s forecourt.Stimulus) error {
	seat := l.byRole[role]
	if seat == nil {
		return fmt.Errorf("the station has no %s", role)
	}
	if seat.off {
		return fmt.Errorf("%s is off", role)
	}
	l.journal.Stimulus(l.now, role, s)
	seat.machine.Sense(seat.env, s)
	l.settle()
	return nil
}

// ErrOff is returned where a machine would have to be on.
var ErrOff = errors.New("the machine is off")

// PowerOff cuts a machine's power: its timers, its fibers and what its disk had not flushed are gone.
func (l *Loop) PowerOff(role forecourt.Role) error {
	seat := l.byRole[role]
	if seat == nil {
		return fmt.Errorf("the station has no %s", role)
	}
	if seat.off {
		return fmt.Errorf("%s: %w", role, ErrOff)
	}
	l.unsettle(seat)
	l.journal.Stimulus(l.now, role, forecourt.PowerOff{})
	seat.machine.Sense(seat.env, forecourt.PowerOff{})
	seat.off = true
	for t := range seat.timers {
		l.tree.set(seat.first+t, clock.Never)
	}
	seat.disk.CutPower()
	l.fibers.stop(role)
	l.fibers.arm(l)
	for _, f := range l.cuts {
		f(role)
	}
	l.settle()
	return nil
}

// PowerOn gives it back. A machine that has it does not notice.
func (l *Loop) PowerOn(role forecourt.Role) error {
	seat := l.byRole[role]
	switch {
	case seat == nil:
		return fmt.Errorf("the station has no %s", role)
	case l.started && !seat.off:
		return nil
	}
	l.unsettle(seat)
	l.journal.Stimulus(l.now, role, forecourt.PowerOn{})
	seat.off, seat.onAt = false, l.now
	seat.machine.Sense(seat.env, forecourt.PowerOn{})
	l.settle()
	return nil
}
