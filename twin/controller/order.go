package controller

import (
	"fmt"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
)

func (c *Controller) take(o forecourt.Order) {
	switch o := o.(type) {
	case forecourt.Release:
		c.release(o)
	case forecourt.Withdraw:
		c.withdraw(o)
	case forecourt.StopPoint:
		c.stopPoints(o.Point)
	case forecourt.ClearSale:
		c.clearSale(o.Sale)
	case forecourt.ChangePrice:
		c.changePrice(o)
	case forecourt.ListUnpaid:
		for _, s := range c.unpaid {
			c.env.Send(PortPOS, finished(s)) // again: no event, nothing new has happened
		}
	case forecourt.ListPoints:
		for i := range c.points {
			if p := &c.points[i]; p.toldState != 0 {
				c.env.Send(PortPOS, forecourt.PointChanged{Point: p.Point, State: p.toldState, Nozzle: p.toldNozzle})
			}
		}
	}
}

// release checks a release, writes it down, and sends it as field masters do.
func (c *Controller) release(r forecourt.Release) {
	p := c.point(r.Point)
	if p != nil && p.open != nil && r.Reference != "" && p.open.Reference == r.Reference {
		if p.open.Stage != Asked { // the POS asks again because it missed the answer
			c.env.Send(PortPOS, forecourt.PointReleased{Point: p.Point, Reference: r.Reference})
		}
		return
	}
	if why := c.objection(p, r); why != "" {
		c.news(forecourt.ReleaseRefused{Point: r.Point, Reference: r.Reference, Why: why})
		return
	}
	r.Terms = p.terms(r.Terms)
	nozzles := append([]forecourt.Nozzle(nil), r.Nozzles...)
	if len(nozzles) == 0 {
		for i := range p.nozzles {
			nozzles = append(nozzles, p.nozzles[i].Nozzle)
		}
	}
	p.open = &OpenSale{
		Reference: r.Reference, Nozzles: nozzles, LimitAmount: r.LimitAmount, LimitVolume: r.LimitVolume,
		Stage: Asked, Anchored: true, StartedAt: c.env.Now(), Terms: r.Terms,
	}
	c.save(p)
	resets := p.status.Ended && p.wait != forReset // else it is on its way
	p.rest()
	if resets {
		if err := c.do(p, forecourt.Reset{}); err != nil {
			c.refuse(p, err.Error())
			return
		}
	}
	if p.priced() && p.told == r.Terms {
		c.sendRelease(p)
	} else {
		c.sendTerms(p)
	}
}

// sendRelease tells the point that its open sale may begin.
func (c *Controller) sendRelease(p *point) {
	o := p.open
	p.askedAt = c.env.Now()
	c.await(p, forRelease, c.cfg.ReleaseWithin)
	commands := []forecourt.Command{forecourt.AllowNozzles{Nozzles: o.Nozzles}}
	if o.LimitAmount.Minor > 0 {
		commands = append(commands, forecourt.PresetAmount{Limit: o.LimitAmount})
	}
	if o.LimitVolume.Count > 0 {
		commands = append(commands, forecourt.PresetVolume{Limit: o.LimitVolume})
	}
	commands = append(commands, forecourt.Authorise{}) // last: without what goes before, it must not be sent
	for _, cmd := range commands {
		if err := c.do(p, cmd); err != nil {
			c.refuse(p, err.Error())
			return
		}
	}
}

// objection says why a release cannot be.
func (c *Controller) objection(p *point, r forecourt.Release) string {
	switch {
	case p == nil:
		return "there is no such fuelling point"
	case !p.reachable:
		return "the point does not answer"
	case !p.known:
		return "the state of the point is not known yet"
	case p.open != nil:
		return "another release is open"
	case !p.status.State.Releasable():
		return "the point is " + p.status.State.String()
	case p.differs != "":
		return p.differs
	case !p.read:
		return "a sale is being read"
	case c.disputed(p):
		return "the figures of a sale are in dispute"
	case c.full(p):
		return "unpaid sales"
	case !p.priced() && !p.restores(): // what restores is told its terms before the release
		return "the prices of the point are not set"
	case r.Discount.E4 != 0 && c.cfg.Buses[p.Bus].SharedPrices:
		return "the points of this node have their prices in common: there is no discount for one of them"
	case r.LimitAmount.Minor < 0 || r.LimitVolume.Count < 0:
		return "a limit below zero"
	case r.LimitAmount.Minor > 0 && r.LimitVolume.Count > 0:
		return "two limits"
	case r.LimitAmount.Minor > 0 && r.LimitAmount.Currency != c.cfg.Currency,
		r.LimitVolume.Count > 0 && r.LimitVolume.Unit != c.cfg.Measure:
		return "a limit in another currency or unit"
	}
	for _, n := range r.Nozzles {
		if p.find(n) == nil {
			return fmt.Sprintf("the point has no nozzle %d", n)
		}
	}
	return termsObjection(p, r)
}

// refuse ends a release that the point did not obey. Should it obey late, the Stop ends that; the totals are read in
// any case.
func (c *Controller) refuse(p *point, why string) {
	c.news(c.drop(p, why))
	c.ask(p, forecourt.Stop{})
	c.stir(p)
}

// releaseLate refuses a release that was not obeyed. A point from which nothing was heard since may have obeyed: then
// the wait goes on, until it answers or is lost.
func (c *Controller) releaseLate(p *point) {
	if p.tries++; p.heardAt <= p.askedAt && p.tries < maxTries {
		c.await(p, forRelease, c.cfg.ReleaseWithin)
		c.ask(p, forecourt.ReturnStatus{})
		return
	}
	c.refuse(p, "did not take the release")
}

func (c *Controller) withdraw(w forecourt.Withdraw) {
	why := ""
	p := c.point(w.Point)
	switch {
	case p == nil:
		why = "there is no such fuelling point"
	case p.open == nil || w.Reference != "" && w.Reference != p.open.Reference:
		why = forecourt.NoSuchRelease
	case p.open.Stage == Delivering:
		why = forecourt.DeliveryBegun
	}
	if why != "" {
		c.news(forecourt.ReleaseRefused{Point: w.Point, Reference: w.Reference, Why: why})
		return
	}
	p.open.Withdrawn = true
	c.save(p)
	switch {
	case !p.reachable || !p.known: // it is stopped when it is found again and still released
	case p.wait == forTerms: // nothing was released yet
		p.read = false
		p.rest()
		c.stir(p)
	case p.wait == forRelease || underWay(p.status):
		p.rest()
		c.stop(p)
	}
}

func (c *Controller) stop(p *point) {
	c.await(p, forStop, stopWithin)
	c.ask(p, forecourt.Stop{})
}

// stopLate stops again, then lets the totals say what became of the release.
func (c *Controller) stopLate(p *point) {
	if p.tries++; underWay(p.status) && p.tries < maxTries {
		c.stop(p)
		return
	}
	p.read = false
	p.rest()
}

// stopPoints stops one point or all, whatever they are believed to do. A point that does not answer is stopped when it
// is found again with the same sale under way.
func (c *Controller) stopPoints(number forecourt.Point) {
	for i := range c.points {
		p := &c.points[i]
		if number != 0 && p.Point != number {
			continue
		}
		over := p.settled() && p.wait != forRelease && p.wait != forTerms // its sale is being read
		if p.open != nil && !over {
			p.open.Stopped = true
			c.save(p)
		}
		switch {
		case !p.reachable, over && p.status.Ended:
		case p.open != nil && !over:
			p.rest()
			c.stop(p)
		default:
			c.ask(p, forecourt.Stop{})
		}
	}
}

func (c *Controller) clearSale(id string) {
	for i := range c.unpaid {
		if c.unpaid[i].ID != id {
			continue
		}
		p := c.point(c.unpaid[i].Point)
		c.unpaid = append(c.unpaid[:i], c.unpaid[i+1:]...)
		c.write(record{Cleared: id})
		c.news(forecourt.SaleCleared{Sale: id})
		if p != nil {
			if p.wait == forPriceAgain {
				p.rest()
			}
			c.stir(p) // it may have waited for its reset
		}
		return
	}
	c.env.Send(PortPOS, forecourt.SaleCleared{Sale: id}) // asked again: it is gone
}

func (c *Controller) hearRefused(p *point, r forecourt.Refused) {
	if !p.reachable {
		return // whether it was obeyed shows when the point answers again
	}
	switch r.Command.(type) {
	case forecourt.AllowNozzles, forecourt.PresetAmount, forecourt.PresetVolume, forecourt.Authorise:
		if p.wait == forRelease && p.open != nil {
			c.refuse(p, r.Why)
		}
	case forecourt.SetPrices, forecourt.SelectLevel:
		if p.wait == forTerms && p.open != nil {
			c.termsRefused(p, r.Why)
			return
		}
		c.priceRefused(p, r.Why)
		c.stir(p)
	}
}

// finished is the news of a sale.
func finished(s forecourt.Sale) forecourt.News {
	if s.Recovered {
		return forecourt.SaleRecovered{Sale: s}
	}
	return forecourt.SaleFinished{Sale: s}
}

// priceOf returns what a nozzle sells at now: as the point shows, as it has taken, or as it should be.
func (c *Controller) priceOf(p *point, n *nozzle) unit.Price {
	for _, x := range []unit.Price{n.shown, n.applied.at(p.told), n.base.at(p.setting)} {
		if x.E4 > 0 {
			return x
		}
	}
	return unit.Price{Currency: c.cfg.Currency, Unit: c.cfg.Measure}
}
