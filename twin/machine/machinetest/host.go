package machinetest

import (
	"bytes"
	"fmt"
	"time"

	"github.com/forecourt/forecourt/twin/chance"
	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/line"
	"github.com/forecourt/forecourt/twin/machine"
)

// host is the machine's side of a bench.
type host struct{ b *Bench }

var _ machine.Host = host{}

func (h host) Now() clock.Instant { return h.b.now }

func (h host) Say(_ int, p machine.Port, after time.Duration, b []byte) {
	h.b.Said = append(h.b.Said, Said{h.b.now.Add(after), p, bytes.Clone(b)})
}

func (h host) Cycle(int, machine.Port) { h.b.Cycles++ }

func (h host) Arriving(int, machine.Port) (clock.Instant, bool) { return 0, false }

func (h host) Stir(int, machine.Port) {}

func (h host) Heard(int, machine.Port) clock.Instant { return 0 }

func (h host) Drive(_ int, p machine.Port, high bool) {
	if h.b.driven[p] != high {
		h.b.driven[p] = high
		h.b.Drove = append(h.b.Drove, Drove{h.b.now, p, high})
	}
}

func (h host) Level(_ int, p machine.Port) bool { return h.b.levels[p] }

func (h host) Flow(_ int, p machine.Port, t line.Train) { h.b.counter(p).train = t }

func (h host) Count(_ int, p machine.Port) int64 {
	c := h.b.counter(p)
	return c.scale.Count(c.train.At(h.b.now))
}

func (h host) Compare(_ int, p machine.Port, count int64) { h.b.counter(p).compare = count }

func (h host) Send(_ int, p machine.Port, noun any) {
	h.b.Sent = append(h.b.Sent, Sent{h.b.now, p, noun})
}

func (h host) Tell(role forecourt.Role, e forecourt.Event) {
	h.b.Told = append(h.b.Told, forecourt.Told{At: h.b.now, Role: role, Event: e})
}

func (h host) Set(_ int, t machine.Timer, at clock.Instant) {
	if int(t) >= len(h.b.timers) {
		panic(fmt.Sprintf("machinetest: %s has no timer %d", h.b.role, t))
	}
	h.b.timers[t] = max(at, h.b.now)
}

func (h host) Fault(_ forecourt.Role, err error) { h.b.Faults = append(h.b.Faults, err) }

func (h host) ID(role forecourt.Role, prefix string) string {
	h.b.ids++
	return chance.ID(prefix, Seed, role.String(), h.b.ids)
}
