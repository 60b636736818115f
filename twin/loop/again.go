package loop

import (
	"fmt"

	"github.com/forecourt/forecourt/twin/clock"
)

// Returning to an event of a run is running it again: the same seed and the same acts lead to the same events, whatever
// the mode. From there it may go on as it did, or another way.

// Told counts the events that were told so far; the first one is 1.
func (l *Loop) Told() uint64 { return l.told }

// RunTo moves the station until the nth event has been told and what told it has been handled. The error says where the
// run ends that has no such event, or is what Fail was given.
func (l *Loop) RunTo(n uint64, until clock.Instant) error {
	if l.told < n {
		l.goal = n
		err := l.Run(until)
		l.goal = 0
		if err != nil {
			return err
		}
	}
	if l.told < n {
		return fmt.Errorf("loop: there is no event %d until %v: %d were told", n, until, l.told)
	}
	return nil
}
