package day

import (
	"time"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/pos"
	"github.com/forecourt/forecourt/twin/station"
	"github.com/forecourt/forecourt/twin/station/demand"
)

// wired is the desk of the station's own till: terminals read cards, the gateway asks its host, the till prints receipts.
// The customer does what the plan says he does; what comes of it must be what the plan says too.
type wired struct{ *place }

// answers is how long a customer waits for a card's answer.
const answers = 3 * time.Minute

func (d wired) before(f *loop.Fiber) bool {
	v := &d.visit
	switch {
	case v.Tender == demand.Outdoor || v.Tender == demand.Cash && v.Declined && v.PaysAhead > 0 || v.Fate == demand.Refused:
		return d.outdoors(f)
	case v.Tender == demand.PrepayCash || v.Tender == demand.PrepayCard:
		f.Sleep(v.PaysAhead)
		if v.Declined {
			d.till(pos.Prepay{Point: d.point, Amount: d.money(v.Limit), Tender: pos.Card, Card: v.Card})
			if !d.await(f, declined, answers) {
				return false
			}
		}
		tender, card := pos.Cash, ""
		if v.Tender == demand.PrepayCard {
			tender, card = pos.Card, v.Card
		}
		d.till(pos.Prepay{Point: d.point, Amount: d.money(v.Limit), Tender: tender, Card: card})
		return d.await(f, prepaid, answers)
	}
	return true
}

// outdoors puts the card into the terminal.
func (d wired) outdoors(f *loop.Fiber) bool {
	v := &d.visit
	f.Sleep(v.PaysAhead)
	c, _ := payment.LookupCard(v.Card)
	entry := payment.Stripe
	if c.HasChip() {
		entry = payment.ContactChip
	}
	d.act(d.reader, payment.InsertCard{Card: v.Card, Entry: entry, PIN: payment.PINCorrect})
	got := d.awaitOne(f, answers, granted, declined)
	if v.Tender != demand.Outdoor {
		d.takeCard(f, entry)
		if got != declined {
			d.fault = "the card was granted, by the plan it is declined"
			return false
		}
		return true
	}
	return got == granted
}

// takeCard takes the card out once the terminal lets go of it.
func (d wired) takeCard(f *loop.Fiber, entry payment.EntryMode) {
	if entry == payment.ContactChip {
		f.Sleep(2 * time.Second)
		d.act(d.reader, payment.RemoveCard{})
	}
}

func (d wired) automatic() bool { return d.player.station.Mode(d.point).Answers() }

// mistook waits until nothing is left of the release that an automatic till gave for the wrong nozzle.
func (d wired) mistook(f *loop.Fiber) {
	if d.automatic() {
		d.sees.TakeFirst(f, f.Now().Add(20*time.Second), func(s seen) bool { return s == noSale })
		d.sees.Clear()
	}
}

func (d wired) calls(f *loop.Fiber) bool {
	v := &d.visit
	if v.Limit > 0 {
		return true
	}
	f.Sleep(v.Phases.Release)
	if d.automatic() {
		return true
	}
	for range 100 {
		d.till(pos.AuthorisePoint{Point: d.point})
		if d.awaitOne(f, time.Minute, released, notReleased) == released {
			return true
		}
		f.Sleep(2 * time.Second)
	}
	return false
}

func (d wired) after(f *loop.Fiber, s forecourt.Sale) (done bool) {
	v := &d.visit
	switch v.Tender {
	case demand.Outdoor:
		done = d.await(f, captured, answers)
		if v.Mistakes&demand.CardForgotten != 0 {
			f.Sleep(forgetting)
		}
		c, _ := payment.LookupCard(v.Card)
		if c.HasChip() {
			d.act(d.reader, payment.RemoveCard{})
		}
	case demand.PrepayCash, demand.PrepayCard:
		done = d.await(f, isPaid, answers)
		if v.Refunded > 0 {
			f.Sleep(v.Phases.Pay)
		}
	case demand.WrittenOff:
		f.Sleep(writingOff)
		if done = d.await(f, unpaid, answers); done {
			d.till(pos.WriteOff{Sale: s.ID, Reason: "drove off"})
			done = d.await(f, isPaid, answers)
		}
	default:
		done = d.paysInside(f, s)
	}
	if done {
		d.player.ledger.Paid(v.Tender, d.took)
	}
	return done
}

func (d wired) paysInside(f *loop.Fiber, s forecourt.Sale) bool {
	v := &d.visit
	if !d.await(f, unpaid, answers) {
		return false
	}
	f.Sleep(v.Phases.Pay)
	declinedInside := v.Declined && v.PaysAhead == 0
	if v.Tender == demand.Card || declinedInside {
		d.till(pos.Pay{Sale: s.ID, Tender: pos.Card, Card: v.Card})
		want := isPaid
		if declinedInside {
			want = declined
		}
		if !d.await(f, want, answers) || !declinedInside {
			return !declinedInside && d.fault == ""
		}
	}
	d.till(pos.Pay{Sale: s.ID, Tender: pos.Cash})
	return d.await(f, isPaid, answers)
}

func (d wired) till(s forecourt.Stimulus) { d.act(station.POSRole, s) }

func (d wired) price(c forecourt.ChangePrice) {
	d.till(pos.ChangePrice{Grade: c.Grade, Price: c.Price})
}

// closed says that order management has every sale that was sold.
func (d wired) closed() bool {
	return len(d.player.station.OMS().Ledger()) >= d.player.report.Sum.Sales+d.player.ledger.today.Sales
}
