package unit

import (
	"cmp"
	"fmt"
)

// Money is an amount in the minor units of its currency: cents, yen, fils. The
// zero Money has no currency and no text form: leave it out of JSON with omitzero,
// or with a pointer where 0.00 EUR, which omitzero also leaves out, must be told.
type Money struct {
	Minor    int64
	Currency Currency
}

// Add returns m+n. It panics when the currencies differ and on overflow.
func (m Money) Add(n Money) Money {
	m.mustMatch(n)
	m.Minor = addExact(m.Minor, n.Minor, "money")
	return m
}

// Sub returns m-n. It panics when the currencies differ and on overflow.
func (m Money) Sub(n Money) Money {
	m.mustMatch(n)
	m.Minor = subExact(m.Minor, n.Minor, "money")
	return m
}

// Neg returns -m. It panics on overflow.
func (m Money) Neg() Money {
	m.Minor = subExact(0, m.Minor, "money")
	return m
}

// Cmp returns -1, 0 or +1 as m is less than, equal to or more than n. It panics
// when the currencies differ.
func (m Money) Cmp(n Money) int {
	m.mustMatch(n)
	return cmp.Compare(m.Minor, n.Minor)
}

// IsZero reports an amount of zero, whatever the currency.
func (m Money) IsZero() bool { return m.Minor == 0 }

func (m Money) mustMatch(n Money) {
	if m.Currency != n.Currency {
		panic(fmt.Sprintf("unit: %s and %s are in different currencies", m, n))
	}
}

// String returns the amount with all decimals of its currency: "150.00 EUR",
// "165 JPY", "0.250 KWD".
func (m Money) String() string {
	magnitude, negative := split(m.Minor)
	d := m.Currency.Decimals()
	return decimal(magnitude, negative, d, d) + " " + string(m.Currency)
}

// ParseMoney reads an amount with its currency, "150.00 EUR" or "150 EUR". More
// decimals than the currency has are refused, not rounded.
func ParseMoney(text string) (Money, error) {
	return parse("amount of money", text, readMoney)
}

func readMoney(text string) (Money, *slip) {
	n, code, s := leadingNumber(text)
	if s != nil {
		if s.fix == "" {
			s.fix = currencyLast(text)
		}
		return Money{}, s
	}
	if code == "" {
		return Money{}, &slip{problem: `the currency is missing, as in "150.00 EUR"`}
	}
	c, s := readCurrency(code)
	if s != nil {
		return Money{}, s.withNumber(n)
	}
	q, rem, ok := mulDiv(n.digits, pow10[c.Decimals()], pow10[n.decimals])
	if rem != 0 || n.decimals > c.Decimals() {
		return Money{}, &slip{problem: fmt.Sprintf("%s has %s", c, countOf(c.Decimals(), "decimal"))}
	}
	minor, fits := join(q, n.negative)
	if !ok || !fits {
		return Money{}, tooLarge()
	}
	return Money{Minor: minor, Currency: c}, nil
}

// MarshalText returns String, or an error when the currency is unknown. The zero Money, no amount at all, is empty text.
func (m Money) MarshalText() ([]byte, error) {
	if m == (Money{}) {
		return nil, nil
	}
	if !m.Currency.Valid() {
		return nil, fmt.Errorf("unit: there is no currency %q", string(m.Currency))
	}
	return []byte(m.String()), nil
}

// UnmarshalText is ParseMoney; empty text is the zero Money.
func (m *Money) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*m = Money{}
		return nil
	}
	return unmarshal(m, text, ParseMoney)
}
