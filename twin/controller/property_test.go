package controller_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/forecourt/forecourt/twin/controller"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
)

// TestEveryLitreIsSoldOnce does anything at all to a controller, its pump and the line between them. In the end, the
// sales are what the totals moved by, no sale was told twice, every release was answered once, and the pump is at the
// standard terms.
func TestEveryLitreIsSoldOnce(t *testing.T) {
	t.Run("nouns", rapid.MakeCheck(func(t *rapid.T) {
		r := newRig(t)
		anything(t, r, r.stream.Cut)
	}))
	t.Run("nouns with two levels", rapid.MakeCheck(func(t *rapid.T) {
		r := newRig(t, twoPrices)
		anything(t, r, r.stream.Cut)
	}))
	t.Run("dart", rapid.MakeCheck(func(t *rapid.T) {
		r, cut := onDART(t)
		anything(t, r, cut)
	}))
}

// chaos is what happens at random to a rig.
type chaos struct {
	*rig
	t       *rapid.T
	cutLine func(bool)
	on, cut bool
	ends    map[string]int // of each release, by reference
	asked   map[string]forecourt.Release
	full    map[unit.Price]bool // prices without a discount
}

var waits = []time.Duration{
	0, time.Millisecond, 30 * time.Millisecond, 100 * time.Millisecond, 500 * time.Millisecond, 3 * time.Second, 20 * time.Second,
}

func anything(t *rapid.T, r *rig, cutLine func(bool)) {
	c := &chaos{rig: r, t: t, cutLine: cutLine, on: true, ends: map[string]int{}, asked: map[string]forecourt.Release{}, full: map[unit.Price]bool{
		diesel: true, super: true,
	}}
	r.run(3 * time.Second)
	actions := []func(){
		c.release, c.lift, c.hangUp, c.flow, c.flow, c.switchController, c.switchLine, c.blackout, c.leaveAlone, c.clear, c.changePrice,
		func() { c.post(forecourt.StopPoint{}) },
		func() { c.post(forecourt.Withdraw{Point: 1}) },
	}
	for range rapid.IntRange(1, 60).Draw(t, "steps") {
		actions[rapid.IntRange(0, len(actions)-1).Draw(t, "action")]()
		r.run(rapid.SampledFrom(waits).Draw(t, "wait"))
	}
	c.calm()
	r.balanced()
	c.answered()
	if p := r.pump; p.level != forecourt.Cash || !c.full[p.prices[1]] || !c.full[p.prices[2]] {
		t.Fatalf("the pump is left at %v, level %s; %+v", p.prices[1:], p.level, c.told)
	}
	if o, open := r.ctl.Open(1); open {
		t.Fatalf("still open: %+v", o)
	}
}

// calm puts everything back in order.
func (c *chaos) calm() {
	if !c.on {
		c.switchController()
	}
	c.cutLine(false)
	c.run(20 * time.Second)
	c.hangUp()
	c.run(20 * time.Second)
	c.post(forecourt.Withdraw{Point: 1})
	c.run(60 * time.Second)
}

// post is an order; while the controller is off, it is lost.
func (c *chaos) post(o forecourt.Order) {
	_ = c.loop.Sense(roleController, forecourt.Received{Port: controller.PortPOS, Noun: o})
}

func (c *chaos) release() {
	o := forecourt.Release{Point: 1, Reference: fmt.Sprintf("R%d", len(c.ends))}
	switch rapid.IntRange(0, 3).Draw(c.t, "limit") {
	case 0:
		o.LimitVolume = litres(rapid.Int64Range(1, 500).Draw(c.t, "volume"))
	case 1:
		o.LimitAmount = eur(rapid.Int64Range(10, 1000).Draw(c.t, "amount"))
	}
	o.Level = forecourt.PriceLevel(rapid.IntRange(0, 1).Draw(c.t, "level"))
	if rapid.Bool().Draw(c.t, "discounted") {
		o.Discount = price(70) // no price is another one less this
	}
	if c.on {
		c.ends[o.Reference], c.asked[o.Reference] = 0, o
		c.post(o)
	}
}

func (c *chaos) lift() {
	if n := rapid.IntRange(1, 2).Draw(c.t, "nozzle"); !c.pump.out {
		c.hand(forecourt.LiftNozzle{Nozzle: forecourt.Nozzle(n)})
	}
}

func (c *chaos) hangUp() {
	if c.pump.out {
		c.hand(forecourt.HangNozzle{})
	}
}

func (c *chaos) flow() { c.hand(flow{rapid.Int64Range(1, 400).Draw(c.t, "counts")}) }

func (c *chaos) switchController() {
	if c.on {
		c.off()
	} else if err := c.loop.PowerOn(roleController); err != nil {
		c.t.Fatal(err)
	}
	c.on = !c.on
	c.pump.standAlone = false
}

func (c *chaos) switchLine() {
	c.cut = !c.cut
	c.cutLine(c.cut)
}

func (c *chaos) blackout() {
	c.hand(blackout{})
	if err := c.loop.PowerOff(forecourt.PointRole(1)); err != nil {
		c.t.Fatal(err)
	}
	c.run(rapid.SampledFrom([]time.Duration{0, time.Second, 20 * time.Second}).Draw(c.t, "off"))
	if err := c.loop.PowerOn(forecourt.PointRole(1)); err != nil {
		c.t.Fatal(err)
	}
}

// leaveAlone lets the pump release itself while the controller is off. Where a release may just have been obeyed, it
// must not: whose sale it is could not be told.
func (c *chaos) leaveAlone() {
	o, open := c.ctl.Open(1)
	c.pump.standAlone = !c.on && (!open || o.Stage != controller.Asked)
}

func (c *chaos) clear() {
	if u := c.ctl.Unpaid(); len(u) > 0 {
		c.post(forecourt.ClearSale{Sale: u[0].ID})
	}
}

func (c *chaos) changePrice() {
	price := price(rapid.Int64Range(100, 200).Draw(c.t, "price") * 100)
	level := forecourt.PriceLevel(rapid.IntRange(0, 1).Draw(c.t, "of level"))
	c.full[price] = c.full[price] || level == forecourt.Cash
	c.post(forecourt.ChangePrice{Grade: "diesel", Price: price, Level: level})
}

// answered checks that every release has exactly one end, and that no sale is beyond its limit.
func (c *chaos) answered() {
	for _, t := range c.told {
		switch e := t.Event.(type) {
		case forecourt.SaleFinished:
			c.ends[e.Sale.Reference]++
			o := c.asked[e.Sale.Reference]
			if o.LimitVolume.Count > 0 && e.Sale.Volume.Cmp(o.LimitVolume) > 0 ||
				o.LimitAmount.Minor > 0 && e.Sale.Amount.Cmp(o.LimitAmount) > 0 {
				c.t.Fatalf("%+v has another one's fuel; %+v", e.Sale, c.told)
			}
		case forecourt.ReleaseEnded:
			c.ends[e.Reference]++
		case forecourt.ReleaseRefused:
			if !strings.Contains(e.Why, "delivery has begun") && !strings.Contains(e.Why, "no such release") {
				c.ends[e.Reference]++
			}
		}
	}
	delete(c.ends, "")
	for ref, n := range c.ends {
		if n != 1 {
			c.t.Fatalf("release %s ended %d times; %+v", ref, n, c.told)
		}
	}
}
