package pos

import (
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/service"
)

// outdoor is the story of a card at a terminal: money is held, the point is released for as much, the sale is captured,
// and what no sale has used is given back.
func (p *POS) outdoor(f *loop.Fiber, reader int, r payment.Read) {
	point := p.cfg.Readers[reader]
	why := p.busy(point)
	if why == "" {
		why = p.notOffered(point, p.point(point).offers.Has(service.Outdoor), service.Outdoor)
	}
	if why != "" {
		p.tell(CardRefused{point, r.Card, why})
		p.prompt(reader, why, true)
		return
	}
	c := p.reserve(&cover{Kind: Outdoor, Point: point, Reader: reader, Tender: Card, Card: faceOf(r), Asked: p.cfg.PreAuth,
		Terms: forecourt.Terms{Level: forecourt.Credit}})
	rule := p.bargain(c, r)
	p.bringMember(f, c)
	why = p.buysNothing(c)
	if why == "" {
		why = p.question(f, c, rule.Prompts)
	}
	if why == "" {
		why = p.again(c)
	}
	if why != "" {
		p.dismiss(c, why)
		return
	}
	p.prompt(reader, "please wait", false)
	if !p.authorise(f, c, r, hold) {
		failed := c
		if c = p.standIn(failed, r); c == nil {
			p.prompt(reader, refusal(failed), true)
			return
		}
		p.keep(c)
	}
	why, text := "cancelled by the customer", "cancelled"
	if !p.gaveUp(f, c) {
		why, text = p.chipAgrees(f, c, r), "card declined"
	}
	if why != "" {
		p.prompt(reader, text, true)
		p.unuse(c, why)
		p.giveBack(f, c)
		return
	}
	p.release(c)
	p.prompt(reader, "authorised up to "+c.Granted.String()+", lift a nozzle", true)
	p.fulfil(f, c)
}

// dismiss sends a customer away of whose card nobody was asked for money.
func (p *POS) dismiss(c *cover, why string) {
	p.free(c)
	p.tell(CardRefused{c.Point, c.Card.Name, why})
	p.prompt(c.Reader, why, true)
}

// refusal says no to a customer without saying more than he should know (facts: payments.md section 1.5).
func refusal(c *cover) string {
	switch c.Why {
	case "expired_card":
		return "card expired"
	case "incorrect_pin", "invalid_pin":
		return "PIN wrong"
	case "lost_card", "stolen_card", "pickup_card", "pin_try_exceeded":
		return "see cashier"
	case "issuer_not_available", "processing_error", "try_again_later", noAnswer:
		return "not possible now, try again"
	}
	return "card declined"
}

// reserve gives a new cover its reference, and its point.
func (p *POS) reserve(c *cover) *cover {
	c.State = Asking
	c.AskedAt = p.env.Now()
	if c.ID == "" {
		c.ID = p.reference()
	}
	c.Granted, c.Captured, c.Refunded, c.Rounded = p.none(), p.none(), p.none(), p.none()
	p.occupy(c)
	return c
}

// occupy lets a cover's story hear of its point.
func (p *POS) occupy(c *cover) {
	p.points[c.Point].cover = c
	p.talks[c.ID] = &loop.Box[any]{}
	if s := p.sessions[c.Session]; s != nil && s.Leaving {
		p.pass(c.ID, cancelPressed{})
	}
}

// free lets the next customer at the point.
func (p *POS) free(c *cover) {
	delete(p.talks, c.ID)
	if at := p.points[c.Point]; at != nil && at.cover == c {
		at.cover = nil
	}
}

// cancelPressed is what a story hears of the terminal's cancel key.
type cancelPressed struct{}

// cancelled hands the cancel key to whoever has the reader's point.
func (p *POS) cancelled(reader int) {
	at := p.points[p.cfg.Readers[reader]]
	if at == nil || at.cover == nil || at.cover.Reader != reader {
		return
	}
	p.pass(at.cover.ID, cancelPressed{})
}

// gaveUp says whether the customer pressed cancel while the gateway was being asked.
func (p *POS) gaveUp(f *loop.Fiber, c *cover) bool {
	_, yes := p.talks[c.ID].TakeFirst(f, f.Now(), func(n any) bool { _, is := n.(cancelPressed); return is })
	return yes
}
