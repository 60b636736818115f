package loop

import "github.com/forecourt/forecourt/twin/clock"

// Box is a queue between whoever puts things in and the fibers that take them out.
type Box[T any] struct {
	items   []T
	waiting []*Fiber
}

// Put adds a thing and wakes those who wait.
func (b *Box[T]) Put(v T) {
	b.items = append(b.items, v)
	for _, f := range b.waiting {
		f.Wake()
	}
}

// Take returns the first thing, waiting for it until an instant at most.
func (b *Box[T]) Take(f *Fiber, until clock.Instant) (T, bool) {
	return b.TakeFirst(f, until, func(T) bool { return true })
}

// TakeFirst returns the first thing that fits, and leaves the others where they are.
func (b *Box[T]) TakeFirst(f *Fiber, until clock.Instant, fits func(T) bool) (v T, ok bool) {
	b.waiting = append(b.waiting, f)
	defer b.leave(f)
	seen := 0
	ok = f.Await(until, func() bool {
		if len(b.items) < seen {
			seen = 0 // another fiber took something
		}
		for ; seen < len(b.items); seen++ {
			if fits(b.items[seen]) {
				v = b.items[seen]
				b.items = append(b.items[:seen], b.items[seen+1:]...)
				return true
			}
		}
		return false
	})
	return v, ok
}

// Len counts what is in the box.
func (b *Box[T]) Len() int { return len(b.items) }

// Clear empties it.
func (b *Box[T]) Clear() { b.items = nil }

func (b *Box[T]) leave(f *Fiber) {
	for i, w := range b.waiting {
		if w == f {
			b.waiting = append(b.waiting[:i], b.waiting[i+1:]...)
			return
		}
	}
}

// Gate lets one fiber in at a time, in the order they came: what a mutex is between goroutines.
type Gate struct {
	busy  bool
	queue []*Fiber
}

// Enter waits for the gate.
func (g *Gate) Enter(f *Fiber) {
	if !g.busy {
		g.busy = true
		return
	}
	g.queue = append(g.queue, f)
	f.Await(clock.Never, func() bool { return !g.has(f) })
}

// Leave opens it for the next.
func (g *Gate) Leave() {
	for len(g.queue) > 0 {
		f := g.queue[0]
		g.queue = g.queue[1:]
		if !f.Done() {
			f.Wake()
			return
		}
	}
	g.busy = false
}

func (g *Gate) has(f *Fiber) bool {
	for _, q := range g.queue {
		if q == f {
			return true
		}
	}
	return false
}
