package expect

import (
	"reflect"
	"slices"

	"github.com/onsi/gomega/types"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/strict"
	"github.com/forecourt/forecourt/twin/unit"
)

// agreement is a rule between fields of one event: today price x volume = amount. The rules it can go by:
//
//	hb44       the volume shown times the unit price, half a minor unit and more rounded up, to the minor unit
//	           (NIST Handbook 44: what one display shows must agree mathematically)
//	half-even, down, up
//	           the same with another rounding
//	interval   some volume that shows as the one shown gives the amount: for pumps that compute money from a finer
//	           volume than they show
type agreement struct{ price, volume string } // the event's fields

var agreements = []string{"price-x-volume"}

var roundings = map[string]unit.Rounding{
	"hb44": unit.HalfUp, "half-even": unit.HalfEven, "down": unit.Down, "up": unit.Up,
}

func (a *agreement) names() []string { return append(sorted(roundings), "interval") }

func (a *agreement) has(by string) bool { return slices.Contains(a.names(), by) }

func compileAgreement(n *strict.Node, t reflect.Type, s *Scope) (*agreement, strict.Errors) {
	if !slices.Contains(agreements, n.Text()) {
		return nil, strict.Errors{n.Unknown("agreement", agreements)}
	}
	if t != reflect.TypeFor[unit.Money]() {
		return nil, strict.Errors{n.Wrong("an amount of money agrees with price x volume, and this is "+noun(t), "")}
	}
	a := &agreement{
		price:  fieldOf(s.Event, reflect.TypeFor[unit.Price](), "price"),
		volume: fieldOf(s.Event, reflect.TypeFor[unit.Indicated](), "volume"),
	}
	if a.price == "" || a.volume == "" {
		return nil, strict.Errors{n.Wrong("the event has no price and volume to agree with", "")}
	}
	return a, nil
}

// fieldOf returns the name of the field that has a type, the preferred one where it is there.
func fieldOf(fields []forecourt.Field, t reflect.Type, preferred string) string {
	name := ""
	for _, f := range fields {
		if f.Type == t && (f.Name == preferred || name == "") {
			name = f.Name
		}
	}
	return name
}

func (a *agreement) matcher(by string, f Facts) (types.GomegaMatcher, string, error) {
	p, err := f.Sibling(a.price)
	if err != nil {
		return nil, "", err
	}
	v, err := f.Sibling(a.volume)
	if err != nil {
		return nil, "", err
	}
	price, volume := p.(unit.Price), v.(unit.Indicated)
	terms := " (" + price.String() + " x " + volume.String() + ", by " + a.rule(by) + ")"
	if price.Unit != volume.Unit || price.Currency == "" {
		return &matcher{"an amount", func(any) (bool, error) { return false, nil }}, "no amount" + terms, nil
	}
	if by == "interval" {
		next := volume
		next.Count++
		low, high := price.Amount(volume, unit.Down), price.Amount(next, unit.Up)
		between := &matcher{low.String() + " to " + high.String(), func(actual any) (bool, error) {
			m, ok := actual.(unit.Money)
			return ok && m.Currency == low.Currency && m.Minor >= low.Minor && m.Minor <= high.Minor, nil
		}}
		return between, between.limits + terms, nil
	}
	want := price.Amount(volume, roundings[a.rule(by)])
	return equal(want, nil, want.String()), want.String() + terms, nil
}

func (a *agreement) rule(by string) string {
	if by == "" {
		return "hb44"
	}
	return by
}
