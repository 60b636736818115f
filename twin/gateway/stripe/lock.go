package stripe

import (
	"slices"

	"github.com/forecourt/forecourt/twin/loop"
)

// lock lets one request at a time work on an intent.
type lock struct {
	held    bool
	waiting []*loop.Fiber
}

// enter waits for an intent; it returns nil when the wait was too long, else what to call at the end.
func (g *Gateway) enter(f *loop.Fiber, intent string) func() {
	k := g.locks[intent]
	if k == nil {
		k = &lock{}
		g.locks[intent] = k
	}
	if k.held && !k.wait(f, g.config) {
		return nil
	}
	k.held = true
	locks := g.locks // a fiber that power off unwinds must not touch those of the next life
	return func() {
		k.held = false
		if len(k.waiting) == 0 {
			delete(locks, intent)
		}
		for _, w := range k.waiting {
			w.Wake()
		}
	}
}

func (k *lock) wait(f *loop.Fiber, c Config) bool {
	k.waiting = append(k.waiting, f)
	defer func() {
		k.waiting = slices.DeleteFunc(k.waiting, func(w *loop.Fiber) bool { return w == f })
	}()
	return f.Await(f.Now().Add(c.LockTimeout), func() bool { return !k.held })
}
