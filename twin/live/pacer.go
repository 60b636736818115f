package live

import (
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/loop"
)

// Pacer lets time pass with the wall clock. It implements loop.Pacer.
type Pacer struct {
	clock    *clock.Wall
	waiter   *waiter
	inbox    *loop.Inbox
	lateness Lateness
	expected instants // at which somebody outside hears something
	hurry    bool
}

// slack is how long something that nobody outside can notice may wait for the next thing that somebody does notice: a poll
// that has been heard, a timer of a machine. The model's instants do not change by it, and two wake-ups become one. It is a
// tenth of the shortest turn-around, which comes before any answer.
const slack = 200 * time.Microsecond

// While more than many are expected, each of them may wait so long to share a wake-up with others: at thousands of answers a
// second it is the sleeping that costs, not the answers.
const (
	many   = 16
	shared = 100 * time.Microsecond
)

// longestWait bounds one sleep, so that a clock that jumps cannot make it endless.
const longestWait = time.Second

// NewPacer returns a pacer that starts now.
func NewPacer() (*Pacer, error) {
	w, err := newWaiter()
	if err != nil {
		return nil, err
	}
	return &Pacer{clock: clock.NewWall(), waiter: w}, nil
}

// Now returns the wall clock's instant.
func (p *Pacer) Now() clock.Instant { return p.clock.Now() }

// Expect says that somebody outside will hear something at an instant, which must not be late then.
func (p *Pacer) Expect(at clock.Instant) { p.expected.add(at) }

// Hurry lets nothing wait any more, whether somebody outside notices it or not.
func (p *Pacer) Hurry() { p.hurry = true }

// Wait sleeps until an instant, or until something is in the inbox.
func (p *Pacer) Wait(until clock.Instant, in *loop.Inbox) clock.Instant {
	if p.inbox == nil {
		p.inbox = in
		in.OnPut(p.waiter.wake)
	}
	now := p.clock.Now()
	if until <= now {
		return until
	}
	target := p.target(until)
	for now < target {
		p.waiter.announce()
		if in.Waiting() {
			break
		}
		p.waiter.wait(min(target.Sub(now), longestWait))
		now = p.clock.Now()
	}
	if now >= target {
		p.lateness.Add(now.Sub(target))
	}
	return min(now, until)
}

// target is when to wake for what is due at an instant.
func (p *Pacer) target(until clock.Instant) clock.Instant {
	for p.expected.first() < until {
		p.expected.drop()
	}
	if p.hurry || until == clock.Never {
		return until
	}
	heard := p.expected.first()
	if len(p.expected) > many && heard != clock.Never {
		heard = heard.Add(shared)
	}
	return max(until, min(until.Add(slack), heard))
}

// Lateness returns how late the pacer woke so far.
func (p *Pacer) Lateness() *Lateness { return &p.lateness }

// Close frees the pacer's descriptor.
func (p *Pacer) Close() { p.waiter.close() }

// Lateness is a histogram of how late something happened, in steps of a quarter of a power of two from 1 us on.
type Lateness struct {
	buckets [128]uint64
	n       uint64
	worst   time.Duration
}

// Add counts one.
func (l *Lateness) Add(d time.Duration) {
	l.n++
	l.worst = max(l.worst, d)
	edge, i := float64(time.Microsecond), 0
	for float64(d) > edge && i < len(l.buckets)-1 {
		edge *= 1.189207115 // the fourth root of two
		i++
	}
	l.buckets[i]++
}

// Quantile returns the lateness that a share q of all did not exceed, to a fifth of its value.
func (l *Lateness) Quantile(q float64) time.Duration {
	edge, seen := float64(time.Microsecond), uint64(0)
	for _, b := range l.buckets {
		seen += b
		if float64(seen) >= q*float64(l.n) {
			return min(time.Duration(edge), l.worst)
		}
		edge *= 1.189207115
	}
	return l.worst
}

// Count returns how many were counted.
func (l *Lateness) Count() uint64 { return l.n }
