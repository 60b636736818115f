package paypal

import (
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/gateway"
	"github.com/forecourt/forecourt/twin/gateway/acquirer"
	"github.com/forecourt/forecourt/twin/wire/iso8583"
)

// update is a change with what follows from it: events are told, and posts and callbacks sent, once it is safe.
type update struct {
	record
	events  []forecourt.Event
	watched []*authorisation // new ones, which will expire
}

func (u *update) tell(e forecourt.Event) { u.events = append(u.events, e) }

// keep adds an order, in place of an earlier version in the same update.
func (u *update) keep(o *order) {
	for n := range u.Orders {
		if u.Orders[n].ID == o.ID {
			u.Orders[n] = o
			return
		}
	}
	u.Orders = append(u.Orders, o)
}

// finish commits an update, tells its events, sends its posts and callbacks, and empties it.
func (g *Gateway) finish(u *update) {
	done := *u
	*u = update{}
	g.commit(&done.record)
	for _, a := range done.watched {
		g.watch(a)
	}
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

// next takes the next trace number; the update that carries the message must be committed before it is said.
func (u *update) next(g *Gateway) iso8583.STAN {
	if u.STAN == 0 {
		u.STAN = g.stan
	}
	u.STAN = u.STAN.Next()
	return u.STAN
}

// post puts a completion or a reversal into the outbox.
func (u *update) post(g *Gateway, order string, m iso8583.Message) {
	u.Posts = append(u.Posts, acquirer.Post{ID: g.id(), Intent: order, Message: acquirer.Keep(m)})
}

// reverse posts the reversal of a request that got no usable answer.
func (u *update) reverse(g *Gateway, f flight) {
	u.post(g, f.Order, g.config.Terminal.Reverse(g.env.Now(), u.next(g), f.Request.Message()))
}

// release gives the host its last word on a hold: what was captured of it, or that it is not wanted.
func (u *update) release(g *Gateway, o *order, a *authorisation, product string) {
	if a.Hold == nil {
		return
	}
	request, t := a.Hold.Message(), g.terminal(o)
	a.Hold = nil
	if a.Captured == 0 {
		u.post(g, o.ID, t.Reverse(g.env.Now(), u.next(g), request))
		return
	}
	request.Product = product
	u.post(g, o.ID, t.Complete(iso8583.FinancialAdvice, g.env.Now(), u.next(g), request, iso8583.Message{Approval: a.Approval}, o.money(a.Captured)))
}

// deliver says a post until the host has acknowledged it. again: it may have been said before.
func (g *Gateway) deliver(p acquirer.Post, again bool) {
	g.link.Deliver(p, again, g.config.RepeatEvery, func(code string) { g.delivered(p, code) })
}

// delivered takes a post out of the outbox.
func (g *Gateway) delivered(p acquirer.Post, code string) {
	u := update{record: record{Acked: []string{p.ID}}}
	switch {
	case code != iso8583.CodeApproved:
		u.tell(gateway.AdviceRefused{Intent: p.Intent, Code: code})
	case !p.Reversal():
		u.tell(gateway.CompletionAccepted{Intent: p.Intent})
	default:
		o := g.orders[p.Intent]
		// that of a refund, or of a hold that was renewed, says nothing of what the order holds or has taken
		if s := g.account(o).State; s == gateway.StateOpen || s == gateway.StateCancelled {
			o = o.clone()
			o.Reversed = true
			u.keep(o)
		}
		u.tell(gateway.Reversed{Intent: p.Intent})
	}
	g.finish(&u)
}

// terminal is the lane that an order belongs to: the number at the end of its reference, "pump-3".
func (g *Gateway) terminal(o *order) iso8583.Terminal {
	end := len(o.Reference)
	for end > 0 && o.Reference[end-1] >= '0' && o.Reference[end-1] <= '9' {
		end--
	}
	t := acquirer.Lane(g.config.Terminal, o.Reference[end:])
	t.Partial = o.Authorise
	return t
}
