package udc

import (
	"fmt"
	"slices"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
	"github.com/forecourt/forecourt/twin/wire/frame"
)

// codec turns numbers of the wire into quantities and back. The wire carries no decimals, so both ends configure them.
type codec struct {
	wire.Figures
	nozzles int
}

func newCodec(o wire.Options) (codec, error) {
	f, err := wire.NewFigures("udc", o, 2*volumeSize)
	if err == nil && (o.Nozzles < 0 || o.Nozzles > maxNozzle) {
		err = fmt.Errorf("udc: %d nozzles, a fuelling point has 1 to %d", o.Nozzles, maxNozzle)
	}
	return codec{f, max(o.Nozzles, 1)}, err
}

// pack appends digits that are known to fit, packed, least significant byte first.
func pack(dst []byte, n int64, size int) []byte {
	b, _ := frame.AppendBCD(dst, n, size)
	slices.Reverse(b[len(dst):])
	return b
}

// count reads packed digits, least significant byte first.
func count(b []byte) (int64, bool) {
	var turned [totalSize]byte
	for i, x := range b {
		turned[len(b)-1-i] = x
	}
	return frame.BCD(turned[:len(b)])
}

func (c *codec) appendVolume(dst []byte, v unit.Indicated, size int) ([]byte, error) {
	n, err := c.VolumeDigits(v, 2*size)
	if err != nil {
		return dst, err
	}
	return pack(dst, n, size), nil
}

func (c *codec) appendAmount(dst []byte, m unit.Money, size int) ([]byte, error) {
	n, err := c.AmountDigits(m, 2*size)
	if err != nil {
		return dst, err
	}
	return pack(dst, n, size), nil
}

func (c *codec) appendPrice(dst []byte, p unit.Price) ([]byte, error) {
	n, err := c.PriceDigits(p, 2*priceSize)
	if err != nil {
		return dst, err
	}
	return pack(dst, n, priceSize), nil
}

// appendDisplay appends price, money and volume as A1 and A6 carry them.
func (c *codec) appendDisplay(dst []byte, p unit.Price, f forecourt.FillingReport) ([]byte, error) {
	b, err := c.appendPrice(dst, p)
	if err == nil {
		b, err = c.appendAmount(b, f.Amount, moneySize)
	}
	if err == nil {
		b, err = c.appendVolume(b, f.Volume, volumeSize)
	}
	return b, err
}

func (c *codec) volume(b []byte) (unit.Indicated, bool) {
	n, ok := count(b)
	return c.Volume(n), ok
}

func (c *codec) amount(b []byte) (unit.Money, bool) {
	n, ok := count(b)
	m, fits := c.Amount(n)
	return m, ok && fits
}

func (c *codec) price(b []byte) (unit.Price, bool) {
	n, ok := count(b)
	p, fits := c.Price(n)
	return p, ok && fits
}

func (c *codec) display(b []byte) (p unit.Price, f forecourt.FillingReport, ok bool) {
	p, ok1 := c.price(b[:priceSize])
	m, ok2 := c.amount(b[priceSize : priceSize+moneySize])
	v, ok3 := c.volume(b[priceSize+moneySize : displaySize])
	return p, forecourt.FillingReport{Volume: v, Amount: m}, ok1 && ok2 && ok3
}

// totals reads one nozzle's volume and money total.
func (c *codec) totals(b []byte) (forecourt.Totals, bool) {
	v, ok1 := c.volume(b[:totalSize])
	m, ok2 := c.amount(b[totalSize : 2*totalSize])
	return forecourt.Totals{Volume: v, Amount: m}, ok1 && ok2
}

func (c *codec) noPrice() unit.Price { return unit.Price{Currency: c.Currency, Unit: c.Unit} }

func (c *codec) nothing() forecourt.FillingReport {
	return forecourt.FillingReport{
		Volume: unit.Indicated{Decimals: c.VolumeDecimals, Unit: c.Unit}, Amount: unit.Money{Currency: c.Currency},
	}
}

func isNothing(f forecourt.FillingReport) bool { return f.Volume.Count == 0 && f.Amount.Minor == 0 }

// unlimited is the largest limit, which A5 carries where there is none (B).
const unlimited = 0x99

// limits are the two limits of A5; zero where there is none.
type limits struct {
	money  unit.Money
	volume unit.Indicated
}

// appendLimits appends the limits of A5.
func (c *codec) appendLimits(dst []byte, l limits) ([]byte, error) {
	b := append(dst, unlimited, unlimited, unlimited)
	if l.money.Minor != 0 {
		var err error
		if b, err = c.appendAmount(dst, l.money, moneySize); err != nil {
			return dst, err
		}
	}
	if l.volume.Count != 0 {
		return c.appendVolume(b, l.volume, volumeSize)
	}
	return append(b, unlimited, unlimited, unlimited), nil
}

// limits reads them. Zero is no limit either (B).
func (c *codec) limits(b []byte) (l limits, ok bool) {
	none := []byte{unlimited, unlimited, unlimited}
	money, volume := b[:moneySize], b[moneySize:moneySize+volumeSize]
	ok1, ok2 := true, true
	if !slices.Equal(money, none) {
		l.money, ok1 = c.amount(money)
	}
	if !slices.Equal(volume, none) {
		l.volume, ok2 = c.volume(volume)
	}
	if l.money.Minor == 0 {
		l.money = unit.Money{}
	}
	if l.volume.Count == 0 {
		l.volume = unit.Indicated{}
	}
	return l, ok1 && ok2
}
