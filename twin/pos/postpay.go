package pos

import (
	"fmt"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/payment"
)

// authorisePoint releases a point for a sale that is paid afterwards.
func (p *POS) authorisePoint(s AuthorisePoint) string {
	if why := p.unmanned(); why != "" {
		return why
	}
	if why := p.busy(s.Point); why != "" {
		return why
	}
	if !s.LimitAmount.IsZero() && !s.LimitVolume.IsZero() {
		return "a release has one limit at most"
	}
	p.points[s.Point].released = true
	p.order(forecourt.Release{Point: s.Point, LimitAmount: s.LimitAmount, LimitVolume: s.LimitVolume, Terms: s.Terms})
	return ""
}

// unpaid finds the sale that a cashier means.
func (p *POS) unpaid(id string, point forecourt.Point) (*sale, string) {
	if id != "" {
		s := p.sales[id]
		switch {
		case s == nil:
			return nil, fmt.Sprintf("there is no sale %s", id)
		case s.State != Unpaid:
			return nil, fmt.Sprintf("sale %s is %s", id, s.State)
		}
		return s, ""
	}
	for _, s := range p.books.order.sales {
		if s.Point == point && s.State == Unpaid {
			return s, ""
		}
	}
	return nil, fmt.Sprintf("fuelling point %d has no unpaid sale", point)
}

// pay begins the story of a payment at the till.
func (p *POS) pay(n Pay) string {
	s, why := p.unpaid(n.Sale, n.Point)
	if why != "" {
		return why
	}
	if s.Dispute != "" {
		return fmt.Sprintf("the figures of sale %s are in dispute: %s", s.ID, s.Dispute)
	}
	switch n.Tender {
	case Cash:
		p.paid(s, Cash, nil)
		p.goes("finish", func(f *loop.Fiber) { p.finish(f, s) })
		return ""
	case Card:
		r, why := p.read(n.Card, s.Amount)
		if why != "" {
			return why
		}
		s.State = Paying
		s.Attempts++
		p.keep(s)
		c := &cover{
			ID: fmt.Sprintf("%s/pay-%d", s.ID, s.Attempts), Kind: Till, State: Asking, Point: s.Point, Tender: Card, Card: faceOf(r),
			Asked: s.Amount, Granted: p.none(), Captured: p.none(), Refunded: p.none(), Sale: s.ID,
		}
		p.goes("pay", func(f *loop.Fiber) { p.payByCard(f, s, c, r) })
		return ""
	}
	return fmt.Sprintf("there is no tender %q", n.Tender)
}

// payByCard is the story of a card payment at the till.
func (p *POS) payByCard(f *loop.Fiber, s *sale, c *cover, r payment.Read) {
	if !p.authorise(f, c, r, charge) {
		s.State = Unpaid
		p.keep(s)
		return
	}
	p.paidByCard(f, s, c)
}

func (p *POS) paidByCard(f *loop.Fiber, s *sale, c *cover) {
	c.turn(sold)
	c.turn(settled)
	p.paid(s, Card, c)
	p.finish(f, s)
}

// paid books a payment at the till and prints the receipt.
func (p *POS) paid(s *sale, t Tender, c *cover) {
	s.State, s.Paid, s.Tender = Settled, s.Amount, t
	entries := append([]entry{s}, s.posting()...)
	if c != nil {
		s.Cover, s.Card = c.ID, c.Card
		entries = append(entries, c)
	}
	p.keep(entries...)
	p.tell(Paid{s.ID, s.Point, s.Amount, t, s.Card.Name})
	p.round(s)
	p.receipt(s)
}

// writeOff settles a sale that nobody will pay.
func (p *POS) writeOff(n WriteOff) string {
	s, why := p.unpaid(n.Sale, 0)
	if why != "" {
		return why
	}
	if n.Reason == "" {
		return "a write-off needs a reason"
	}
	s.State, s.Reason, s.Tender = WrittenOff, n.Reason, ""
	p.keep(append([]entry{s}, s.posting()...)...)
	p.tell(WroteOff{s.ID, s.Amount, n.Reason})
	p.goes("finish", func(f *loop.Fiber) { p.finish(f, s) })
	return ""
}
