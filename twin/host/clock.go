package host

import (
	"container/heap"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/machine"
)

// due is when an authorisation dies.
type due struct {
	at  clock.Instant
	seq int
	key key
}

// dues is a heap of them; equal instants go in the order in which they came.
type dues []due

func (d dues) Len() int { return len(d) }
func (d dues) Less(i, j int) bool {
	return d[i].at < d[j].at || d[i].at == d[j].at && d[i].seq < d[j].seq
}
func (d dues) Swap(i, j int) { d[i], d[j] = d[j], d[i] }

// Push implements heap.Interface.
func (d *dues) Push(x any) { *d = append(*d, x.(due)) }

// Pop implements heap.Interface.
func (d *dues) Pop() any {
	last := (*d)[len(*d)-1]
	*d = (*d)[:len(*d)-1]
	return last
}

// watch lets an authorisation die in its time.
func (h *Host) watch(env *machine.Env, a Account) {
	if a.State != Held {
		return
	}
	h.watched++
	heap.Push(&h.dying, due{a.Expires, h.watched, key{a.Terminal, a.RRN}})
	h.setClock(env)
}

// setClock sets the timer to what comes next: an authorisation dies, an issuer is back, the day is closed.
func (h *Host) setClock(env *machine.Env) {
	next := clock.Never
	if len(h.dying) > 0 {
		next = h.dying[0].at
	}
	for _, until := range h.down {
		next = min(next, until)
	}
	if h.config.CutOver.Daily {
		next = min(next, h.closing)
	}
	if next == clock.Never {
		env.Clear(clockTimer)
		return
	}
	env.Set(clockTimer, max(next, env.Now()))
}

// tick does what is due.
func (h *Host) tick(env *machine.Env) {
	for len(h.dying) > 0 && h.dying[0].at <= env.Now() {
		h.expire(env, heap.Pop(&h.dying).(due).key)
	}
	h.advise(env)
	if h.config.CutOver.Daily && h.closing <= env.Now() {
		h.cutOver(env)
		h.closing = h.config.CutOver.after(env.Now())
	}
	h.setClock(env)
}

// expire lets go of a hold that no advice has used.
func (h *Host) expire(env *machine.Env, k key) {
	a := h.books.accounts[k]
	if a == nil || a.State != Held {
		return
	}
	next := *a
	next.State, next.Hold, next.Cover = Expired, zero(a.Hold), zero(a.Cover)
	if err := h.books.keep(env.Store(), record{Account: &next}); err != nil {
		env.Fault(err)
		return
	}
	env.Tell(HoldExpired{
		Exchange: Exchange{Card: a.Card, Terminal: a.Terminal, STAN: a.STAN, RRN: a.RRN, Network: a.Network}, Amount: a.Hold,
	})
}

// CutOver is when the settlement day is closed by the clock.
type CutOver struct {
	Daily bool
	At    time.Duration  // since midnight
	Zone  *time.Location // nil: UTC
}

// after returns the next such instant.
func (c CutOver) after(now clock.Instant) clock.Instant {
	zone := c.Zone
	if zone == nil {
		zone = time.UTC
	}
	local := now.Time().In(zone)
	for days := range 3 {
		t := time.Date(local.Year(), local.Month(), local.Day()+days, 0, 0, int(c.At/time.Second), 0, zone)
		if at := clock.At(t); at > now {
			return at
		}
	}
	return clock.Never
}
