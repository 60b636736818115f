package controller

import (
	"maps"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
)

// task is what a point waits for; it waits for one thing at a time.
type task uint8

const (
	nothing       task = iota
	forStatus          // after it was found
	forTotals          // of one nozzle, and the display
	forRound           // a pause before totals are read again
	forReset           // until the sale is off the display
	forPrice           // until the point shows the new price
	forTerms           // until it shows the price of the release that follows
	forPriceAgain      // a pause after it did not take the price
	forRelease         // until it obeys a release
	forStop            // until a release that was withdrawn is over
	forAdoption        // whether a delivery that nobody here released is still under way
)

const (
	statusWithin = 3 * time.Second
	resetWithin  = 2 * time.Second
	stopWithin   = 3 * time.Second
	adoptAfter   = 500 * time.Millisecond
	maxTries     = 4
)

// point is one fuelling point.
type point struct {
	PointConfig
	bus     *bus
	nozzles []nozzle
	rollsAt int64 // its totals, in the controller's own counts

	// On the disk:
	open *OpenSale
	told forecourt.Terms // that the pump may have

	reachable, lost bool // neither: not heard of yet
	known           bool // the status is
	status          forecourt.Status
	nozzle          forecourt.Nozzle // as last reported
	out             bool
	display         forecourt.FillingReport // as last reported
	heardAt         clock.Instant
	endedAt         clock.Instant
	toldState       forecourt.State // of the last PointChanged
	toldNozzle      forecourt.Nozzle

	absent  bool            // out of sight since the totals were last read
	read    bool            // all that was delivered is accounted for
	setting forecourt.Terms // that it was last sent
	sure    bool            // it has taken the prices of its nozzles that are on the disk, at the terms that it was told
	differs string          // how its decimals do from ours
	reading reading

	wait      task
	due       clock.Instant
	tries     int
	askedAt   clock.Instant
	priceTold bool // that the current price was refused
	stirred   bool
}

// nozzle is one logical nozzle.
type nozzle struct {
	NozzleConfig
	// On the disk:
	last     unit.Indicated // totals up to which all is accounted for
	anchored bool           // last is known
	applied  prices         // that the point has taken

	base    prices                 // that it is to sell at: the site's, or those before while a change is held
	shown   unit.Price             // as the point reported it
	ordered [forecourt.Levels]bool // a change of the price is to be answered
	count                          // of the reading that is under way
}

// forget is a power cut: what is not on the disk is as the configuration says.
func (c *Controller) forget() {
	c.points = make([]point, len(c.cfg.Points))
	for i, cfg := range c.cfg.Points {
		p := &c.points[i]
		*p = point{PointConfig: cfg, due: clock.Never, absent: true, nozzles: make([]nozzle, len(cfg.Nozzles)), rollsAt: 1}
		b := c.cfg.Buses[cfg.Bus]
		for range b.TotalsDigits + int(c.cfg.VolumeDecimals) - int(b.Options.VolumeDecimals) {
			p.rollsAt *= 10
		}
		for k, n := range cfg.Nozzles {
			p.nozzles[k].NozzleConfig = n
		}
	}
	c.prices, c.credit = map[forecourt.Grade]unit.Price{}, map[forecourt.Grade]unit.Price{}
	maps.Copy(c.prices, c.cfg.Prices)
	maps.Copy(c.credit, c.cfg.Credit)
	c.unpaid, c.next, c.records = nil, 1, 0
	c.armed, c.stirred = clock.Never, false
}

func (p *point) find(n forecourt.Nozzle) *nozzle {
	for i := range p.nozzles {
		if p.nozzles[i].Nozzle == n {
			return &p.nozzles[i]
		}
	}
	return nil
}

// underWay says that a release or a sale is.
func underWay(s forecourt.Status) bool {
	return s.State == forecourt.Authorised || s.State.Delivering()
}

// settled says that the point has nothing under way and can be read out.
func (p *point) settled() bool {
	return p.known && !underWay(p.status) && p.status.State != forecourt.Inoperative
}

func (c *Controller) await(p *point, t task, within time.Duration) {
	p.wait, p.due = t, c.env.Now().Add(within)
}

func (p *point) rest() { p.wait, p.due, p.tries = nothing, clock.Never, 0 }

// proceed does what comes next at a point that waits for nothing. The order of the cases is the order of the work: a
// sale is read out and stored before the reset that clears it, and prices are sent only between sales.
func (c *Controller) proceed(p *point) {
	if !p.reachable || p.wait != nothing {
		return
	}
	switch {
	case !p.known:
		c.await(p, forStatus, statusWithin)
		c.ask(p, forecourt.ReturnStatus{})
	case underWay(p.status):
		if p.open == nil {
			c.await(p, forAdoption, adoptAfter)
		}
	case p.status.State == forecourt.Inoperative:
		if !p.priced() { // without a price a pump does not become operative
			c.sendPrices(p)
		}
	case !p.read:
		c.readOut(p)
	case p.status.Ended && !c.full(p) && (p.display.Volume.Count == 0 || p.out || p.changed() || !p.sure && !p.restores()):
		// A finished sale stays on the display until the next customer comes: a lift, a release, or a new price clears it.
		c.await(p, forReset, resetWithin)
		c.ask(p, forecourt.Reset{})
	case p.open == nil && (!p.priced() && !p.status.Ended || p.restores()):
		c.sendPrices(p) // a pump that holds a sale shows the sale's price: only terms that are over are taken from it
	}
}

// late acts when what a point waits for has not come.
func (c *Controller) late(p *point) {
	switch p.wait {
	case forStatus, forReset, forPriceAgain:
		p.rest() // and proceed asks again
	case forTotals:
		c.totalsLate(p)
	case forRound:
		c.beginRound(p)
	case forPrice:
		c.priceLate(p)
	case forTerms:
		c.termsLate(p)
	case forRelease:
		c.releaseLate(p)
	case forStop:
		c.stopLate(p)
	case forAdoption:
		p.rest()
		c.adopt(p)
	}
}

// full says that the point has as many unpaid sales as it may have.
func (c *Controller) full(p *point) bool {
	n := 0
	for i := range c.unpaid {
		if c.unpaid[i].Point == p.Point {
			n++
		}
	}
	return n >= c.cfg.MaxUnpaid
}

// announce tells the state of a point and which nozzle is out, if that is new.
func (c *Controller) announce(p *point) {
	n := forecourt.Nozzle(0)
	if p.out {
		n = p.nozzle
	}
	if !p.known || p.toldState == p.status.State && p.toldNozzle == n {
		return
	}
	p.toldState, p.toldNozzle = p.status.State, n
	c.news(forecourt.PointChanged{Point: p.Point, State: p.status.State, Nozzle: n})
}
