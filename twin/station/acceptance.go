package station

import (
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/loyalty"
	"github.com/forecourt/forecourt/twin/pos"
	"github.com/forecourt/forecourt/twin/unit"
)

// accept gives the till what it must know to take cards as the plan wants it.
func (s *Station) accept(cfg *pos.Config) {
	cfg.Cards, cfg.Loyalty = s.plan.Cards, s.plan.Loyalty
	cfg.Hoses, cfg.Prices = map[forecourt.Point][]pos.Hose{}, pos.Prices{}
	for _, side := range s.plan.Points() {
		for _, h := range side.Hoses {
			cfg.Hoses[side.FuellingPoint] = append(cfg.Hoses[side.FuellingPoint], pos.Hose{Nozzle: h.Nozzle, Grade: h.Grade})
		}
	}
	cfg.Products = map[forecourt.Grade]string{}
	for _, g := range s.plan.Grades {
		if g.PaymentProduct != "" {
			cfg.Products[g.Grade] = g.PaymentProduct
		}
		credit := g.CreditPrice
		if credit.E4 == 0 {
			credit = g.Price
		}
		cfg.Prices[g.Grade] = [forecourt.Levels]unit.Price{forecourt.Cash: g.Price, forecourt.Credit: credit}
	}
}

// buildLoyalty puts the loyalty service on the loop, where the site has a scheme and a till of ours.
func (s *Station) buildLoyalty() (err error) {
	if s.controller == nil || !s.plan.Loyalty.On() {
		return nil
	}
	s.loyalty, err = loyalty.New(loyalty.Config{Members: s.plan.Loyalty.Members})
	if err != nil {
		return err
	}
	s.add(LoyaltyRole, s.loyalty, loyalty.Timers)
	s.serve("loyalty", LoyaltyRole, httpLatency, s.loyalty.Handler(), loyalty.Mask)
	return nil
}
