package host

import (
	"slices"
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire/iso8583"
)

// told returns the events of a name.
func (b *bench) told(name string) (all []forecourt.Event) {
	for _, e := range b.events {
		if e.Event() == name {
			all = append(all, e)
		}
	}
	return all
}

func TestCardsAreRoutedByTheirFirstDigits(t *testing.T) {
	b := newBench(t, Config{})
	for name, want := range map[string]string{
		"visa-credit": "visa", "mastercard-credit": "mastercard", "mastercard-prepaid": "mastercard", "amex-credit": "amex", "discover-credit": "discover",
	} {
		c, _ := payment.LookupCard(name)
		if got := b.host.route(c.PAN).Name; got != want {
			t.Errorf("%s goes to %s", name, got)
		}
	}
	for digits, want := range map[string]string{
		"2221000000000009": "mastercard", "2720990000000007": "mastercard", "6441111111111117": "discover", "3530111333300000": "own",
	} {
		pan, err := payment.ParsePAN(digits)
		if err != nil {
			t.Fatal(err)
		}
		if got := b.host.route(pan).Name; got != want {
			t.Errorf("%s goes to %s", pan, got)
		}
	}
}

// TestStatusCheck asks for one unit: the issuer holds its own amount, and what a completion may take is the cut-off.
func TestStatusCheck(t *testing.T) {
	for _, c := range []struct {
		card    string
		entry   payment.EntryMode
		link    Link
		code    string
		granted int64 // what the answer says
		cover   int64
	}{
		{"visa-stripe", payment.Stripe, Link{}, "00", 100, 10000},
		{"visa-credit", payment.ContactChip, Link{}, "00", 100, 17500},
		{"mastercard-credit", payment.Stripe, Link{}, "10", 17500, 17500},
		{"amex-credit", payment.Stripe, Link{}, "00", 100, 10000},
		{"visa-stripe", payment.Stripe, Link{Cover: true}, "10", 10000, 10000},
		{"mastercard-prepaid", payment.Stripe, Link{}, "10", 5000, 5000}, // as much as is on it
	} {
		b := newBench(t, Config{Link: c.link})
		request := pump.Authorise(b.now, b.nextSTAN(), read(c.card, c.entry), "", euros(100))
		answer := b.ask(request)
		if answer.Code != c.code || answer.Amount != euros(c.granted) {
			t.Errorf("%s: %s %s", c.card, answer.Code, answer.Amount)
		}
		a := b.host.Books()[0]
		if a.Model != StatusCheck || a.Cover != euros(c.cover) {
			t.Errorf("%s: %+v", c.card, a)
		}
		b.ask(pump.Complete(iso8583.FinancialAdvice, b.now, b.nextSTAN(), request, answer, euros(c.cover)))
		if n := len(b.told("over-auth")); n != 0 {
			t.Errorf("%s: what is covered is over-authorised", c.card)
		}
	}
}

func TestMoreThanIsCoveredIsAFinding(t *testing.T) {
	b := newBench(t, Config{})
	request := pump.Authorise(b.now, b.nextSTAN(), read("visa-stripe", payment.Stripe), "", euros(100))
	answer := b.ask(request)
	if a := b.ask(pump.Complete(iso8583.FinancialAdvice, b.now, b.nextSTAN(), request, answer, euros(10001))); a.Code != "00" {
		t.Errorf("an advice is declined %s", a.Code)
	}
	if over := b.told("over-auth"); len(over) != 1 || over[0].(OverAuthorised).Cover != euros(10000) {
		t.Errorf("%+v", over)
	}
}

func TestAPlanChoosesCutOffs(t *testing.T) {
	b := newBench(t, Config{CutOffs: map[string]CutOff{"visa": {Stripe: 80, Chip: 90}}})
	b.ask(pump.Authorise(b.now, b.nextSTAN(), read("visa-stripe", payment.Stripe), "", euros(100)))
	if a := b.host.Books()[0]; a.Cover != euros(8000) {
		t.Errorf("%+v", a)
	}
}

func TestMoneyModels(t *testing.T) {
	inside := pump
	inside.MCC = iso8583.ServiceStation
	card := read("visa-credit", payment.Stripe)
	partial := pump
	partial.Partial = true
	for _, c := range []struct {
		want Model
		m    iso8583.Message
	}{
		{StatusCheck, pump.Authorise(0, 1, card, "", euros(100))}, {Estimate, pump.Authorise(0, 1, card, "", euros(15000))},
		{Partial, partial.Authorise(0, 1, card, "", euros(15000))}, {Prepay, inside.Authorise(0, 1, card, "", euros(2000))},
		{Postpay, inside.Sell(0, 1, card, "", euros(2000))},
	} {
		b := newBench(t, Config{FlagNeeded: true, Models: []Model{c.want}})
		m := c.m
		m.RRN, m.SentAt = iso8583.RRN(b.now, 1), iso8583.StampAt(b.now)
		if a := b.ask(m); a.Code != "00" || b.host.Books()[0].Model != c.want {
			t.Errorf("%s is answered %s", c.want, a.Code)
		}
		for _, other := range Models() {
			if Model(other) == c.want {
				continue
			}
			b := newBench(t, Config{FlagNeeded: true, Models: []Model{Model(other)}})
			if a := b.ask(m); a.Code != iso8583.CodeNotPermitted || len(b.host.Books()) != 0 {
				t.Errorf("%s where only %s is allowed is answered %s", c.want, other, a.Code)
			}
		}
	}
}

func TestCompletionsAreTimed(t *testing.T) {
	for _, c := range []struct {
		card  string
		after time.Duration
		late  bool
	}{
		{"mastercard-credit", 59 * time.Minute, false}, {"mastercard-credit", 61 * time.Minute, true},
		{"visa-credit", 119 * time.Minute, false}, {"visa-credit", 121 * time.Minute, true},
	} {
		b := newBench(t, Config{})
		request := b.authorise(c.card, 5000)
		answer := b.ask(request)
		b.pass(c.after)
		if a := b.ask(pump.Complete(iso8583.FinancialAdvice, b.now, b.nextSTAN(), request, answer, euros(100))); a.Code != "00" {
			t.Errorf("%s after %v is answered %s", c.card, c.after, a.Code)
		}
		late := b.told("advice-late")
		if len(late) > 0 != c.late {
			t.Fatalf("%s after %v: %+v", c.card, c.after, late)
		}
		if c.late {
			if e := late[0].(AdviceLate); e.Delay < c.after || e.Delay > c.after+2*time.Second || e.Limit >= c.after {
				t.Errorf("%+v", e)
			}
		}
	}
}

func TestHoldsDieInTheirDays(t *testing.T) {
	b := newBench(t, Config{})
	request := b.authorise("amex-credit", 5000)
	answer := b.ask(request)
	b.ask(b.authorise("visa-credit", 5000))
	b.pass(7*day - time.Minute)
	b.powerCut()
	if len(b.told("hold-expired")) != 0 {
		t.Fatal("a hold died early")
	}
	b.pass(2 * time.Minute)
	books := b.host.Books()
	if books[0].State != Expired || !books[0].Cover.IsZero() || books[1].State != Held || len(b.told("hold-expired")) != 1 {
		t.Fatalf("%+v", books)
	}
	b.powerCut()
	b.ask(pump.Complete(iso8583.FinancialAdvice, b.now, b.nextSTAN(), request, answer, euros(100)))
	if len(b.told("over-auth")) != 1 || len(b.told("advice-late")) != 1 || b.host.Books()[0].Captured != euros(100) {
		t.Errorf("%+v", b.host.Books()[0])
	}
	b.pass(24 * day)
	if got := b.host.Books()[1].State; got != Expired {
		t.Errorf("after 31 days it is %s", got)
	}
}

func TestNetworksStandIn(t *testing.T) {
	b := newBench(t, Config{})
	b.host.Sense(b.env, IssuerDown{Network: "visa", For: time.Hour})
	for _, c := range []struct {
		card  string
		minor int64
		code  string
	}{
		{"visa-credit", 5000, "00"}, {"visa-credit", 5001, "91"}, {"visa-credit", 200, "00"}, {"visa-credit", 200, "91"},
		{"visa-lost", 200, "41"}, {"mastercard-credit", 9000, "00"}, {"visa-insufficient-funds", 200, "00"},
	} {
		before := b.now
		if a := b.ask(b.authorise(c.card, c.minor)); a.Code != c.code {
			t.Errorf("%s %d is answered %s, want %s", c.card, c.minor, a.Code, c.code)
		}
		if waited := b.now.Sub(before); c.card != "mastercard-credit" && waited < 3*time.Second {
			t.Errorf("%s: the network waits %v for the issuer", c.card, waited)
		}
	}
	if got := b.host.Books(); !got[0].StandIn || got[2].StandIn {
		t.Errorf("%+v", got)
	}
	b.powerCut()
	b.pass(time.Hour)
	if n := len(b.told("stand-in-advised")); n != 3 {
		t.Errorf("%d advices to the issuer", n)
	}
	if slices.ContainsFunc(b.host.Books(), func(a Account) bool { return a.StandIn }) {
		t.Error("the issuer does not know of everything")
	}
	if a := b.ask(b.authorise("visa-insufficient-funds", 200)); a.Code != "51" {
		t.Errorf("the issuer is back and answers %s", a.Code)
	}
}

func TestFeesAreRoundedHalfUpAndOnlyOfSales(t *testing.T) {
	f := Fee{Points: 115, Fixed: 25}
	for minor, want := range map[int64]int64{10000: 140, 4211: 73, 100: 26, -500: 0, 0: 0, 1000: 37} {
		if got := f.Of(unit.Money{Minor: minor, Currency: "EUR"}); got.Minor != want {
			t.Errorf("the fee of %d is %d, want %d", minor, got.Minor, want)
		}
	}
}
