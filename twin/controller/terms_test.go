package controller_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/forecourt/forecourt/twin/controller"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
)

// levelled is the nouns' protocol with two price levels on its wire.
type levelled struct{ *nouns }

func (levelled) Levels() int { return forecourt.Levels }

var (
	onCredit = forecourt.Terms{Level: forecourt.Credit}
	cheaper  = forecourt.Terms{Discount: unit.Price{E4: 500, Currency: "EUR", Unit: unit.L}}
)

func price(e4 int64) unit.Price { return unit.Price{E4: e4, Currency: "EUR", Unit: unit.L} }

// twoPrices is a configuration with credit prices on a wire that carries them.
func twoPrices(cfg *controller.Config) {
	cfg.Buses[0].Dialect = levelled{cfg.Buses[0].Dialect.(*nouns)}
	cfg.Credit = map[forecourt.Grade]unit.Price{"diesel": price(18_490), "super": price(18_990)}
}

// priceCommands lists what a pump was told of prices and levels, and where it was released or cleared.
func (r *rig) priceCommands() (list []forecourt.Command) {
	for _, cmd := range r.pump.commands {
		switch cmd.(type) {
		case forecourt.SetPrices, forecourt.SelectLevel, forecourt.SetFillingType, forecourt.Authorise, forecourt.Reset:
			list = append(list, cmd)
		}
	}
	r.pump.commands = nil
	return list
}

func (r *rig) releaseAt(t forecourt.Terms) {
	r.order(forecourt.Release{Point: 1, Reference: "A", Terms: t})
}

func TestASaleOnCreditOnlySelectsTheLevel(t *testing.T) {
	r := ready(t, twoPrices)
	r.priceCommands()
	r.releaseAt(onCredit)
	one[forecourt.PointReleased](r)
	r.fill(1, 1000)
	r.hang()
	s := one[forecourt.SaleFinished](r).Sale
	if s.Price != price(18_490) || s.Level != forecourt.Credit || s.Amount != eur(1849) {
		t.Errorf("%+v", s)
	}
	want := []forecourt.Command{
		forecourt.SelectLevel{Level: forecourt.Credit}, forecourt.Authorise{}, forecourt.SelectLevel{Level: forecourt.Cash},
	}
	if diff := cmp.Diff(want, r.priceCommands()); diff != "" {
		t.Error(diff)
	}
	none[forecourt.PriceChanged](r)
	r.balanced()
}

func TestADiscountIsTakenOffTheColumnOfItsLevel(t *testing.T) {
	r := ready(t, twoPrices)
	r.priceCommands()
	r.releaseAt(forecourt.Terms{Level: forecourt.Credit, Discount: cheaper.Discount})
	r.fill(2, 1000)
	r.hang()
	if s := one[forecourt.SaleFinished](r).Sale; s.Price != price(18_490) || s.Amount != eur(1849) {
		t.Errorf("%+v", s)
	}
	full := forecourt.SetPrices{Prices: []unit.Price{diesel, super}, Credit: []unit.Price{price(18_490), price(18_990)}}
	want := []forecourt.Command{
		forecourt.SetPrices{Prices: full.Prices, Credit: []unit.Price{price(17_990), price(18_490)}},
		forecourt.SelectLevel{Level: forecourt.Credit}, forecourt.Authorise{},
		full, forecourt.SelectLevel{Level: forecourt.Cash},
	}
	if diff := cmp.Diff(want, r.priceCommands()); diff != "" {
		t.Error(diff)
	}
}

func TestOneWirePriceIsThatOfTheTerms(t *testing.T) {
	r := ready(t, func(cfg *controller.Config) { cfg.Credit = map[forecourt.Grade]unit.Price{"diesel": price(18_490)} })
	r.priceCommands()
	r.releaseAt(onCredit)
	r.fill(1, 1000)
	r.hang()
	if s := one[forecourt.SaleFinished](r).Sale; s.Price != price(18_490) || s.Level != forecourt.Credit {
		t.Errorf("%+v", s)
	}
	want := []forecourt.Command{
		forecourt.SetPrices{Prices: []unit.Price{price(18_490), super}}, forecourt.SetFillingType{Credit: true}, forecourt.Authorise{},
		forecourt.SetPrices{Prices: []unit.Price{diesel, super}}, forecourt.SetFillingType{},
	}
	if diff := cmp.Diff(want, r.priceCommands()); diff != "" {
		t.Error(diff)
	}
	if r.pump.code != 5 {
		t.Errorf("the finished sale is gone from the display: %d", r.pump.code)
	}
}

func TestWithoutACreditPriceCreditIsTheStandard(t *testing.T) {
	r := ready(t)
	r.priceCommands()
	r.releaseAt(onCredit)
	one[forecourt.PointReleased](r)
	if diff := cmp.Diff([]forecourt.Command{forecourt.Authorise{}}, r.priceCommands()); diff != "" {
		t.Error(diff)
	}
}

// TestTheNextReleaseNeedNotWait: one that comes while the terms are brought back is obeyed at its own.
func TestTheNextReleaseNeedNotWait(t *testing.T) {
	r := ready(t)
	r.releaseAt(cheaper)
	r.fill(1, 1000)
	r.hand(forecourt.HangNozzle{})
	for range 400 {
		if len(heard[forecourt.SaleFinished](r)) > 0 {
			break
		}
		r.run(5 * time.Millisecond)
	}
	r.priceCommands()
	r.order(forecourt.Release{Point: 1, Reference: "B"})
	r.run(time.Second)
	none[forecourt.ReleaseRefused](r)
	list := r.priceCommands()
	at := r.pump.at(1)
	if at != diesel || len(list) == 0 || list[len(list)-1] != (forecourt.Command)(forecourt.Authorise{}) {
		t.Errorf("released at %s, after %v", at, list)
	}
}

func TestTermsThatThePumpDoesNotTakeRefuseTheRelease(t *testing.T) {
	r := ready(t)
	r.hand(forecourt.LiftNozzle{Nozzle: 1}) // it shows a price
	r.run(300 * time.Millisecond)
	r.pump.stubborn = true
	r.releaseAt(cheaper)
	r.run(6 * time.Second)
	if n := one[forecourt.ReleaseRefused](r); !strings.Contains(n.Why, "does not take its terms: the point shows 1.799 EUR/L") {
		t.Errorf("%+v", n)
	}
	r.pump.stubborn = false
	r.hand(forecourt.HangNozzle{})
	r.run(20 * time.Second)
	r.till.news = nil
	r.release("B")
	one[forecourt.PointReleased](r)
	if r.pump.at(1) != diesel {
		t.Errorf("the pump is left at %s", r.pump.at(1))
	}
}

func TestADiscountIsJudged(t *testing.T) {
	r := ready(t)
	for _, c := range []struct {
		discount unit.Price
		nozzles  []forecourt.Nozzle
		why      string
	}{
		{price(17_990), nil, "not below the price of 1.799 EUR/L"},
		{price(18_000), []forecourt.Nozzle{1}, "not below"},
		{price(-1), nil, "below zero"},
		{unit.Price{E4: 500, Currency: "USD", Unit: unit.L}, nil, "a discount here is in EUR/L"},
	} {
		r.till.news = nil
		r.order(forecourt.Release{Point: 1, Nozzles: c.nozzles, Terms: forecourt.Terms{Discount: c.discount}})
		if n := one[forecourt.ReleaseRefused](r); !strings.Contains(n.Why, c.why) {
			t.Errorf("%s: %s", c.discount, n.Why)
		}
	}
	r.till.news = nil
	r.order(forecourt.Release{Point: 1, Nozzles: []forecourt.Nozzle{2}, Terms: forecourt.Terms{Discount: price(18_000)}})
	one[forecourt.PointReleased](r)
}

// TestTermsSurviveAPowerCut: what the pump was told is on the disk, so that it is taken back whenever the power went.
func TestTermsSurviveAPowerCut(t *testing.T) {
	for after := time.Duration(1); after < 130; after++ {
		r := ready(t, twoPrices)
		_ = r.loop.Sense(roleController, forecourt.Received{Port: controller.PortPOS, Noun: forecourt.Release{
			Point: 1, Reference: "A", Terms: forecourt.Terms{Level: forecourt.Credit, Discount: cheaper.Discount},
		}})
		r.run(after * time.Millisecond)
		r.restart()
		r.order(forecourt.StopPoint{Point: 1})
		r.run(10 * time.Second)
		r.till.news = nil
		r.release("B")
		r.run(time.Second)
		one[forecourt.PointReleased](r)
		if r.pump.at(1) != diesel || r.pump.level != forecourt.Cash {
			t.Errorf("cut %d ms after the order: the pump is left at %s, %s", after, r.pump.at(1), r.pump.level)
		}
	}
}

// TestAPriceIsHeldForTheNozzleThatIsOut, also for a release at a discount, and taken when it is hung.
func TestAPriceIsHeldForTheNozzleThatIsOut(t *testing.T) {
	r := ready(t)
	r.hand(forecourt.LiftNozzle{Nozzle: 1})
	r.run(300 * time.Millisecond)
	r.order(forecourt.ChangePrice{Grade: "diesel", Price: price(18_290)})
	if n := one[forecourt.PriceRefused](r); n.Why != "a nozzle is out; held until the point is idle" || r.pump.at(1) != diesel {
		t.Errorf("%+v, the pump is at %s", n, r.pump.at(1))
	}
	r.releaseAt(cheaper)
	one[forecourt.PointReleased](r)
	if r.pump.at(1) != price(17_490) {
		t.Errorf("released at %s", r.pump.at(1))
	}
	r.run(300 * time.Millisecond)
	r.hand(flow{1000})
	r.run(300 * time.Millisecond)
	none[forecourt.PriceChanged](r)
	r.hang()
	if s := one[forecourt.SaleFinished](r).Sale; s.Price != price(17_490) {
		t.Errorf("%+v", s)
	}
	if n := one[forecourt.PriceChanged](r); n.Price != price(18_290) || r.pump.at(1) != price(18_290) {
		t.Errorf("%+v, the pump is at %s", n, r.pump.at(1))
	}
}

func TestACreditPriceIsToldOnTheTimelineOnly(t *testing.T) {
	r := ready(t, twoPrices)
	r.order(forecourt.ChangePrice{Grade: "diesel", Price: price(18_700), Level: forecourt.Credit})
	r.run(time.Second)
	none[forecourt.PriceChanged](r) // a till takes it for the cash price
	told := 0
	for _, x := range r.told {
		if n, ok := x.Event.(forecourt.PriceChanged); ok && n.Level == forecourt.Credit && n.Price == price(18_700) {
			told++
		}
	}
	if told != 1 || r.pump.credit[1] != price(18_700) || r.pump.prices[1] != diesel {
		t.Errorf("told %d times; the pump has %v, on credit %v", told, r.pump.prices, r.pump.credit)
	}
	r.restart() // and is on the disk
	r.order(forecourt.Release{Point: 1, Terms: onCredit})
	if r.run(time.Second); r.pump.at(1) != price(18_700) {
		t.Errorf("after a power cut: %s", r.pump.at(1))
	}
	r.till.news = nil
	r.order(forecourt.ChangePrice{Grade: "diesel", Price: price(18_700), Level: 7})
	if n := one[forecourt.PriceRefused](r); n.Why != "there is no price level 7" {
		t.Errorf("%+v", n)
	}
}
