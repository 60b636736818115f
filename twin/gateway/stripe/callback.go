package stripe

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strconv"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/gateway/callback"
)

// callbacks is how long an endpoint is called that does not take an event: for three days (K). How they are divided is a
// design default: the pauses double from 10 s up to half a day.
func (g *Gateway) callbacks() callback.Plan {
	return callback.Plan{Within: g.config.DeliverWithin, Repeats: 17, First: 10 * time.Second, Longest: 12 * time.Hour}
}

// sender is the gateway's books of deliveries.
type sender struct{ g *Gateway }

func (g *Gateway) callBack(d *delivery) { callback.Send(g.loop, g.env, sender{g}, g.callbacks(), d.ID) }

func (s sender) Owed(id string) *delivery { return s.g.deliveries[id] }

func (s sender) Letter(d *delivery, now clock.Instant) callback.Letter {
	w, e := s.g.endpoints[d.Webhook], s.g.events[d.Event]
	body := encode(s.g.eventObject(e, w.Version))
	return callback.Letter{
		Event: e.ID, About: e.Type, URL: w.URL, Body: string(body), Header: http.Header{"Stripe-Signature": {sign(w.Secrets, now, body)}},
	}
}

// Again does not go by finish, which would call once more.
func (s sender) Again(next *delivery) {
	s.g.commit(&record{Hooks: Hooks{Deliveries: []*delivery{next}}})
}

func (s sender) Over(d *delivery, why forecourt.Event) {
	u := update{record: record{Hooks: Hooks{Delivered: []string{d.ID}}}}
	u.tell(why)
	s.g.finish(&u)
}

// sign makes the header of a callback: the time, and a signature by every secret that is good (payments.md 4.4).
func sign(secrets []secret, now clock.Instant, body []byte) string {
	at := strconv.FormatInt(now.Unix(), 10)
	header := "t=" + at
	for _, s := range secrets {
		if s.Until != 0 && s.Until <= now {
			continue
		}
		h := hmac.New(sha256.New, []byte(s.Text))
		h.Write([]byte(at + "."))
		h.Write(body)
		header += ",v1=" + hex.EncodeToString(h.Sum(nil))
	}
	return header
}
