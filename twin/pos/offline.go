package pos

import (
	"fmt"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/unit"
)

// unreachable are the reasons for which a cover got no money that say nothing about the card (facts: payments.md section
// 1.4, host down).
var unreachable = map[string]bool{noAnswer: true, "issuer_not_available": true, "try_again_later": true}

// noAnswer is why a cover failed at a gateway that does not answer.
const noAnswer = "no answer from the gateway"

// standIn grants by the site's own bounds what the gateway could not be asked for. It returns the cover that takes the
// place of the failed one, or nil. Nothing is ever granted beyond the floor limit of the card, nor for more sales or more
// money than may wait to be forwarded.
func (p *POS) standIn(failed *cover, r payment.Read) *cover {
	if !unreachable[failed.Why] || len(p.cfg.Cards.Offline.BINs) == 0 {
		return nil
	}
	c := *failed
	c.ID, c.State, c.Offline, c.Replaces, c.Why, c.Intent = p.reference(), Open, true, failed.ID, "", ""
	var why string
	if c.Granted, why = p.floor(&c, r); why != "" {
		p.tell(OfflineRefused{c.Point, c.Card.Name, why})
		return nil
	}
	if c.Kind == Outdoor {
		p.occupy(&c)
	}
	p.tell(StoodIn{c.Point, c.Sale, c.Granted, c.Card.Name, failed.Why, c.ID})
	return &c
}

// payOffline pays a sale at the till by what the POS grants itself.
func (p *POS) payOffline(f *loop.Fiber, s *sale, failed *cover, r payment.Read) bool {
	c := p.standIn(failed, r)
	if c == nil {
		return false
	}
	p.use(c, s)
	p.tell(Paid{s.ID, s.Point, s.Amount, Card, c.Card.Name, s.By.String()})
	p.receipt(s)
	p.forward(f, c)
	return true
}

// use books that a sale uses money that the POS granted itself: the customer has paid, and the charge is in the outbox.
func (p *POS) use(c *cover, s *sale) {
	c.Sale, s.Cover, s.Tender, s.Card = s.ID, c.ID, Card, c.Card
	c.turn(sold)
	s.State, s.Paid = Settling, least(s.Amount, c.Granted)
	s.Points = p.pointsOf(s)
	p.keep(c, s, newTask(charge, c, s.Paid))
}

// paidOffline says that a customer has paid for a sale and that only the gateway has not heard of it.
func (p *POS) paidOffline(s *sale) bool {
	c := p.covers[s.Cover]
	return s.State == Settling && c != nil && c.Offline
}

// floor returns what may be granted to a card offline, or why nothing.
func (p *POS) floor(c *cover, r payment.Read) (unit.Money, string) {
	o := p.cfg.Cards.Offline
	limit := p.cfg.Cards.RuleOf(r).FloorLimit
	waiting, money := p.stored()
	left := o.MostAmount.Sub(money)
	least := p.cfg.MinSale
	if c.Kind == Till {
		least = c.Asked
	}
	granted := lower(lower(c.Asked, limit), left)
	switch {
	case !p.cfg.Cards.TakesOffline(r):
		return granted, "the card is not taken offline"
	case limit.IsZero():
		return granted, "the card has no floor limit"
	case waiting >= o.MostSales:
		return granted, fmt.Sprintf("%d sales wait to be forwarded", waiting)
	case left.Minor <= 0 || left.Cmp(least) < 0:
		return granted, fmt.Sprintf("%s wait to be forwarded", money)
	case granted.Cmp(least) < 0:
		return granted, fmt.Sprintf("the floor limit is %s", limit)
	}
	return granted, ""
}

// stored returns what was granted offline and is neither forwarded nor unused.
func (p *POS) stored() (count int, money unit.Money) {
	money = p.none()
	for _, id := range p.books.order.covers {
		if c := p.covers[id]; c.Offline && c.State != Closed && c.State != Stuck {
			count, money = count+1, money.Add(c.Granted)
		}
	}
	return count, money
}

// forward takes the money for a sale that was granted offline, when the gateway can be reached again: once, whatever
// happens meanwhile. A card that is declined then is a loss. What its first cover may have held is given back before, so
// that it does not stand in its own way.
func (p *POS) forward(f *loop.Fiber, c *cover) {
	s, t := p.sales[c.Sale], c.task(&p.books, charge)
	p.order(forecourt.ClearSale{Sale: s.ID}) // the pump need not wait
	for first := p.covers[c.Replaces]; first != nil && first.State != Closed && first.State != Stuck; {
		f.Sleep(p.cfg.RetryPause)
	}
	a := p.deliverStored(f, t, c)
	if a.OK && a.Granted.Cmp(t.Amount) < 0 { // a charge at once is granted whole or not at all
		a.OK, a.Code = false, "partial_approval"
	}
	if !a.OK {
		p.lose(f, c, s, t, a)
		return
	}
	p.took(c, a.Granted)
	c.Intent = a.Intent
	c.turn(settled)
	s.State, s.Paid = Settled, t.Amount
	p.keep(append([]entry{c, s, t.close()}, p.over(s)...)...)
	p.tell(Forwarded{s.Point, s.ID, s.Paid, c.Intent, c.ID})
	p.finish(f, s)
}

// lose books a sale that was granted offline and that nobody pays for.
func (p *POS) lose(f *loop.Fiber, c *cover, s *sale, t *task, a answer) {
	c.Why, c.Intent = a.Code, a.Intent
	c.turn(forgone)
	s.State, s.Paid, s.Reason, s.Tender, s.Member = WrittenOff, p.none(), "declined when it was forwarded: "+a.Code, "", member{}
	p.keep(append([]entry{c, s, t.close()}, p.over(s)...)...)
	p.tell(ForwardDeclined{s.Point, s.ID, t.Amount, a.Code, a.Reason, c.ID})
	p.tell(WroteOff{s.ID, s.Amount, s.Reason, s.By.String()})
	p.finish(f, s)
}

// deliverStored gives the gateway a stored card and charges it, until there is an answer. The keys make both happen once.
// What is kept of the card is its name in the table of test cards: it stands for the encrypted record that a terminal
// keeps, and is read as if the number were keyed in.
func (p *POS) deliverStored(f *loop.Fiber, t *task, c *cover) answer {
	card, _ := payment.LookupCard(c.Card.Name)
	for try := 1; ; try++ {
		method, a, err := p.gateway.keyed(f, card.Read(payment.Keyed), c.ID+"/method")
		if err == nil && !a.OK {
			return a
		}
		if err == nil {
			t.Method = method
			if a, err = p.do(f, t); err == nil {
				return a
			}
		}
		f.Sleep(p.pause(try))
	}
}
