package ifsf

import (
	"fmt"
	"slices"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
)

// Levels implements wire.Levelled: fuelling mode 1 is cash, mode 2 credit (B: modes have prices; which is which, C).
func (dialect) Levels() int { return forecourt.Levels }

// modes is how many fuelling modes there are.
const modes = forecourt.Levels

// modeOf is the fuelling mode of a level, and levelOf its inverse for a mode that there is.
func modeOf(l forecourt.PriceLevel) byte     { return byte(l) + 1 }
func levelOf(mode byte) forecourt.PriceLevel { return forecourt.PriceLevel(mode - 1) }

// priceAddress is a product's price in the fuelling mode of a level.
func priceAddress(product uint32, l forecourt.PriceLevel) address {
	return address{place: atMode, number: modeOf(l), value: product}
}

// setMode writes Fuelling_Mode: the sales to come are made in it.
func (d *dispenser) setMode(p *fuellingPoint, mode byte) byte {
	switch {
	case mode < 1 || mode > modes:
		return dataBad
	case p.state() > forecourt.Calling:
		return dataNotWritable
	case mode != p.mode:
		p.mode = mode
		d.out.Heard(p.address, forecourt.SelectLevel{Level: levelOf(mode)})
	}
	return dataOK
}

// setPrice takes the price of a product in a mode and hands it to every point that sells it. Electronics want the prices
// of all nozzles at once, so they hear of it when each has one; where they then say another price, it was not taken.
func (d *dispenser) setPrice(number uint32, mode byte, data []byte) byte {
	price, ok := d.codec.price(data)
	if !ok || price.E4 == 0 {
		return dataBad
	}
	for i := range d.products {
		q := &d.products[i]
		if q.number != number {
			continue
		}
		busy := func(m *member) bool { return m.state > forecourt.Calling && slices.Contains(m.products, number) }
		if d.elsewhere(busy) || d.sold(byte(i+1), func(p *fuellingPoint) bool { return p.state() > forecourt.Calling }) {
			return dataNotWritable
		}
		before := *q
		if levelOf(mode) == forecourt.Credit {
			q.credit = price
		} else {
			q.price, q.priced = price, true
		}
		if d.sold(byte(i+1), func(p *fuellingPoint) bool { return !d.handPrices(p, levelOf(mode)) }) {
			if levelOf(mode) == forecourt.Credit || q.price == price {
				*q = before
			}
			return dataNotNow
		}
	}
	return dataOK
}

// handPrices gives a point its prices, when all of a level are known, and reports whether it took them.
func (d *dispenser) handPrices(p *fuellingPoint, l forecourt.PriceLevel) bool {
	prices, credit := make([]unit.Price, len(p.nozzles)), make([]unit.Price, len(p.nozzles))
	both := true
	for i, z := range p.nozzles {
		prices[i], credit[i] = d.codec.noPrice(), d.codec.noPrice()
		if z.product == 0 {
			continue
		}
		q := &d.products[z.product-1]
		if !q.priced {
			return true
		}
		prices[i], credit[i] = q.price, q.credit
		both = both && q.credit.E4 > 0
	}
	switch {
	case both:
	case l == forecourt.Credit:
		return true // until each has one
	default:
		credit = nil
	}
	p.heard = p.heard[:0]
	d.out.Heard(p.address, forecourt.SetPrices{Prices: prices, Credit: credit})
	d.out.Heard(p.address, forecourt.ReturnPrices{})
	return len(p.heard) == 0 || slices.Equal(p.heard[:min(len(p.heard), len(prices))], prices)
}

// priceWritings writes each product's price once, however many nozzles sell it, first of cash and then of credit.
func (m *controller) priceWritings(p *point, n forecourt.SetPrices) (list []request, err error) {
	if len(n.Credit) != 0 && len(n.Credit) != len(n.Prices) {
		return nil, fmt.Errorf("ifsf: %d prices and %d credit prices", len(n.Prices), len(n.Credit))
	}
	if list, err = m.levelWritings(p, forecourt.Cash, n.Prices); err != nil || len(n.Credit) == 0 {
		return list, err
	}
	more, err := m.levelWritings(p, forecourt.Credit, n.Credit)
	return append(list, more...), err
}

// priceAt is the price of a nozzle at the level that the point was told last; of credit without one, the cash price.
func (p *point) priceAt(n forecourt.Nozzle) unit.Price {
	if price := p.prices[p.level][n-1]; price.E4 > 0 {
		return price
	}
	return p.prices[forecourt.Cash][n-1]
}
