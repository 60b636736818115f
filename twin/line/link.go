package line

import (
	"time"

	"github.com/forecourt/forecourt/twin/clock"
)

// Link carries nouns between two ends, each after a latency, in order. It stands where a POS meets its controller or
// its card reader until a dialect of bytes takes the place.
type Link struct {
	bound
	hands   [2]Hand
	latency time.Duration
	queue   fifo[carried]
	down    bool
}

type carried struct {
	to   int
	at   clock.Instant
	noun any
}

// NewLink joins two hands.
func NewLink(latency time.Duration, a, b Hand) *Link {
	return &Link{hands: [2]Hand{a, b}, latency: latency}
}

// Send puts a noun on the link from an end.
func (l *Link) Send(from int, noun any) {
	if l.down {
		return
	}
	l.queue.push(carried{to: 1 - from, at: l.now().Add(l.latency), noun: noun})
	if l.queue.len() == 1 {
		l.sched.SetLine(l.slot, l.queue.front().at)
	}
}

// Cut makes the link lose everything, also what is under way, until it is joined again.
func (l *Link) Cut(down bool) {
	l.down = down
	if down {
		l.queue.clear()
		l.sched.SetLine(l.slot, clock.Never)
	}
}

// Wake delivers what is due.
func (l *Link) Wake() {
	c := l.queue.pop()
	if l.queue.len() > 0 {
		l.sched.SetLine(l.slot, l.queue.front().at)
	}
	l.hands[c.to].Receive(c.noun)
}

// fifo is a queue that reuses its memory.
type fifo[T any] struct {
	items []T
	head  int
}

func (q *fifo[T]) len() int  { return len(q.items) - q.head }
func (q *fifo[T]) front() *T { return &q.items[q.head] }
func (q *fifo[T]) clear()    { q.items, q.head = q.items[:0], 0 }
func (q *fifo[T]) push(v T)  { q.items = append(q.items, v) }
func (q *fifo[T]) pop() T {
	v := q.items[q.head]
	var zero T
	q.items[q.head] = zero
	q.head++
	if q.head == len(q.items) {
		q.clear()
	}
	return v
}
