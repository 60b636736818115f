package pos

import (
	"fmt"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/unit"
)

// hear takes what the controller says.
func (p *POS) hear(n forecourt.News) {
	switch n := n.(type) {
	case forecourt.PointChanged:
		p.pointChanged(n)
	case forecourt.PointReleased:
		p.pass(n.Reference, n)
		p.followPoint(n.Point)
	case forecourt.ReleaseRefused:
		p.pass(n.Reference, n)
		if n.Reference == "" && p.point(n.Point).offers.Answers() {
			p.goes("release again", func(f *loop.Fiber) { p.releaseAgain(f, n.Point) })
		}
	case forecourt.ReleaseEnded:
		p.pass(n.Reference, n)
	case forecourt.SaleFinished:
		p.saleFinished(n.Sale)
	case forecourt.SaleRecovered:
		n.Sale.Recovered = true
		p.saleFinished(n.Sale)
	case forecourt.PointLost:
		p.point(n.Point).lost = true
	case forecourt.PointFound:
		p.point(n.Point).lost = false
	case forecourt.ControllerStarted:
		p.order(forecourt.ListUnpaid{})
		for _, id := range p.books.order.covers {
			p.pass(id, n)
		}
	case forecourt.PriceChanged:
		p.priceTaken(n)
	case forecourt.SaleCleared, forecourt.PriceRefused: // the controller tells these itself
	}
}

// releaseAgain answers a call once more that was refused, as in the first second after a pump has started.
func (p *POS) releaseAgain(f *loop.Fiber, n forecourt.Point) {
	f.Sleep(p.cfg.RetryPause)
	p.point(n).released = false
	p.answerCall(n)
}

// pass hands news to the story of a cover, if it listens.
func (p *POS) pass(reference string, n any) {
	if talk := p.talks[reference]; talk != nil {
		talk.Put(n)
	}
}

func (p *POS) point(n forecourt.Point) *point {
	if p.points[n] == nil {
		p.points[n] = &point{}
	}
	return p.points[n]
}

func (p *POS) pointChanged(n forecourt.PointChanged) {
	at := p.point(n.Point)
	at.state, at.nozzle, at.lost = n.State, n.Nozzle, false
	if n.State != forecourt.Calling {
		at.released = false
	}
	if n.Nozzle == 0 {
		at.stopped = false
	}
	if at.cover != nil {
		p.pass(at.cover.ID, n)
		p.followPoint(n.Point)
		return
	}
	if n.State.Delivering() {
		p.delivering(n.Point)
	}
	p.answerCall(n.Point)
}

// saleFinished books a sale once, with all that follows from it.
func (p *POS) saleFinished(n forecourt.Sale) {
	p.delivered(n.Point)
	if s := p.sales[n.ID]; s != nil {
		if s.State == Settled || s.State == WrittenOff || p.paidOffline(s) {
			p.order(forecourt.ClearSale{Sale: s.ID}) // the controller has not heard it
		}
		return
	}
	if n.Amount.Currency == "" {
		n.Amount.Currency = p.cfg.Currency
	}
	if n.Price.Currency == "" {
		n.Price.Currency = p.cfg.Currency
	}
	if n.ID == "" || n.Amount.Currency != p.cfg.Currency || n.Price.Currency != p.cfg.Currency {
		p.env.Fault(fmt.Errorf("pos: sale %q over %s cannot be booked here", n.ID, n.Amount))
		return
	}
	s := &sale{
		ID: n.ID, State: Unpaid, Point: n.Point, Nozzle: n.Nozzle, Grade: n.Grade, Price: n.Price, Volume: n.Volume,
		Amount: n.Amount, Paid: p.none(), Recovered: n.Recovered, EndedAt: n.EndedAt, Dispute: n.Dispute,
		Compensation: n.Compensation,
	}
	if v := p.visits[n.Reference]; v != nil {
		s.Member = v.Member
	}
	c := p.covers[n.Reference]
	switch {
	case s.Dispute != "":
		p.putAside(c, s)
	case c != nil && c.State == Open && c.Point == n.Point && c.Kind.held():
		p.sellHeld(c, s)
	case c != nil && c.State == Open && c.Point == n.Point && c.Kind == Prepaid:
		p.sellPrepaid(c, s)
	case c != nil && c.State == Open && c.Point == n.Point && c.Kind == Served:
		p.sellServed(c, s)
	case s.Amount.IsZero():
		s.settleZero()
		p.keep(append([]entry{s}, p.over(s)...)...)
		p.goes("finish", func(f *loop.Fiber) { p.finish(f, s) })
	default:
		p.keep(s)
		p.tellUnpaid(s)
	}
}

// putAside books a sale whose figures cannot be trusted. No money moves for it: what was held or taken goes back, and a
// person looks at the pump before anybody is asked to pay.
func (p *POS) putAside(c *cover, s *sale) {
	p.keep(s)
	p.tell(SaleDisputed{s.ID, s.Point, s.Grade, s.Price, s.Volume, s.Amount, s.Dispute})
	if c != nil && c.State == Open && c.Point == s.Point {
		p.pass(c.ID, s)
		p.unuse(c, "the figures of the sale are in dispute")
	}
}

func (p *POS) tellUnpaid(s *sale) {
	if s.Recovered {
		p.tell(SaleRecovered{s.ID, s.Point, s.Grade, s.Volume, s.Amount})
		return
	}
	p.tell(SaleUnpaid{s.ID, s.Point, s.Grade, s.Volume, s.Amount})
}

// sellHeld uses a hold for a sale.
func (p *POS) sellHeld(c *cover, s *sale) {
	c.Sale, s.Cover, s.Tender, s.Card, s.Member, s.Fleet = s.ID, c.ID, Card, c.Card, c.Member, c.Fleet
	if who := p.sessions[c.Session]; who != nil {
		s.Customer = who.Customer
	}
	switch {
	case s.Amount.IsZero():
		c.Why = nothingDispensed
		c.turn(unused)
		s.settleZero()
		entries := append([]entry{c, s}, p.over(s)...)
		if !c.Offline {
			entries = append(entries, newTask(cancel, c, c.Granted))
		}
		p.keep(entries...)
		p.goes("finish", func(f *loop.Fiber) { p.finish(f, s) })
	case c.Offline:
		p.use(c, s)
		p.tellExcess(c, s)
		p.receipt(s)
	default:
		c.turn(sold)
		s.State = Settling
		p.keep(c, s, newTask(capture, c, least(s.Amount, c.Granted)))
		p.tellExcess(c, s)
	}
	p.pass(c.ID, s)
	p.free(c)
}

// tellExcess tells a sale that its cover does not cover.
func (p *POS) tellExcess(c *cover, s *sale) {
	if s.Amount.Cmp(c.Granted) > 0 {
		p.tell(OverAuth{s.Point, s.ID, c.Granted, s.Amount, s.Amount.Sub(c.Granted)})
	}
}

func least(a, b unit.Money) unit.Money {
	if a.Cmp(b) < 0 {
		return a
	}
	return b
}
