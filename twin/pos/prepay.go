package pos

import (
	"fmt"

	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/service"
)

// takePrepay begins the story of a prepayment.
func (p *POS) takePrepay(s Prepay) string {
	if s.By.Attendant != "" {
		return "an attendant takes the money after the sale"
	}
	if !p.has(s.Point) {
		return noPoint(s.Point)
	}
	if why := p.notOffered(s.Point, p.points[s.Point].offers.Has(service.Prepay), service.Prepay); why != "" {
		return why
	}
	if p.repeated(s, s.Reference) {
		return ""
	}
	if why := p.busy(s.Point); why != "" {
		return why
	}
	if s.Amount.Minor <= 0 || s.Amount.Currency != p.cfg.Currency {
		return fmt.Sprintf("%d minor units %s is no amount to prepay", s.Amount.Minor, s.Amount.Currency)
	}
	c := &cover{ID: s.Reference, Kind: Prepaid, Point: s.Point, Tender: s.Tender, Asked: s.Amount, Terms: s.Terms, By: s.By}
	var r payment.Read
	who, why := membership(s.Loyalty)
	if why != "" {
		return why
	}
	switch s.Tender {
	case Cash:
		if p.cfg.Country.coins(s.Amount) != s.Amount {
			return fmt.Sprintf("no coins make %s, the smallest one is %s", s.Amount, p.cfg.Country.Coin)
		}
	case Card:
		if r, why = p.read(s.Card, s.Amount); why != "" {
			return why
		}
		c.Card = faceOf(r)
		if why = p.bargainAtTill(c, r); why == "" {
			why = p.again(c)
		}
		if why != "" {
			return why
		}
	default:
		return fmt.Sprintf("there is no tender %q", s.Tender)
	}
	p.reserve(c)
	p.goes("prepay", func(f *loop.Fiber) {
		if s.Loyalty != "" {
			m, _ := p.recognise(f, c.Point, who)
			p.favour(c, m)
		}
		p.prepay(f, c, r)
	})
	return ""
}

// prepay is the story of a prepayment: the money is taken, the point released for as much, and what the sale did not
// use goes back.
func (p *POS) prepay(f *loop.Fiber, c *cover, r payment.Read) {
	if c.Tender == Cash {
		c.Granted, c.Captured = c.Asked, c.Asked
		c.turn(granted)
		p.keep(c)
	} else if !p.authorise(f, c, r, charge) {
		return
	}
	p.tell(PrepayTaken{c.Point, c.Granted, c.Tender, c.Card.Name, c.ID, c.By.String()})
	p.release(c)
	p.fulfil(f, c)
}

// sellPrepaid uses a prepayment for a sale. The sale is settled with it; what is left goes back.
func (p *POS) sellPrepaid(c *cover, s *sale) {
	c.Sale, s.Cover, s.Tender, s.Card, s.Member = s.ID, c.ID, c.Tender, c.Card, c.Member
	p.settledBy(s, c.By)
	used := least(s.Amount, c.Granted)
	rest, rounded := p.change(c, used)
	c.Rounded = rounded
	c.turn(sold)
	if used.IsZero() {
		s.settleZero()
	} else {
		s.State, s.Paid = Settled, used
	}
	entries := append([]entry{c, s}, p.over(s)...)
	if !rest.IsZero() && c.Tender == Card {
		entries = append(entries, newTask(refund, c, rest))
	}
	p.keep(entries...)
	p.tell(PrepaySettled{s.ID, s.Point, c.Granted, used, rest})
	p.tellExcess(c, s)
	p.round(s)
	p.receipt(s)
	p.pass(c.ID, s)
	p.free(c)
	p.goes("finish", func(f *loop.Fiber) { p.finish(f, s) })
}

// settlePrepaid gives the rest of a used prepayment back.
func (p *POS) settlePrepaid(f *loop.Fiber, c *cover) {
	rest, _ := p.change(c, p.sales[c.Sale].Paid)
	t := c.task(&p.books, refund)
	if t != nil {
		if a := p.deliver(f, t); !a.OK {
			p.stuck(c, t, a)
			return
		}
		t.close()
	}
	c.Refunded = rest
	c.turn(settled)
	if t != nil {
		p.keep(c, t)
	} else {
		p.keep(c)
	}
	if !rest.IsZero() {
		p.tell(Refunded{c.Point, c.Sale, rest, c.Tender, c.ID})
	}
}
