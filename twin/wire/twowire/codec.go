package twowire

import (
	"fmt"

	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
)

// codec turns digits of the wire into quantities and back. The wire carries no decimals, so both ends configure them (A).
type codec struct {
	volumeDecimals, amountDecimals, priceDecimals uint8
	unit                                          unit.Measure
	currency                                      unit.Currency
	nozzles                                       int
	presetSize                                    int
}

// maxNozzle is the highest grade: the wire has 16, a point has 15 nozzles.
const maxNozzle = 15

func newCodec(o wire.Options, presetSize int) (codec, error) {
	o = o.DefaultDecimals()
	c := codec{
		o.VolumeDecimals, o.AmountDecimals, o.PriceDecimals, o.Unit, o.Currency, max(o.Nozzles, 1), presetSize,
	}
	switch {
	case c.volumeDecimals > 6:
		return c, fmt.Errorf("twowire: %d volume decimals, at most 6 digits travel", c.volumeDecimals)
	case c.priceDecimals > 4:
		return c, fmt.Errorf("twowire: %d price decimals, at most 4 digits travel", c.priceDecimals)
	case c.amountDecimals > c.currency.Decimals():
		return c, fmt.Errorf("twowire: %d amount decimals, but '%s' has %d", c.amountDecimals, c.currency, c.currency.Decimals())
	case o.Nozzles < 0 || o.Nozzles > maxNozzle:
		return c, fmt.Errorf("twowire: %d nozzles, a pump has 1 to %d", o.Nozzles, maxNozzle)
	case c.unit > unit.ImpGal:
		return c, fmt.Errorf("twowire: there is no %s", c.unit)
	}
	return c, nil
}

// rescale counts in 10^-to what was counted in 10^-from; false when that is not exact or does not fit.
func rescale(count int64, from, to uint8) (int64, bool) {
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

func appendCount(dst []byte, count int64, from, to uint8, size int) ([]byte, bool) {
	n, ok := rescale(count, from, to)
	if !ok {
		return dst, false
	}
	return appendDigits(dst, n, size)
}

func (c *codec) appendVolume(dst []byte, v unit.Indicated, size int) ([]byte, error) {
	if v.Unit != c.unit {
		return dst, fmt.Errorf("twowire: volume %s is not in %s", v, c.unit)
	}
	b, ok := appendCount(dst, v.Count, v.Decimals, c.volumeDecimals, size)
	if !ok {
		return dst, fmt.Errorf("twowire: volume %s does not fit %d digits with %d decimals", v, size, c.volumeDecimals)
	}
	return b, nil
}

func (c *codec) appendAmount(dst []byte, m unit.Money, size int) ([]byte, error) {
	if m.Currency != c.currency {
		return dst, fmt.Errorf("twowire: amount %s is not in '%s'", m, c.currency)
	}
	b, ok := appendCount(dst, m.Minor, c.currency.Decimals(), c.amountDecimals, size)
	if !ok {
		return dst, fmt.Errorf("twowire: amount %s does not fit %d digits with %d decimals", m, size, c.amountDecimals)
	}
	return b, nil
}

func (c *codec) appendPrice(dst []byte, p unit.Price) ([]byte, error) {
	if p.Currency != c.currency || p.Unit != c.unit {
		return dst, fmt.Errorf("twowire: price %s is not in %s/%s", p, c.currency, c.unit)
	}
	b, ok := appendCount(dst, p.E4, 4, c.priceDecimals, 4)
	if !ok {
		return dst, fmt.Errorf("twowire: price %s does not fit 4 digits with %d decimals", p, c.priceDecimals)
	}
	return b, nil
}

func (c *codec) volume(count int64) unit.Indicated {
	return unit.Indicated{Count: count, Decimals: c.volumeDecimals, Unit: c.unit}
}

// amount never loses a digit: the wire has no more decimals than the currency.
func (c *codec) amount(count int64) unit.Money {
	n, _ := rescale(count, c.amountDecimals, c.currency.Decimals())
	return unit.Money{Minor: n, Currency: c.currency}
}

func (c *codec) price(count int64) unit.Price {
	n, _ := rescale(count, c.priceDecimals, 4)
	return unit.Price{E4: n, Currency: c.currency, Unit: c.unit}
}
