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
}

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
	for now < until {
		p.waiter.announce()
		if in.Waiting() {
			break
		}
		p.waiter.wait(min(until.Sub(now), longestWait))
		now = p.clock.Now()
	}
	if now >= until {
		p.lateness.Add(now.Sub(until))
		return until
	}
	return now
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
