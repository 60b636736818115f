package desk

import (
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
)

// hear takes the controller's news.
func (d *Desk) hear(n forecourt.News) {
	switch n := n.(type) {
	case forecourt.PointChanged:
		d.changed(n.Point, func(p *point) {
			p.state, p.nozzle, p.known = n.State, n.Nozzle, true
			p.release.show(n.State)
		})
	case forecourt.PointLost:
		d.changed(n.Point, func(p *point) { p.lost = true })
	case forecourt.PointFound:
		d.changed(n.Point, func(p *point) { p.lost = false })
	case forecourt.PointReleased:
		d.released(n)
	case forecourt.ReleaseRefused:
		d.releaseRefused(n)
	case forecourt.ReleaseEnded:
		if d.releaseOver(n.Point, n.Reference) {
			d.answer("release "+n.Reference, refuse(ByController, "the release ended: %s", n.Why))
			d.notify(PointNotice{n.Point})
		}
	case forecourt.SaleFinished:
		d.finished(n.Sale)
	case forecourt.SaleRecovered:
		d.finished(n.Sale)
	case forecourt.SaleCleared:
		d.cleared(n.Sale)
	case forecourt.PriceChanged:
		d.priceChanged(n)
	case forecourt.PriceRefused:
		if n.Point == 0 {
			d.answer(priceKey(n.Grade, n.Price), fromController(n.Why))
		} else {
			d.answer(priceKey(n.Grade, n.Price), nil) // held: the point takes it later
		}
	case forecourt.ControllerStarted:
		d.restarted(n.OpenSales)
	}
}

// changed changes a point, and tells it where that is new.
func (d *Desk) changed(n forecourt.Point, change func(*point)) {
	p := d.find(n)
	if p == nil {
		return
	}
	state, nozzle, known, lost := p.state, p.nozzle, p.known, p.lost
	change(p)
	if state != p.state || nozzle != p.nozzle || known != p.known || lost != p.lost {
		d.notify(PointNotice{n})
	}
}

func priceKey(g forecourt.Grade, p unit.Price) string { return "price " + string(g) + " " + p.String() }

// ChangePrice sets the price of a grade on every point. done is called once: with nil when a point works with it or holds
// it until it is idle. It may be called before ChangePrice returns.
func (c *Client) ChangePrice(g forecourt.Grade, price unit.Price, done func(*Refusal)) {
	d := c.desk
	r := c.here("change-price")
	if r == nil {
		if _, ok := d.prices[g]; !ok {
			r = c.refused("change-price", 0, refuse(NoGrade, "there is no grade %s", g))
		} else if price.E4 <= 0 || price.Currency != d.cfg.Currency || price.Unit != d.cfg.Measure {
			r = c.refused("change-price", 0, refuse(BadValue, "a price here is above zero, in %s/%s", d.cfg.Currency, d.cfg.Measure))
		}
	}
	if r != nil {
		done(r)
		return
	}
	d.ask(ask{key: priceKey(g, price), order: forecourt.ChangePrice{Grade: g, Price: price}, done: func(r *Refusal) {
		if r != nil {
			c.refused("change-price", 0, r)
		}
		done(r)
	}})
}

func (d *Desk) priceChanged(n forecourt.PriceChanged) {
	if p := d.find(n.Point); p != nil {
		p.shown[n.Grade] = n.Price
	}
	if _, ok := d.prices[n.Grade]; ok && d.prices[n.Grade] != n.Price {
		d.prices[n.Grade] = n.Price
		d.savePrices()
	}
	d.answer(priceKey(n.Grade, n.Price), nil)
}
