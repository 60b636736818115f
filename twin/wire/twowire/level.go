package twowire

import (
	"fmt"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
)

// Levels implements wire.Levelled: F4 and F5 (A).
func (dialect) Levels() int { return forecourt.Levels }

// levelWord is the control word of a level, and levelOf its inverse for a word that is one.
func levelWord(l forecourt.PriceLevel) byte { return level1 + byte(l) }
func levelOf(w byte) forecourt.PriceLevel   { return forecourt.PriceLevel(w - level1) }

// appendLevelBlock appends the change of the level (A).
func appendLevelBlock(dst []byte, l forecourt.PriceLevel) []byte {
	return appendHost(dst, []byte{levelWord(l)})
}

// priceTable is the prices of every grade at both levels, as far as they are known.
type priceTable [forecourt.Levels][maxNozzle + 1]unit.Price

// at returns a price; one of level 2 that is not known is that of level 1.
func (t *priceTable) at(l forecourt.PriceLevel, n forecourt.Nozzle) unit.Price {
	if p := t[l][n]; p.E4 > 0 {
		return p
	}
	return t[forecourt.Cash][n]
}

// all lists the first n grades of a level; false while one is not known.
func (t *priceTable) all(l forecourt.PriceLevel, n int) ([]unit.Price, bool) {
	prices := append([]unit.Price(nil), t[l][1:n+1]...)
	for _, p := range prices {
		if p == (unit.Price{}) {
			return nil, false
		}
	}
	return prices, true
}

// setPrices queues one block for each grade and level; all of them or none.
func (m *controller) setPrices(p *pump, at clock.Instant, n forecourt.SetPrices) error {
	if len(n.Prices) != m.codec.nozzles || len(n.Credit) != 0 && len(n.Credit) != len(n.Prices) {
		return fmt.Errorf("twowire: %d prices and %d credit prices for %d nozzles", len(n.Prices), len(n.Credit), m.codec.nozzles)
	}
	var orders []order
	for level, prices := range [...][]unit.Price{n.Prices, n.Credit} {
		for i, price := range prices {
			o := order{kind: sendBlock, at: at, cmd: n, price: price, nozzle: forecourt.Nozzle(i + 1), level: forecourt.PriceLevel(level)}
			b, err := m.codec.appendPriceBlock(nil, o.nozzle, o.level, price)
			if err != nil {
				return err
			}
			o.block = b
			orders = append(orders, o)
		}
	}
	for _, o := range orders {
		p.push(o)
	}
	return nil
}

// selectLevel queues the change of the level. Presets that follow it name the same level.
func (m *controller) selectLevel(p *pump, at clock.Instant, n forecourt.SelectLevel) error {
	if n.Level >= forecourt.Levels {
		return fmt.Errorf("twowire: there is no price %s", n.Level)
	}
	p.wanted = n.Level
	p.push(order{kind: sendBlock, at: at, cmd: n, block: appendLevelBlock(nil, n.Level), level: n.Level})
	return nil
}

// taken notes what a block that the pump has understood has changed.
func (p *pump) taken(o *order) {
	switch o.cmd.(type) {
	case forecourt.SetPrices:
		p.prices[o.level][o.nozzle] = o.price
	case forecourt.SelectLevel:
		p.level = o.level
	}
}

// selectLevel has the electronics sell at another level than they do.
func (d *dispenser) selectLevel(l forecourt.PriceLevel) {
	if l == d.level {
		return
	}
	d.level = l
	d.out.Heard(d.address, forecourt.SelectLevel{Level: l})
}

// takePrice collects the prices, which come one by one. From the last one of level 1 on the electronics are told all of
// them, and again with each that comes; those of level 2 when all of them are known.
func (d *dispenser) takePrice(l forecourt.PriceLevel, grade forecourt.Nozzle, p unit.Price) {
	d.prices[l][grade] = p
	prices, ok := d.prices.all(forecourt.Cash, d.codec.nozzles)
	credit, both := d.prices.all(forecourt.Credit, d.codec.nozzles)
	if ok && (l == forecourt.Cash || both) {
		d.out.Heard(d.address, forecourt.SetPrices{Prices: prices, Credit: credit})
	}
}
