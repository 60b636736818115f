package controller

import (
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
)

func (c *Controller) hearReachable(p *point, yes bool) {
	if yes == p.reachable && (yes || p.lost) {
		return
	}
	p.reachable, p.lost = yes, !yes
	p.known, p.toldState = false, 0
	p.read, p.sure, p.absent = false, false, true
	p.rest()
	if yes {
		c.news(forecourt.PointFound{Point: p.Point})
		_ = c.do(p, forecourt.ReturnParameters{}) // for its decimals, where the dialect has it; a pump need not answer
		c.stir(p)
		return
	}
	c.news(forecourt.PointLost{Point: p.Point})
}

// hearReturned has the prices sent again to a point that may have lost them: it does not tell.
func (c *Controller) hearReturned(p *point) {
	if p.reachable && p.open == nil {
		p.sure = false
		c.stir(p)
	}
}

func (c *Controller) hearStatus(p *point, s forecourt.Status) {
	if p.known && s == p.status {
		return
	}
	if !p.reachable {
		c.hearReachable(p, true)
	}
	if p.known && p.status.State != p.toldState {
		c.announce(p) // one block may run through several states
	}
	before, first := p.status, !p.known
	p.status, p.known = s, true
	c.stir(p)
	if p.wait == forStatus {
		p.rest()
	}
	if !underWay(s) && (first || underWay(before) || s.Ended && !before.Ended) {
		p.endedAt = c.env.Now()
	}
	switch {
	case underWay(s):
		if !first && p.open != nil && p.open.Stage == Delivering && !underWay(before) {
			p.open.Over, p.absent = true, true // it was not read, and another began: the display is of that one
		}
		c.begun(p)
	case s.State == forecourt.Inoperative:
		p.read, p.sure = false, false
		p.rest()
	case s.Ended && (first || !before.Ended), p.open != nil && before.State == forecourt.Inoperative:
		p.read = false // what it sold is read before anything else is asked of it
		p.rest()
	case !first && underWay(before), !s.Ended && p.wait == forReset:
		p.rest()
	}
}

// begun takes note that a release was obeyed or a delivery has begun, here or by somebody else's hand. In the latter
// case it is adopted if it is still under way a little later: what a pump has kept from before a cut tells of sales
// that are over.
func (c *Controller) begun(p *point) {
	p.read = false
	if p.wait != forStop {
		p.rest()
	}
	if p.open != nil && !p.open.Over {
		c.advance(p, false)
	}
}

// adopt opens a sale that nobody here has released.
func (c *Controller) adopt(p *point) {
	p.open = &OpenSale{Stage: Taken, Adopted: true, Anchored: !p.absent, StartedAt: c.env.Now()}
	c.env.Tell(Adopted{Point: p.Point, State: p.status.State})
	c.advance(p, true)
}

// advance takes the open sale as far as the point's state.
func (c *Controller) advance(p *point, changed bool) {
	o := p.open
	if o.Stage == Asked {
		o.Stage, changed = Taken, true
		c.news(forecourt.PointReleased{Point: p.Point, Reference: o.Reference})
	}
	if p.out && p.nozzle != 0 && (o.Nozzle != p.nozzle || o.Hung) {
		o.Nozzle, o.Hung, changed = p.nozzle, false, true
	}
	changed = p.notePrice() || changed
	if fuelling(p.status.State) && o.Stage != Delivering {
		o.Stage, o.StartedAt, changed = Delivering, c.env.Now(), true
	}
	if p.status.LimitReached && !o.LimitReached {
		o.LimitReached, changed = true, true
	}
	if changed {
		c.save(p)
	}
	if p.wait != forStop && (o.Stopped || o.Withdrawn && o.Stage != Delivering) {
		c.stop(p) // ordered while it was out of sight
	}
}

func fuelling(s forecourt.State) bool {
	return s == forecourt.Fuelling || s == forecourt.SuspendedFuelling
}

func (c *Controller) hearNozzle(p *point, r forecourt.NozzleReport) {
	if r.Nozzle != p.nozzle || r.Out != p.out {
		p.nozzle, p.out = r.Nozzle, r.Out
		c.stir(p)
	}
	n := p.find(r.Nozzle)
	if n != nil {
		n.shown = unit.Price{}
		if c.cfg.objection(r.Price) == "" {
			n.shown = r.Price
		}
	}
	c.noteNozzle(p, r)
	if n != nil {
		waits := p.wait == forPrice || p.wait == forTerms
		atRest := p.read && p.settled() && !p.status.Ended // a finished sale is shown with its own price
		if !waits && p.priced() && atRest && n.shown != n.applied.at(p.told) {
			p.sure = false // somebody else has changed it
			c.stir(p)
		}
	}
	if p.wait == forPrice || p.wait == forTerms {
		c.checkPrice(p, n)
	}
}

// noteNozzle keeps which nozzle the open sale is made with. After the end it stays: the next customer may have lifted
// another one before the sale was read.
func (c *Controller) noteNozzle(p *point, r forecourt.NozzleReport) {
	o := p.open
	switch {
	case o == nil || o.Stage == Asked || o.Over || !p.known:
	case !r.Out && !o.Hung:
		o.Hung = true
		c.save(p)
	case r.Out && r.Nozzle != 0 && underWay(p.status) && (o.Nozzle != r.Nozzle || o.Hung):
		o.Nozzle, o.Hung = r.Nozzle, false
		p.notePrice()
		c.save(p)
	case underWay(p.status) && p.notePrice():
		c.save(p)
	}
}

// notePrice keeps at what price the open sale is made, as the point shows it; false where that is not new.
func (p *point) notePrice() bool {
	n := p.find(p.open.Nozzle)
	if n == nil || n.shown.E4 == 0 || n.shown == p.open.Price {
		return false
	}
	p.open.Price = n.shown
	return true
}

func (c *Controller) hearAlarm(p *point, a forecourt.Alarm) {
	c.env.Tell(PointAlarmed{Point: p.Point, Alarm: a})
	if p.open != nil && p.open.Stage != Asked && !p.open.Faulted {
		p.open.Faulted = true
		c.save(p)
	}
	if a == forecourt.AlarmCPUReset || a == forecourt.AlarmPowerFailure {
		p.sure = false // it may have lost its prices
		c.stir(p)
	}
}
