package desk

import (
	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
)

// ask is an order that waits for the controller's news.
type ask struct {
	key   string // the same for asks that the same news answers
	order forecourt.Order
	due   clock.Instant
	done  func(*Refusal)
	late  func() // what is to be done when no answer came; may be nil
}

func (d *Desk) ask(a ask) {
	a.due = d.env.Now().Add(d.cfg.AnswerWithin)
	d.asks = append(d.asks, &a)
	d.order(a.order)
	d.arm()
}

// answer ends every ask of a key.
func (d *Desk) answer(key string, r *Refusal) {
	var ended []*ask
	d.asks, ended = part(d.asks, func(a *ask) bool { return a.key == key })
	for _, a := range ended {
		a.done(r)
	}
}

func (d *Desk) expireAsks(now clock.Instant) {
	var late []*ask
	d.asks, late = part(d.asks, func(a *ask) bool { return a.due <= now })
	for _, a := range late {
		if a.late != nil {
			a.late()
		}
		a.done(refuse(NoAnswer, "the controller has not answered within %v", d.cfg.AnswerWithin))
	}
}

// part splits a list in those that stay and those that go.
func part[T any](list []T, goes func(T) bool) (stay, gone []T) {
	for _, v := range list {
		if goes(v) {
			gone = append(gone, v)
		} else {
			stay = append(stay, v)
		}
	}
	return stay, gone
}
