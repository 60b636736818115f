// Package turn lets one request at a time work on a payment. The others wait on their fibers.
//
// Left out: fairness. Who waited longest is not served first for certain; each looks again when the one before has gone.
package turn

import (
	"slices"
	"time"

	"github.com/forecourt/forecourt/twin/loop"
)

// Queue is the turns of all payments of a gateway. It belongs to one life: a power cut makes a new one.
type Queue map[string]*place

type place struct {
	taken   bool
	waiting []*loop.Fiber
}

// Enter waits for a payment, at most so long; it returns nil when the wait was too long, else what to call at the end.
func (q Queue) Enter(f *loop.Fiber, id string, within time.Duration) (leave func()) {
	p := q[id]
	if p == nil {
		p = &place{}
		q[id] = p
	}
	if p.taken && !p.wait(f, within) {
		return nil
	}
	p.taken = true
	return func() {
		p.taken = false
		if len(p.waiting) == 0 {
			delete(q, id)
		}
		for _, w := range p.waiting {
			w.Wake()
		}
	}
}

func (p *place) wait(f *loop.Fiber, within time.Duration) bool {
	p.waiting = append(p.waiting, f)
	defer func() {
		p.waiting = slices.DeleteFunc(p.waiting, func(w *loop.Fiber) bool { return w == f })
	}()
	return f.Await(f.Now().Add(within), func() bool { return !p.taken })
}
