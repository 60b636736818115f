package paypal

import (
	"net/http"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/gateway/callback"
)

// callbacks is how often a webhook is called that does not take what it is told: 25 times after the first, over three days
// (A). How the three days are divided is a design default.
func (g *Gateway) callbacks() callback.Plan {
	return callback.Plan{Within: g.config.DeliverWithin, Repeats: 25, First: 10 * time.Second, Longest: 4*time.Hour + 40*time.Minute}
}

// sender is the gateway's books of deliveries.
type sender struct{ g *Gateway }

// callBack calls a webhook until it takes the event.
func (g *Gateway) callBack(d *delivery) { callback.Send(g.loop, g.env, sender{g}, g.callbacks(), d.ID) }

func (s sender) Owed(id string) *delivery { return s.g.deliveries[id] }

func (s sender) Letter(d *delivery, now clock.Instant) callback.Letter {
	w, e := s.g.webhooks[d.Webhook], s.g.events[d.Event]
	h := http.Header{}
	sign(h, w, d.ID, now, []byte(e.Body))
	return callback.Letter{Event: e.ID, About: e.Type, URL: w.URL, Body: e.Body, Header: h}
}

// Again does not go by finish, which would call once more.
func (s sender) Again(next *delivery) { s.g.commit(&record{Deliveries: []*delivery{next}}) }

func (s sender) Over(d *delivery, why forecourt.Event) {
	u := update{record: record{Delivered: []string{d.ID}}}
	u.tell(why)
	s.g.finish(&u)
}
