package station

import (
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/pos"
)

// country is what the till does as the plan's country wants it.
func (s *Station) country() pos.Country {
	from := s.plan.Country
	c := pos.Country{
		Taxes: map[forecourt.Grade]pos.Tax{}, Coin: from.CashRounding, Header: from.Receipt.Header, Footer: from.Receipt.Footer,
	}
	for _, g := range s.plan.Grades {
		if t, ok := s.plan.TaxOf(g.Grade); ok {
			name := t.Name
			if name == "" {
				name = "tax"
			}
			c.Taxes[g.Grade] = pos.Tax{Code: t.Tax, Name: name, Rate: int64(t.Rate), Text: t.Rate.String()}
		}
	}
	return c
}
