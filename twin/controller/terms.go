package controller

import (
	"errors"
	"slices"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
)

// The terms of one sale are brought to the pump before it is released, and the standard ones back after it, whatever
// became of it. What the pump was told last is on the disk from before it is told until it is known to be standard again.

// termsTries is how often a point is asked whether it shows the terms of a release, each time for priceWithin.
const termsTries = 2

// terms are those of a release. Where a point has one price there is one level.
func (p *point) terms(t forecourt.Terms) forecourt.Terms {
	if t.Level != forecourt.Credit {
		return t
	}
	for i := range p.nozzles {
		if credit := p.nozzles[i].base[forecourt.Credit]; credit.E4 > 0 {
			return t
		}
	}
	t.Level = forecourt.Cash
	return t
}

// restores says that the point may have terms of a sale that is over.
func (p *point) restores() bool { return p.open == nil && !p.told.Standard() }

// columns lists the prices that a point must have to sell at terms: of all logical nozzles from 1, and, where its wire has
// two levels and the site has two prices, of credit. False while a price is not known. A number that the point does not
// have gets the price of a neighbour, since a change must cover all that the pump may have. On a wire with one price that
// is the price at the terms.
func (c *Controller) columns(p *point, t forecourt.Terms) (s forecourt.SetPrices, ok bool) {
	levelled := wire.HasLevels(c.cfg.Buses[p.Bus].Dialect)
	cash, credit := t, t
	if levelled {
		cash, credit = forecourt.Terms{}, forecourt.Terms{Level: forecourt.Credit}
		if t.Level == forecourt.Credit {
			credit = t
		} else {
			cash = t
		}
	}
	for i := range p.nozzles {
		if p.nozzles[i].base[forecourt.Cash].E4 == 0 {
			return s, false
		}
	}
	s.Prices = c.column(p, cash)
	if levelled && len(c.credit) > 0 {
		s.Credit = c.column(p, credit)
	}
	return s, true
}

func (c *Controller) column(p *point, t forecourt.Terms) []unit.Price {
	list := make([]unit.Price, max(c.cfg.Buses[p.Bus].Options.Nozzles, 1), maxNozzle)
	filler := unit.Price{}
	for i := range p.nozzles {
		n := &p.nozzles[i]
		for len(list) < int(n.Nozzle) {
			list = append(list, unit.Price{})
		}
		filler = n.base.at(t)
		list[n.Nozzle-1] = filler
	}
	for i := range list {
		if list[i].E4 == 0 {
			list[i] = filler
		}
	}
	return list
}

// has says that the point has these columns already, as far as is known.
func (c *Controller) has(p *point, want forecourt.SetPrices) bool {
	had, ok := c.columns(p, p.told)
	return ok && p.priced() && slices.Equal(had.Prices, want.Prices) &&
		(len(want.Credit) == 0 || slices.Equal(had.Credit, want.Credit))
}

// setTerms sends what the point lacks to sell at terms, and asks for its status, whose answer shows a price. Terms that are
// not standard are written down before.
func (c *Controller) setTerms(p *point, t forecourt.Terms) error {
	want, ok := c.columns(p, t)
	if !ok {
		return errors.New("the prices of the point are not set")
	}
	has, before := c.has(p, want), p.told
	p.setting, p.sure = t, false
	if !t.Standard() && before != t {
		p.told = t
		c.save(p)
	}
	if !has {
		if err := c.do(p, want); err != nil {
			return err
		}
	}
	if !t.Standard() || !before.Standard() {
		if err := c.selectLevel(p, t.Level); err != nil {
			return err
		}
	}
	return c.do(p, forecourt.ReturnStatus{})
}

// selectLevel names the level of the next sale: to a wire with one price only as the kind of filling, where it carries that.
func (c *Controller) selectLevel(p *point, l forecourt.PriceLevel) error {
	if wire.HasLevels(c.cfg.Buses[p.Bus].Dialect) {
		return c.do(p, forecourt.SelectLevel{Level: l})
	}
	_ = c.do(p, forecourt.SetFillingType{Credit: l == forecourt.Credit}) // its price is right without it
	return nil
}

// selectAgain is for a point that shows another price than it should: it may stand at the other level.
func (c *Controller) selectAgain(p *point) {
	if wire.HasLevels(c.cfg.Buses[p.Bus].Dialect) {
		c.ask(p, forecourt.SelectLevel{Level: p.setting.Level})
	}
}

// sendTerms brings the terms of the open release to the point; the release follows when it has them.
func (c *Controller) sendTerms(p *point) {
	c.await(p, forTerms, priceWithin)
	if err := c.setTerms(p, p.open.Terms); err != nil {
		c.termsRefused(p, err.Error())
	}
}

// termsLate asks again, and then refuses the release.
func (c *Controller) termsLate(p *point) {
	if p.tries++; p.tries < termsTries {
		c.await(p, forTerms, priceWithin)
		c.selectAgain(p)
		c.ask(p, forecourt.ReturnStatus{})
		return
	}
	c.termsRefused(p, "the point does not take its terms: "+p.showsWrong())
}

// termsRefused ends a release that was not sent.
func (c *Controller) termsRefused(p *point, why string) {
	c.news(c.drop(p, why))
	c.stir(p)
}

// drop closes a release that the point has not obeyed, and returns the news of it. The totals are read in any case.
func (c *Controller) drop(p *point, why string) forecourt.News {
	reference := p.open.Reference
	p.open = nil
	p.read = false
	p.rest()
	c.save(p)
	return forecourt.ReleaseRefused{Point: p.Point, Reference: reference, Why: why}
}

// termsObjection says why a release cannot be at its terms.
func termsObjection(p *point, r forecourt.Release) string {
	for i := range p.nozzles {
		n := &p.nozzles[i]
		if len(r.Nozzles) > 0 && !slices.Contains(r.Nozzles, n.Nozzle) {
			continue
		}
		if why := r.Terms.Objection(n.base[forecourt.Cash], n.base[forecourt.Credit]); why != "" {
			return why
		}
	}
	return ""
}
