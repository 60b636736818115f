package pos

import (
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
)

// tagged is a price that the POS has ordered, as the books keep it: a volume limit is turned into money by it.
type tagged struct {
	Grade forecourt.Grade      `json:"grade"`
	Level forecourt.PriceLevel `json:"level,omitzero"`
	Price unit.Price           `json:"price"`
}

func (t *tagged) enter(b *books) {
	levels := b.tariff[t.Grade]
	levels[t.Level] = t.Price
	b.tariff[t.Grade] = levels
}

// priceOf returns what a grade costs at a level: as ordered, else as at opening; zero where there is none.
func (p *POS) priceOf(g forecourt.Grade, l forecourt.PriceLevel) unit.Price {
	if own := p.tariff[g][l]; own.E4 > 0 {
		return own
	}
	return p.cfg.Prices[g][l]
}

// notePrice notes a price that is ordered.
func (p *POS) notePrice(o forecourt.ChangePrice) {
	if p.priceOf(o.Grade, o.Level) != o.Price {
		p.keep(&tagged{o.Grade, o.Level, o.Price})
	}
}

// Prices are what the grades cost, by level.
type Prices map[forecourt.Grade][forecourt.Levels]unit.Price
