package live

import (
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/forecourt/forecourt/twin/recording"
)

// queue stands between the loop, which never waits, and a file, which may. It holds a bounded number of bytes; when the
// file does not keep up, it gives the recording up there and says so: what follows a gap could not be played.
type queue struct {
	file   io.WriteCloser
	notice func(error)
	wake   chan struct{}
	ended  chan struct{}

	mu     sync.Mutex
	bytes  []byte
	err    error // the recording is given up
	closed bool
}

// mostQueued is how many bytes may wait for the file.
const mostQueued = 32 << 20

var errSlow = fmt.Errorf("the file does not keep up: %d MiB wait for it", mostQueued>>20)

func newQueue(file io.WriteCloser, notice func(error)) *queue {
	q := &queue{file: file, notice: notice, wake: make(chan struct{}, 1), ended: make(chan struct{})}
	go q.run()
	return q
}

// Write implements sink.
func (q *queue) Write(lines []byte) (int, error) {
	q.mu.Lock()
	if q.err == nil && !q.closed {
		if len(q.bytes)+len(lines) > mostQueued {
			q.err = errSlow
		} else {
			q.bytes = append(q.bytes, lines...)
		}
	}
	q.mu.Unlock()
	q.poke()
	return len(lines), nil
}

func (q *queue) poke() {
	select {
	case q.wake <- struct{}{}:
	default:
	}
}

// run writes until the queue is closed or given up.
func (q *queue) run() {
	defer close(q.ended)
	var spare []byte
	for {
		q.mu.Lock()
		b, err, closed := q.bytes, q.err, q.closed
		q.bytes = spare[:0]
		q.mu.Unlock()
		if len(b) > 0 {
			if _, e := q.file.Write(b); e != nil {
				q.giveUp(e)
				return
			}
		}
		spare = b
		switch {
		case errors.Is(err, errSlow):
			_, _ = q.file.Write(recording.Line(recording.Gap{Kind: recording.CutOff, Why: err.Error()}))
			q.giveUp(err)
			return
		case len(b) > 0: // something may have come meanwhile
		case closed:
			return
		default:
			<-q.wake
		}
	}
}

func (q *queue) giveUp(err error) {
	q.mu.Lock()
	q.err, q.bytes = err, nil
	q.mu.Unlock()
	q.notice(err)
}

// every calls f after a first span and then again and again, each time when the call before has called done, until the
// queue is closed or given up.
func (q *queue) every(first, span time.Duration, f func(done func())) {
	go func() {
		t := time.NewTimer(first)
		defer t.Stop()
		done := make(chan struct{}, 1)
		for {
			select {
			case <-t.C:
			case <-q.ended:
				return
			}
			f(func() { done <- struct{}{} })
			select {
			case <-done:
			case <-q.ended:
				return
			}
			t.Reset(span)
		}
	}()
}

// Close writes what is left and closes the file.
func (q *queue) Close() error {
	q.mu.Lock()
	q.closed = true
	q.mu.Unlock()
	q.poke()
	<-q.ended
	q.mu.Lock()
	defer q.mu.Unlock()
	return errors.Join(q.err, q.file.Close())
}
