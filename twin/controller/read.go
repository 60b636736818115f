package controller

import (
	"time"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
)

const (
	totalsWithin = 2 * time.Second
	roundPause   = 250 * time.Millisecond
	maxRounds    = 4
)

// reading is a point being read out: its display, and the totals of its nozzles one after the other, in rounds.
type reading struct {
	asked  *nozzle // whose totals are waited for
	filled bool    // the display has been read in this round
	shown  forecourt.FillingReport
	all    bool // every nozzle is read, not only the one that was used
	rounds int
	same   bool // this round has read what the one before it did, so far
}

// count is what a reading knows of one nozzle.
type count struct {
	wanted, heard, mute bool
	after               unit.Indicated
	gap                 int64 // counts delivered since the last reading
	jumped              bool
}

// readOut begins a reading. After a sale that was watched, the totals of its nozzle will do if they agree with the
// display.
func (c *Controller) readOut(p *point) {
	used := (*nozzle)(nil)
	if p.open != nil && !p.absent {
		used = p.find(p.open.Nozzle)
	}
	p.reading = reading{all: used == nil}
	for i := range p.nozzles {
		n := &p.nozzles[i]
		n.count = count{wanted: used == nil || n == used}
	}
	c.beginRound(p)
}

func (c *Controller) beginRound(p *point) {
	r := &p.reading
	r.filled, r.shown, r.same = false, p.display, true
	for i := range p.nozzles {
		p.nozzles[i].heard = false
	}
	p.rest()
	if p.status.State == forecourt.Closed {
		r.filled = true // a point that is switched off does not tell its display
	} else {
		c.ask(p, forecourt.ReturnFilling{})
	}
	c.readOn(p)
}

// readOn asks for the next totals, or ends the round.
func (c *Controller) readOn(p *point) {
	r := &p.reading
	for i := range p.nozzles {
		n := &p.nozzles[i]
		if !n.wanted || n.heard || n.mute {
			continue
		}
		if p.wait == forTotals && r.asked == n {
			return
		}
		r.asked = n
		c.await(p, forTotals, totalsWithin)
		c.ask(p, forecourt.ReturnTotals{Nozzle: n.Nozzle})
		return
	}
	r.asked = nil
	if !r.filled {
		c.await(p, forTotals, totalsWithin)
		return
	}
	c.endRound(p)
}

func (c *Controller) hearFilling(p *point, r forecourt.FillingReport) {
	v, ok := c.canon(r.Volume)
	if !ok || r.Amount.Currency != c.cfg.Currency {
		return
	}
	was := p.display
	p.display = r
	p.display.Volume = v
	if p.read && p.settled() && v.Count != 0 && (v != was.Volume || r.Amount != was.Amount) {
		p.read = false // a sale whose states were missed
		c.stir(p)
	}
	if p.wait == forTotals {
		p.reading.same = p.reading.same && p.display == p.reading.shown
		p.reading.filled = true
		if p.reading.asked == nil {
			c.readOn(p)
		}
	}
}

func (c *Controller) hearTotals(p *point, r forecourt.TotalsReport) {
	v, ok := c.canon(r.Totals.Volume)
	n := p.find(r.Nozzle)
	if r.IsAmount || !ok || p.wait != forTotals || n == nil || n != p.reading.asked || n.heard {
		return
	}
	p.reading.same = p.reading.same && n.after == v
	n.after, n.heard = v, true
	p.tries = 0
	c.readOn(p)
	c.stir(p)
}

// totalsLate asks again, and goes without what is never answered.
func (c *Controller) totalsLate(p *point) {
	r := &p.reading
	if p.tries++; p.tries < maxTries {
		c.await(p, forTotals, totalsWithin)
		if !r.filled {
			c.ask(p, forecourt.ReturnFilling{})
		}
		if r.asked != nil {
			c.ask(p, forecourt.ReturnTotals{Nozzle: r.asked.Nozzle})
		}
		return
	}
	p.tries = 0
	if r.asked == nil {
		r.filled = true // what the display showed last must do
	} else {
		r.asked.mute = true
		c.env.Tell(TotalsUnread{Point: p.Point, Nozzle: r.asked.Nozzle})
	}
	c.readOn(p)
}

// endRound believes what was read if it is plain, or has been read twice; else it reads again.
func (c *Controller) endRound(p *point) {
	r := &p.reading
	r.rounds++
	moved := c.measure(p)
	plain := !p.absent && moved == 0
	if o := p.open; o != nil {
		n := p.find(o.Nozzle)
		expected := int64(0)
		if o.Stage == Delivering {
			expected = p.display.Volume.Count
		}
		plain = !p.absent && n != nil && n.gap == expected && moved == n.gap
	}
	switch {
	case plain || r.rounds > 1 && r.same || r.rounds >= maxRounds:
		c.reckon(p)
		return
	case !r.all:
		r.all = true
		for i := range p.nozzles {
			p.nozzles[i].wanted = true
		}
	}
	c.await(p, forRound, roundPause)
}

// measure finds how far each nozzle's totals have moved, and returns the sum.
func (c *Controller) measure(p *point) (moved int64) {
	for i := range p.nozzles {
		n := &p.nozzles[i]
		n.gap, n.jumped = 0, false
		if !n.heard || !n.anchored {
			continue
		}
		n.gap = p.wrap(n.after.Count - n.last.Count)
		if n.gap > p.rollsAt/100 {
			n.gap, n.jumped = 0, true
		}
		moved += n.gap
	}
	return moved
}

// wrap is what the totalizers of the point show for a count.
func (p *point) wrap(count int64) int64 {
	return (count%p.rollsAt + p.rollsAt) % p.rollsAt
}

// canon counts a volume in the controller's own digits; false where that is not exact.
func (c *Controller) canon(v unit.Indicated) (unit.Indicated, bool) {
	if v.Unit != c.cfg.Measure || v.Count < 0 {
		return v, false
	}
	for ; v.Decimals < c.cfg.VolumeDecimals; v.Decimals++ {
		if v.Count > 1<<59 {
			return v, false
		}
		v.Count *= 10
	}
	for ; v.Decimals > c.cfg.VolumeDecimals; v.Decimals-- {
		if v.Count%10 != 0 {
			return v, false
		}
		v.Count /= 10
	}
	return v, true
}

// volume makes a volume of counts.
func (c *Controller) volume(counts int64) unit.Indicated {
	return unit.Indicated{Count: counts, Decimals: c.cfg.VolumeDecimals, Unit: c.cfg.Measure}
}

// Filling returns what a point's display showed when it was last heard; false where it has said nothing yet.
func (c *Controller) Filling(number forecourt.Point) (forecourt.FillingReport, bool) {
	p := c.point(number)
	if p == nil || p.display.Amount.Currency == "" {
		return forecourt.FillingReport{}, false
	}
	return p.display, true
}
