package station

import (
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/pos"
	"github.com/forecourt/forecourt/twin/pricesign"
	"github.com/forecourt/forecourt/twin/profile"
	"github.com/forecourt/forecourt/twin/service"
	"github.com/forecourt/forecourt/twin/site"
	"github.com/forecourt/forecourt/twin/unit"
)

// serves puts into the till's configuration what its points offer, and who acts there.
func (s *Station) serves(c *pos.Config) {
	from := s.plan.POS
	c.Modes, c.AfterLift = s.plan.Modes(), from.Release == site.AfterLift
	c.Tills, c.Attendants = from.Tills, from.Attendants
	c.LiftWithin, c.PrepayWithin = from.LiftWithin, from.PrepayWithin
}

// Mode returns what a fuelling point offers now; by plan where the till is outside.
func (s *Station) Mode(n forecourt.Point) service.Set {
	if s.pos != nil {
		return s.pos.Mode(n)
	}
	offers, _ := s.plan.Modes().At(n, s.loop.Now())
	return offers
}

// buildSign puts the price sign beside the till, where the plan has one.
func (s *Station) buildSign(c *pos.Config) (join func(), err error) {
	plan := s.plan.PriceSign
	if !plan.Has() {
		return func() {}, nil
	}
	model, err := profile.Open[profile.PriceSign](plan.Profile)
	if err != nil {
		return nil, err
	}
	c.Sign, c.Sellers, c.SignWithin = map[forecourt.Grade]unit.Price{}, map[forecourt.Grade][]forecourt.Point{}, model.Patience.Is
	for _, g := range plan.Shows {
		c.Sign[g], _ = s.plan.Price(g)
		for _, side := range s.plan.Points() {
			if sells(side, g) {
				c.Sellers[g] = append(c.Sellers[g], side.FuellingPoint)
			}
		}
	}
	s.sign = pricesign.New(pricesign.Config{Prices: c.Sign, Change: model.Change.Of})
	return func() {
		s.add(pricesign.Role, s.sign, pricesign.Timers)
		s.link(loop.Socket{Role: pricesign.Role, Port: pricesign.ToPOS}, loop.Socket{Role: POSRole, Port: pos.ToSign})
	}, nil
}

func sells(side site.Side, g forecourt.Grade) bool {
	for _, h := range side.Hoses {
		if h.Grade == g {
			return true
		}
	}
	return false
}
