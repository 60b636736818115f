package controller

import (
	"fmt"
	"slices"
	"time"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
)

const (
	priceWithin = 2500 * time.Millisecond // maxTries of it: a change can lag seconds on a real pump
	priceAgain  = 30 * time.Second
)

// changePrice sets the price of a grade, and has each point take it as soon as it can.
func (c *Controller) changePrice(o forecourt.ChangePrice) {
	refuse := func(p forecourt.Point, why string) {
		c.news(forecourt.PriceRefused{Point: p, Grade: o.Grade, Price: o.Price, Why: why})
	}
	if why := c.cfg.objection(o.Price); why != "" {
		refuse(0, why)
		return
	}
	sold := false
	for i := range c.points {
		for k := range c.points[i].nozzles {
			sold = sold || c.points[i].nozzles[k].Grade == o.Grade
		}
	}
	if !sold {
		refuse(0, "no point sells this grade")
		return
	}
	c.prices[o.Grade] = o.Price
	c.write(record{Prices: c.prices})
	for i := range c.points {
		p := &c.points[i]
		if !p.order(o.Grade) {
			continue
		}
		p.priced, p.priceTold = false, false
		switch {
		case !p.reachable:
			refuse(p.Point, "the point does not answer; held until it does")
		case p.open != nil || underWay(p.status):
			refuse(p.Point, "a sale is under way; held until the point is idle")
		case p.read && p.status.Ended && c.full(p):
			refuse(p.Point, "unpaid sales; held until the point is idle")
		}
		if p.wait == forPrice || p.wait == forPriceAgain {
			p.rest()
		}
		c.stir(p)
	}
}

// order marks the nozzles that sell a grade; false when there are none.
func (p *point) order(g forecourt.Grade) (some bool) {
	for i := range p.nozzles {
		if p.nozzles[i].Grade == g {
			p.nozzles[i].ordered, some = true, true
		}
	}
	return some
}

// pricesFor lists the prices of all logical nozzles from 1; false while one is not known. A number that the point does
// not have gets the price of a neighbour, since a change must cover all that the pump may have.
func (c *Controller) pricesFor(p *point) ([]unit.Price, bool) {
	prices := make([]unit.Price, max(c.cfg.Buses[p.Bus].Options.Nozzles, 1), maxNozzle)
	filler := unit.Price{}
	for i := range p.nozzles {
		n := &p.nozzles[i]
		price, ok := c.prices[n.Grade]
		if !ok {
			return nil, false
		}
		for len(prices) < int(n.Nozzle) {
			prices = append(prices, unit.Price{})
		}
		prices[n.Nozzle-1], filler = price, price
	}
	for i := range prices {
		if prices[i].E4 == 0 {
			prices[i] = filler
		}
	}
	return prices, true
}

func (c *Controller) sendPrices(p *point) {
	prices, ok := c.pricesFor(p)
	if !ok {
		return // no release before the POS has named them
	}
	c.await(p, forPrice, priceWithin)
	if err := c.do(p, forecourt.SetPrices{Prices: prices}); err != nil {
		c.priceRefused(p, err.Error())
		return
	}
	c.ask(p, forecourt.ReturnStatus{}) // its answer shows a price
}

// checkPrice compares what the point shows with what it was sent. Where it shows no nozzle, that it answered must do.
func (c *Controller) checkPrice(p *point, n *nozzle) {
	if n == nil || n.shown == c.prices[n.Grade] {
		c.pricesTaken(p)
	}
}

func (c *Controller) hearPrices(p *point, r forecourt.PricesReport) {
	for i := range p.nozzles {
		if n := &p.nozzles[i]; int(n.Nozzle) <= len(r.Prices) && r.Prices[n.Nozzle-1].E4 > 0 {
			n.shown = r.Prices[n.Nozzle-1]
		}
	}
	if p.wait != forPrice {
		return
	}
	for i := range p.nozzles {
		if n := &p.nozzles[i]; n.shown != c.prices[n.Grade] {
			return
		}
	}
	c.pricesTaken(p)
}

// pricesTaken writes down what the point works with now, and tells each grade that changed.
func (c *Controller) pricesTaken(p *point) {
	p.rest()
	p.priced, p.priceTold = true, false
	told := c.newPrices(p)
	changed := false
	for i := range p.nozzles {
		n := &p.nozzles[i]
		price := c.prices[n.Grade]
		changed = changed || n.applied != price
		n.applied, n.shown, n.ordered = price, price, false
	}
	if changed {
		c.save(p)
	}
	for _, g := range told {
		c.news(forecourt.PriceChanged{Point: p.Point, Grade: g, Price: c.prices[g]})
	}
	c.stir(p)
}

// newPrices lists the grades whose price the point has not taken yet, or was told to take again.
func (c *Controller) newPrices(p *point) (grades []forecourt.Grade) {
	for i := range p.nozzles {
		n := &p.nozzles[i]
		if (n.ordered || n.applied != c.prices[n.Grade]) && !slices.Contains(grades, n.Grade) {
			grades = append(grades, n.Grade)
		}
	}
	return grades
}

func (c *Controller) priceLate(p *point) {
	if p.tries++; p.tries < maxTries {
		c.await(p, forPrice, priceWithin)
		c.ask(p, forecourt.ReturnStatus{})
		return
	}
	why := "the point does not show it"
	for i := range p.nozzles {
		if n := &p.nozzles[i]; n.Nozzle == p.nozzle && n.shown.E4 > 0 {
			why = fmt.Sprintf("the point shows %s", n.shown)
		}
	}
	c.priceRefused(p, why)
}

// priceRefused tells, once, that a point did not take its prices; they are sent again after a while.
func (c *Controller) priceRefused(p *point, why string) {
	p.priced = false
	if p.wait == forPrice || p.wait == nothing {
		p.rest()
		c.await(p, forPriceAgain, priceAgain)
	}
	if p.priceTold {
		return
	}
	p.priceTold = true
	for _, g := range c.newPrices(p) {
		c.news(forecourt.PriceRefused{Point: p.Point, Grade: g, Price: c.prices[g], Why: why})
	}
}
