package paypal

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"github.com/forecourt/forecourt/twin/gateway"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/unit"
)

func TestAmountsAreReadExactly(t *testing.T) {
	c := &call{g: New(nil, Config{})}
	for _, x := range []struct {
		currency, value string
		minor           int64
		issue           string
	}{
		{"USD", "150.00", 15000, ""}, {"USD", "150", 15000, ""}, {"USD", "0.1", 10, ""}, {"USD", ".5", 50, ""}, {"USD", "007.07", 707, ""},
		{"USD", "9999999.99", 999_999_999, ""}, {"JPY", "165", 165, ""}, {"HUF", "5000", 500_000, ""}, {"TWD", "12", 1200, ""},
		{"USD", "10000000.00", 0, "MAX_VALUE_EXCEEDED"}, {"USD", "92233720368547758.07", 0, "MAX_VALUE_EXCEEDED"},
		{"USD", "0.00", 0, "CANNOT_BE_ZERO_OR_NEGATIVE"}, {"USD", "-5.00", 0, "CANNOT_BE_ZERO_OR_NEGATIVE"}, {"USD", "1.001", 0, "DECIMAL_PRECISION"},
		{"JPY", "165.0", 0, "DECIMALS_NOT_SUPPORTED"}, {"HUF", "1.50", 0, "DECIMALS_NOT_SUPPORTED"}, {"USD", "1,00", 0, "INVALID_PARAMETER_SYNTAX"},
		{"USD", "1e3", 0, "INVALID_PARAMETER_SYNTAX"}, {"USD", "+1", 0, "INVALID_PARAMETER_SYNTAX"}, {"USD", "1.", 0, "INVALID_PARAMETER_SYNTAX"},
		{"USD", ".", 0, "INVALID_PARAMETER_SYNTAX"}, {"USD", "0000000000000000000000000000001.00", 0, "INVALID_PARAMETER_SYNTAX"},
		{"KWD", "1.000", 0, "CURRENCY_NOT_SUPPORTED"}, {"XXX", "1.00", 0, "CURRENCY_NOT_SUPPORTED"}, {"EURO", "1.00", 0, "INVALID_CURRENCY_CODE"},
		{"", "1.00", 0, "MISSING_REQUIRED_PARAMETER"}, {"USD", "", 0, "MISSING_REQUIRED_PARAMETER"}, {"usd", "1.00", 0, "CURRENCY_NOT_SUPPORTED"},
	} {
		m, e := c.amount(&moneyInput{x.currency, x.value}, "/amount")
		switch {
		case x.issue == "" && (e != nil || m != unit.Money{Minor: x.minor, Currency: unit.Currency(x.currency)}):
			t.Errorf("%s %s: %v, %v", x.value, x.currency, m, e)
		case x.issue != "" && (e == nil || e.code() != x.issue):
			t.Errorf("%s %s: %v, %v, want %s", x.value, x.currency, m, e, x.issue)
		}
	}
}

// TestAmountsGoThereAndBack holds for every currency and amount.
func TestAmountsGoThereAndBack(t *testing.T) {
	currencies := []unit.Currency{"EUR", "USD", "JPY", "HUF", "TWD", "GBP", "PLN"}
	rapid.Check(t, func(t *rapid.T) {
		o := &order{Currency: rapid.SampledFrom(currencies).Draw(t, "currency")}
		whole := int64(1)
		for range int(o.Currency.Decimals()) - decimals(o.Currency) {
			whole *= 10
		}
		minor := rapid.Int64Range(1, 99_999).Draw(t, "amount") * whole
		m := o.amount(minor)
		got, e := (&call{g: New(nil, Config{})}).amount(&moneyInput{string(m.Currency), m.Value}, "")
		if e != nil || got != o.money(minor) {
			t.Fatalf("%d %s is told as %s and read as %v, %v", minor, o.Currency, m.Value, got, e)
		}
	})
}

func TestTheCoverIsTheLessOfTwo(t *testing.T) {
	for granted, want := range map[int64]int64{100: 115, 5000: 5750, 50_000: 57_500, 100_000: 107_500, 1: 1, 7: 8} {
		if got := (&order{Currency: "USD"}).cover(granted); got != want {
			t.Errorf("%d cover %d, want %d", granted, got, want)
		}
	}
	if got := (&order{Currency: "JPY"}).cover(10_000); got != 10_075 {
		t.Errorf("in yen: %d", got)
	}
}

// TestNoStoryTakesMoreThanItMay draws captures, voids, refunds and renewals of one order, and holds the money against the
// books and the host after each.
func TestNoStoryTakesMoreThanItMay(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		b := newBench(t, Config{}, loop.Options{Seed: rapid.Uint64().Draw(rt, "seed")})
		source := rapid.SampledFrom([]string{"card", "wallet"}).Draw(rt, "source")
		steps := rapid.SliceOfN(rapid.SampledFrom([]string{"part", "last", "void", "refund", "renew", "day"}), 1, 8).Draw(rt, "steps")
		amounts := rapid.SliceOfN(rapid.IntRange(1, 12_000), len(steps), len(steps)).Draw(rt, "amounts")
		b.play(func(c *client4) {
			from := byCard("visa-credit")
			if source == "wallet" {
				from = byWallet("payer-verified")
			}
			id := c.hold("k", "100.00", from).ID
			for i, step := range steps {
				c.do(id, step, fmt.Sprintf("%d.%02d", amounts[i]/100, amounts[i]%100))
				a, _ := b.gateway.Account(id)
				if a.Captured.Minor > 11_500 || a.Refunded.Minor > a.Captured.Minor || a.Captured.Cmp(a.Cover) > 0 {
					rt.Fatalf("after %v: %+v", steps[:i+1], a)
				}
			}
			c.sleep(31 * day)
		})
		a := b.gateway.Books()[0]
		net := a.Captured.Minor - a.Refunded.Minor
		if source == "card" && b.Host.Bound() != net || a.Pending != 0 || a.State == gateway.StateHeld {
			rt.Fatalf("%v of a %s: the host has bound %d, the books say %+v", steps, source, b.Host.Bound(), a)
		}
		b.Loop.Close()
	})
}

// do tries a step; whether it is refused is the gateway's affair.
func (c *client4) do(id, step, value string) {
	var o told
	if err := c.send("GET", "/v2/checkout/orders/"+id, "", nil, &o); err != nil {
		c.t.Error(err)
	}
	auth, amount := "/v2/payments/authorizations/"+o.authorisation().ID, object{"currency_code": "USD", "value": value}
	switch step {
	case "part", "last":
		_ = c.send("POST", auth+"/capture", "", object{"amount": amount, "final_capture": step == "last"}, &paid{})
	case "void":
		_ = c.send("POST", auth+"/void", "", nil, &paid{})
	case "renew":
		_ = c.send("POST", "/v2/payments/authorizations/"+o.Units[0].Payments.Authorisations[0].ID+"/reauthorize", "", object{"amount": amount}, &paid{})
	case "refund":
		if x := o.capture(); x.ID != "" {
			_ = c.send("POST", "/v2/payments/captures/"+x.ID+"/refund", "", object{"amount": amount}, &paid{})
		}
	case "day":
		c.sleep(2 * day)
	}
}
