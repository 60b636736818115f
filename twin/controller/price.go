package controller

import (
	"fmt"
	"time"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
)

const (
	priceWithin = 2500 * time.Millisecond // maxTries of it: a change can lag seconds on a real pump
	priceAgain  = 30 * time.Second
)

// prices are those of one nozzle or grade, by level; a credit price of zero is the cash price.
type prices [forecourt.Levels]unit.Price

// at returns what a sale costs at terms.
func (p prices) at(t forecourt.Terms) unit.Price { return t.Of(p[forecourt.Cash], p[forecourt.Credit]) }

// site returns the prices of a grade as they were ordered last; false while there is none.
func (c *Controller) site(g forecourt.Grade) (prices, bool) {
	cash, ok := c.prices[g]
	return prices{cash, c.credit[g]}, ok
}

// changePrice sets a price of a grade, and has each point take it as soon as it can.
func (c *Controller) changePrice(o forecourt.ChangePrice) {
	refuse := func(p forecourt.Point, why string) {
		c.priceNews(o.Level, forecourt.PriceRefused{Point: p, Grade: o.Grade, Price: o.Price, Why: why, Level: o.Level})
	}
	if why := c.priceObjection(o); why != "" {
		refuse(0, why)
		return
	}
	if o.Level == forecourt.Credit {
		c.credit[o.Grade] = o.Price
	} else {
		c.prices[o.Grade] = o.Price
	}
	c.write(record{Prices: c.prices, Credit: c.credit})
	for i := range c.points {
		p := &c.points[i]
		if !p.order(o) {
			continue
		}
		p.priceTold = false
		switch {
		case !p.reachable:
			refuse(p.Point, "the point does not answer; held until it does")
		case p.open != nil || underWay(p.status):
			refuse(p.Point, "a sale is under way; held until the point is idle")
		case p.read && p.status.Ended && c.full(p):
			refuse(p.Point, "unpaid sales; held until the point is idle")
		case p.holds():
			refuse(p.Point, "a nozzle is out; held until the point is idle")
		}
		if !p.holds() {
			p.sure = false
			if p.wait == forPrice || p.wait == forPriceAgain {
				p.rest()
			}
		}
		c.stir(p)
	}
}

func (c *Controller) priceObjection(o forecourt.ChangePrice) string {
	if why := c.cfg.objection(o.Price); why != "" {
		return why
	}
	if o.Level >= forecourt.Levels {
		return fmt.Sprintf("there is no price %s", o.Level)
	}
	for i := range c.points {
		for k := range c.points[i].nozzles {
			if c.points[i].nozzles[k].Grade == o.Grade {
				return ""
			}
		}
	}
	return "no point sells this grade"
}

// order marks the nozzles that sell a grade; false when there are none.
func (p *point) order(o forecourt.ChangePrice) (some bool) {
	for i := range p.nozzles {
		if p.nozzles[i].Grade == o.Grade {
			p.nozzles[i].ordered[o.Level], some = true, true
		}
	}
	return some
}

// holds says that a change of prices waits: for a sale to be over, or for a customer to hang the nozzle that he has in his
// hand, since he was shown the price before. A point that works not at all has shown him none.
func (p *point) holds() bool {
	switch {
	case p.known && p.status.State == forecourt.Inoperative:
		return false
	case !p.known, p.open != nil, underWay(p.status):
		return true
	}
	return p.status.State == forecourt.Calling
}

// follow lets a point sell at the site's prices, where nothing holds those that it has.
func (c *Controller) follow(p *point) {
	for i := range p.nozzles {
		n := &p.nozzles[i]
		if n.base[forecourt.Cash].E4 == 0 {
			n.base = n.applied // as it was before the controller's power was cut
		}
		if site, ok := c.site(n.Grade); ok && (n.base[forecourt.Cash].E4 == 0 || !p.holds()) {
			n.base = site
		}
	}
}

// changed says that a price is another one than the point has taken.
func (p *point) changed() bool {
	for i := range p.nozzles {
		if n := &p.nozzles[i]; n.applied != n.base || n.base[forecourt.Cash].E4 == 0 {
			return true
		}
	}
	return false
}

// priced says that the point has the prices that it is to sell at, at whatever terms.
func (p *point) priced() bool { return p.sure && !p.changed() }

// sendPrices has the point take its prices, at the standard terms.
func (c *Controller) sendPrices(p *point) {
	if _, ok := c.columns(p, forecourt.Terms{}); !ok {
		return // no release before the POS has named them
	}
	c.await(p, forPrice, priceWithin)
	if err := c.setTerms(p, forecourt.Terms{}); err != nil {
		c.priceRefused(p, err.Error())
	}
}

// checkPrice compares what the point shows with what it was sent. Where it shows no nozzle, or a finished sale with that
// sale's price, that it answered must do.
func (c *Controller) checkPrice(p *point, n *nozzle) {
	keepsSale := p.wait == forPrice && p.settled() && p.status.Ended
	if n == nil || keepsSale || n.shown == n.base.at(p.setting) {
		c.pricesTaken(p)
	}
}

func (c *Controller) hearPrices(p *point, r forecourt.PricesReport) {
	for i := range p.nozzles {
		if n := &p.nozzles[i]; int(n.Nozzle) <= len(r.Prices) && r.Prices[n.Nozzle-1].E4 > 0 {
			n.shown = r.Prices[n.Nozzle-1]
		}
	}
	if p.wait != forPrice && p.wait != forTerms {
		return
	}
	for i := range p.nozzles {
		if n := &p.nozzles[i]; n.shown != n.base.at(p.setting) {
			return
		}
	}
	c.pricesTaken(p)
}

// pricesTaken writes down what the point works with now, and tells each price that changed.
func (c *Controller) pricesTaken(p *point) {
	releases, t := p.wait == forTerms, p.setting
	p.rest()
	p.sure, p.priceTold = true, false
	news := c.newPrices(p)
	changed := p.told != t
	for i := range p.nozzles {
		n := &p.nozzles[i]
		changed = changed || n.applied != n.base
		n.applied, n.shown = n.base, n.base.at(t)
		if site, _ := c.site(n.Grade); n.base == site {
			n.ordered = [forecourt.Levels]bool{}
		}
	}
	p.told = t
	if changed {
		c.save(p)
	}
	for _, x := range news {
		c.priceNews(x.level, forecourt.PriceChanged{Point: p.Point, Grade: x.grade, Price: x.price, Level: x.level})
	}
	if releases {
		c.sendRelease(p)
	}
	c.stir(p)
}

// levelPrice is a price of a grade.
type levelPrice struct {
	grade forecourt.Grade
	level forecourt.PriceLevel
	price unit.Price
}

// newPrices lists the prices that the point has not taken yet, or was told to take again. One that is held is none of them.
func (c *Controller) newPrices(p *point) (list []levelPrice) {
	seen := map[levelPrice]bool{}
	for i := range p.nozzles {
		n := &p.nozzles[i]
		site, _ := c.site(n.Grade)
		for l, price := range n.base {
			x := levelPrice{n.Grade, forecourt.PriceLevel(l), price}
			isNew := n.ordered[l] && price == site[l] || n.applied[l] != price
			if isNew && price.E4 > 0 && !seen[x] {
				seen[x] = true
				list = append(list, x)
			}
		}
	}
	return list
}

// priceNews tells of a price. A till knows one price of a grade, the cash price; of the other one the timeline tells.
func (c *Controller) priceNews(l forecourt.PriceLevel, n forecourt.News) {
	if l != forecourt.Credit {
		c.env.Send(PortPOS, n)
	}
	c.env.Tell(n)
}

func (c *Controller) priceLate(p *point) {
	if p.tries++; p.tries < maxTries {
		c.await(p, forPrice, priceWithin)
		c.selectAgain(p)
		c.ask(p, forecourt.ReturnStatus{})
		return
	}
	c.priceRefused(p, p.showsWrong())
}

// showsWrong says what a point shows that was to show another price.
func (p *point) showsWrong() string {
	for i := range p.nozzles {
		if n := &p.nozzles[i]; n.Nozzle == p.nozzle && n.shown.E4 > 0 {
			return fmt.Sprintf("the point shows %s", n.shown)
		}
	}
	return "the point does not show it"
}

// priceRefused tells, once, that a point did not take its prices; they are sent again after a while.
func (c *Controller) priceRefused(p *point, why string) {
	p.sure = false
	if p.wait == forPrice || p.wait == nothing {
		p.rest()
		c.await(p, forPriceAgain, priceAgain)
	}
	if p.priceTold {
		return
	}
	p.priceTold = true
	for _, x := range c.newPrices(p) {
		c.priceNews(x.level, forecourt.PriceRefused{Point: p.Point, Grade: x.grade, Price: x.price, Why: why, Level: x.level})
	}
}
