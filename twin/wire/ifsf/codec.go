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
	wire.Figures
	nozzles int
}

// The sizes of BCD behind bin8 (A: CSS field sizes, captured price).
const (
	quantityLen = 4 // volume, amount
	priceLen    = 3
	totalLen    = 6
)

const maxNozzle = 8

func newCodec(o wire.Options) (codec, error) {
	f, err := wire.NewFigures("ifsf", o, 2*quantityLen)
	if err == nil && (o.Nozzles < 0 || o.Nozzles > maxNozzle) {
		err = fmt.Errorf("ifsf: %d nozzles, a fuelling point has 1 to %d", o.Nozzles, maxNozzle)
	}
	return codec{f, o.Nozzles}, err
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

// pack appends a number that is known to fit.
func pack(dst []byte, n int64, decimals uint8, size int) []byte {
	dst, _ = appendNumber(dst, n, decimals, size)
	return dst
}

// readScaled reads a number of exactly size bytes of BCD that is not below zero.
func readScaled(b []byte, to uint8, size int) (int64, bool) {
	n, decimals, ok := readNumber(b)
	if !ok || n < 0 || len(b) != 1+size {
		return 0, false
	}
	return wire.Rescale(n, decimals, to)
}

func (c *codec) appendVolume(dst []byte, v unit.Indicated, size int) ([]byte, error) {
	n, err := c.VolumeDigits(v, 2*size)
	if err != nil {
		return dst, err
	}
	return pack(dst, n, c.VolumeDecimals, size), nil
}

func (c *codec) appendAmount(dst []byte, m unit.Money, size int) ([]byte, error) {
	n, err := c.AmountDigits(m, 2*size)
	if err != nil {
		return dst, err
	}
	return pack(dst, n, c.AmountDecimals, size), nil
}

func (c *codec) appendPrice(dst []byte, p unit.Price) ([]byte, error) {
	n, err := c.PriceDigits(p, 2*priceLen)
	if err != nil {
		return dst, err
	}
	return pack(dst, n, c.PriceDecimals, priceLen), nil
}

func (c *codec) volume(b []byte, size int) (unit.Indicated, bool) {
	n, ok := readScaled(b, c.VolumeDecimals, size)
	return c.Volume(n), ok
}

func (c *codec) amount(b []byte, size int) (unit.Money, bool) {
	n, ok := readScaled(b, c.Currency.Decimals(), size)
	return unit.Money{Minor: n, Currency: c.Currency}, ok
}

func (c *codec) price(b []byte) (unit.Price, bool) {
	n, ok := readScaled(b, 4, priceLen)
	return unit.Price{E4: n, Currency: c.Currency, Unit: c.Unit}, ok
}

// warmthLen and warmthDecimals are the form of a temperature in degrees Celsius as it is written here; any is read (C: the
// facts name the Data_Id and no form).
const (
	warmthLen      = 2
	warmthDecimals = 2
)

// appendWarmth appends a temperature, rounded to its form.
func appendWarmth(dst []byte, t unit.Temperature) []byte {
	const step = 10 // thousandths
	half := unit.Temperature(step / 2)
	if t < 0 {
		half = -half
	}
	return pack(dst, int64(t+half)/step, warmthDecimals, warmthLen)
}

// warmth reads a temperature of a fuel, to the thousandth of a degree.
func warmth(b []byte) (unit.Temperature, bool) {
	const thousandths, most = 3, 100_000
	n, decimals, ok := readNumber(b)
	negative := n < 0
	if negative {
		n = -n
	}
	if ok {
		n, ok = wire.Rescale(n, decimals, thousandths)
	}
	if negative {
		n = -n
	}
	return unit.Temperature(n), ok && n >= -most && n <= most
}

func (c *codec) noVolume() unit.Indicated {
	return unit.Indicated{Decimals: c.VolumeDecimals, Unit: c.Unit}
}
func (c *codec) noAmount() unit.Money { return unit.Money{Currency: c.Currency} }
func (c *codec) noPrice() unit.Price  { return unit.Price{Currency: c.Currency, Unit: c.Unit} }
