package unit

import (
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

func TestAmount(t *testing.T) {
	for _, c := range []struct {
		price, volume, halfUp, halfEven, down, up string
	}{
		{"1.799 EUR/L", "32.50 L", "58.47 EUR", "58.47 EUR", "58.46 EUR", "58.47 EUR"}, // 58.4675
		{"1.000 EUR/L", "0.005 L", "0.01 EUR", "0.00 EUR", "0.00 EUR", "0.01 EUR"},
		{"1.000 EUR/L", "0.015 L", "0.02 EUR", "0.02 EUR", "0.01 EUR", "0.02 EUR"},
		{"1.000 EUR/L", "-0.005 L", "-0.01 EUR", "0.00 EUR", "0.00 EUR", "-0.01 EUR"},
		{"4.129 USD/US gal", "8.123 US gal", "33.54 USD", "33.54 USD", "33.53 USD", "33.54 USD"}, // 33.539867
		{"165.5 JPY/L", "10.00 L", "1655 JPY", "1655 JPY", "1655 JPY", "1655 JPY"},
		{"0.1055 KWD/L", "1.00 L", "0.106 KWD", "0.106 KWD", "0.105 KWD", "0.106 KWD"},
	} {
		p, err := ParsePrice(c.price)
		if err != nil {
			t.Fatal(err)
		}
		v, err := ParseIndicated(c.volume)
		if err != nil {
			t.Fatal(err)
		}
		for r, want := range map[Rounding]string{HalfUp: c.halfUp, HalfEven: c.halfEven, Down: c.down, Up: c.up} {
			if got := p.Amount(v, r).String(); got != want {
				t.Errorf("%s at %s %s is %s, want %s", c.volume, c.price, r, got, want)
			}
		}
	}
}

func TestVolumeFor(t *testing.T) {
	eur := func(minor int64) Money { return Money{Minor: minor, Currency: "EUR"} }
	p := Price{E4: 17990, Currency: "EUR", Unit: L}
	if got := p.VolumeFor(eur(15000), 2).String(); got != "83.37 L" {
		t.Errorf("150 EUR buys %s", got)
	}
	if got := p.VolumeFor(eur(0), 2).Count; got != 0 {
		t.Errorf("nothing buys %d", got)
	}
	if got := (Price{Currency: "EUR"}).VolumeFor(eur(1), 2).Count; got != math.MaxInt64 {
		t.Errorf("a free volume is bounded by %d", got)
	}
	if got := (Price{E4: 1, Currency: "EUR"}).VolumeFor(eur(math.MaxInt64), 9).Count; got != math.MaxInt64 {
		t.Errorf("the count overflowed to %d", got)
	}
}

// exactMinor is the unrounded amount in minor units, by other arithmetic.
func exactMinor(p Price, v Indicated) *big.Rat {
	r := new(big.Rat).SetInt(new(big.Int).Mul(big.NewInt(p.E4), big.NewInt(v.Count)))
	scale := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(4+v.Decimals-p.Currency.Decimals())), nil)
	return r.Quo(r, new(big.Rat).SetInt(scale))
}

func TestAmountIsWithinHalfAMinorUnit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := Price{rapid.Int64Range(-1e9, 1e9).Draw(t, "price"), currency(t), L}
		v := Indicated{rapid.Int64Range(-1e9, 1e9).Draw(t, "count"), uint8(rapid.IntRange(0, 9).Draw(t, "decimals")), L}
		exact := exactMinor(p, v)
		for r, limit := range map[Rounding]*big.Rat{HalfUp: big.NewRat(1, 2), HalfEven: big.NewRat(1, 2), Down: big.NewRat(1, 1), Up: big.NewRat(1, 1)} {
			off := new(big.Rat).Sub(new(big.Rat).SetInt64(p.Amount(v, r).Minor), exact)
			if off.Abs(off).Cmp(limit) > 0 {
				t.Fatalf("%s at %s is off by %s minor units rounding %s", v, p, off, r)
			}
		}
		if p.Amount(v, Down).Currency != p.Currency {
			t.Fatal("the currency was lost")
		}
	})
}

func TestVolumeForIsTheMost(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := Price{rapid.Int64Range(1, 1e9).Draw(t, "price"), currency(t), USGal}
		m := Money{rapid.Int64Range(0, 1e9).Draw(t, "money"), p.Currency}
		v := p.VolumeFor(m, uint8(rapid.IntRange(0, 4).Draw(t, "decimals")))
		if exactMinor(p, v).Cmp(new(big.Rat).SetInt64(m.Minor)) > 0 {
			t.Fatalf("%s at %s is more than %s", v, p, m)
		}
		v.Count++
		if exactMinor(p, v).Cmp(new(big.Rat).SetInt64(m.Minor)) <= 0 {
			t.Fatalf("%s buys even %s at %s", m, v, p)
		}
	})
}

func TestCurrencies(t *testing.T) {
	for code, want := range map[Currency]struct {
		numeric  string
		decimals uint8
	}{"EUR": {"978", 2}, "USD": {"840", 2}, "GBP": {"826", 2}, "JPY": {"392", 0}, "KWD": {"414", 3}, "BHD": {"048", 3}, "TND": {"788", 3}} {
		if !code.Valid() || code.Numeric() != want.numeric || code.Decimals() != want.decimals {
			t.Errorf("%s: %s, %d decimals", code, code.Numeric(), code.Decimals())
		}
	}
	for code, numeric := range numericOf {
		if back, ok := CurrencyByNumeric(numeric); !ok || back != code {
			t.Errorf("%s became %s", code, back)
		}
	}
	if _, ok := CurrencyByNumeric("000"); ok || Currency("EURO").Valid() || Currency("").Valid() {
		t.Error("an unknown currency is known")
	}
}
