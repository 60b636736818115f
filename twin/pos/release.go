package pos

import (
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/loop"
)

// fulfil waits for the sale of a released cover until its end, and settles it or gives the money back.
func (p *POS) fulfil(f *loop.Fiber, c *cover, until clock.Instant) {
	if why := p.awaitSale(f, c, until); c.State == Open {
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
	released  bool   // the controller has taken it
	lifted    bool   // a nozzle is or was out
	withdrawn bool   // we want it back
	why       string // it ends
	over      bool
}

// awaitSale returns when a sale has used the cover, or when it is sure that none will, and why.
func (p *POS) awaitSale(f *loop.Fiber, c *cover, until clock.Instant) string {
	v, talk := &vigil{until: until}, p.talks[c.ID]
	for c.State == Open && !v.over {
		n, ok := talk.Take(f, v.until)
		if !ok {
			p.overdue(c, v)
			continue
		}
		p.heard(c, v, n)
	}
	return v.why
}

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
		p.looksAt(c, n.Nozzle)
		p.moved(c, v, n.State)
	case forecourt.ControllerStarted:
		v.released, v.until = false, p.env.Now().Add(p.cfg.ReleaseWithin)
	case cancelPressed:
		if !v.lifted && !v.withdrawn {
			p.withdraw(c, v, "cancelled by the customer")
		}
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

// taken starts the time in which an outdoor customer must lift; who has paid at the till may take his time.
func (p *POS) taken(c *cover, v *vigil) {
	if v.released || v.withdrawn {
		return
	}
	v.released, v.until = true, clock.Never
	if c.Kind == Outdoor {
		v.until = max(c.Since.Add(p.cfg.LiftWithin), p.env.Now())
	}
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
	case at.state.Delivering() && !at.lost && !v.withdrawn: // the word of its end may have been lost
		v.until = p.env.Now().Add(p.cfg.AskWithin)
		p.order(forecourt.ListUnpaid{})
	case v.lifted:
		p.withdraw(c, v, "nothing was dispensed")
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
