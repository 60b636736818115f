package bench

import (
	"time"

	"github.com/forecourt/forecourt/twin/loop"
)

// Absent says why nobody here can act at something, listen to it or read it, by its name: "fuelling-point 1", "tank 2",
// "faults on bus 1". A kind of role alone ("fuelling-point") stands for all of them being absent.
type Absent map[string]string

// Readier is implemented by a station that has outside parts, which must be there and at rest before a scenario begins.
type Readier interface {
	// Ready waits for them on the fiber that is about to play the steps. A *Doubt makes the scenario inconclusive before
	// its first step.
	Ready(f *loop.Fiber) error
}

// Tolerant is implemented by a station whose answers may come later than a model's.
type Tolerant interface {
	// Tolerance is added to the limit of everything that a scenario waits for.
	Tolerance() time.Duration
}

// Partial is implemented by a station that cannot check all of its invariants.
type Partial interface {
	// LeftOut says, by the name of an invariant, what of it is not checked, and why.
	LeftOut() map[string]string
}

// Late is implemented by a station that runs beside real parts in the time of the world.
type Late interface {
	// Lateness returns how late it was for what was due, and how late it may be: the 99th of a hundred. What it may be is 0
	// where it does not matter.
	Lateness() (was, atMost time.Duration)
}

// Witness is implemented by a station that knows something beside what a scenario that failed has seen.
type Witness interface {
	// Remark is one line, empty where there is nothing to say. It is asked when the scenario has ended.
	Remark() string
}

// Doubt is what keeps a bench from telling whether the device or the bench itself is at fault: it makes a scenario
// inconclusive.
type Doubt struct{ Text string }

// Error implements error.
func (d *Doubt) Error() string { return d.Text }
