package ifsf

import (
	"fmt"

	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
	"github.com/forecourt/forecourt/twin/wire/frame"
)

// codec turns numbers of the wire into quantities and back. The wire carries its decimals; a number that is finer than
// this end counts is refused rather than rounded.
type codec struct {
	volumeDecimals, amountDecimals, priceDecimals uint8
	unit                                          unit.Measure
	currency                                      unit.Currency
	nozzles                                       int
}

// The sizes of BCD behind bin8 (A: CSS field sizes, captured price).
const (
	quantityLen = 4 // volume, amount
	priceLen    = 3
	totalLen    = 6
)

const maxNozzle = 8

func newCodec(o wire.Options) (codec, error) {
	o = o.DefaultDecimals()
	c := codec{o.VolumeDecimals, o.AmountDecimals, o.PriceDecimals, o.Unit, o.Currency, o.Nozzles}
	switch {
	case c.volumeDecimals > 2*quantityLen:
		return c, fmt.Errorf("ifsf: %d volume decimals, at most 8 digits travel", c.volumeDecimals)
	case c.priceDecimals > 4:
		return c, fmt.Errorf("ifsf: %d price decimals, at most 4 can be told", c.priceDecimals)
	case c.amountDecimals > c.currency.Decimals():
		return c, fmt.Errorf("ifsf: %d amount decimals, but '%s' has %d", c.amountDecimals, c.currency, c.currency.Decimals())
	case c.nozzles < 0 || c.nozzles > maxNozzle:
		return c, fmt.Errorf("ifsf: %d nozzles, a fuelling point has 1 to %d", c.nozzles, maxNozzle)
	case c.unit > unit.ImpGal:
		return c, fmt.Errorf("ifsf: there is no %s", c.unit)
	}
	return c, nil
}

// appendNumber appends bin8 and size bytes of BCD: bit 7 is the sign, bits 6 to 0 count the digits before the point (A).
func appendNumber(dst []byte, count int64, decimals uint8, size int) ([]byte, bool) {
	if int(decimals) > 2*size {
		return dst, false
	}
	point := byte(2*size) - decimals
	if count < 0 {
		point |= 0x80
		count = -count
	}
	b, ok := frame.AppendBCD(append(dst, point), count, size)
	if !ok {
		return dst, false
	}
	return b, true
}

func readNumber(b []byte) (count int64, decimals uint8, ok bool) {
	if len(b) < 2 {
		return 0, 0, false
	}
	digits, point := 2*(len(b)-1), int(b[0]&0x7F)
	if count, ok = frame.BCD(b[1:]); !ok || point > digits {
		return 0, 0, false
	}
	if b[0]&0x80 != 0 {
		count = -count
	}
	return count, uint8(digits - point), true
}

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

func appendScaled(dst []byte, count int64, from, to uint8, size int) ([]byte, bool) {
	n, ok := rescale(count, from, to)
	if !ok || n < 0 {
		return dst, false
	}
	return appendNumber(dst, n, to, size)
}

// readScaled reads a number of exactly size bytes of BCD that is not below zero.
func readScaled(b []byte, to uint8, size int) (int64, bool) {
	n, decimals, ok := readNumber(b)
	if !ok || n < 0 || len(b) != 1+size {
		return 0, false
	}
	return rescale(n, decimals, to)
}

func (c *codec) appendVolume(dst []byte, v unit.Indicated, size int) ([]byte, error) {
	if v.Unit != c.unit {
		return dst, fmt.Errorf("ifsf: volume %s is not in %s", v, c.unit)
	}
	b, ok := appendScaled(dst, v.Count, v.Decimals, c.volumeDecimals, size)
	if !ok {
		return dst, fmt.Errorf("ifsf: volume %s does not fit %d digits with %d decimals", v, 2*size, c.volumeDecimals)
	}
	return b, nil
}

func (c *codec) appendAmount(dst []byte, m unit.Money, size int) ([]byte, error) {
	if m.Currency != c.currency {
		return dst, fmt.Errorf("ifsf: amount %s is not in '%s'", m, c.currency)
	}
	b, ok := appendScaled(dst, m.Minor, c.currency.Decimals(), c.amountDecimals, size)
	if !ok {
		return dst, fmt.Errorf("ifsf: amount %s does not fit %d digits with %d decimals", m, 2*size, c.amountDecimals)
	}
	return b, nil
}

func (c *codec) appendPrice(dst []byte, p unit.Price) ([]byte, error) {
	if p.Currency != c.currency || p.Unit != c.unit {
		return dst, fmt.Errorf("ifsf: price %s is not in %s/%s", p, c.currency, c.unit)
	}
	b, ok := appendScaled(dst, p.E4, 4, c.priceDecimals, priceLen)
	if !ok {
		return dst, fmt.Errorf("ifsf: price %s does not fit 6 digits with %d decimals", p, c.priceDecimals)
	}
	return b, nil
}

func (c *codec) volume(b []byte, size int) (unit.Indicated, bool) {
	n, ok := readScaled(b, c.volumeDecimals, size)
	return unit.Indicated{Count: n, Decimals: c.volumeDecimals, Unit: c.unit}, ok
}

func (c *codec) amount(b []byte, size int) (unit.Money, bool) {
	n, ok := readScaled(b, c.currency.Decimals(), size)
	return unit.Money{Minor: n, Currency: c.currency}, ok
}

func (c *codec) price(b []byte) (unit.Price, bool) {
	n, ok := readScaled(b, 4, priceLen)
	return unit.Price{E4: n, Currency: c.currency, Unit: c.unit}, ok
}

func (c *codec) noVolume() unit.Indicated {
	return unit.Indicated{Decimals: c.volumeDecimals, Unit: c.unit}
}
func (c *codec) noAmount() unit.Money { return unit.Money{Currency: c.currency} }
func (c *codec) noPrice() unit.Price  { return unit.Price{Currency: c.currency, Unit: c.unit} }
