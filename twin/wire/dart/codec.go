package dart

import (
	"fmt"

	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
	"github.com/forecourt/forecourt/twin/wire/frame"
)

// codec turns numbers of the wire into quantities and back. The wire carries no decimals (but for DC7), so both ends
// configure them (A).
type codec struct {
	volumeDecimals, amountDecimals, priceDecimals uint8
	unit                                          unit.Measure
	currency                                      unit.Currency
	nozzles                                       int
}

func newCodec(o wire.Options) (codec, error) {
	o = o.DefaultDecimals()
	c := codec{o.VolumeDecimals, o.AmountDecimals, o.PriceDecimals, o.Unit, o.Currency, o.Nozzles}
	switch {
	case c.volumeDecimals > 8:
		return c, fmt.Errorf("dart: %d volume decimals, at most 8 digits travel", c.volumeDecimals)
	case c.priceDecimals > 4:
		return c, fmt.Errorf("dart: %d price decimals, at most 4 can be told", c.priceDecimals)
	case c.amountDecimals > c.currency.Decimals():
		return c, fmt.Errorf("dart: %d amount decimals, but '%s' has %d", c.amountDecimals, c.currency, c.currency.Decimals())
	case c.nozzles < 0 || c.nozzles > maxNozzle:
		return c, fmt.Errorf("dart: %d nozzles, an address has 1 to %d", c.nozzles, maxNozzle)
	case c.unit > unit.ImpGal:
		return c, fmt.Errorf("dart: there is no %s", c.unit)
	}
	return c, nil
}

const maxNozzle = 15

// rescale counts in digits of 10^-to what was counted in 10^-from; false when that is not exact or does not fit.
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

func (c *codec) appendCount(dst []byte, count int64, from, to uint8, size int) ([]byte, bool) {
	n, ok := rescale(count, from, to)
	if !ok {
		return dst, false
	}
	return frame.AppendBCD(dst, n, size)
}

func (c *codec) appendVolume(dst []byte, v unit.Indicated, size int) ([]byte, error) {
	if v.Unit != c.unit {
		return dst, fmt.Errorf("dart: volume %s is not in %s", v, c.unit)
	}
	b, ok := c.appendCount(dst, v.Count, v.Decimals, c.volumeDecimals, size)
	if !ok {
		return dst, fmt.Errorf("dart: volume %s does not fit %d digits with %d decimals", v, 2*size, c.volumeDecimals)
	}
	return b, nil
}

func (c *codec) appendAmount(dst []byte, m unit.Money, decimals uint8, size int) ([]byte, error) {
	if m.Currency != c.currency {
		return dst, fmt.Errorf("dart: amount %s is not in '%s'", m, c.currency)
	}
	b, ok := c.appendCount(dst, m.Minor, c.currency.Decimals(), decimals, size)
	if !ok {
		return dst, fmt.Errorf("dart: amount %s does not fit %d digits with %d decimals", m, 2*size, decimals)
	}
	return b, nil
}

func (c *codec) appendPrice(dst []byte, p unit.Price) ([]byte, error) {
	if p.Currency != c.currency || p.Unit != c.unit {
		return dst, fmt.Errorf("dart: price %s is not in %s/%s", p, c.currency, c.unit)
	}
	b, ok := c.appendCount(dst, p.E4, 4, c.priceDecimals, 3)
	if !ok {
		return dst, fmt.Errorf("dart: price %s does not fit 6 digits with %d decimals", p, c.priceDecimals)
	}
	return b, nil
}

func (c *codec) appendPrices(dst []byte, trans byte, prices []unit.Price) ([]byte, error) {
	if len(prices) == 0 || len(prices) > maxNozzle {
		return dst, fmt.Errorf("dart: %d prices, a block carries 1 to %d", len(prices), maxNozzle)
	}
	b := append(dst, trans, byte(3*len(prices)))
	for _, p := range prices {
		var err error
		if b, err = c.appendPrice(b, p); err != nil {
			return dst, err
		}
	}
	return b, nil
}

func (c *codec) volume(b []byte) (unit.Indicated, bool) {
	n, ok := frame.BCD(b)
	return unit.Indicated{Count: n, Decimals: c.volumeDecimals, Unit: c.unit}, ok
}

func (c *codec) amount(b []byte, decimals uint8) (unit.Money, bool) {
	n, ok := frame.BCD(b)
	if ok {
		n, ok = rescale(n, decimals, c.currency.Decimals())
	}
	return unit.Money{Minor: n, Currency: c.currency}, ok
}

func (c *codec) price(b []byte) (unit.Price, bool) {
	n, ok := frame.BCD(b)
	if ok {
		n, ok = rescale(n, c.priceDecimals, 4)
	}
	return unit.Price{E4: n, Currency: c.currency, Unit: c.unit}, ok
}

func (c *codec) prices(b []byte) ([]unit.Price, bool) {
	prices := make([]unit.Price, 0, len(b)/3)
	for ; len(b) >= 3; b = b[3:] {
		p, ok := c.price(b[:3])
		if !ok {
			return nil, false
		}
		prices = append(prices, p)
	}
	return prices, true
}
