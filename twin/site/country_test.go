package site

import (
	"strings"
	"testing"

	"github.com/forecourt/forecourt/twin/unit"
)

func TestACountryThatCannotBeIsRefused(t *testing.T) {
	for name, c := range map[string]struct{ old, new, want string }{
		"unit twice":       {"currency: EUR\n", "currency: EUR\nunit: L\n", "the plan says 'unit' already"},
		"decimals twice":   {"currency: EUR\n", "currency: EUR\ndecimals: { volume: 2 }\n", "the plan says 'decimals' already"},
		"rounding":         {"rounding: half-up", "rounding: halfup", "half-up"},
		"rate":             {"rate: 21 %", "rate: 21", "is no rate"},
		"rate too high":    {"rate: 21 %", "rate: 210 %", "is more than"},
		"tax of no grade":  {"rate: 21 %", "rate: 21 %, grades: [deisel]", "did you mean 'diesel'?"},
		"two for the rest": {"rate: 21 % }", "rate: 21 % }, { tax: B, rate: 9 % }", "for all other grades already"},
		"two of one code":  {"rate: 21 % }", "rate: 21 % }, { tax: A, rate: 9 %, grades: [diesel] }", "tax 'A' is there twice"},
		"two of one grade": {"rate: 21 % }", "rate: 21 %, grades: [diesel] }, { tax: B, rate: 9 %, grades: [diesel] }", "has the tax 'A' already"},
		"foreign coin":     {"cash-rounding: 0.05 EUR", "cash-rounding: 0.05 USD", "smallest coin"},
		"long line":        {"Main Street 1", strings.Repeat("x", 49), "at most 48"},
		"fine price":       {"price: 1.799 EUR/L", "price: 1.7995 EUR/L", "more than the 3 decimals"},
		"no such price":    {"price: 1.799 EUR/L", "price: 200000000 EUR/L", "no pump shows"},
	} {
		_, err := changed(t, "urban", c.old, c.new)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestUnitAndDecimalsOfTheCountryAreTheSites(t *testing.T) {
	p, err := changed(t, "urban", "decimals: { volume: 2, amount: 2, price: 3 }", "decimals: { price: 4 }")
	if err != nil {
		t.Fatal(err)
	}
	if want := (Decimals{2, 2, 4}); p.Decimals != want || p.Unit != unit.L {
		t.Errorf("%+v, %s", p.Decimals, p.Unit)
	}
}

func TestPricesBeforeTaxAreSoldWithIt(t *testing.T) {
	p, err := changed(t, "urban", "prices-with-tax: true", "prices-with-tax: false")
	if err != nil {
		t.Fatal(err)
	}
	// 1.799 x 1.21 = 2.17679, 1.859 x 1.21 = 2.24939, 1.959 x 1.21 = 2.37039
	for i, want := range []int64{21770, 22490, 23700} {
		if got := p.Grades[i].Price.E4; got != want {
			t.Errorf("%s: %d, want %d", p.Grades[i].Grade, got, want)
		}
	}
}

func TestRates(t *testing.T) {
	for text, want := range map[string]Rate{"19 %": 1900, "7.7%": 770, "0 %": 0, "5.25 %": 525} {
		var r Rate
		if err := r.UnmarshalText([]byte(text)); err != nil || r != want {
			t.Errorf("%s: %d, %v", text, r, err)
		}
	}
	for _, text := range []string{"", "%", "19", "-1 %", "1.234 %", ".5 %", "99999999999999999999 %", "1e3 %"} {
		var r Rate
		if r.UnmarshalText([]byte(text)) == nil {
			t.Errorf("'%s' is read as %s", text, r)
		}
	}
	if Rate(770).String() != "7.7 %" || Rate(1900).String() != "19 %" || Rate(0).String() != "0 %" {
		t.Error(Rate(770), Rate(1900), Rate(0))
	}
}

func TestAnUnmannedSiteIsPaidForAtEveryPoint(t *testing.T) {
	_, err := changed(t, "unmanned", "  - { card-reader: 4, fuelling-point: 4 }\n", "")
	if err == nil || !strings.Contains(err.Error(), "fuelling point 4 of an unmanned site has no card reader") {
		t.Error(err)
	}
}
