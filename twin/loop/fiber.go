package loop

import (
	"container/heap"
	"fmt"
	"iter"
	"runtime/debug"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
)

// Fiber is straight-line code that runs on the loop: a coroutine that gives way when it waits. Its methods are for the
// fiber's own code only.
type Fiber struct {
	loop  *Loop
	owner forecourt.Role
	name  string
	id    uint64
	next  func() (struct{}, bool)
	stop  func()
	yield func(struct{}) bool
	due   clock.Instant
	index int // in the heap, -1: not in it
	woken bool
	done  bool
}

// unwound is what a fiber's stack is unwound with when it is stopped.
type unwound struct{}

// Go starts a fiber for a role, at the loop's present instant and after what is due now before fibers. The fiber ends
// with its role's power.
func (l *Loop) Go(owner forecourt.Role, name string, body func(*Fiber)) *Fiber {
	l.fibers.count++
	f := &Fiber{loop: l, owner: owner, name: name, id: l.fibers.count, index: -1}
	f.next, f.stop = iter.Pull(func(yield func(struct{}) bool) {
		f.yield = yield
		defer f.caught()
		body(f)
	})
	l.fibers.add(l, f, l.now)
	return f
}

// caught turns a panic inside a fiber into a failure of the run, so that the journal is still written.
func (f *Fiber) caught() {
	f.done = true
	switch r := recover(); r.(type) {
	case nil, unwound:
	default:
		f.loop.Fail(fmt.Errorf("fiber %s of %s panicked: %v\n%s", f.name, f.owner, r, debug.Stack()))
	}
}

// Unwinding says whether a recovered value is a fiber being stopped, which must go on: panic with it again.
func Unwinding(recovered any) bool {
	_, yes := recovered.(unwound)
	return yes
}

// Loop returns the loop that the fiber runs on.
func (f *Fiber) Loop() *Loop { return f.loop }

// Now returns the loop's instant.
func (f *Fiber) Now() clock.Instant { return f.loop.now }

// Owner returns the role the fiber works for.
func (f *Fiber) Owner() forecourt.Role { return f.owner }

// Sleep lets a span of the loop's time pass.
func (f *Fiber) Sleep(d time.Duration) { f.SleepUntil(f.loop.now.Add(d)) }

// SleepUntil lets time pass until an instant.
func (f *Fiber) SleepUntil(at clock.Instant) {
	for f.wait(at) {
		// woken early by something that came too late for the wait it was meant for
	}
}

// Await gives way until cond holds or the instant comes; it returns whether cond holds. The condition is looked at
// again when somebody calls Wake.
func (f *Fiber) Await(until clock.Instant, cond func() bool) bool {
	for !cond() {
		if f.loop.now >= until {
			return false
		}
		f.wait(until)
	}
	return true
}

// Wake makes a waiting fiber look again. It may be called from machines, other fibers and the inbox.
func (f *Fiber) Wake() {
	if f.done || f.woken {
		return
	}
	f.woken = true
	f.loop.fibers.add(f.loop, f, f.loop.now)
}

// End unwinds a fiber from outside, as when whoever waited for it has gone. It must not be called on the running one.
func (l *Loop) End(f *Fiber) {
	l.fibers.end(f)
	l.fibers.arm(l)
}

// Done says whether the fiber has ended.
func (f *Fiber) Done() bool { return f.done }

// wait gives way until an instant or a Wake; it returns whether it was woken.
func (f *Fiber) wait(until clock.Instant) bool {
	if until <= f.loop.now && !f.woken {
		until = f.loop.now
	}
	if !f.woken {
		f.loop.fibers.add(f.loop, f, until)
	}
	if !f.yield(struct{}{}) {
		panic(unwound{})
	}
	woken := f.woken
	f.woken = false
	return woken
}

// fibers holds those that wait, ordered by instant and then by the order they were started in.
type fibers struct {
	waiting fiberHeap
	all     map[*Fiber]struct{}
	order   []*Fiber
	count   uint64
}

func (fs *fibers) add(l *Loop, f *Fiber, at clock.Instant) {
	if fs.all == nil {
		fs.all = map[*Fiber]struct{}{}
	}
	if _, known := fs.all[f]; !known {
		fs.all[f] = struct{}{}
		fs.order = append(fs.order, f)
	}
	f.due = at
	if f.index >= 0 {
		heap.Fix(&fs.waiting, f.index)
	} else {
		heap.Push(&fs.waiting, f)
	}
	fs.arm(l)
}

// arm sets the fibers' slot to when the first of them is due.
func (fs *fibers) arm(l *Loop) {
	due := clock.Never
	if len(fs.waiting) > 0 {
		due = fs.waiting[0].due
	}
	l.tree.set(0, due)
}

// run resumes the fiber that is due.
func (fs *fibers) run(l *Loop) {
	f := heap.Pop(&fs.waiting).(*Fiber)
	if !f.done {
		f.next()
	}
	if f.done {
		delete(fs.all, f)
		fs.compact()
	}
	fs.arm(l)
}

// compact drops ended fibers from the order list once they are the larger part of it.
func (fs *fibers) compact() {
	if len(fs.order) < 2*len(fs.all)+16 {
		return
	}
	live := fs.order[:0]
	for _, f := range fs.order {
		if !f.done {
			live = append(live, f)
		}
	}
	clear(fs.order[len(live):])
	fs.order = live
}

// stop unwinds the fibers of a role. A fiber that cuts its own role's power goes on until it waits next.
func (fs *fibers) stop(owner forecourt.Role) {
	for _, f := range fs.order {
		if f.owner == owner {
			fs.end(f)
		}
	}
	fs.compact()
}

func (fs *fibers) end(f *Fiber) {
	if f.done {
		return
	}
	if f.index >= 0 {
		heap.Remove(&fs.waiting, f.index)
	}
	f.done = true
	f.stop()
	delete(fs.all, f)
}

func (fs *fibers) close() {
	for _, f := range fs.order {
		fs.end(f)
	}
}

type fiberHeap []*Fiber

func (h fiberHeap) Len() int { return len(h) }
func (h fiberHeap) Less(a, b int) bool {
	if h[a].due != h[b].due {
		return h[a].due < h[b].due
	}
	return h[a].id < h[b].id
}
func (h fiberHeap) Swap(a, b int) {
	h[a], h[b] = h[b], h[a]
	h[a].index, h[b].index = a, b
}

// Push implements heap.Interface.
func (h *fiberHeap) Push(x any) {
	f := x.(*Fiber)
	f.index = len(*h)
	*h = append(*h, f)
}

// Pop implements heap.Interface.
func (h *fiberHeap) Pop() any {
	old := *h
	f := old[len(old)-1]
	old[len(old)-1] = nil
	*h = old[:len(old)-1]
	f.index = -1
	return f
}
