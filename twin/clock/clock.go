// Package clock holds instants and the two clocks that can say which one it is.
//
// An Instant is integer nanoseconds since the Unix epoch, in UTC. Virtual stands still until the loop moves it; Wall
// follows the machine's monotonic clock. Waiting is not here: the loop's pacer waits. Time zones and calendars are not
// here either: a site plan names its zone, and printing applies it.
package clock

import (
	"math"
	"time"
)

// Instant is a point in time, in nanoseconds since 1970-01-01T00:00:00Z.
type Instant int64

// Never is later than every instant a timer can be set to.
const Never Instant = math.MaxInt64

// Epoch is where virtual time starts unless a scenario says otherwise: 2026-01-05T00:00:00Z, a Monday.
const Epoch Instant = 1_767_571_200_000_000_000

// At turns a calendar time into an Instant.
func At(t time.Time) Instant { return Instant(t.UnixNano()) }

// Add returns the instant d later; Never stays Never.
func (i Instant) Add(d time.Duration) Instant {
	if i == Never {
		return Never
	}
	return i + Instant(d)
}

// Sub returns the span from j to i.
func (i Instant) Sub(j Instant) time.Duration { return time.Duration(i - j) }

// Time returns the instant as a calendar time in UTC.
func (i Instant) Time() time.Time { return time.Unix(0, int64(i)).UTC() }

// Unix returns whole seconds since 1970, as web interfaces carry them.
func (i Instant) Unix() int64 { return int64(i) / 1_000_000_000 }

// String prints the instant as RFC 3339 with nanoseconds where there are any.
func (i Instant) String() string {
	if i == Never {
		return "never"
	}
	return i.Time().Format(time.RFC3339Nano)
}

// Clock says what time it is.
type Clock interface{ Now() Instant }

// Virtual is a clock that shows whatever it was last set to.
type Virtual struct{ now Instant }

// NewVirtual returns a virtual clock that stands at start.
func NewVirtual(start Instant) *Virtual { return &Virtual{now: start} }

// Now returns the instant the clock stands at.
func (v *Virtual) Now() Instant { return v.now }

// Set moves the clock. Moving it back is a programmer's mistake and panics.
func (v *Virtual) Set(to Instant) {
	if to < v.now {
		panic("clock: virtual time cannot go back from " + v.now.String() + " to " + to.String())
	}
	v.now = to
}

// Wall follows the machine's monotonic clock from the calendar time at which it was made, so that a step of the
// system clock does not move the station.
type Wall struct {
	start time.Time
	at    Instant
}

// NewWall returns a wall clock that starts at the calendar time now.
func NewWall() *Wall {
	now := time.Now()
	return &Wall{start: now, at: At(now)}
}

// Now returns the current instant.
func (w *Wall) Now() Instant { return w.at.Add(time.Since(w.start)) }
