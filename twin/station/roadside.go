package station

import (
	"fmt"

	"github.com/forecourt/forecourt/twin/dispenser/electronics"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/pricesign"
	"github.com/forecourt/forecourt/twin/site"
	"github.com/forecourt/forecourt/twin/unit"
)

// roadside is what a customer could read off the price sign when he lifted his nozzle.
type roadside struct {
	lifted map[forecourt.Point]map[forecourt.Grade]unit.Price
	broken map[forecourt.Grade]bool // by a fault that a scenario planted: what it shows is nobody's word
	dear   []string                 // sales that cost more than the sign had shown
}

func newRoadside() roadside {
	return roadside{lifted: map[forecourt.Point]map[forecourt.Grade]unit.Price{}, broken: map[forecourt.Grade]bool{}}
}

// note keeps what the sign shows when a nozzle is lifted, and holds a sale against it that was made at the cash price.
func (r *roadside) note(s *Station, t forecourt.Told) {
	if s.sign == nil {
		return
	}
	switch e := t.Event.(type) {
	case electronics.NozzleLifted:
		n := forecourt.Point(t.Role.Number)
		r.lifted[n] = map[forecourt.Grade]unit.Price{}
		for _, g := range s.plan.PriceSign.Shows {
			r.lifted[n][g], _ = s.sign.Shows(g)
		}
	case forecourt.SaleFinished:
		shown, known := r.lifted[e.Sale.Point][e.Sale.Grade]
		if known && e.Sale.Level == forecourt.Cash && !r.broken[e.Sale.Grade] && e.Sale.Price.E4 > shown.E4 {
			r.dear = append(r.dear, fmt.Sprintf("sale %s: %s at %s, the sign showed %s when the nozzle was lifted",
				e.Sale.ID, e.Sale.Grade, e.Sale.Price, shown))
		}
	}
}

// priceSign holds that no sale costs more than the sign showed.
func (b *books) priceSign() error {
	if len(b.roadside.dear) > 0 {
		return fmt.Errorf("%s", b.roadside.dear[0])
	}
	return nil
}

// faultSign notes which prices on the sign are nobody's word.
func (b *books) faultSign(f pricesign.Fault, plan site.PriceSign) {
	for _, g := range plan.Shows {
		if f.Fault == pricesign.StuckSegment && (f.Grade == "" || f.Grade == g) {
			b.roadside.broken[g] = true
		}
	}
}
