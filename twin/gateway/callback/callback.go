// Package callback calls webhooks until they have taken what they are told: at least once, in no order that a receiver could
// rely on, and with pauses that grow.
//
// What is owed is in the gateway's store, written with the change that it tells of and closed when the receiver has answered:
// a power cut at any moment leads to one call more, never to one less.
//
// Left out: signatures and the look of an event, which are each manner's own, and redirects: a receiver that answers with
// anything but 200 to 299 has not taken the event.
package callback

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/gateway"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/machine"
)

// Delivery is an event that a webhook has not taken yet.
type Delivery struct {
	ID, Event, Webhook string
	Tries              int `json:",omitempty"`
	Next               clock.Instant
}

// Letter is one call as it is made. Event and About are what it is called and what it is about.
type Letter struct {
	Event, About, URL, Body string
	Header                  http.Header
}

// Plan says how long an answer is waited for, how often a call is repeated after the first, and the first and the longest
// pause before a repeat; pauses double.
type Plan struct {
	Within         time.Duration
	Repeats        int
	First, Longest time.Duration
}

// Pause is how long to wait before the nth repeat, from 1.
func (p Plan) Pause(n int) time.Duration {
	d := p.First
	for ; n > 1 && d < p.Longest; n-- {
		d *= 2
	}
	return min(d, p.Longest)
}

// Sender is a gateway with deliveries in its books.
type Sender interface {
	// Owed returns a delivery as the store has it, nil when nobody waits for it any more.
	Owed(id string) *Delivery
	// Letter writes what is said at an attempt, signed for its time.
	Letter(d *Delivery, now clock.Instant) Letter
	// Again makes the next attempt safe.
	Again(next *Delivery)
	// Over closes a delivery, and tells why.
	Over(d *Delivery, why forecourt.Event)
}

// Send calls until a delivery is over, on a fiber of its own: a webhook that never answers must not hold up others.
func Send(l *loop.Loop, env *machine.Env, s Sender, plan Plan, id string) {
	l.Go(env.Role(), "callback "+id, func(f *loop.Fiber) {
		for {
			d := s.Owed(id)
			switch {
			case d == nil:
				return
			case d.Next > f.Now():
				f.SleepUntil(d.Next)
				continue
			}
			letter := s.Letter(d, f.Now())
			env.Tell(gateway.CallbackSent{Callback: letter.Event, About: letter.About, URL: letter.URL, Repeat: d.Tries})
			err := letter.post(f, plan.Within)
			if s.Owed(id) == nil || settle(f, s, plan, d, letter, err) {
				return
			}
		}
	})
}

// settle notes what became of an attempt, and says whether it was the last.
func settle(f *loop.Fiber, s Sender, plan Plan, d *Delivery, letter Letter, err error) (over bool) {
	switch {
	case err == nil:
		s.Over(d, gateway.CallbackAccepted{Callback: letter.Event, About: letter.About})
		return true
	case d.Tries >= plan.Repeats:
		s.Over(d, gateway.CallbackGivenUp{Callback: letter.Event, About: letter.About, Why: err.Error()})
		return true
	}
	next := *d
	next.Tries++
	next.Next = f.Now().Add(plan.Pause(next.Tries))
	s.Again(&next)
	return false
}

// post makes one attempt; nil says that the event was taken.
func (l Letter) post(f *loop.Fiber, within time.Duration) error {
	r, err := http.NewRequestWithContext(loop.WithFiber(context.Background(), f), http.MethodPost, l.URL, strings.NewReader(l.Body))
	if err != nil {
		return err
	}
	r.Header = l.Header
	r.Header.Set("Content-Type", "application/json")
	answer, err := (&loop.Transport{Timeout: within}).RoundTrip(r)
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
