package pos

import (
	"fmt"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/service"
)

// authorisePoint releases a point for a sale that is paid afterwards.
func (p *POS) authorisePoint(s AuthorisePoint) string {
	if !s.LimitAmount.IsZero() && !s.LimitVolume.IsZero() {
		return "a release has one limit at most"
	}
	if s.By.Attendant != "" {
		return p.attend(s)
	}
	if !p.has(s.Point) {
		return noPoint(s.Point)
	}
	if why := p.notOffered(s.Point, p.points[s.Point].offers.Confirms(), service.Postpay); why != "" {
		return why
	}
	if why := p.busy(s.Point); why != "" {
		return why
	}
	who, why := membership(s.Loyalty)
	if why != "" {
		return why
	}
	p.points[s.Point].released = true
	r := forecourt.Release{Point: s.Point, LimitAmount: s.LimitAmount, LimitVolume: s.LimitVolume, Terms: s.Terms}
	if s.Loyalty == "" {
		p.order(r)
		return ""
	}
	p.goes("release", func(f *loop.Fiber) { p.releaseMember(f, r, who) })
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
	for _, key := range p.books.order.sales {
		if s := p.sales[key]; s.Point == point && s.State == Unpaid {
			return s, ""
		}
	}
	return nil, fmt.Sprintf("fuelling point %d has no unpaid sale", point)
}

// pay begins the story of a payment at the till.
func (p *POS) pay(n Pay) string {
	s, why := p.unpaid(n.Sale, n.Point)
	if why == "" {
		why = p.keptBy(s, n.By)
	}
	if why != "" {
		return why
	}
	if s.Dispute != "" {
		return fmt.Sprintf("the figures of sale %s are in dispute: %s", s.ID, s.Dispute)
	}
	if n.Loyalty != "" {
		return p.payAsMember(n, s)
	}
	switch n.Tender {
	case Cash:
		s.By = n.By
		p.paid(s, Cash, nil)
		p.goes("finish", func(f *loop.Fiber) { p.finish(f, s) })
		return ""
	case Card:
		r, why := p.read(n.Card, s.Amount)
		if why == "" {
			rule := p.cfg.Cards.RuleOf(r)
			why = bounds{Grades: rule.Grades, Amount: rule.MostAmount}.refuses(s)
		}
		if why != "" {
			return why
		}
		c := &cover{
			ID: fmt.Sprintf("%s/pay-%d", s.ID, s.Attempts+1), Kind: Till, State: Asking, Point: s.Point, Tender: Card, Card: faceOf(r),
			Asked: s.Amount, AskedAt: p.env.Now(), Granted: p.none(), Captured: p.none(), Refunded: p.none(), Sale: s.ID, By: n.By,
		}
		if why := p.again(c); why != "" {
			return why
		}
		s.State, s.By = Paying, n.By
		s.Attempts++
		p.keep(s)
		p.goes("pay", func(f *loop.Fiber) { p.payByCard(f, s, c, r) })
		return ""
	}
	return fmt.Sprintf("there is no tender %q", n.Tender)
}

// payByCard is the story of a card payment at the till.
func (p *POS) payByCard(f *loop.Fiber, s *sale, c *cover, r payment.Read) {
	if !p.authorise(f, c, r, charge) {
		if p.payOffline(f, s, c, r) {
			return
		}
		p.unpaidAgain(s)
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
	p.settledBy(s, s.By)
	entries := append([]entry{s}, p.over(s)...)
	if c != nil {
		s.Cover, s.Card = c.ID, c.Card
		entries = append(entries, c)
	}
	p.keep(entries...)
	p.tell(Paid{s.ID, s.Point, s.Amount, t, s.Card.Name, s.By.String()})
	p.round(s)
	p.receipt(s)
}

// settledBy books who settled a sale: from then on nobody has it on a screen.
func (p *POS) settledBy(s *sale, by By) {
	s.By = by
	if d := p.duty(by.Attendant); d != nil {
		s.Settler = d.ID
	}
	delete(p.screens, s.ID)
}

// unpaidAgain books that a payment at the till came to nothing.
func (p *POS) unpaidAgain(s *sale) {
	s.State, s.By = Unpaid, By{}
	p.keep(s)
}

// writeOff settles a sale that nobody will pay.
func (p *POS) writeOff(n WriteOff) string {
	s, why := p.unpaid(n.Sale, 0)
	if why == "" {
		why = p.keptBy(s, n.By)
	}
	if why != "" {
		return why
	}
	if n.Reason == "" {
		return "a write-off needs a reason"
	}
	s.State, s.Reason, s.Tender = WrittenOff, n.Reason, ""
	p.settledBy(s, n.By)
	p.keep(append([]entry{s}, p.over(s)...)...)
	p.tell(WroteOff{s.ID, s.Amount, n.Reason, n.By.String()})
	p.goes("finish", func(f *loop.Fiber) { p.finish(f, s) })
	return ""
}
