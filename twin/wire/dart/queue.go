package dart

import (
	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
)

// item is one transaction that waits.
type item struct {
	at   clock.Instant
	size int
	cmd  forecourt.Command // nil at a dispenser
}

// queue holds transactions in order, already encoded so that a noun that does not fit is refused at once.
type queue struct {
	bytes []byte
	items []item
}

// push takes the queue's bytes with one transaction appended.
func (q *queue) push(b []byte, at clock.Instant, cmd forecourt.Command) {
	q.items = append(q.items, item{at, len(b) - len(q.bytes), cmd})
	q.bytes = b
}

// fitting counts the first transactions that one block can carry and were queued at one instant, and their bytes.
func (q *queue) fitting() (n, size int) {
	for n < len(q.items) && q.items[n].at == q.items[0].at && travels(q.bytes[:size+q.items[n].size]) <= maxBlock {
		size += q.items[n].size
		n++
	}
	return n, size
}

// shift moves one block's worth to the end of payload.
func (q *queue) shift(payload []byte) []byte {
	n, size := q.fitting()
	payload = append(payload, q.bytes[:size]...)
	q.bytes = append(q.bytes[:0], q.bytes[size:]...)
	left := copy(q.items, q.items[n:])
	clear(q.items[left:])
	q.items = q.items[:left]
	return payload
}
