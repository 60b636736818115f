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
	wire.Figures
	nozzles int
}

const maxNozzle = 15

func newCodec(o wire.Options) (codec, error) {
	f, err := wire.NewFigures("dart", o, 8)
	if err == nil && (o.Nozzles < 0 || o.Nozzles > maxNozzle) {
		err = fmt.Errorf("dart: %d nozzles, an address has 1 to %d", o.Nozzles, maxNozzle)
	}
	return codec{f, o.Nozzles}, err
}

// pack appends digits that are known to fit.
func pack(dst []byte, n int64, size int) []byte {
	dst, _ = frame.AppendBCD(dst, n, size)
	return dst
}

func (c *codec) appendVolume(dst []byte, v unit.Indicated, size int) ([]byte, error) {
	n, err := c.VolumeDigits(v, 2*size)
	if err != nil {
		return dst, err
	}
	return pack(dst, n, size), nil
}

func (c *codec) appendAmount(dst []byte, m unit.Money, decimals uint8, size int) ([]byte, error) {
	f := c.Figures
	f.AmountDecimals = decimals
	n, err := f.AmountDigits(m, 2*size)
	if err != nil {
		return dst, err
	}
	return pack(dst, n, size), nil
}

func (c *codec) appendPrice(dst []byte, p unit.Price) ([]byte, error) {
	n, err := c.PriceDigits(p, 6)
	if err != nil {
		return dst, err
	}
	return pack(dst, n, 3), nil
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
	return c.Volume(n), ok
}

func (c *codec) amount(b []byte, decimals uint8) (unit.Money, bool) {
	n, ok := frame.BCD(b)
	f := c.Figures
	f.AmountDecimals = decimals
	m, exact := f.Amount(n)
	return m, ok && exact
}

func (c *codec) price(b []byte) (unit.Price, bool) {
	n, ok := frame.BCD(b)
	p, fits := c.Price(n)
	return p, ok && fits
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
