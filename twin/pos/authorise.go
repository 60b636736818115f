package pos

import (
	"fmt"

	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/payment"
)

// authorise asks the gateway for a cover's money while the customer waits. It returns whether the money is there; where
// not, everything is told and in hand.
func (p *POS) authorise(f *loop.Fiber, c *cover, r payment.Read, how act) bool {
	var method string
	var a answer
	err := p.retried(f, func() (err error) {
		method, a, err = p.gateway.method(f, r, c.ID+"/method")
		return err
	})
	if err != nil || !a.OK { // nothing has been asked of the issuer yet
		p.noMoney(c, nil, a, err)
		return false
	}
	t := newTask(how, c, c.Asked)
	t.Method = method
	p.keep(c, t)
	return p.ask(f, c, t, r.PAN)
}

// ask asks for the money of a cover and its task, which are in the books.
func (p *POS) ask(f *loop.Fiber, c *cover, t *task, number payment.PAN) bool {
	a, err := p.attempt(f, t)
	if err != nil {
		c.Why = noAnswer
		c.turn(givenUp)
		p.keep(c)
		p.free(c)
		p.tell(AuthorisationFailed{c.Point, c.Why, c.ID})
		p.goes("undo", func(f *loop.Fiber) { p.undo(f, c) })
		return false
	}
	return p.answered(c, t, a, number)
}

// answered books what the gateway said to a customer who waits.
func (p *POS) answered(c *cover, t *task, a answer, number payment.PAN) bool {
	if !a.OK {
		p.noMoney(c, t, a, nil)
		return false
	}
	p.grant(c, t, a)
	least := p.cfg.MinSale
	if c.Kind == Till || c.Asked.Cmp(least) < 0 {
		least = c.Asked
	}
	why := fmt.Sprintf("only %s were granted", c.Granted)
	code := "partial_approval"
	if c.Granted.Cmp(least) >= 0 {
		why, code = p.narrow(c, c.Products), "product_restriction"
	}
	if why == "" {
		if c.Kind == Outdoor {
			p.tell(Authorised{c.Point, c.Granted, c.Asked, c.Card.Name, number, c.ID})
		}
		return true
	}
	p.tell(Declined{c.Point, c.Sale, c.Card.Name, code, why, c.ID})
	p.unuse(c, why)
	p.goes("give back", func(f *loop.Fiber) { p.giveBack(f, c) })
	return false
}

// grant books money that is held or taken.
func (p *POS) grant(c *cover, t *task, a answer) {
	c.Granted, c.Intent, c.Products, c.chip = a.Granted, a.Intent, a.Products, a.Chip
	if t.Act == charge {
		p.took(c, a.Granted)
	}
	c.turn(granted)
	p.keep(c, t.close())
}

// noMoney books and tells that the gateway granted nothing, or was not reached.
func (p *POS) noMoney(c *cover, t *task, a answer, err error) {
	c.Intent = a.Intent
	c.Why = a.Code
	c.turn(declined)
	if err != nil {
		c.Why = noAnswer
	}
	if t != nil {
		p.keep(c, t.close())
	} else {
		p.keep(c)
	}
	p.free(c)
	if err != nil {
		p.tell(AuthorisationFailed{c.Point, c.Why, c.ID})
		return
	}
	p.tell(Declined{c.Point, c.Sale, c.Card.Name, a.Code, a.Reason, c.ID})
}

// undo finds out what the gateway did about a cover that nobody waits for any more, and takes it back.
func (p *POS) undo(f *loop.Fiber, c *cover) {
	t := c.task(&p.books, hold)
	if t == nil {
		t = c.task(&p.books, charge)
	}
	a := p.deliver(f, t)
	if !a.OK {
		c.Intent = a.Intent
		c.turn(declined)
		p.keep(c, t.close())
		return
	}
	c.Granted, c.Intent = a.Granted, a.Intent
	back := newTask(cancel, c, c.Granted)
	if t.Act == charge {
		p.took(c, a.Granted)
		back = newTask(refund, c, c.Granted)
	}
	c.turn(granted)
	p.keep(c, t.close(), back)
	p.giveBack(f, c)
}
