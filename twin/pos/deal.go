package pos

import (
	"fmt"
	"slices"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/unit"
)

// Hose is a logical nozzle of a point and what it delivers.
type Hose struct {
	Nozzle forecourt.Nozzle
	Grade  forecourt.Grade
}

// bounds are what a card's rule lets a fill be; what is zero or empty does not bound it.
type bounds struct {
	Grades []forecourt.Grade `json:"grades,omitempty"`
	Amount unit.Money        `json:"amount,omitzero"`
	Volume unit.Indicated    `json:"volume,omitzero"`
}

// bargain gives a cover what the rule of its card says: the terms of its release, and its bounds. What the rule leaves
// open stays as it was.
func (p *POS) bargain(c *cover, r payment.Read) payment.Rule {
	rule := p.cfg.Cards.RuleOf(r)
	if rule.Level != nil {
		c.Terms.Level = *rule.Level
	}
	c.Terms.Discount = together(c.Terms.Discount, rule.Discount)
	c.Bounds = bounds{Grades: rule.Grades, Amount: rule.MostAmount, Volume: rule.MostVolume}
	if c.Kind == Outdoor { // cut-offs are of unattended terminals
		c.Bounds.Amount = lower(c.Bounds.Amount, p.cfg.Cards.CutOffOf(r))
		c.Asked = lower(c.Asked, c.Bounds.Amount)
	}
	return rule
}

// together adds discounts, of which one may be none.
func together(a, b unit.Price) unit.Price {
	if a.E4 == 0 {
		return b
	}
	a.E4 += b.E4
	return a
}

// lower returns the lower of two amounts, where zero means that there is none.
func lower(a, b unit.Money) unit.Money {
	if a.IsZero() || !b.IsZero() && b.Cmp(a) < 0 {
		return b
	}
	return a
}

// narrow lets the issuer's answer take products out of what a card's rule allows. It says why nothing is left.
func (p *POS) narrow(c *cover, products []string) string {
	if len(products) == 0 {
		return ""
	}
	if c.Kind == Till {
		if s := p.sales[c.Sale]; !slices.Contains(products, p.cfg.Products[s.Grade]) {
			return fmt.Sprintf("this card does not buy %s", s.Grade)
		}
		return ""
	}
	left := []forecourt.Grade{}
	for _, h := range p.cfg.Hoses[c.Point] {
		if slices.Contains(products, p.cfg.Products[h.Grade]) && c.Bounds.allows(h.Grade) && !slices.Contains(left, h.Grade) {
			left = append(left, h.Grade)
		}
	}
	c.Bounds.Grades = left
	if len(left) == 0 {
		return notHere
	}
	return p.buysNothing(c)
}

const notHere = "this card buys nothing at this pump"

func (b bounds) allows(g forecourt.Grade) bool {
	return len(b.Grades) == 0 || slices.Contains(b.Grades, g)
}

// buysNothing says that no nozzle of the point is for the card.
func (p *POS) buysNothing(c *cover) string {
	if len(c.Bounds.Grades) > 0 && len(p.nozzles(c)) == 0 {
		return notHere
	}
	return ""
}

// nozzles lists those that a cover's release is for; none where it is for all.
func (p *POS) nozzles(c *cover) (allowed []forecourt.Nozzle) {
	for _, h := range p.cfg.Hoses[c.Point] {
		if c.Bounds.allows(h.Grade) {
			allowed = append(allowed, h.Nozzle)
		}
	}
	if len(c.Bounds.Grades) == 0 {
		return nil
	}
	return allowed
}

// releaseOf makes the order for what a cover is good for. A release has one limit: where money and volume both bound a
// fill, it is the one that keeps it within both for every grade that can be taken.
func (p *POS) releaseOf(c *cover) forecourt.Release {
	r := forecourt.Release{
		Point: c.Point, Nozzles: p.nozzles(c), LimitAmount: lower(c.Granted, c.Bounds.Amount), Reference: c.ID, Terms: c.Terms,
	}
	volume := c.Bounds.Volume
	cheapest, dearest := p.costs(c, volume)
	switch {
	case volume.IsZero():
	case !dearest.IsZero() && dearest.Cmp(r.LimitAmount) <= 0:
		r.LimitAmount, r.LimitVolume = unit.Money{}, volume
	case !cheapest.IsZero():
		r.LimitAmount = lower(r.LimitAmount, cheapest)
	}
	return r
}

// costs returns what a volume costs of the cheapest and of the dearest grade that a cover's release is for.
func (p *POS) costs(c *cover, v unit.Indicated) (cheapest, dearest unit.Money) {
	if v.IsZero() {
		return cheapest, dearest
	}
	for _, h := range p.cfg.Hoses[c.Point] {
		if !c.Bounds.allows(h.Grade) {
			continue
		}
		price := c.Terms.Of(p.priceOf(h.Grade, forecourt.Cash), p.priceOf(h.Grade, forecourt.Credit))
		if price.E4 == 0 {
			continue
		}
		cheapest = lower(cheapest, price.Amount(v, unit.Down))
		if most := price.Amount(v, unit.Up); dearest.IsZero() || most.Cmp(dearest) > 0 {
			dearest = most
		}
	}
	return cheapest, dearest
}

// looksAt tells a customer whose nozzle is not for his card. The pump gives nothing: the release does not allow it.
func (p *POS) looksAt(c *cover, nozzle forecourt.Nozzle) {
	if nozzle == 0 || c.State != Open || c.wrongNozzle == nozzle {
		return
	}
	c.wrongNozzle = 0
	for _, h := range p.cfg.Hoses[c.Point] {
		if h.Nozzle == nozzle && !c.Bounds.allows(h.Grade) {
			c.wrongNozzle = nozzle
			p.tell(NozzleRefused{c.Point, nozzle, h.Grade, c.Card.Name, c.ID})
			p.prompt(c.Reader, fmt.Sprintf("this card does not buy %s", h.Grade), false)
		}
	}
}

// bargainAtTill does the same for a card at the till, where nobody is released for more than he may have.
func (p *POS) bargainAtTill(c *cover, r payment.Read) string {
	p.bargain(c, r)
	if most := c.Bounds.Amount; !most.IsZero() && c.Asked.Cmp(most) > 0 {
		return fmt.Sprintf("this card buys for %s at most", most)
	}
	return p.buysNothing(c)
}

// refuses says why a card does not pay for a sale that is made; empty: it does.
func (a bounds) refuses(s *sale) string {
	switch {
	case !a.allows(s.Grade):
		return fmt.Sprintf("this card does not buy %s", s.Grade)
	case !a.Amount.IsZero() && s.Amount.Cmp(a.Amount) > 0:
		return fmt.Sprintf("this card buys for %s at most", a.Amount)
	}
	return ""
}
