package paypal

import (
	"net/http"
	"slices"

	"github.com/forecourt/forecourt/twin/gateway"
	"github.com/forecourt/forecourt/twin/gateway/acquirer"
)

// reauthorise holds again what an authorisation holds whose honour period has ended. The new one has a name and an honour
// period of its own, and ends when the first would have ended; what it replaces is given back.
func (c *call) reauthorise() (reply, *apiError) {
	o, original, leave, e := c.held()
	if e != nil {
		return reply{}, e
	}
	defer leave()
	var in struct {
		Amount *moneyInput `json:"amount"`
	}
	if e := c.decode(&in); e != nil {
		return reply{}, e
	}
	old, e := c.renewable(o, original)
	if e != nil {
		return reply{}, e
	}
	amount, e := c.amountOf(o, in.Amount, original.Granted, "AUTH_CAPTURE_CURRENCY_MISMATCH")
	switch {
	case e != nil:
		return reply{}, e
	case amount > o.cover(original.Granted):
		return reply{}, issue("MAX_AUTHORIZATION_AMOUNT_EXCEEDED")
	}
	return c.renew(o, old, original, amount)
}

// renewable returns the authorisation that a new one would replace, or why there can be none.
func (c *call) renewable(o *order, original *authorisation) (*authorisation, *apiError) {
	old := c.g.last(o).clone()
	if e := old.may(renew); e != nil {
		return nil, e
	}
	switch {
	case original.Original != "":
		return nil, issue("REAUTHORIZATION_NOT_SUPPORTED")
	case len(o.Authorisations) > c.g.config.Reauthorisations:
		return nil, issue("MAX_REAUTHORIZATION_COUNT_EXCEEDED")
	case c.now() < old.Honoured:
		return nil, issue("REAUTHORIZATION_TOO_SOON")
	}
	return old, nil
}

func (c *call) renew(o *order, old, original *authorisation, amount int64) (reply, *apiError) {
	v := verdict{ruling: acquirer.Granted, granted: amount}
	if k := c.g.cards[o.Card]; k != nil {
		t := c.g.terminal(o)
		t.Partial = false
		v = c.ask(o, t.Authorise(c.now(), c.next(c.g), k.keyed(), "", o.money(amount)), o.money(amount), true, "")
		o, old = c.g.orders[o.ID].clone(), c.g.authorisations[old.ID].clone()
	} else if p, _ := payerBy(o.Payer); c.g.unable(p, o, amount) != "" {
		v.ruling = acquirer.Declined
	}
	if v.ruling != acquirer.Granted {
		return reply{}, failing("REAUTHORIZATION_DECLINED_BY_PROCESSOR")
	}
	if e := old.move(renew); e != nil { // it expired while the issuer was asked
		c.reverse(c.g, flight{Order: o.ID, Request: *v.request})
		e.worked = true
		return reply{}, e
	}
	c.release(c.g, o, old, "")
	c.Authorisations = append(c.Authorisations, old)
	a := c.authorised(o, v, amount, original)
	c.keep(o)
	c.tell(gateway.Reauthorised{Intent: o.ID, Amount: o.money(amount), Authorisation: a.ID})
	return c.created(o.showAuthorisation(a, c.full)), nil
}

func (c *call) created(body any) reply { return reply{http.StatusCreated, body} }

// watch remembers when an authorisation expires.
func (g *Gateway) watch(a *authorisation) {
	at, _ := slices.BinarySearchFunc(g.holds, a, func(id string, a *authorisation) int {
		if g.authorisations[id].Expires <= a.Expires {
			return -1
		}
		return 1
	})
	g.holds = slices.Insert(g.holds, at, a.ID)
	g.env.Set(expiry, g.authorisations[g.holds[0]].Expires)
}

// expire ends the authorisations that are too old, and sets the timer for the next one.
func (g *Gateway) expire() {
	for len(g.holds) > 0 {
		a := g.authorisations[g.holds[0]]
		if a.live() {
			if a.Expires > g.env.Now() {
				g.env.Set(expiry, a.Expires)
				return
			}
			var u update
			if u.end(g, g.orders[a.Order].clone(), a.clone(), lapse, "automatic") == nil {
				g.finish(&u)
			}
		}
		g.holds = g.holds[1:]
	}
}

// resumeHolds watches what is held after power on.
func (g *Gateway) resumeHolds() {
	for _, id := range g.sequence {
		for _, id := range g.orders[id].Authorisations {
			if a := g.authorisations[id]; a.live() {
				g.watch(a)
			}
		}
	}
	g.expire()
}
