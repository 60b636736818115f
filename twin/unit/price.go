package unit

import (
	"fmt"
	"math"
	"strings"
)

// Price is a unit price: E4 ten-thousandths of the currency's major unit for
// one Unit of volume. 1.799 EUR/L is {17990, "EUR", L}.
type Price struct {
	E4       int64
	Currency Currency
	Unit     Measure
}

// IsZero reports a price of zero, whatever the currency and unit.
func (p Price) IsZero() bool { return p.E4 == 0 }

// divisor is what E4*count is divided by to give minor units.
func (p Price) divisor(decimals uint8) uint64 {
	checkDecimals(decimals)
	return pow10[4+decimals-p.Currency.Decimals()]
}

// Amount returns the price of v in minor units, computed exactly and rounded
// once by r. It panics when v is in another unit, and when the amount does not
// fit int64.
func (p Price) Amount(v Indicated, r Rounding) Money {
	if v.Unit != p.Unit {
		panic(fmt.Sprintf("unit: %s has no price in %s", v, p))
	}
	price, a := split(p.E4)
	count, b := split(v.Count)
	d := p.divisor(v.Decimals)
	q, rem, ok := mulDiv(price, count, d)
	ok = ok && q < math.MaxUint64 // leaves room to round up
	minor := mustJoin(r.apply(q, rem, d), a != b, ok, "amount")
	return Money{Minor: minor, Currency: p.Currency}
}

// VolumeFor returns the most volume, in counts of 10^-decimals of the price's
// unit, whose unrounded price is not above m: what a money preset may deliver.
// Where nothing bounds it (a price of zero, or more than a count can hold) the
// count is math.MaxInt64. It panics when the currencies differ and when the
// price or the money is negative.
func (p Price) VolumeFor(m Money, decimals uint8) Indicated {
	if m.Currency != p.Currency {
		panic(fmt.Sprintf("unit: %s and %s are in different currencies", m, p))
	}
	if p.E4 < 0 || m.Minor < 0 {
		panic(fmt.Sprintf("unit: %s buys no volume at %s", m, p))
	}
	most := Indicated{Count: math.MaxInt64, Decimals: decimals, Unit: p.Unit}
	d := p.divisor(decimals)
	if p.E4 == 0 {
		return most
	}
	q, _, ok := mulDiv(uint64(m.Minor), d, uint64(p.E4))
	if !ok || q > math.MaxInt64 {
		return most
	}
	most.Count = int64(q)
	return most
}

// String returns the price with three decimals, or four when it has four:
// "1.799 EUR/L", "4.1299 USD/US gal".
func (p Price) String() string {
	magnitude, negative := split(p.E4)
	return decimal(magnitude, negative, 4, 3) + " " + string(p.Currency) + "/" + p.Unit.String()
}

// ParsePrice reads a price with its currency and unit, "1.799 EUR/L" or
// "4.129 USD/US gal", with at most four decimals.
func ParsePrice(text string) (Price, error) {
	return parse("price", text, readPrice)
}

func readPrice(text string) (Price, *slip) {
	n, rest, s := leadingNumber(text)
	if s != nil {
		return Price{}, s
	}
	code, measure, found := strings.Cut(rest, "/")
	if !found {
		s := &slip{problem: `a price is per unit of volume, as in "1.799 EUR/L"`}
		if code != "" {
			s.fix = text + "/L"
		}
		return Price{}, s
	}
	c, s := readCurrency(code)
	if s != nil {
		s.fix = likelyPrice(n, code, measure)
		return Price{}, s
	}
	m, s := readMeasure(measure)
	if s != nil {
		s.fix = likelyPrice(n, code, measure)
		return Price{}, s
	}
	if n.decimals > 4 {
		return Price{}, &slip{problem: "a price has at most 4 decimals"}
	}
	q, _, ok := mulDiv(n.digits, 10_000, pow10[n.decimals])
	e4, fits := join(q, n.negative)
	if !ok || !fits {
		return Price{}, tooLarge()
	}
	return Price{E4: e4, Currency: c, Unit: m}, nil
}

// likelyPrice mends both words of a price; the rest is parse's to judge.
func likelyPrice(n number, code, measure string) string {
	return n.String() + " " + likelyCurrency(code) + "/" + likelyUnit(measure, measureNames())
}

// MarshalText returns String, or an error when the currency or unit is unknown. The zero Price, none at all, is empty
// text.
func (p Price) MarshalText() ([]byte, error) {
	if p == (Price{}) {
		return nil, nil
	}
	if !p.Currency.Valid() {
		return nil, fmt.Errorf("unit: there is no currency %q", string(p.Currency))
	}
	if _, err := p.Unit.MarshalText(); err != nil {
		return nil, err
	}
	return []byte(p.String()), nil
}

// UnmarshalText is ParsePrice; empty text is the zero Price.
func (p *Price) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*p = Price{}
		return nil
	}
	return unmarshal(p, text, ParsePrice)
}
