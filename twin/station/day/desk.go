package day

import (
	"time"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/station"
	"github.com/forecourt/forecourt/twin/station/demand"
	"github.com/forecourt/forecourt/twin/unit"
)

// desk is where a customer's money is handled.
type desk interface {
	before(f *loop.Fiber) bool                     // he has lifted nothing yet: a card outdoors, a prepayment
	mistook(f *loop.Fiber)                         // he has lifted a wrong nozzle, and hung it up again
	calls(f *loop.Fiber) bool                      // his nozzle is out
	after(f *loop.Fiber, sale forecourt.Sale) bool // his sale is complete
	price(forecourt.ChangePrice)                   // the cashier's, at midnight
	closed() (all bool)                            // nothing of the day is under way
}

// planned is the desk whose outcomes the plan has: releases go straight to the controller.
type planned struct{ *place }

func (d planned) order(o forecourt.Order) { d.act(station.POSRole, order{o}) }

func (d planned) before(f *loop.Fiber) bool {
	v := &d.visit
	f.Sleep(v.PaysAhead)
	return v.Fate == demand.Refused || v.Limit == 0 || d.release(f)
}

func (planned) mistook(*loop.Fiber) {} // the cashier has not released anything

func (d planned) calls(f *loop.Fiber) bool {
	if d.visit.Limit > 0 {
		return true
	}
	f.Sleep(d.visit.Phases.Release)
	return d.release(f)
}

// release asks for the point until it is given: one that has not been found yet, or whose last sale is being read, is
// refused.
func (d planned) release(f *loop.Fiber) bool {
	for range 100 {
		d.order(forecourt.Release{Point: d.point, LimitAmount: d.money(d.visit.Limit)})
		if d.awaitOne(f, time.Minute, released, notReleased) == released {
			return true
		}
		f.Sleep(2 * time.Second)
	}
	return false
}

func (d *place) money(minor int64) unit.Money {
	if minor == 0 {
		return unit.Money{}
	}
	return unit.Money{Minor: minor, Currency: d.player.report.Currency}
}

func (d planned) after(f *loop.Fiber, s forecourt.Sale) bool {
	v := &d.visit
	switch {
	case v.Mistakes&demand.DriveOff != 0:
		f.Sleep(writingOff)
	case v.Mistakes&demand.CardForgotten != 0:
		f.Sleep(forgetting)
	case v.Tender == demand.Cash || v.Tender == demand.Card || v.Refunded > 0:
		f.Sleep(v.Phases.Pay)
	}
	d.player.ledger.Paid(v.Tender, paid(v, s.Amount.Minor))
	d.order(forecourt.ClearSale{Sale: s.ID})
	return true
}

// What a cashier and a passer-by need (design defaults).
const (
	writingOff = 10 * time.Second
	forgetting = 60 * time.Second
)

func (d planned) price(c forecourt.ChangePrice) { d.order(c) }

func (planned) closed() bool { return true }
