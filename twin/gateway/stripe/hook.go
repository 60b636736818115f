package stripe

import (
	"maps"
	"slices"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/gateway/ledger"
)

// Hooks is the part of a record that is about events and who is told of them.
type Hooks struct {
	Endpoints  []*endpoint `json:",omitempty"`
	Unhooked   []string    `json:",omitempty"` // endpoints that are gone
	Events     []*event    `json:",omitempty"`
	Deliveries []*delivery `json:",omitempty"`
	Delivered  []string    `json:",omitempty"` // deliveries that are over
}

func (r *Hooks) empty() bool {
	return len(r.Endpoints)+len(r.Unhooked)+len(r.Events)+len(r.Deliveries)+len(r.Delivered) == 0
}

func (l *books) applyHooks(r *Hooks) {
	for _, w := range r.Endpoints {
		l.endpoints[w.ID] = w
	}
	for _, id := range r.Unhooked {
		delete(l.endpoints, id)
	}
	for _, e := range r.Events {
		if l.events[e.ID] == nil {
			l.told = append(l.told, e.ID)
		}
		l.events[e.ID] = e
	}
	for _, d := range r.Deliveries {
		l.deliveries[d.ID] = d
	}
	for _, id := range r.Delivered {
		delete(l.deliveries, id)
	}
}

// keptHooks forgets the events that are too old and that nobody is owed, and returns what is left.
func (g *Gateway) keptHooks(now clock.Instant) Hooks {
	owed := map[string]bool{}
	for _, d := range g.deliveries {
		owed[d.Event] = true
	}
	maps.DeleteFunc(g.events, func(id string, e *event) bool { return now.Sub(e.At) >= eventsFor && !owed[id] })
	g.told = slices.DeleteFunc(g.told, func(id string) bool { return g.events[id] == nil })
	r := Hooks{Endpoints: ledger.Sorted(g.endpoints), Deliveries: ledger.Sorted(g.deliveries)}
	for _, id := range g.told {
		r.Events = append(r.Events, g.events[id])
	}
	return r
}

// resumeHooks goes on with what endpoints are owed after power on, and puts the charges of all intents in order: a compacted
// store has them intent by intent.
func (g *Gateway) resumeHooks(owed []*delivery) {
	slices.SortStableFunc(g.charged, func(a, b string) int {
		_, x := g.charge(a)
		_, y := g.charge(b)
		return int(x.Created.Sub(y.Created))
	})
	for _, d := range owed {
		g.callBack(d)
	}
}
