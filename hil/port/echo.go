package port

import (
	"sync"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/wire"
)

// echo takes our own bytes out of what a line hands back.
type echo struct {
	mu    sync.Mutex
	own   []byte        // written, and not yet come back
	until clock.Instant // they are no longer expected from here on
	lost  int
}

// expect notes bytes that are about to be written, whose echo ends by an instant.
func (e *echo) expect(b []byte, now, until clock.Instant) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.expire(now)
	e.own = append(e.own, b...)
	e.until = until
}

func (e *echo) expire(now clock.Instant) {
	if now > e.until {
		e.lost += len(e.own)
		e.own = e.own[:0]
	}
}

func (e *echo) reset() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.own = e.own[:0]
}

func (e *echo) missed() int {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.lost
}

// filter returns the runs without our own bytes. A byte that stands where one of ours should, and is another or has a
// mark, met somebody else's on the line.
func (e *echo) filter(plain []byte, runs []run, now clock.Instant) []run {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.expire(now)
	if len(e.own) == 0 {
		return runs
	}
	kept := make([]run, 0, len(runs))
	for _, r := range runs {
		for i := r.from; i < r.to; i++ {
			mark := r.marks
			if len(e.own) > 0 {
				mine := e.own[0]
				e.own = append(e.own[:0], e.own[1:]...)
				if mine == plain[i] && mark == 0 {
					continue
				}
				mark |= wire.Collision
			}
			kept = extend(kept, i, mark)
		}
	}
	return kept
}

// echoSlack is how much later than reckoned an echo may come: the slowest adapter, and the machine's own lateness.
const echoSlack = 100 * time.Millisecond
