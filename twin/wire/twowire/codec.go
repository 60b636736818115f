package twowire

import (
	"fmt"

	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
)

// codec turns digits of the wire into quantities and back. The wire carries no decimals, so both ends configure them (A).
type codec struct {
	wire.Figures
	nozzles    int
	presetSize int
}

// maxNozzle is the highest grade: the wire has 16, a point has 15 nozzles.
const maxNozzle = 15

func newCodec(o wire.Options, presetSize int) (codec, error) {
	f, err := wire.NewFigures("twowire", o, 6)
	if err == nil && (o.Nozzles < 0 || o.Nozzles > maxNozzle) {
		err = fmt.Errorf("twowire: %d nozzles, a pump has 1 to %d", o.Nozzles, maxNozzle)
	}
	return codec{f, max(o.Nozzles, 1), presetSize}, err
}

// pack appends digits that are known to fit.
func pack(dst []byte, n int64, size int) []byte {
	dst, _ = appendDigits(dst, n, size)
	return dst
}

func (c *codec) appendVolume(dst []byte, v unit.Indicated, size int) ([]byte, error) {
	n, err := c.VolumeDigits(v, size)
	if err != nil {
		return dst, err
	}
	return pack(dst, n, size), nil
}

func (c *codec) appendAmount(dst []byte, m unit.Money, size int) ([]byte, error) {
	n, err := c.AmountDigits(m, size)
	if err != nil {
		return dst, err
	}
	return pack(dst, n, size), nil
}

func (c *codec) appendPrice(dst []byte, p unit.Price) ([]byte, error) {
	n, err := c.PriceDigits(p, 4)
	if err != nil {
		return dst, err
	}
	return pack(dst, n, 4), nil
}

// amount never loses a digit: the wire has no more decimals than the currency.
func (c *codec) amount(count int64) unit.Money {
	m, _ := c.Amount(count)
	return m
}

// price always fits: the wire has four digits.
func (c *codec) price(count int64) unit.Price {
	p, _ := c.Price(count)
	return p
}
