package controller_test

import (
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/controller"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
)

func TestAPointGetsItsPricesBeforeItIsReleased(t *testing.T) {
	r := newRig(t)
	r.run(3 * time.Second)
	if got := heard[forecourt.PriceChanged](r); len(got) != 2 || r.pump.prices[2] != super {
		t.Fatalf("%+v, pump has %v", got, r.pump.prices)
	}
	one[forecourt.PointFound](r)
	none[forecourt.SaleRecovered](r)
	for _, cmd := range r.pump.commands {
		if _, ok := cmd.(forecourt.Authorise); ok {
			t.Fatal("released by nobody")
		}
	}
}

func TestANormalSale(t *testing.T) {
	r := ready(t)
	r.order(forecourt.Release{Point: 1, Nozzles: []forecourt.Nozzle{2}, LimitVolume: litres(5000), Reference: "A"})
	one[forecourt.PointReleased](r)
	r.fill(2, 1000)
	if o, ok := r.ctl.Open(1); !ok || o.Stage != controller.Delivering || o.Nozzle != 2 {
		t.Fatalf("%+v", o)
	}
	r.hang()
	s := one[forecourt.SaleFinished](r).Sale
	want := forecourt.Sale{
		ID: "S000001", Point: 1, Nozzle: 2, Grade: "super", Price: super, Volume: litres(1000), Amount: eur(1849),
		Reason: forecourt.EndedByNozzle, Reference: "A", Before: litres(2000), After: litres(3000),
		StartedAt: s.StartedAt, EndedAt: s.EndedAt,
	}
	if s != want || s.EndedAt <= s.StartedAt {
		t.Fatalf("%+v", s)
	}
	if r.pump.code != 5 {
		t.Fatalf("the finished sale is gone from the display: %d", r.pump.code)
	}
	if got := r.ctl.Unpaid(); len(got) != 1 || got[0] != s {
		t.Fatalf("unpaid: %+v", got)
	}
	r.order(forecourt.ListUnpaid{})
	if len(heard[forecourt.SaleFinished](r)) != 2 {
		t.Fatal("the till did not get its unpaid sale again")
	}
	r.order(forecourt.ClearSale{Sale: s.ID})
	one[forecourt.SaleCleared](r)
	if len(r.ctl.Unpaid()) != 0 {
		t.Fatal("still unpaid")
	}
	if last, ok := r.ctl.Totals(1, 2); !ok || last != litres(3000) {
		t.Fatalf("totals %s", last)
	}
	r.balanced()
}

func TestALimitEndsTheSale(t *testing.T) {
	r := ready(t)
	r.order(forecourt.Release{Point: 1, LimitAmount: eur(1000), Reference: "A"})
	r.hand(forecourt.LiftNozzle{Nozzle: 1})
	r.run(300 * time.Millisecond)
	r.hand(flow{10_000})
	r.hand(forecourt.HangNozzle{}) // limit and end in one block
	r.run(3 * time.Second)
	s := one[forecourt.SaleFinished](r).Sale
	if s.Reason != forecourt.EndedByLimit || s.Amount != eur(1000) {
		t.Fatalf("%+v", s)
	}
	r.balanced()
}

func TestADoubledFinalReportIsOneSale(t *testing.T) {
	r := ready(t, func(c *controller.Config) { c.MaxUnpaid = 1 }) // the pump is not reset
	r.release("A")
	r.fill(1, 500)
	r.hang()
	for range 3 {
		r.pump.complete()
		r.run(time.Second)
	}
	one[forecourt.SaleFinished](r)
	none[forecourt.SaleRecovered](r)
	r.restart()
	one[forecourt.SaleFinished](r)
	none[forecourt.SaleRecovered](r)
	r.balanced()
}

func TestANozzleThatIsLiftedAgainAtOnceLosesNothing(t *testing.T) {
	for _, within := range []time.Duration{0, 10 * time.Millisecond, 50 * time.Millisecond, 200 * time.Millisecond, 500 * time.Millisecond} {
		for _, again := range []forecourt.Nozzle{1, 2} {
			r := ready(t)
			r.release("A")
			r.fill(1, 500)
			r.hand(forecourt.HangNozzle{})
			r.run(within)
			r.hand(forecourt.LiftNozzle{Nozzle: again})
			r.run(3 * time.Second)
			s := one[forecourt.SaleFinished](r).Sale
			if s.Nozzle != 1 || s.Reason != forecourt.EndedByNozzle || r.ctl.State(1) != forecourt.Calling {
				t.Fatalf("%s, nozzle %d: %+v; %s", within, again, s, r.ctl.State(1))
			}
			r.release("B")
			r.hand(flow{300})
			r.hang()
			if got := heard[forecourt.SaleFinished](r); len(got) != 2 || got[1].Sale.Reference != "B" || got[1].Sale.Nozzle != again {
				t.Fatalf("%+v", got)
			}
			r.balanced()
		}
	}
}

func TestUnpaidSalesHoldAPoint(t *testing.T) {
	r := ready(t)
	for _, ref := range []string{"A", "B"} {
		r.release(ref)
		r.fill(1, 500)
		r.hang()
	}
	if r.pump.code != 5 {
		t.Fatal("the pump was reset with its stack full")
	}
	r.release("C")
	if n := one[forecourt.ReleaseRefused](r); n.Why != "unpaid sales" || n.Reference != "C" {
		t.Fatalf("%+v", n)
	}
	r.order(forecourt.ChangePrice{Grade: "diesel", Price: super})
	if n := one[forecourt.PriceRefused](r); n.Why != "unpaid sales; held until the point is idle" {
		t.Fatalf("%+v", n)
	}
	r.run(time.Minute)
	r.order(forecourt.ClearSale{Sale: "S000001"})
	r.run(time.Second)
	one[forecourt.PriceChanged](r)
	r.release("D")
	if len(heard[forecourt.PointReleased](r)) != 3 {
		t.Fatalf("%+v", r.till.news)
	}
}

func TestReleasesThatAreRefused(t *testing.T) {
	for name, c := range map[string]struct {
		before func(*rig)
		order  forecourt.Release
		why    string
	}{
		"unknown point":  {order: forecourt.Release{Point: 9}, why: "there is no such fuelling point"},
		"unknown nozzle": {order: forecourt.Release{Point: 1, Nozzles: []forecourt.Nozzle{3}}, why: "the point has no nozzle 3"},
		"two limits":     {order: forecourt.Release{Point: 1, LimitAmount: eur(1), LimitVolume: litres(1)}, why: "two limits"},
		"released":       {before: func(r *rig) { r.release("A") }, order: forecourt.Release{Point: 1}, why: "another release is open"},
		"lost": {
			before: func(r *rig) { r.stream.Cut(true); r.run(10 * time.Second) },
			order:  forecourt.Release{Point: 1}, why: "the point does not answer",
		},
		"deaf": {
			before: func(r *rig) { r.pump.deaf = true },
			order:  forecourt.Release{Point: 1}, why: "did not take the release",
		},
	} {
		t.Run(name, func(t *testing.T) {
			r := ready(t)
			if c.before != nil {
				c.before(r)
			}
			c.order.Reference = "X"
			r.order(c.order)
			r.run(10 * time.Second)
			if n := one[forecourt.ReleaseRefused](r); n.Why != c.why || n.Reference != "X" {
				t.Fatalf("%+v", n)
			}
		})
	}
}

func TestTheSameReleaseAgainIsAnsweredAgain(t *testing.T) {
	r := ready(t)
	r.release("A")
	r.release("A")
	if len(heard[forecourt.PointReleased](r)) != 2 || len(events[forecourt.PointReleased](r)) != 1 {
		t.Fatalf("%+v", r.till.news)
	}
	none[forecourt.ReleaseRefused](r)
}

func TestWithdraw(t *testing.T) {
	r := ready(t)
	r.order(forecourt.Withdraw{Point: 1, Reference: "A"})
	if n := one[forecourt.ReleaseRefused](r); n.Why != "no such release is open" {
		t.Fatalf("%+v", n)
	}
	r.release("A")
	r.order(forecourt.Withdraw{Point: 1, Reference: "A"})
	r.run(3 * time.Second)
	if n := one[forecourt.ReleaseEnded](r); n.Why != forecourt.EndedByStop || n.Reference != "A" || r.pump.code != 1 {
		t.Fatalf("%+v, pump %d", n, r.pump.code)
	}
	r.till.news = nil
	r.release("B")
	r.fill(1, 100)
	r.order(forecourt.Withdraw{Point: 1, Reference: "B"})
	if n := one[forecourt.ReleaseRefused](r); n.Why != "delivery has begun" {
		t.Fatalf("%+v", n)
	}
	r.hang()
	one[forecourt.SaleFinished](r)
	r.balanced()
}

func TestAReleaseHungWithoutFuelling(t *testing.T) {
	r := ready(t)
	r.release("A")
	r.hand(forecourt.LiftNozzle{Nozzle: 1})
	r.run(500 * time.Millisecond)
	r.hang()
	if n := one[forecourt.ReleaseEnded](r); n.Why != forecourt.EndedByNozzle {
		t.Fatalf("%+v", n)
	}
	none[forecourt.SaleFinished](r)
}

func TestStop(t *testing.T) {
	r := ready(t)
	r.release("A")
	r.fill(1, 700)
	r.order(forecourt.StopPoint{})
	r.run(3 * time.Second)
	if s := one[forecourt.SaleFinished](r).Sale; s.Reason != forecourt.EndedByStop || s.Volume != litres(700) {
		t.Fatalf("%+v", s)
	}
	r.balanced()
}

func TestPrices(t *testing.T) {
	dearer := unit.Price{E4: 18990, Currency: "EUR", Unit: unit.L}
	r := ready(t)
	r.order(forecourt.ChangePrice{Grade: "diesel", Price: unit.Price{Currency: "EUR"}})
	if n := one[forecourt.PriceRefused](r); n.Why != "a price must be above zero" {
		t.Fatalf("%+v", n)
	}
	r.till.news = nil
	r.release("A")
	r.fill(1, 1000)
	r.order(forecourt.ChangePrice{Grade: "diesel", Price: dearer})
	if n := one[forecourt.PriceRefused](r); n.Why != "a sale is under way; held until the point is idle" {
		t.Fatalf("%+v", n)
	}
	r.hang()
	if r.pump.midSale > 0 {
		t.Fatal("prices were sent in mid-sale")
	}
	if s := one[forecourt.SaleFinished](r).Sale; s.Price != diesel || s.Amount != eur(1799) {
		t.Fatalf("%+v", s)
	}
	if n := one[forecourt.PriceChanged](r); n.Price != dearer || r.pump.prices[1] != dearer {
		t.Fatalf("%+v", n)
	}
	r.restart()
	one[forecourt.PriceChanged](r) // and no second time
	r.release("B")
	r.fill(1, 1000)
	r.hang()
	if got := heard[forecourt.SaleFinished](r); got[1].Sale.Amount != eur(1899) {
		t.Fatalf("%+v", got)
	}
	r.balanced()
}

func TestAPumpThatForgotItsPricesGetsThem(t *testing.T) {
	r := newRig(t)
	r.pump.code = 0
	r.run(5 * time.Second)
	if r.pump.code != 1 || r.ctl.State(1) != forecourt.Idle {
		t.Fatalf("pump %d", r.pump.code)
	}
}

func TestAResetThatIsIgnoredIsRepeated(t *testing.T) {
	r := ready(t)
	r.pump.sticky = 2
	r.release("A")
	r.fill(1, 500)
	r.hang()
	r.hand(forecourt.LiftNozzle{Nozzle: 1})
	r.run(6 * time.Second)
	if r.pump.code != 1 {
		t.Fatal("the pump is stuck")
	}
	one[forecourt.SaleFinished](r)
}
