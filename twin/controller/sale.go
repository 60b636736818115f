package controller

import (
	"fmt"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
)

// Stage is how far a release has come.
type Stage uint8

// The stages.
const (
	Asked      Stage = iota // of the pump, which has not obeyed yet
	Taken                   // the pump is released
	Delivering              // fuel has flowed
)

// OpenSale is a release or a sale under way, as the disk keeps it.
type OpenSale struct {
	Reference   string             `json:",omitempty"`
	Nozzles     []forecourt.Nozzle `json:",omitempty"`
	LimitAmount unit.Money         `json:",omitzero"`
	LimitVolume unit.Indicated     `json:",omitzero"`
	Terms       forecourt.Terms    `json:",omitzero"`
	Stage       Stage
	StartedAt   clock.Instant
	Nozzle      forecourt.Nozzle // used; 0: not known
	Price       unit.Price       `json:",omitzero"` // as the point showed it during the sale
	// Adopted: nobody here released it. Anchored: all before it was accounted for when it began.
	Adopted, Anchored bool
	// What was seen or done, for the reason of its end.
	Withdrawn, Stopped, LimitReached, Faulted, Hung bool
	// Over: it ended unread, and another sale has begun since.
	Over bool
}

// allows says whether the sale may be made with a nozzle.
func (o *OpenSale) allows(n forecourt.Nozzle) bool {
	for _, x := range o.Nozzles {
		if x == n {
			return true
		}
	}
	return len(o.Nozzles) == 0
}

// exceeded says that a sale is beyond its limit.
func (o *OpenSale) exceeded(s forecourt.Sale) bool {
	return o.LimitVolume.Count > 0 && s.Volume.Cmp(o.LimitVolume) > 0 ||
		o.LimitAmount.Minor > 0 && s.Amount.Minor > o.LimitAmount.Minor
}

// reckon turns what was read into sales, writes them down together with the totals, and tells them.
func (c *Controller) reckon(p *point) {
	p.rest()
	for i := range p.nozzles {
		if n := &p.nozzles[i]; n.jumped {
			c.env.Tell(TotalsJumped{Point: p.Point, Nozzle: n.Nozzle, From: n.last, To: n.after})
		}
	}
	o := p.open
	displayed := p.display // taken by the first sale that it explains
	var sales []forecourt.Sale
	ended := forecourt.News(nil)
	if o != nil {
		n := c.nozzleOf(p)
		if n != nil {
			sales = c.openSale(p, n, &displayed)
		}
		if len(sales) == 0 {
			ended = p.withoutSale()
		}
	}
	for i := range p.nozzles {
		n := &p.nozzles[i]
		if n.gap > 0 {
			sales = append(sales, c.recovered(p, n, n.gap, &displayed))
		}
		if n.heard {
			n.last, n.anchored = n.after, true
		}
		n.gap = 0
	}
	p.open, p.read, p.absent = nil, true, false
	for i := range sales {
		sales[i].Dispute = c.dispute(sales[i].Price, sales[i].Volume, sales[i].Amount)
	}
	c.store(p, sales)
	for _, s := range sales {
		if s.Dispute != "" {
			c.env.Tell(FiguresDisagree{Point: p.Point, Sale: s.ID, Price: s.Price, Volume: s.Volume, Amount: s.Amount, Why: s.Dispute})
		}
		c.news(finished(s))
	}
	if ended != nil {
		c.news(ended)
	}
	c.stir(p)
}

// nozzleOf finds the nozzle of the open sale: the one it was seen with if fuel flowed there, else the one whose totals
// moved by what is displayed, else one that moved at all. A sale that was seen to deliver has one even where the
// totals are no help. None: no sale.
func (c *Controller) nozzleOf(p *point) *nozzle {
	o, shown := p.open, p.display.Volume.Count
	used := p.find(o.Nozzle)
	if used != nil && used.gap > 0 {
		return used
	}
	for _, fits := range []func(*nozzle) bool{
		func(n *nozzle) bool { return n.gap == shown && o.allows(n.Nozzle) },
		func(n *nozzle) bool { return o.allows(n.Nozzle) },
		func(*nozzle) bool { return !p.absent },
	} {
		for i := range p.nozzles {
			if n := &p.nozzles[i]; n.gap > 0 && fits(n) {
				return n
			}
		}
	}
	if o.Stage != Delivering || shown == 0 {
		return nil
	}
	if used == nil {
		used = p.find(p.nozzle)
	}
	if used == nil {
		used = &p.nozzles[0]
	}
	if p.absent && used.anchored && used.heard && !used.jumped {
		return nil // its totals say that the display is of another sale
	}
	return used
}

// openSale makes the open sale on its nozzle, with one recovered sale more where the totals hold more than it. What
// it explains of the nozzle's gap is taken off.
func (c *Controller) openSale(p *point, n *nozzle, displayed *forecourt.FillingReport) []forecourt.Sale {
	o, shown, gap := p.open, displayed.Volume.Count, n.gap
	blind := !n.heard || !n.anchored || n.jumped // the totals do not tell its volume
	if !blind && gap != shown && (!p.absent || gap < shown && !p.explains(shown)) {
		c.env.Tell(TotalsMismatch{Point: p.Point, Nozzle: n.Nozzle, Displayed: c.volume(shown), Totalled: c.volume(gap)})
	}
	volume := shown
	switch {
	case blind || shown == gap:
	case shown == 0 || p.explains(shown):
		volume = gap
	case p.absent && o.Anchored && shown < gap:
		volume = gap - shown // it came first; the display's sale was made after it
	case p.absent && o.Anchored:
		volume = gap
	}
	n.gap = 0
	first, last := n.last, n.after
	var sales []forecourt.Sale
	more := max(gap-volume, 0)
	switch {
	case n.jumped || !blind && volume > gap: // the totals do not follow from the sale: take them as they are
	case n.heard && !n.anchored:
		first = c.volume(p.wrap(n.after.Count - volume))
	default:
		if more > 0 && volume == shown {
			sales = append(sales, c.make(p, n, more, c.priceOf(p, n).Amount(c.volume(more), c.cfg.Rounding), first))
			first, more = sales[0].After, 0
		}
		last = c.volume(p.wrap(first.Count + volume))
	}
	n.last = last // where nothing was read, this is what the totals should be
	price := c.priceOf(p, n)
	own := o.Price
	if own.E4 == 0 {
		own = price
	}
	warm := *displayed
	amount := c.amount(own, volume, displayed)
	s := c.make(p, n, volume, amount, first)
	s.Compensation = warmed(s, warm)
	s.After, s.Price = last, c.explaining(s, price, own)
	s.Reference, s.Reason, s.Recovered, s.Level = o.Reference, p.reason(), false, o.Terms.Level
	s.StartedAt, s.EndedAt = o.StartedAt, max(p.endedAt, o.StartedAt)
	sales = append(sales, s)
	if o.exceeded(s) {
		c.env.Tell(LimitExceeded{Point: p.Point, Reference: o.Reference, Volume: s.Volume, Amount: s.Amount})
	}
	if more > 0 {
		sales = append(sales, c.recovered(p, n, more, displayed))
	}
	return sales
}

// explains says that the display is the sale of a nozzle by itself.
func (p *point) explains(shown int64) bool {
	for i := range p.nozzles {
		if p.nozzles[i].gap == shown {
			return true
		}
	}
	return false
}

// recovered makes a sale that nobody saw out of the next counts of a nozzle.
func (c *Controller) recovered(p *point, n *nozzle, counts int64, displayed *forecourt.FillingReport) forecourt.Sale {
	warm := *displayed
	s := c.make(p, n, counts, c.amount(c.priceOf(p, n), counts, displayed), n.last)
	s.Compensation = warmed(s, warm)
	n.last = s.After
	return s
}

// amount is the displayed one where the display is of this volume and no other sale has had it, else price x volume.
func (c *Controller) amount(price unit.Price, counts int64, displayed *forecourt.FillingReport) unit.Money {
	if displayed.Volume.Count == counts && displayed.Amount.Currency != "" {
		m := displayed.Amount
		*displayed = forecourt.FillingReport{}
		return m
	}
	return price.Amount(c.volume(counts), c.cfg.Rounding)
}

// explaining returns the price that explains a sale's amount best: what the point shows after the sale, or what it showed
// during it. They differ where a point has lost its power or was out of sight, and shows the price of the next sale.
func (c *Controller) explaining(s forecourt.Sale, after, during unit.Price) unit.Price {
	miss := func(p unit.Price) int64 {
		d := p.Amount(s.Volume, c.cfg.Rounding).Minor - s.Amount.Minor
		return max(d, -d)
	}
	if miss(during) < miss(after) {
		return during
	}
	return after
}

// make numbers a sale.
func (c *Controller) make(p *point, n *nozzle, counts int64, m unit.Money, before unit.Indicated) forecourt.Sale {
	if before == (unit.Indicated{}) { // the totals were never read: they begin here
		before = c.volume(0)
	}
	id := fmt.Sprintf("S%06d", c.next)
	if c.cfg.Site != "" {
		id = c.cfg.Site + "-" + id
	}
	c.next++
	return forecourt.Sale{
		ID: id, Point: p.Point, Nozzle: n.Nozzle, Grade: n.Grade, Price: c.priceOf(p, n), Volume: c.volume(counts), Amount: m,
		Reason: forecourt.EndedUnwatched, Recovered: true, Before: before, After: c.volume(p.wrap(before.Count + counts)),
		StartedAt: c.env.Now(), EndedAt: c.env.Now(), Compensation: n.Compensation.Of(c.volume(counts)),
	}
}

// warmed is what a sale says of its compensation when the display is of it: the temperature too, where the wire carries it.
func warmed(s forecourt.Sale, displayed forecourt.FillingReport) forecourt.Compensation {
	k := s.Compensation
	if displayed.Volume == s.Volume {
		k.Temperature, k.Measured = displayed.Temperature, displayed.Measured
	}
	return k
}

// reason says why the open sale or release ended.
func (p *point) reason() forecourt.EndReason {
	o := p.open
	switch {
	case o.Faulted:
		return forecourt.EndedByFault
	case o.Withdrawn || o.Stopped:
		return forecourt.EndedByStop
	case o.LimitReached, o.LimitAmount.Minor > 0 && p.display.Amount.Minor == o.LimitAmount.Minor:
		return forecourt.EndedByLimit
	case p.absent:
		return forecourt.EndedUnwatched
	case o.Hung:
		return forecourt.EndedByNozzle
	}
	return forecourt.EndedByNoFlow
}

// withoutSale is the news of a release that led to no sale.
func (p *point) withoutSale() forecourt.News {
	o := p.open
	if o.Stage == Asked && !o.Withdrawn && !o.Stopped {
		why := "the pump ended it before it took the release"
		if p.absent {
			why = "the point was out of sight before it took the release"
		}
		return forecourt.ReleaseRefused{Point: p.Point, Reference: o.Reference, Why: why}
	}
	return forecourt.ReleaseEnded{Point: p.Point, Reference: o.Reference, Why: p.reason()}
}
