//go:build !linux

package live

import "time"

// waiter sleeps on a timer and a channel.
type waiter struct {
	woken chan struct{}
}

func newWaiter() (*waiter, error) { return &waiter{woken: make(chan struct{}, 1)}, nil }

func (w *waiter) wake() {
	select {
	case w.woken <- struct{}{}:
	default:
	}
}

func (w *waiter) announce() {}

func (w *waiter) wait(d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-w.woken:
	case <-t.C:
	}
}

func nap(d time.Duration) { time.Sleep(d) }

func (w *waiter) close() {}
