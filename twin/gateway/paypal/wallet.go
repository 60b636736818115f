package paypal

import (
	"slices"
	"time"

	"github.com/forecourt/forecourt/twin/gateway"
	"github.com/forecourt/forecourt/twin/gateway/acquirer"
)

// Payer is a test account with a wallet. Balance is in whole units of whatever currency it is asked for.
type Payer struct {
	Name, Email, ID string
	Balance         int64
	Issue           string        // what an attempt to pay is refused with; empty: it depends on the balance
	ActsAfter       time.Duration // by itself, when an order names its e-mail address; 0: it waits for a hand
	Cancels         bool          // and what it does then
	Doc             string
}

var payers = []Payer{
	{"payer-verified", "verified@payer.test", "PAYERVERIFIED", 10_000, "", 0, false, "pays, when it has approved"},
	{"payer-quick", "quick@payer.test", "PAYERQUICK001", 10_000, "", 5 * time.Second, false, "approves by itself after 5 s, and pays"},
	{"payer-cancels", "cancels@payer.test", "PAYERCANCELS1", 10_000, "", 5 * time.Second, true, "cancels by itself after 5 s"},
	{"payer-poor", "poor@payer.test", "PAYERPOOR0001", 20, "", 0, false, "has 20.00"},
	{"payer-declined", "declined@payer.test", "PAYERDECLINED", 10_000, "INSTRUMENT_DECLINED", 0, false, "its bank declines"},
	{"payer-restricted", "restricted@payer.test", "PAYERRESTRICT", 10_000, "PAYER_ACCOUNT_RESTRICTED", 0, false, "its account is restricted"},
}

// Payers lists the test accounts, for whoever prints them.
func Payers() []Payer { return slices.Clone(payers) }

// payerBy finds an account by its name, its e-mail address or its id.
func payerBy(text string) (Payer, bool) {
	for _, p := range payers {
		if text != "" && (text == p.Name || text == p.Email || text == p.ID) {
			return p, true
		}
	}
	return Payer{}, false
}

// payByWallet takes or holds the money in a wallet account.
func (c *call) payByWallet(o *order, name string) (*order, *apiError) {
	p, _ := payerBy(name)
	if why := c.g.unable(p, o, o.Amount); why != "" {
		e := failing(why)
		c.keep(o)
		c.tell(gateway.Declined{Intent: o.ID, Code: why, DeclineCode: "generic_decline"})
		return nil, e
	}
	o.Payer, o.Updated = p.Name, c.now()
	o.move(settle)
	v := verdict{ruling: acquirer.Granted, granted: o.Amount}
	c.tell(gateway.Authorised{Intent: o.ID, Asked: o.money(o.Amount), Amount: o.money(o.Amount), Brand: "paypal"})
	c.book(o, v)
	return o, nil
}

// unable names the issue with which an account cannot pay an amount of an order; empty: it can.
func (g *Gateway) unable(p Payer, o *order, amount int64) string {
	switch {
	case p.Issue != "":
		return p.Issue
	case g.available(p, o) < amount:
		return "INSTRUMENT_DECLINED"
	}
	return ""
}

// available is what an account has left in an order's currency. A hold counts while it is honoured, no longer.
func (g *Gateway) available(p Payer, of *order) int64 {
	left := p.Balance * of.major()
	for _, id := range g.paid[p.Name] {
		o := g.orders[id]
		if o.Currency != of.Currency || o.Payer != p.Name {
			continue
		}
		for _, id := range o.Captures {
			if x := g.captures[id]; x.Status != captureDeclined {
				left -= x.Amount - x.Refunded
			}
		}
		if a := g.last(o); a != nil && a.live() && g.env.Now() < a.Honoured {
			left -= max(a.Granted-a.Captured, 0)
		}
	}
	return left
}
