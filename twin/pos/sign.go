package pos

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/unit"
)

// ToSign is the port of the link to the price sign; card reader N has port N.
const ToSign machine.Port = 250

// What the POS tells of the price sign.
type (
	// SignFailed is a finding: the sign did not answer, or shows something else. A price that goes up has not gone to the
	// pumps; one that went down has.
	SignFailed struct {
		Grade forecourt.Grade `event:"grade"`
		Price unit.Price      `event:"price"`
		Why   string          `event:"why"`
	}
	// PriceSettled says that sign and pumps have a price.
	PriceSettled struct {
		Grade forecourt.Grade `event:"grade"`
		Price unit.Price      `event:"price"`
	}
)

// Event names.
func (SignFailed) Event() string   { return "sign-failed" }
func (PriceSettled) Event() string { return "price-settled" }

// posted is what is known of a grade on the sign, and the price that it is to have.
type posted struct {
	Grade forecourt.Grade `json:"grade"`
	// Low is the lowest price that the sign may show: of all that it was told since it last answered what it was told last,
	// and what it said then. No pump may sell for more.
	Low    unit.Price `json:"low"`
	Number int        `json:"number"` // of what it was told last
	Want   unit.Price `json:"want"`
	Done   bool       `json:"done,omitempty"` // settled, or given up
}

func (s *posted) enter(b *books) { b.signs[s.Grade] = s }

// changePrice orders a price: of the pumps alone, or of sign and pumps in the order in which no sale costs more than the
// sign has shown. The sign shows cash prices only.
func (p *POS) changePrice(s ChangePrice) string {
	if s.Price.E4 <= 0 || s.Price.Currency != p.cfg.Currency {
		return fmt.Sprintf("%s is no price here", s.Price)
	}
	if _, shown := p.cfg.Sign[s.Grade]; !shown || s.Level != forecourt.Cash {
		p.order(forecourt.ChangePrice{Grade: s.Grade, Price: s.Price, Level: s.Level})
		return ""
	}
	b := p.sign(s.Grade)
	b.Want, b.Done = s.Price, false
	p.keep(b)
	p.settlePrice(s.Grade)
	return ""
}

// sign returns the entry of a grade; what a new sign shows is configuration.
func (p *POS) sign(g forecourt.Grade) *posted {
	if b := p.signs[g]; b != nil {
		return b
	}
	return &posted{Grade: g, Low: p.cfg.Sign[g], Done: true}
}

// resumePrices goes on with the prices that a power cut has left unsettled.
func (p *POS) resumePrices() {
	for _, g := range slices.Sorted(maps.Keys(p.signs)) {
		if !p.signs[g].Done {
			p.settlePrice(g)
		}
	}
}

// settlePrice tells the story of a grade's price that its order has changed, or begins it.
func (p *POS) settlePrice(g forecourt.Grade) {
	if talk := p.pricing[g]; talk != nil {
		talk.Put(reordered{})
		return
	}
	talk := &loop.Box[any]{}
	p.pricing[g] = talk
	p.goes("price", func(f *loop.Fiber) {
		for again := true; again; {
			again = p.price(f, p.signs[g], talk)
		}
		delete(p.pricing, g)
	})
}

// reordered is what the story of a price hears when another one is ordered; it begins anew with that.
type reordered struct{}

// price brings a price to sign and pumps. It returns true when another one was ordered meanwhile.
func (p *POS) price(f *loop.Fiber, b *posted, talk *loop.Box[any]) (again bool) {
	want := b.Want
	steps := []func() (bool, bool){
		func() (bool, bool) { return p.toPumps(f, b, talk) },
		func() (bool, bool) { return p.toSign(f, b, talk) },
	}
	if want.E4 > b.Low.E4 { // up: the sign first
		steps[0], steps[1] = steps[1], steps[0]
	}
	for _, step := range steps {
		ok, other := step()
		if other || b.Want != want {
			return true
		}
		if !ok {
			b.Done = true
			p.keep(b)
			return false
		}
	}
	b.Done = true
	p.keep(b)
	p.tell(PriceSettled{b.Grade, want})
	return false
}

// toSign shows a price, and waits until the sign says that it does.
func (p *POS) toSign(f *loop.Fiber, b *posted, talk *loop.Box[any]) (ok, other bool) {
	why := "it does not answer"
	for range 1 + p.cfg.Retries {
		p.tellSign(b)
		for until := f.Now().Add(p.cfg.SignWithin); ; {
			n, heard := talk.Take(f, until)
			if !heard {
				break
			}
			switch n := n.(type) {
			case reordered:
				return false, true
			case forecourt.SignShows:
				if n.Number != b.Number {
					continue
				}
				if n.Price == b.Want {
					_, other := talk.TakeFirst(f, f.Now().Add(afterSign), func(n any) bool { _, is := n.(reordered); return is })
					return !other, other
				}
				why = fmt.Sprintf("it shows %s", n.Price)
				until = min(until, f.Now().Add(p.cfg.RetryPause))
			}
		}
	}
	p.tell(SignFailed{b.Grade, b.Want, why})
	return false, false
}

// tellSign tells the sign of a price. From then on it may show that one.
func (p *POS) tellSign(b *posted) {
	b.Number++
	if b.Want.E4 < b.Low.E4 {
		b.Low = b.Want
	}
	p.keep(b)
	p.env.Send(ToSign, forecourt.ShowPrice{Number: b.Number, Grade: b.Grade, Price: b.Want})
}

// toPumps orders a price of the pumps, and waits until every point has taken it: one that sells, or whose nozzle is out,
// keeps its price until then.
func (p *POS) toPumps(f *loop.Fiber, b *posted, talk *loop.Box[any]) (ok, other bool) {
	missing := map[forecourt.Point]bool{}
	for _, n := range p.cfg.Sellers[b.Grade] {
		missing[n] = true
	}
	p.order(forecourt.ChangePrice{Grade: b.Grade, Price: b.Want})
	until := f.Now().Add(pumpsWithin)
	for len(missing) > 0 {
		n, heard := talk.Take(f, until)
		switch n := n.(type) {
		case reordered:
			return false, true
		case forecourt.PriceChanged:
			if n.Price == b.Want {
				delete(missing, n.Point)
			}
		}
		if !heard { // an answer may have been lost
			p.order(forecourt.ChangePrice{Grade: b.Grade, Price: b.Want})
			until = f.Now().Add(pumpsWithin)
		}
	}
	return true, false
}

// afterSign is how long a price stands on the sign before the pumps are told: who has lifted a nozzle at the price before
// is known to the controller by then, and buys at that (design default).
const afterSign = 2 * time.Second

// pumpsWithin is how long the pumps may take before a price is ordered again (design default).
const pumpsWithin = 10 * time.Minute

// signShows notes what the sign shows, and lets the story hear it.
func (p *POS) signShows(n forecourt.SignShows) {
	if _, ours := p.cfg.Sign[n.Grade]; !ours {
		return
	}
	b := p.sign(n.Grade)
	switch {
	case n.Number == b.Number: // it has done all that it was told
		b.Low = n.Price
	case n.Price.E4 < b.Low.E4:
		b.Low = n.Price
	}
	p.keep(b)
	p.passPrice(n.Grade, n)
}

func (p *POS) priceTaken(n forecourt.PriceChanged) {
	if n.Level == forecourt.Cash {
		p.passPrice(n.Grade, n)
	}
}

func (p *POS) passPrice(g forecourt.Grade, n any) {
	if talk := p.pricing[g]; talk != nil {
		talk.Put(n)
	}
}

func init() {
	forecourt.DefineEvent(Kind, SignFailed{}, "finding: the price sign does not show a price")
	forecourt.DefineEvent(Kind, PriceSettled{}, "price sign and pumps have a price")
}
