package paypal

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/forecourt/forecourt/twin/gateway"
	"github.com/forecourt/forecourt/twin/loop"
)

// How often a webhook is called that does not take what it is told: 25 times after the first, over three days (A). How the
// three days are divided is a design default: pauses double from 10 s up to the longest.
const (
	repeats      = 25
	firstPause   = 10 * time.Second
	longestPause = 4*time.Hour + 40*time.Minute
)

// pause is how long to wait before the nth repeat, from 1.
func pause(n int) time.Duration {
	p := firstPause
	for ; n > 1 && p < longestPause; n-- {
		p *= 2
	}
	return min(p, longestPause)
}

// callBack calls a webhook until it takes the event, on a fiber of its own: one that never does must not hold up others.
func (g *Gateway) callBack(d *delivery) {
	id := d.ID
	g.loop.Go(g.env.Role(), "callback "+id, func(f *loop.Fiber) {
		for {
			d := g.deliveries[id]
			if d == nil { // its webhook is gone
				return
			}
			if d.Next > f.Now() {
				f.SleepUntil(d.Next)
				continue
			}
			if g.called(f, d, g.call(f, d)) {
				return
			}
		}
	})
}

// call makes one attempt; nil says that the event was taken.
func (g *Gateway) call(f *loop.Fiber, d *delivery) error {
	w, e := g.webhooks[d.Webhook], g.events[d.Event]
	r, err := http.NewRequestWithContext(loop.WithFiber(context.Background(), f), http.MethodPost, w.URL, strings.NewReader(e.Body))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/json")
	sign(r.Header, w, d.ID, f.Now(), []byte(e.Body))
	g.env.Tell(gateway.CallbackSent{Callback: e.ID, About: e.Type, URL: w.URL, Repeat: d.Tries})
	answer, err := (&loop.Transport{Timeout: g.config.DeliverWithin}).RoundTrip(r)
	if err != nil {
		return errors.New("no answer")
	}
	_, _ = io.Copy(io.Discard, answer.Body)
	_ = answer.Body.Close()
	if answer.StatusCode < 200 || answer.StatusCode > 299 {
		return fmt.Errorf("answered %d", answer.StatusCode)
	}
	return nil
}

// called notes what became of an attempt, and says whether it was the last.
func (g *Gateway) called(f *loop.Fiber, d *delivery, err error) (over bool) {
	if g.deliveries[d.ID] == nil {
		return true
	}
	var u update
	e := g.events[d.Event]
	switch {
	case err == nil:
		u.Delivered = append(u.Delivered, d.ID)
		u.tell(gateway.CallbackAccepted{Callback: e.ID, About: e.Type})
		over = true
	case d.Tries == repeats:
		u.Delivered = append(u.Delivered, d.ID)
		u.tell(gateway.CallbackGivenUp{Callback: e.ID, About: e.Type, Why: err.Error()})
		over = true
	default:
		next := *d
		next.Tries++
		next.Next = f.Now().Add(pause(next.Tries))
		g.commit(&record{Deliveries: []*delivery{&next}}) // not by finish, which would call once more
	}
	g.finish(&u)
	return over
}
