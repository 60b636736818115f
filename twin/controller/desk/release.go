package desk

import (
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
)

// Release is what a till asks for. At most one limit is set.
type Release struct {
	Point       forecourt.Point
	Nozzles     []forecourt.Nozzle // none: all
	LimitAmount unit.Money
	LimitVolume unit.Indicated
	Level       forecourt.PriceLevel
	Token       string // the till's own, which comes back with the sale
	LockSale    bool   // the sale is born locked by the till
}

// Release releases a point, and returns the number that the sale will have. done is called once: with nil when the point
// has taken the release, else with why not. It may be called before Release returns.
func (c *Client) Release(r Release, done func(*Refusal)) (number int) {
	p, why := c.releasable(r)
	if why != nil {
		done(why)
		return 0
	}
	d := c.desk
	n := &release{Number: d.next, Client: c.name, Token: r.Token, LockSale: r.LockSale}
	if len(r.Nozzles) == 1 {
		n.Nozzle = r.Nozzles[0]
	}
	d.next++
	p.before, p.release = p.release, n
	d.savePoint(p)
	ref := n.reference()
	d.ask(ask{
		key: "release " + ref,
		order: forecourt.Release{
			Point: r.Point, Nozzles: r.Nozzles, LimitAmount: r.LimitAmount, LimitVolume: r.LimitVolume, Reference: ref,
			Terms: forecourt.Terms{Level: r.Level},
		},
		done: func(why *Refusal) {
			if why != nil {
				c.refused("release", r.Point, why)
			}
			done(why)
		},
		late: func() {
			if p.release == n {
				d.abandon(p)
			}
		},
	})
	d.notify(PointNotice{r.Point})
	return n.Number
}

func (c *Client) releasable(r Release) (*point, *Refusal) {
	p, why := c.point(r.Point, "release")
	if why != nil {
		return nil, why
	}
	if why := c.desk.objection(p, r); why != nil {
		return nil, c.refused("release", r.Point, why)
	}
	return p, nil
}

// objection says why a release need not even be asked for.
func (d *Desk) objection(p *point, r Release) *Refusal {
	switch {
	case p.closed:
		return refuse(Closed, "the point is closed")
	case p.lost || !p.known:
		return refuse(Unreachable, "the point does not answer")
	case !p.state.Releasable():
		return refuse(WrongState, "the point is %s", p.state)
	case p.release != nil && !p.release.Taken && !p.release.Abandoned:
		return refuse(Busy, "the point is being released")
	case d.unpaid(r.Point) >= d.cfg.Depth:
		return refuse(StackFull, "the point has %d unpaid sales", d.unpaid(r.Point))
	case r.LimitAmount.Minor > 0 && r.LimitVolume.Count > 0:
		return refuse(BadValue, "two limits")
	case r.LimitAmount.Minor < 0 || r.LimitVolume.Count < 0:
		return refuse(BadValue, "a limit below zero")
	}
	for _, n := range r.Nozzles {
		if _, ok := p.sells(n); !ok {
			return refuse(NoNozzle, "point %d has no nozzle %d", r.Point, n)
		}
	}
	return nil
}

// abandon withdraws a release whose till does not wait for it any more.
func (d *Desk) abandon(p *point) {
	p.release.Abandoned = true
	d.savePoint(p)
	d.order(forecourt.Withdraw{Point: p.Point.Point, Reference: p.release.reference()})
}

// released hears that the point has taken a release.
func (d *Desk) released(n forecourt.PointReleased) {
	p := d.find(n.Point)
	if p == nil || p.release == nil || p.release.reference() != n.Reference {
		return
	}
	p.release.Taken, p.before = true, nil
	p.release.show(p.state)
	d.savePoint(p)
	if p.release.Abandoned {
		d.order(forecourt.Withdraw{Point: n.Point, Reference: n.Reference})
	}
	d.answer("release "+n.Reference, nil)
	d.notify(PointNotice{n.Point})
}

// show notes that the state of the point tells of the release.
func (r *release) show(s forecourt.State) {
	if r != nil && r.Taken && !s.Releasable() {
		r.begun = true
	}
}

// releaseRefused hears that a release, or a withdrawal of ours, was refused.
func (d *Desk) releaseRefused(n forecourt.ReleaseRefused) {
	p := d.find(n.Point)
	if p == nil || p.release == nil || p.release.reference() != n.Reference {
		d.answer("release "+n.Reference, fromController(n.Why))
		return
	}
	if n.Why == forecourt.DeliveryBegun {
		p.release.Taken = true // there will be a sale
	} else {
		p.release, p.before = p.before, nil
	}
	d.savePoint(p)
	d.answer("release "+n.Reference, fromController(n.Why))
	d.notify(PointNotice{n.Point})
}

// openRelease returns the release with a reference at a point, nil where there is none.
func (d *Desk) openRelease(n forecourt.Point, reference string) *release {
	if p := d.find(n); p != nil && reference != "" {
		for _, r := range []*release{p.release, p.before} {
			if r != nil && r.reference() == reference {
				return r
			}
		}
	}
	return nil
}

// releaseOver forgets a release that led to a sale or ended without one; false where it is not known.
func (d *Desk) releaseOver(n forecourt.Point, reference string) bool {
	r := d.openRelease(n, reference)
	if r == nil {
		return false
	}
	p := d.find(n)
	if p.before == r {
		p.before = nil
	} else {
		p.release = nil
	}
	d.savePoint(p)
	return true
}

// Stop ends what a point is doing; a sale keeps what was delivered. A point that does nothing refuses it.
func (c *Client) Stop(n forecourt.Point) *Refusal {
	p, r := c.point(n, "stop")
	if r != nil {
		return r
	}
	if p.known && p.state.Releasable() && p.release == nil {
		return c.refused("stop", n, refuse(WrongState, "the point is %s", p.state))
	}
	c.desk.order(forecourt.StopPoint{Point: n})
	return nil
}

// EmergencyStop stops a point, or with 0 all of them, whoever has locked it and whatever it does.
func (c *Client) EmergencyStop(n forecourt.Point) *Refusal {
	if r := c.here("emergency-stop"); r != nil {
		return r
	}
	if n != 0 && c.desk.find(n) == nil {
		return c.refused("emergency-stop", n, refuse(NoPoint, "there is no point %d", n))
	}
	c.desk.order(forecourt.StopPoint{Point: n})
	return nil
}

// SetClosed closes points to every client's releases, or opens them again; point 0: all of them.
func (c *Client) SetClosed(n forecourt.Point, closed bool) *Refusal {
	if r := c.here("close"); r != nil {
		return r
	}
	d := c.desk
	if n != 0 {
		if _, r := c.point(n, "close"); r != nil {
			return r
		}
	}
	for i := range d.points {
		p := &d.points[i]
		if n != 0 && p.Point.Point != n || p.closed == closed {
			continue
		}
		p.closed = closed
		d.savePoint(p)
		d.notify(PointNotice{p.Point.Point})
	}
	return nil
}
