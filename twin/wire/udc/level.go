package udc

import (
	"fmt"
	"slices"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
)

// Levels implements wire.Levelled: Cx A3 has a cash and a credit price for each nozzle (A).
func (dialect) Levels() int { return forecourt.Levels }

// creditBit of the answer to Cx A1 says that the nozzle's sale is on credit (A).
const creditBit = 0x80

// columns are the two prices of every nozzle; zero where a nozzle has none.
type columns [forecourt.Levels][maxNozzle]unit.Price

// at returns a price; a credit price that is not there is the cash price.
func (t *columns) at(l forecourt.PriceLevel, n forecourt.Nozzle) unit.Price {
	if p := t[l][n-1]; p.E4 > 0 {
		return p
	}
	return t[forecourt.Cash][n-1]
}

// appendPrices appends the data of Cx A3: for each nozzle the cash and the credit price, most significant byte first, and
// no blends. Without credit prices they are sent like the cash prices.
func (c *codec) appendPrices(dst []byte, prices, credit []unit.Price) ([]byte, error) {
	if len(prices) < c.nozzles || len(prices) == 0 || len(prices) > maxNozzle {
		return dst, fmt.Errorf("udc: %d prices for %d nozzles; a point has at most %d", len(prices), c.nozzles, maxNozzle)
	}
	if len(credit) == 0 {
		credit = prices
	}
	if len(credit) != len(prices) {
		return dst, fmt.Errorf("udc: %d prices and %d credit prices", len(prices), len(credit))
	}
	b := dst
	for i := range prices {
		for _, p := range []unit.Price{prices[i], credit[i]} {
			var lsb [priceSize]byte
			if _, err := c.appendPrice(lsb[:0], p); err != nil {
				return dst, err
			}
			b = append(b, lsb[1], lsb[0])
		}
	}
	return append(b, make([]byte, mostData-(len(b)-len(dst)))...), nil
}

// columns reads the prices of Cx A3.
func (c *codec) columns(b []byte) (t columns, ok bool) {
	for i := range maxNozzle {
		for l := range t {
			at := b[(2*i+l)*priceSize:]
			if t[l][i], ok = c.price([]byte{at[1], at[0]}); !ok {
				return t, false
			}
		}
	}
	return t, true
}

// lists are the columns as a change of prices: one level where no credit price is another than the cash price.
func (t *columns) lists(n int) forecourt.SetPrices {
	s := forecourt.SetPrices{Prices: slices.Clone(t[forecourt.Cash][:n])}
	credit := make([]unit.Price, n)
	for i := range credit {
		credit[i] = t.at(forecourt.Credit, forecourt.Nozzle(i+1))
	}
	if !slices.Equal(credit, s.Prices) {
		s.Credit = credit
	}
	return s
}

// take puts a change of prices into the columns.
func (t *columns) take(s forecourt.SetPrices) {
	copy(t[forecourt.Cash][:], s.Prices)
	copy(t[forecourt.Credit][:], s.Prices)
	copy(t[forecourt.Credit][:], s.Credit)
}

// priceOf notes the price of an A5 for a nozzle, and returns the level that it is of. One that is in neither column
// becomes the cash price.
func (d *dispenser) priceOf(n forecourt.Nozzle, price unit.Price) forecourt.PriceLevel {
	switch {
	case price.E4 == 0:
		return d.level
	case price == d.prices[forecourt.Cash][n-1]:
	case price == d.prices[forecourt.Credit][n-1]:
		return forecourt.Credit
	default:
		if credit := &d.prices[forecourt.Credit][n-1]; *credit == d.prices[forecourt.Cash][n-1] {
			*credit = price // there was one price
		}
		d.prices[forecourt.Cash][n-1] = price
	}
	return forecourt.Cash
}

// selectLevel has the device sell at another level than it does.
func (d *dispenser) selectLevel(l forecourt.PriceLevel) {
	if l == d.level {
		return
	}
	d.level = l
	d.out.Heard(d.address, forecourt.SelectLevel{Level: l})
}
