package expect_test

import (
	"errors"
	"reflect"
	"testing"
	"time"

	"github.com/forecourt/forecourt/scenarios/expect"
	"github.com/forecourt/forecourt/scenarios/verdict"
	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/strict"
	"github.com/forecourt/forecourt/twin/unit"
)

var sale = forecourt.Sale{
	ID: "s1", Grade: "diesel", Price: unit.Price{E4: 17990, Currency: "EUR"},
	Volume: unit.Indicated{Count: 3250, Decimals: 2}, Amount: unit.Money{Minor: 5847, Currency: "EUR"},
}

// facts has one kept event, "sale", and one reading, "pulses".
type facts struct{}

func (facts) Kept(_, field string) (any, error) { return facts{}.Sibling(field) }

func (facts) Reading(name string) (any, error) {
	if name == "pulses" {
		return unit.Volume(32_508_000), nil
	}
	return nil, errors.New("no such reading")
}

func (facts) Sibling(field string) (any, error) {
	v := map[string]any{"price": sale.Price, "volume": sale.Volume, "amount": sale.Amount, "id": sale.ID}[field]
	return v, nil
}

func scope() *expect.Scope {
	fields := []forecourt.Field{
		{Name: "price", Type: reflect.TypeFor[unit.Price]()}, {Name: "volume", Type: reflect.TypeFor[unit.Indicated]()},
		{Name: "amount", Type: reflect.TypeFor[unit.Money]()}, {Name: "id", Type: reflect.TypeFor[string]()},
	}
	return &expect.Scope{
		Names: []string{"sale"}, Event: fields,
		Readings: map[string]reflect.Type{"pulses": reflect.TypeFor[unit.Volume]()},
		Kept:     func(name string) ([]forecourt.Field, bool) { return fields, name == "sale" },
	}
}

func TestRelations(t *testing.T) {
	eur := func(minor int64) unit.Money { return unit.Money{Minor: minor, Currency: "EUR"} }
	litres := func(count int64, decimals uint8) unit.Indicated {
		return unit.Indicated{Count: count, Decimals: decimals}
	}
	for _, c := range []struct {
		relation string
		actual   any
		pass     bool
		limits   string
	}{
		{"32.50 L", litres(3250, 2), true, "32.50 L"},
		{"32.5 L", litres(32500, 3), true, "32.5 L"},
		{"32.51 L", litres(3250, 2), false, "32.51 L"},
		{"{ not: 32.50 L }", litres(3250, 2), false, "not 32.50 L"},
		{"{ is: 32.50 L, within: 20 ml }", unit.Volume(32_519_000), true, "32.5 L +-20 ml"},
		{"{ is: 32.50 L, within: 20 ml }", unit.Volume(32_521_000), false, "32.5 L +-20 ml"},
		{"{ is: 100 L, within: 0.5 % }", litres(1005, 1), true, "100 L +-0.5 %"},
		{"{ is: 100 L, within: 0.5 % }", litres(1006, 1), false, "100 L +-0.5 %"},
		{"{ equals: pulses, within: 1 interval }", litres(3250, 2), true, "32.508 L (pulses) +-1 interval"},
		{"{ equals: pulses, within: 1 interval }", litres(3249, 2), false, "32.508 L (pulses) +-1 interval"},
		{"{ at-least: 5 L, at-most: 6 L }", litres(55, 1), true, "at least 5 L, at most 6 L"},
		{"{ at-least: 5 L, at-most: 6 L }", litres(61, 1), false, "at least 5 L, at most 6 L"},
		{"$sale.amount", eur(5847), true, "58.47 EUR ($sale.amount)"},
		{"{ at-most: $sale.amount }", eur(5848), false, "at most 58.47 EUR ($sale.amount)"},
		{"10.00 EUR", unit.Money{Minor: 1000, Currency: "USD"}, false, "10.00 EUR"},
		{"0.00 EUR", unit.Money{}, true, "0.00 EUR"},
		{"{ agrees: price-x-volume, by: hb44 }", eur(5847), true, "58.47 EUR (1.799 EUR/L x 32.50 L, by hb44)"},
		{"{ agrees: price-x-volume }", eur(5846), false, "58.47 EUR (1.799 EUR/L x 32.50 L, by hb44)"},
		{"{ agrees: price-x-volume, by: down }", eur(5846), true, "58.46 EUR (1.799 EUR/L x 32.50 L, by down)"},
		{"{ agrees: price-x-volume, by: interval }", eur(5849), true, "58.46 EUR to 58.49 EUR (1.799 EUR/L x 32.50 L, by interval)"},
		{"{ agrees: price-x-volume, by: interval }", eur(5850), false, "58.46 EUR to 58.49 EUR (1.799 EUR/L x 32.50 L, by interval)"},
		{"{ one-of: [idle, calling] }", forecourt.Calling, true, "idle or calling"},
		{"{ one-of: [idle, calling] }", forecourt.Fuelling, false, "idle or calling"},
		{"pulser", forecourt.AlarmPulser, true, "pulser"},
		{"{ contains: price }", "no price for it", true, "contains price"},
		{"diesel", forecourt.Grade("diesel"), true, "diesel"},
		{"true", true, true, "true"},
		{"{ at-most: 2 s }", 2 * time.Second, true, "at most 2 s"},
		{"{ is: 2026-01-05T00:00:00Z, within: 1 s }", clock.Epoch.Add(time.Second), true, "2026-01-05T00:00:00Z +-1 s"},
		{"7", forecourt.Nozzle(7), true, "7"},
	} {
		n, err := strict.Parse("t.yaml", []byte("r: "+c.relation))
		if err != nil {
			t.Fatalf("%s: %v", c.relation, err)
		}
		rel, errs := expect.Compile(n.Get("r"), reflect.TypeOf(c.actual), scope())
		if errs != nil {
			t.Errorf("%s: %v", c.relation, errs)
			continue
		}
		m, err := rel.Judge("x", c.actual, facts{})
		if err != nil || (m.Verdict == verdict.Pass) != c.pass || m.Limits != c.limits {
			t.Errorf("%s of %s: %s, limits %q, %v", c.relation, expect.Text(c.actual), m.Verdict, m.Limits, err)
		}
	}
}

func TestChange(t *testing.T) {
	for _, c := range []struct {
		change          string
		after, byBefore any
		verdict         verdict.Verdict
		value, limits   string
	}{
		{"{ fell-by: pulses }", unit.Volume(67_492_000), unit.Volume(0), verdict.Pass, "fell by 32.508 L", "32.508 L (pulses)"},
		{"{ fell-by: pulses }", unit.Volume(67_491_999), unit.Volume(0), verdict.Fail, "fell by 32.508001 L", "32.508 L (pulses)"},
		{"{ fell-by: pulses, within: 1 ml }", unit.Volume(67_491_999), unit.Volume(0), verdict.Pass, "fell by 32.508001 L", "32.508 L (pulses) +-1 ml"},
		{"{ rose-by: 5 L }", unit.Volume(105_000_000), nil, verdict.Pass, "rose by 5 L", "5 L (5 L)"},
	} {
		n, err := strict.Parse("t.yaml", []byte("r: "+c.change))
		if err != nil {
			t.Fatal(err)
		}
		change, errs := expect.CompileChange(n.Get("r"), scope())
		if errs != nil {
			t.Fatal(errs)
		}
		m, err := change.Judge("stock", 100*unit.Litre, c.after, c.byBefore, facts{})
		if err != nil || m.Verdict != c.verdict || m.Value != c.value || m.Limits != c.limits {
			t.Errorf("%s: %+v %v", c.change, m, err)
		}
	}
}
