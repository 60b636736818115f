package wire

import (
	"fmt"

	"github.com/forecourt/forecourt/twin/unit"
)

// Figures turns quantities into the bare digits of a bus and back. What the wire does not carry, its decimals, unit and
// currency, both ends configure. A dialect's codec embeds it and adds how the digits are packed.
type Figures struct {
	dialect                                       string
	VolumeDecimals, AmountDecimals, PriceDecimals uint8
	Unit                                          unit.Measure
	Currency                                      unit.Currency
}

// pricesCount is how many decimals a unit.Price counts.
const pricesCount = 4

// NewFigures takes the figures of the options, with DefaultDecimals. The error says what a bus on which volumes have this
// many digits cannot carry.
func NewFigures(dialect string, o Options, volumeDigits uint8) (Figures, error) {
	o = o.DefaultDecimals()
	f := Figures{dialect, o.VolumeDecimals, o.AmountDecimals, o.PriceDecimals, o.Unit, o.Currency}
	switch {
	case f.VolumeDecimals > volumeDigits:
		return f, fmt.Errorf("%s: %d volume decimals, at most %d digits travel", dialect, f.VolumeDecimals, volumeDigits)
	case f.PriceDecimals > pricesCount:
		return f, fmt.Errorf("%s: %d price decimals, at most %d can be told", dialect, f.PriceDecimals, pricesCount)
	case f.AmountDecimals > f.Currency.Decimals():
		return f, fmt.Errorf("%s: %d amount decimals, but '%s' has %d", dialect, f.AmountDecimals, f.Currency, f.Currency.Decimals())
	case f.Unit > unit.ImpGal:
		return f, fmt.Errorf("%s: there is no %s", dialect, f.Unit)
	}
	return f, nil
}

// VolumeDigits counts a volume in the bus's decimals. The error names a volume of another unit, or one that does not fit
// so many digits exactly.
func (f *Figures) VolumeDigits(v unit.Indicated, digits int) (int64, error) {
	if v.Unit != f.Unit {
		return 0, fmt.Errorf("%s: volume %s is not in %s", f.dialect, v, f.Unit)
	}
	n, ok := Rescale(v.Count, v.Decimals, f.VolumeDecimals)
	if !ok || !fits(n, digits) {
		return 0, fmt.Errorf("%s: volume %s does not fit %d digits with %d decimals", f.dialect, v, digits, f.VolumeDecimals)
	}
	return n, nil
}

// AmountDigits counts an amount in the bus's decimals. The error names an amount of another currency, or one that does not
// fit so many digits exactly.
func (f *Figures) AmountDigits(m unit.Money, digits int) (int64, error) {
	if m.Currency != f.Currency {
		return 0, fmt.Errorf("%s: amount %s is not in '%s'", f.dialect, m, f.Currency)
	}
	n, ok := Rescale(m.Minor, f.Currency.Decimals(), f.AmountDecimals)
	if !ok || !fits(n, digits) {
		return 0, fmt.Errorf("%s: amount %s does not fit %d digits with %d decimals", f.dialect, m, digits, f.AmountDecimals)
	}
	return n, nil
}

// PriceDigits counts a price in the bus's decimals. The error names a price of another currency or unit, or one that does
// not fit so many digits exactly.
func (f *Figures) PriceDigits(p unit.Price, digits int) (int64, error) {
	if p.Currency != f.Currency || p.Unit != f.Unit {
		return 0, fmt.Errorf("%s: price %s is not in %s/%s", f.dialect, p, f.Currency, f.Unit)
	}
	n, ok := Rescale(p.E4, pricesCount, f.PriceDecimals)
	if !ok || !fits(n, digits) {
		return 0, fmt.Errorf("%s: price %s does not fit %d digits with %d decimals", f.dialect, p, digits, f.PriceDecimals)
	}
	return n, nil
}

// Volume returns the volume that digits of the bus count.
func (f *Figures) Volume(n int64) unit.Indicated {
	return unit.Indicated{Count: n, Decimals: f.VolumeDecimals, Unit: f.Unit}
}

// Amount returns the amount that digits of the bus count; false where it is finer than the currency or too large.
func (f *Figures) Amount(n int64) (unit.Money, bool) {
	n, ok := Rescale(n, f.AmountDecimals, f.Currency.Decimals())
	return unit.Money{Minor: n, Currency: f.Currency}, ok
}

// Price returns the price that digits of the bus count; false where it is too large.
func (f *Figures) Price(n int64) (unit.Price, bool) {
	n, ok := Rescale(n, f.PriceDecimals, pricesCount)
	return unit.Price{E4: n, Currency: f.Currency, Unit: f.Unit}, ok
}

// Rescale counts in 10^-to what was counted in 10^-from; false when that is not exact or does not fit.
func Rescale(count int64, from, to uint8) (int64, bool) {
	for ; from < to; from++ {
		if count > 1<<59 || count < -(1<<59) {
			return 0, false
		}
		count *= 10
	}
	for ; from > to; from-- {
		if count%10 != 0 {
			return 0, false
		}
		count /= 10
	}
	return count, true
}

// fits reports a count from zero to the largest of so many digits.
func fits(n int64, digits int) bool {
	most := int64(1)
	for range digits {
		most *= 10
	}
	return n >= 0 && n < most
}
