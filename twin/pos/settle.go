package pos

import (
	"strconv"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/wire/iso8583"
)

// settle brings a used cover to its end.
func (p *POS) settle(f *loop.Fiber, c *cover) {
	switch {
	case c.Kind == Prepaid:
		p.settlePrepaid(f, c)
		return
	case c.Kind == Served: // its sale is paid like any other
		c.turn(settled)
		p.keep(c)
		return
	case c.Offline:
		p.forward(f, c)
		return
	}
	s, t := p.sales[c.Sale], c.task(&p.books, capture)
	a := p.deliver(f, t)
	if !a.OK { // the hold is gone: what was delivered must be paid otherwise
		s.State, s.Cover, s.Tender, s.Card, s.Customer = Unpaid, "", "", face{}, ""
		p.keep(s)
		p.stuck(c, t, a)
		p.tellUnpaid(s)
		return
	}
	p.took(c, t.Amount)
	c.turn(settled)
	s.State, s.Paid = Settled, t.Amount
	p.keep(append([]entry{c, s, t.close()}, p.over(s)...)...)
	p.tell(Captured{s.Point, s.ID, c.Captured, c.Intent})
	p.receipt(s)
	p.finish(f, s)
}

// over puts a sale that is settled into the open shift, and makes what follows: its posting, and the points of a member.
func (p *POS) over(s *sale) []entry {
	s.Shift = p.shift()
	return append(s.posting(), p.rewarding(s)...)
}

// finish ends a settled sale: the controller may forget it, and order management gets it.
func (p *POS) finish(f *loop.Fiber, s *sale) {
	p.order(forecourt.ClearSale{Sale: s.ID})
	p.reward(s)
	if s.Posting != postingDue {
		return
	}
	t := p.tasks[s.ID+"/post"]
	a := p.deliver(f, t)
	s.Posting = postingDone
	if !a.OK {
		s.Posting = postingRefused
	}
	p.keep(s, t.close())
	if !a.OK {
		p.tell(PostingRefused{s.ID, a.Reason})
		return
	}
	p.tell(Posted{s.ID})
}

// posting makes the task to post a sale. What delivered nothing is not posted.
func (s *sale) posting() []entry {
	if s.Volume.IsZero() {
		return nil
	}
	s.Posting = postingDue
	return []entry{&task{Key: s.ID + "/post", Act: post, Sale: s.ID, Amount: s.Amount}}
}

// settleZero settles a sale that costs nothing.
func (s *sale) settleZero() { s.State, s.Tender, s.Card, s.Cover = Settled, "", face{}, "" }

// unuse books that no sale will use a cover, with the task that gives its money back.
func (p *POS) unuse(c *cover, why string) {
	c.Why = why
	c.turn(unused)
	switch {
	case c.Tender == Cash, c.Kind == Served, c.Offline: // nobody outside has heard of it
		p.keep(c)
	case c.Kind.held():
		p.keep(c, newTask(cancel, c, c.Granted))
	default:
		p.keep(c, newTask(refund, c, c.Granted))
	}
	p.free(c)
}

// giveBack gives the money of an unused cover back.
func (p *POS) giveBack(f *loop.Fiber, c *cover) {
	t := c.task(&p.books, cancel)
	if t == nil {
		t = c.task(&p.books, refund)
	}
	if t != nil {
		if a := p.deliver(f, t); !a.OK {
			p.stuck(c, t, a)
			return
		}
		t.close()
	}
	c.turn(settled)
	c.Refunded = c.Captured
	if t != nil {
		p.keep(c, t)
	} else {
		p.keep(c)
	}
	switch c.Kind {
	case Outdoor, Phone:
		p.tell(HoldReleased{c.Point, c.Granted, c.Why, c.ID})
		return
	case Served:
		p.tell(Lapsed{c.Point, c.By.Attendant, c.Why, c.ID})
		return
	}
	p.tell(Refunded{c.Point, c.Sale, c.Refunded, c.Tender, c.ID})
}

// stuck books that the gateway refused to settle a cover.
func (p *POS) stuck(c *cover, t *task, a answer) {
	c.Why = a.Code
	c.turn(refused)
	p.keep(c, t.close())
	p.tell(GatewayRefused{c.Point, c.Sale, string(t.Act), a.Code, a.Reason, c.ID})
}

// saleData is what a capture tells the gateway of its sale.
func (p *POS) saleData(id string) map[string]string {
	s := p.sales[id]
	about := map[string]string{"sale": id}
	if code := p.cfg.Products[s.Grade]; code != "" {
		item, err := iso8583.Fuel(code, s.Volume, s.Price, s.Amount, standardTax)
		if err == nil {
			about["product_data"], err = iso8583.Products{Service: 'S', Items: []iso8583.Product{item}}.Text()
		}
		if err != nil {
			delete(about, "product_data")
		}
	}
	return about
}

// standardTax is the tax code of fuel in the product data (C).
const standardTax = 'S'

func itoa(n int) string { return strconv.Itoa(n) }
