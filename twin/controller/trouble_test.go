package controller_test

import (
	"strings"
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/controller"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
)

// refusing is a dialect whose pump does not accept some commands.
type refusing struct {
	*nouns
	refuses func(wire.Noun) bool
}

type refusingSession struct {
	wire.Session
	d   *refusing
	out wire.Out
}

func (d *refusing) Open(e wire.End, o wire.Options, out wire.Out) (wire.Session, error) {
	s, err := d.nouns.Open(e, o, out)
	if e == wire.Controller {
		s = &refusingSession{s, d, out}
	}
	return s, err
}

func (s *refusingSession) Do(at clock.Instant, address byte, n wire.Noun) error {
	if s.d.refuses(n) {
		s.out.Heard(address, forecourt.Refused{Command: n.(forecourt.Command), Why: "NAK"})
		return nil
	}
	return s.Session.Do(at, address, n)
}

func refusal(refuses func(wire.Noun) bool) func(*controller.Config) {
	return func(c *controller.Config) {
		c.Buses[0].Dialect = &refusing{c.Buses[0].Dialect.(*nouns), refuses}
	}
}

func TestAReleaseThatThePumpRefuses(t *testing.T) {
	r := ready(t, refusal(func(n wire.Noun) bool { _, is := n.(forecourt.PresetAmount); return is }))
	r.order(forecourt.Release{Point: 1, Reference: "A", LimitAmount: eur(100)})
	if n := one[forecourt.ReleaseRefused](r); n.Why != "NAK" {
		t.Fatalf("%+v", n)
	}
	r.run(5 * time.Second)
	r.hand(forecourt.LiftNozzle{Nozzle: 1})
	r.hand(flow{100}) // without its limit it must not deliver
	r.hang()
	r.balanced()
	if r.pump.totals[1] != 1000 || r.pump.code != 1 {
		t.Fatalf("the pump has delivered, or is at %d", r.pump.code)
	}
}

func TestPricesThatThePumpRefuses(t *testing.T) {
	no := true
	r := newRig(t, refusal(func(n wire.Noun) bool { _, is := n.(forecourt.SetPrices); return is && no }))
	r.pump.code = 1
	r.run(40 * time.Second)
	if got := heard[forecourt.PriceRefused](r); len(got) != 2 || got[0].Why != "NAK" {
		t.Fatalf("%+v", got)
	}
	r.release("A")
	if n := one[forecourt.ReleaseRefused](r); n.Why != "the prices of the point are not set" {
		t.Fatalf("%+v", n)
	}
	no = false
	r.run(40 * time.Second)
	if got := heard[forecourt.PriceChanged](r); len(got) != 2 {
		t.Fatalf("%+v", got)
	}
}

func TestPricesThatThePumpDoesNotShow(t *testing.T) {
	r := ready(t)
	r.pump.stubborn, r.pump.nozzle = true, 1
	r.order(forecourt.ChangePrice{Grade: "diesel", Price: super})
	r.run(20 * time.Second)
	if n := one[forecourt.PriceRefused](r); n.Why != "the point shows 1.799 EUR/L" {
		t.Fatalf("%+v", n)
	}
	r.pump.stubborn = false
	r.run(40 * time.Second)
	one[forecourt.PriceChanged](r)
}

func TestPricesThatThePumpLists(t *testing.T) {
	r := ready(t)
	r.pump.stubborn, r.pump.nozzle = true, 2
	r.order(forecourt.ChangePrice{Grade: "super", Price: diesel})
	r.pump.say(forecourt.PricesReport{Prices: []unit.Price{diesel, super}})
	r.run(time.Second)
	none[forecourt.PriceChanged](r)
	r.pump.say(forecourt.PricesReport{Prices: []unit.Price{diesel, diesel}})
	r.run(time.Second)
	one[forecourt.PriceChanged](r)
}

func TestAnAlarmEndsTheSale(t *testing.T) {
	r := ready(t)
	r.release("A")
	r.fill(1, 300)
	r.pump.say(forecourt.AlarmReport{Alarm: forecourt.AlarmPulser})
	r.hang()
	if s := one[forecourt.SaleFinished](r).Sale; s.Reason != forecourt.EndedByFault {
		t.Fatalf("%+v", s)
	}
	if got := events[controller.PointAlarmed](r); len(got) != 1 {
		t.Fatalf("%+v", got)
	}
}

func TestAReleaseThatWasStoppedOutOfSight(t *testing.T) {
	for _, o := range []forecourt.Order{forecourt.StopPoint{}, forecourt.Withdraw{Point: 1}} {
		r := ready(t)
		r.release("A")
		r.stream.Cut(true)
		r.run(10 * time.Second)
		r.order(o)
		r.stream.Cut(false)
		r.run(5 * time.Second)
		if n := one[forecourt.ReleaseEnded](r); n.Why != forecourt.EndedByStop || r.pump.code != 1 {
			t.Fatalf("%+v", n)
		}
	}
}

func TestASaleBeyondItsLimitIsTold(t *testing.T) {
	r := ready(t)
	r.order(forecourt.Release{Point: 1, Reference: "A", LimitVolume: litres(100)})
	r.pump.limitVol = 0
	r.fill(1, 300)
	r.hang()
	if got := events[controller.LimitExceeded](r); len(got) != 1 || got[0].Volume != litres(300) {
		t.Fatalf("%+v", got)
	}
}

func TestOrdersThatAreNone(t *testing.T) {
	r := ready(t)
	_ = r.loop.Sense(roleController, forecourt.Received{Noun: "release, please"})
	if r.loop.Refused(roleController) != 1 {
		t.Fatal("not refused")
	}
	r.order(forecourt.ChangePrice{Grade: "kerosene", Price: diesel})
	r.order(forecourt.ChangePrice{Grade: "diesel", Price: unit.Price{E4: 1, Currency: "USD"}})
	if got := heard[forecourt.PriceRefused](r); len(got) != 2 || got[0].Why != "no point sells this grade" {
		t.Fatalf("%+v", got)
	}
	r.order(forecourt.ClearSale{Sale: "S999999"})
	one[forecourt.SaleCleared](r)
	if len(events[forecourt.SaleCleared](r)) != 0 {
		t.Fatal("a sale that is not there was cleared")
	}
}

func TestConfigurationsThatCannotBe(t *testing.T) {
	nozzles := []controller.NozzleConfig{{Nozzle: 1, Grade: "diesel"}}
	for want, change := range map[string]func(*controller.Config){
		"no currency":               func(c *controller.Config) { c.Currency = "" },
		"0 buses":                   func(c *controller.Config) { c.Buses = nil },
		"totals of 3 digits":        func(c *controller.Config) { c.Buses[0].TotalsDigits = 3 },
		"price of diesel":           func(c *controller.Config) { c.Prices["diesel"] = unit.Price{} },
		"is on bus 1 of 1":          func(c *controller.Config) { c.Points[0].Bus = 1 },
		"has no nozzles":            func(c *controller.Config) { c.Points[0].Nozzles = nil },
		"nozzle 16":                 func(c *controller.Config) { c.Points[0].Nozzles[0].Nozzle = 16 },
		"fuelling point 1 is there": func(c *controller.Config) { c.Points = append(c.Points, c.Points[0]) },
		"has the address of another": func(c *controller.Config) {
			c.Points = append(c.Points, controller.PointConfig{Point: 2, Address: 0x50, Nozzles: nozzles})
		},
	} {
		cfg := controller.Config{
			Currency: "EUR", Buses: []controller.Bus{{Dialect: &nouns{}}}, Prices: map[forecourt.Grade]unit.Price{"diesel": diesel},
			Points: []controller.PointConfig{{Point: 1, Address: 0x50, Nozzles: append([]controller.NozzleConfig(nil), nozzles...)}},
		}
		change(&cfg)
		if _, err := controller.New(cfg); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", want, err)
		}
	}
}
