package stripe

import (
	"github.com/forecourt/forecourt/twin/forecourt"
)

// update is a change with what follows from it: events are told, and posts and callbacks sent, once it is safe.
type update struct {
	record
	events []forecourt.Event
	by     origin // the request whose change it is
}

func (u *update) tell(e forecourt.Event) { u.events = append(u.events, e) }

// put adds an intent, in place of an earlier version in the same update.
func (u *update) put(i *intent) {
	for n := range u.Intents {
		if u.Intents[n].ID == i.ID {
			u.Intents[n] = i
			return
		}
	}
	u.Intents = append(u.Intents, i)
}

// finish commits an update, tells its events, sends its posts and callbacks, and empties it.
func (g *Gateway) finish(u *update) {
	done := *u
	*u = update{by: u.by}
	g.commit(&done.record)
	for _, e := range done.events {
		g.env.Tell(e)
	}
	for _, p := range done.Posts {
		g.deliver(p, false)
	}
	for _, d := range done.Deliveries {
		g.callBack(d)
	}
}
