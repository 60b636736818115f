package pos

import (
	"slices"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/loop"
)

// release orders the pump's release for what a cover is good for, or waits for the nozzle that it will be for.
func (p *POS) release(c *cover) {
	c.Since, c.Ordered = p.env.Now(), false
	at := p.point(c.Point)
	switch {
	case !p.cfg.AfterLift || !c.Kind.mode().AfterLift:
		p.orderRelease(c)
	case at.state == forecourt.Calling:
		p.orderRelease(c, at.nozzle)
	default:
		p.keep(c)
	}
}

// orderRelease orders the release, for a nozzle that is out or for all. A point that does not say which one is out says
// nozzle 0.
func (p *POS) orderRelease(c *cover, nozzle ...forecourt.Nozzle) {
	if len(nozzle) > 0 && nozzle[0] == 0 {
		nozzle = nil
	}
	r := p.releaseOf(c)
	if len(nozzle) > 0 && len(r.Nozzles) > 0 && !slices.Contains(r.Nozzles, nozzle[0]) {
		p.keep(c)
		p.looksAt(c, nozzle[0])
		return
	}
	if len(nozzle) > 0 {
		r.Nozzles = nozzle
	}
	if c.Kind == Served {
		r.LimitAmount, r.LimitVolume = c.Asked, c.Volume
	}
	c.Ordered = true
	p.keep(c)
	p.order(r)
}

// liftBy returns when a nozzle must have been lifted.
func (p *POS) liftBy(c *cover) clock.Instant {
	switch {
	case c.Kind.mode().Lapses:
		return c.Since.Add(p.cfg.LiftWithin)
	case p.cfg.PrepayWithin > 0:
		return c.Since.Add(p.cfg.PrepayWithin)
	}
	return clock.Never
}

// fulfil waits for the sale of a released cover until its end, and settles it or gives the money back.
func (p *POS) fulfil(f *loop.Fiber, c *cover) {
	if why := p.awaitSale(f, c); c.State == Open {
		p.unuse(c, why)
	}
	if c.State == Ending {
		p.prompt(c.Reader, "nothing was charged", false)
		p.giveBack(f, c)
		return
	}
	p.settle(f, c)
}

// vigil is a wait for what becomes of a release.
type vigil struct {
	until     clock.Instant
	released  bool            // the controller has taken it
	lifted    bool            // a nozzle is or was out
	withdrawn bool            // we want it back
	moves     forecourt.Point // where it goes on when it is back
	why       string          // it ends
	over      bool
}

// awaitSale returns when a sale has used the cover, or when it is sure that none will, and why.
func (p *POS) awaitSale(f *loop.Fiber, c *cover) string {
	for {
		v, talk := p.watch(c), p.talks[c.ID]
		for c.State == Open && !v.over {
			n, ok := talk.Take(f, v.until)
			if !ok {
				p.overdue(c, v)
				continue
			}
			p.heard(c, v, n)
		}
		if v.moves == 0 || c.State != Open || !p.moveTo(c, v.moves) {
			return v.why
		}
	}
}

// watch begins to wait for what becomes of a release.
func (p *POS) watch(c *cover) *vigil {
	v := &vigil{until: p.liftBy(c)}
	if c.Ordered {
		v.until = p.env.Now().Add(p.cfg.ReleaseWithin)
	}
	return v
}

// givenUpBy is what a story hears when somebody wants its release back as long as no nozzle is lifted for it.
type givenUpBy struct{ why string }

// heard takes one piece of news about a release.
func (p *POS) heard(c *cover, v *vigil, n any) {
	switch n := n.(type) {
	case forecourt.PointReleased:
		p.taken(c, v)
	case forecourt.ReleaseRefused:
		v.refused(n.Why, p.env.Now(), p.cfg.AskWithin)
	case forecourt.ReleaseEnded:
		v.end(string(n.Why))
	case forecourt.PointChanged:
		if !c.Ordered {
			p.called(c, v, n)
			return
		}
		p.looksAt(c, n.Nozzle)
		p.moved(c, v, n.State)
	case forecourt.ControllerStarted:
		if c.Ordered {
			v.released, v.until = false, p.env.Now().Add(p.cfg.ReleaseWithin)
		}
	case cancelPressed:
		p.giveUp(c, v, "cancelled by the customer")
	case givenUpBy:
		p.giveUp(c, v, n.why)
	case moves:
		v.moves = n.to
		p.giveUp(c, v, "moved to another fuelling point")
		if v.lifted {
			v.moves = 0
		}
	}
}

// called orders a release that has waited for a nozzle.
func (p *POS) called(c *cover, v *vigil, n forecourt.PointChanged) {
	if n.State == forecourt.Calling {
		v.until = p.env.Now().Add(p.cfg.ReleaseWithin)
		p.orderRelease(c, n.Nozzle)
	}
}

// giveUp takes a release back that no nozzle was lifted for.
func (p *POS) giveUp(c *cover, v *vigil, why string) {
	switch {
	case !c.Ordered:
		v.end(why)
	case !v.lifted && !v.withdrawn:
		p.withdraw(c, v, why)
	}
}

// refused takes a refusal, of the release or of its withdrawal. In doubt the wait goes on, and the release is asked back
// again.
func (v *vigil) refused(why string, now clock.Instant, again time.Duration) {
	switch {
	case !v.withdrawn:
		v.end(why)
	case why == forecourt.NoSuchRelease:
		v.end("")
	case why == forecourt.DeliveryBegun: // its end will be told
		v.lifted, v.withdrawn, v.why, v.until = true, false, "", now.Add(again)
	}
}

func (v *vigil) end(why string) {
	v.over = true
	if v.why == "" {
		v.why = why
	}
}

// taken starts the time in which a nozzle must be lifted.
func (p *POS) taken(c *cover, v *vigil) {
	if v.released || v.withdrawn {
		return
	}
	v.released, v.until = true, max(p.liftBy(c), p.env.Now())
}

// moved follows the point's state.
func (p *POS) moved(c *cover, v *vigil, s forecourt.State) {
	switch {
	case s.Delivering():
		v.lifted = true
		if !v.withdrawn {
			v.until = p.env.Now().Add(p.cfg.AskWithin)
		}
	case s == forecourt.Authorised:
		p.taken(c, v)
	case v.lifted && !v.withdrawn: // the sale, or the word that there is none, is under way
		v.until = p.env.Now().Add(p.cfg.QuietWithin)
	}
}

// overdue asks the release back when nothing was heard in time, again and again until the controller has answered: a
// hold is never given up in doubt.
func (p *POS) overdue(c *cover, v *vigil) {
	at := p.points[c.Point]
	switch {
	case !c.Ordered:
		v.end("no nozzle was lifted")
	case at.state.Delivering() && !at.lost && !v.withdrawn: // the word of its end may have been lost
		v.until = p.env.Now().Add(p.cfg.AskWithin)
		p.order(forecourt.ListUnpaid{})
	case v.lifted:
		p.withdraw(c, v, nothingDispensed)
	case v.released:
		p.withdraw(c, v, "no nozzle was lifted")
	default:
		p.withdraw(c, v, "the controller did not take the release")
	}
}

// withdraw asks the release back; before that, for every sale that could have used it.
func (p *POS) withdraw(c *cover, v *vigil, why string) {
	v.withdrawn, v.until = true, p.env.Now().Add(p.cfg.QuietWithin)
	if v.why == "" {
		v.why = why
	}
	p.order(forecourt.ListUnpaid{})
	p.order(forecourt.Withdraw{Point: c.Point, Reference: c.ID})
}
