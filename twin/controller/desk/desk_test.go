package desk_test

import (
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/controller"
	"github.com/forecourt/forecourt/twin/controller/desk"
	"github.com/forecourt/forecourt/twin/controller/desk/desktest"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
)

var _ desk.Source = (*controller.Controller)(nil)

const within = 46 * time.Second

func logOn(t *testing.T, r *desktest.Rig, name string) *desk.Client {
	t.Helper()
	c, why := r.Desk.LogOn(name, within)
	if why != nil {
		t.Fatal(why)
	}
	return c
}

func rig(t *testing.T, change func(*desk.Config)) *desktest.Rig {
	r := desktest.New(t, change)
	r.Run(time.Second)
	return r
}

func mustRefuse(t *testing.T, got *desk.Refusal, want desk.Reason) {
	t.Helper()
	if got == nil || got.Reason != want {
		t.Errorf("refused with %v, want reason %d", got, want)
	}
}

func mustNot(t *testing.T, why *desk.Refusal) {
	t.Helper()
	if why != nil {
		t.Error(why)
	}
}

// outcome catches what is done once.
type outcome struct {
	calls int
	why   *desk.Refusal
}

func (o *outcome) done(why *desk.Refusal) { o.calls, o.why = o.calls+1, why }

func TestASaleHasTheNumberOfItsReleaseAndIsClearedOnce(t *testing.T) {
	r := rig(t, nil)
	c := logOn(t, r, "A@1")
	var released, cleared outcome
	n := c.Release(desk.Release{Point: 1, Token: "T7", LimitAmount: unit.Money{Minor: 5000, Currency: "EUR"}}, released.done)
	r.Run(time.Second)
	if released.calls != 1 || released.why != nil {
		t.Fatalf("released: %+v", released)
	}
	if v, _ := r.Desk.Point(1); v.State != forecourt.Authorised || v.Release != n || v.Asked {
		t.Errorf("the point is %+v", v)
	}
	if o, _ := r.Controller.Open(1); o.LimitAmount.Minor != 5000 {
		t.Errorf("the controller was asked for %+v", o)
	}
	r.Sell(1)
	s, ok := r.Desk.Sale(n)
	if !ok || s.Token != "T7" || s.Client != "A@1" || s.Holder != "" || s.Volume.Count != 3250 {
		t.Fatalf("the sale is %+v", s)
	}
	c.Clear(n, cleared.done)
	var again outcome
	c.Clear(n, again.done)
	mustRefuse(t, again.why, desk.Busy)
	r.Run(time.Second)
	if cleared.calls != 1 || cleared.why != nil || len(r.Desk.Sales(0)) != 0 || r.Count("cleared") != 1 {
		t.Errorf("cleared: %+v, %d sales", cleared, len(r.Desk.Sales(0)))
	}
	c.Clear(n, again.done)
	mustRefuse(t, again.why, desk.NoSale)
}

func TestALockByOneTillKeepsTheOtherOutUntilItExpires(t *testing.T) {
	r := rig(t, nil)
	r.Sell(1)
	a, b := logOn(t, r, "A@1"), logOn(t, r, "B@1")
	number := r.Desk.Sales(1)[0].Number
	mustNot(t, a.LockSale(number))
	mustNot(t, a.LockSale(number)) // what one has
	mustRefuse(t, b.LockSale(number), desk.SaleLocked)
	mustRefuse(t, b.UnlockSale(number), desk.SaleLocked)
	var cleared outcome
	b.Clear(number, cleared.done)
	mustRefuse(t, cleared.why, desk.SaleLocked)
	for range 4 { // B shows signs of life, A does not
		r.Run(11 * time.Second)
		b.Touch()
	}
	mustRefuse(t, b.LockSale(number), desk.SaleLocked)
	r.Run(3 * time.Second)
	if !a.Gone() || b.Gone() || r.Count("client-lost") != 1 || r.Count("lock-expired") != 1 {
		t.Errorf("A gone %v, B gone %v, %d lost, %d expired", a.Gone(), b.Gone(), r.Count("client-lost"), r.Count("lock-expired"))
	}
	mustNot(t, b.LockSale(number))
	mustRefuse(t, a.LockSale(number), desk.NotLoggedOn)
}

func TestALockWaitsForATillThatReconnects(t *testing.T) {
	r := rig(t, nil)
	r.Sell(1)
	a := logOn(t, r, "A@1")
	number := r.Desk.Sales(1)[0].Number
	mustNot(t, a.LockSale(number))
	mustNot(t, a.LockPoint(2))
	r.Run(20 * time.Second)
	a.Disconnect("the connection broke")
	r.Run(20 * time.Second)
	a = logOn(t, r, "A@1")
	r.Run(20 * time.Second)
	if s, _ := r.Desk.Sale(number); s.Holder != "A@1" || r.Count("lock-expired") != 0 {
		t.Errorf("the lock is %q's", s.Holder)
	}
	a.LogOff()
	if s, _ := r.Desk.Sale(number); s.Holder != "" || r.Count("unlocked") != 2 {
		t.Errorf("after log-off the lock is %q's, %d unlocked", s.Holder, r.Count("unlocked"))
	}
}

func TestALockedPointIsNotReleasedOrStoppedByAnother(t *testing.T) {
	r := rig(t, nil)
	a, b := logOn(t, r, "A@1"), logOn(t, r, "B@1")
	mustNot(t, a.LockPoint(1))
	var o outcome
	b.Release(desk.Release{Point: 1}, o.done)
	mustRefuse(t, o.why, desk.PointLocked)
	mustRefuse(t, b.Stop(1), desk.PointLocked)
	mustRefuse(t, b.UnlockPoint(1), desk.PointLocked)
	mustRefuse(t, b.UnlockPoint(2), desk.NotLocked)
	mustNot(t, b.EmergencyStop(0))
	r.Sell(1)
	b.Clear(r.Desk.Sales(1)[0].Number, o.done)
	mustRefuse(t, o.why, desk.PointLocked)
	if o.calls != 2 {
		t.Errorf("done was called %d times", o.calls)
	}
}

func TestUnpaidSalesAreStackedToADepth(t *testing.T) {
	r := rig(t, nil)
	c := logOn(t, r, "A@1")
	r.Sell(1)
	r.Sell(1)
	var o outcome
	c.Release(desk.Release{Point: 1}, o.done)
	mustRefuse(t, o.why, desk.StackFull)
	c.Release(desk.Release{Point: 2}, o.done)
	r.Run(time.Second)
	mustNot(t, o.why)
	sales := r.Desk.Sales(1)
	if len(sales) != 2 || sales[0].Number >= sales[1].Number {
		t.Errorf("the stack is %+v", sales)
	}
}

func TestAReleaseWithoutAnswerIsWithdrawn(t *testing.T) {
	r := rig(t, nil)
	c := logOn(t, r, "A@1")
	r.Controller.Mute = true
	var o, busy outcome
	c.Release(desk.Release{Point: 1}, o.done)
	c.Release(desk.Release{Point: 1}, busy.done)
	mustRefuse(t, busy.why, desk.Busy)
	r.Run(13 * time.Second)
	mustRefuse(t, o.why, desk.NoAnswer)
	if _, open := r.Controller.Open(1); open {
		t.Error("the release is still open at the controller")
	}
	r.Controller.Mute = false
	c.Touch()
	c.Release(desk.Release{Point: 1}, o.done)
	r.Run(time.Second)
	mustNot(t, o.why)
}

func TestTheSecondReleaseOfAPointDoesNotDisturbTheFirst(t *testing.T) {
	r := rig(t, nil)
	a, b := logOn(t, r, "A@1"), logOn(t, r, "B@1")
	var first, second outcome
	n := a.Release(desk.Release{Point: 1, Token: "first"}, first.done)
	r.Run(10 * time.Millisecond) // released, but the state has not changed yet at a slow pump
	r.Controller.Point(1, forecourt.Idle, 0)
	r.Run(10 * time.Millisecond)
	b.Release(desk.Release{Point: 1, Token: "second"}, second.done)
	r.Run(time.Second)
	mustNot(t, first.why)
	mustRefuse(t, second.why, desk.WrongState)
	r.Sell(1)
	if s, ok := r.Desk.Sale(n); !ok || s.Token != "first" || s.Client != "A@1" {
		t.Errorf("the sale is %+v", s)
	}
}

func TestLocksNumbersAndClosedPointsOutliveAPowerCut(t *testing.T) {
	r := rig(t, nil)
	c := logOn(t, r, "A@1")
	var o outcome
	n := c.Release(desk.Release{Point: 1, Token: "T", LockSale: true}, o.done)
	r.Run(time.Second)
	r.Sell(1)
	m := c.Release(desk.Release{Point: 1, Token: "U"}, o.done)
	r.Run(time.Second)
	mustNot(t, c.SetClosed(2, true))
	var price unit.Price
	_ = price.UnmarshalText([]byte("1.859 EUR/L"))
	c.ChangePrice("diesel", price, o.done)
	r.Run(time.Second)
	if err := r.Loop.PowerOff(desk.Role); err != nil {
		t.Fatal(err)
	}
	mustRefuse(t, c.LockSale(n), desk.Off)
	r.Run(time.Second)
	if err := r.Loop.PowerOn(desk.Role); err != nil {
		t.Fatal(err)
	}
	r.Run(time.Second)
	s, ok := r.Desk.Sale(n)
	if !ok || s.Holder != "A@1" || s.Token != "T" || s.Client != "A@1" {
		t.Fatalf("the sale is %+v", s)
	}
	if v, _ := r.Desk.Point(2); !v.Closed || r.Desk.Prices()["diesel"] != price {
		t.Errorf("point 2 is %+v, diesel %v", v, r.Desk.Prices()["diesel"])
	}
	r.Sell(1)
	if s, ok := r.Desk.Sale(m); !ok || s.Token != "U" {
		t.Errorf("the second sale is %+v", s)
	}
	r.Run(45 * time.Second)
	if s, _ := r.Desk.Sale(n); s.Holder != "" {
		t.Error("nobody came back, and the lock is still there")
	}
}

func TestSalesThatAreGoneWhenTheControllerListsThemAreDropped(t *testing.T) {
	r := rig(t, nil)
	r.Sell(1)
	r.Sell(2)
	r.Controller.Unpaid = r.Controller.Unpaid[1:]
	r.Controller.Start()
	r.Run(time.Minute)
	if sales := r.Desk.Sales(0); len(sales) != 1 || sales[0].Point != 2 {
		t.Errorf("unpaid are %+v", sales)
	}
	kept := r.Desk.Sales(0)[0].Number
	r.Controller.Start()
	r.Run(time.Minute)
	if sales := r.Desk.Sales(0); len(sales) != 1 || sales[0].Number != kept {
		t.Errorf("unpaid are %+v", sales)
	}
}

func TestOrdersWithoutAnswerAreSentAgainWhenTheControllerStarts(t *testing.T) {
	r := rig(t, nil)
	r.Sell(1)
	c := logOn(t, r, "A@1")
	r.Controller.Deaf = true
	var released, cleared outcome
	c.Release(desk.Release{Point: 2}, released.done)
	c.Clear(r.Desk.Sales(1)[0].Number, cleared.done)
	r.Run(time.Second)
	r.Controller.Deaf = false
	r.Controller.Start()
	r.Run(time.Second)
	if released.calls != 1 || released.why != nil || cleared.calls != 1 || cleared.why != nil {
		t.Errorf("released %+v, cleared %+v", released, cleared)
	}
}

func TestPricesAreToldByTheController(t *testing.T) {
	r := rig(t, nil)
	c := logOn(t, r, "A@1")
	var o outcome
	c.ChangePrice("diesel", unit.Price{E4: 18590, Currency: "EUR"}, o.done)
	r.Run(time.Second)
	mustNot(t, o.why)
	if v, _ := r.Desk.Point(2); v.Nozzles[0].Price.E4 != 18590 {
		t.Errorf("point 2 sells at %v", v.Nozzles[0].Price)
	}
	c.ChangePrice("kerosene", unit.Price{E4: 1, Currency: "EUR"}, o.done)
	mustRefuse(t, o.why, desk.NoGrade)
	c.ChangePrice("diesel", unit.Price{E4: 1, Currency: "USD"}, o.done)
	mustRefuse(t, o.why, desk.BadValue)
	if o.calls != 3 {
		t.Errorf("done was called %d times", o.calls)
	}
}

func TestNumbersAreRead(t *testing.T) {
	r := rig(t, nil)
	for _, c := range []struct {
		text  string
		minor int64
		ok    bool
	}{
		{"", 0, true}, {"50", 5000, true}, {"50.5", 5050, true}, {"50.5000", 5050, true}, {" 0.00 ", 0, true},
		{"50.505", 0, false}, {"-1", 0, false}, {"1e3", 0, false}, {"1,5", 0, false}, {".5", 0, false}, {"1 L", 0, false},
		{"99999999999999999999", 0, false},
	} {
		m, why := r.Desk.Money(c.text)
		if (why == nil) != c.ok || why == nil && m.Minor != c.minor {
			t.Errorf("%q is %v, %v", c.text, m, why)
		}
	}
	if v, why := r.Desk.Volume("32.5"); why != nil || v.Count != 3250 || v.Decimals != 2 {
		t.Errorf("32.5 is %v, %v", v, why)
	}
	if _, why := r.Desk.Volume("32.505"); why == nil {
		t.Error("a volume finer than the site's was taken")
	}
}

func TestTheLogIsCompacted(t *testing.T) {
	r := rig(t, nil)
	r.Sell(1)
	c := logOn(t, r, "A@1")
	n := r.Desk.Sales(1)[0].Number
	for range 700 {
		mustNot(t, c.LockSale(n))
		mustNot(t, c.UnlockSale(n))
	}
	mustNot(t, c.LockSale(n))
	_ = r.Loop.PowerOff(desk.Role)
	_ = r.Loop.PowerOn(desk.Role)
	r.Run(time.Second)
	if s, ok := r.Desk.Sale(n); !ok || s.Holder != "A@1" {
		t.Errorf("the sale is %+v", s)
	}
}
