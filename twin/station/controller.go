package station

import (
	"github.com/forecourt/forecourt/twin/controller"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/station/fitting"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
)

func (s *Station) buildController() error {
	if s.outside(ControllerRole) {
		return nil
	}
	cfg := controller.Config{
		Site: s.plan.Site, Currency: s.plan.Currency, Measure: s.plan.Unit, VolumeDecimals: s.plan.Decimals.Volume,
		MaxUnpaid: s.plan.POS.MaxUnpaid, ReleaseWithin: s.options.ReleaseWithin, Prices: map[forecourt.Grade]unit.Price{},
		Credit: map[forecourt.Grade]unit.Price{}, Rounding: s.plan.Country.Rounding,
	}
	index := map[int]int{}
	for i, b := range s.plan.Buses {
		d, err := s.speaks(b)
		if err != nil {
			return err
		}
		_, totals := wire.Digits(d)
		if wrap := s.options.Hooks.Dialect; wrap != nil {
			d = wrap(ControllerRole, d)
		}
		index[b.Bus] = i
		o := fitting.Bus(s.plan, b)
		if slack := s.options.ReplySlack; slack != nil {
			o.ReplySlack = slack(b.Bus)
		}
		cfg.Buses = append(cfg.Buses, controller.Bus{Dialect: d, Options: o, TotalsDigits: totals, SharedPrices: s.sharesPrices(b)})
	}
	for _, side := range s.plan.Points() {
		pc := controller.PointConfig{Point: side.FuellingPoint, Bus: index[side.Bus], Address: byte(side.Address)}
		for _, h := range side.Hoses {
			pc.Nozzles = append(pc.Nozzles, controller.NozzleConfig{Nozzle: h.Nozzle, Grade: h.Grade, Compensation: s.basis()})
		}
		o := &cfg.Buses[index[side.Bus]].Options
		o.Addresses = append(o.Addresses, byte(side.Address))
		o.Nozzles = max(o.Nozzles, len(side.Hoses))
		cfg.Points = append(cfg.Points, pc)
	}
	for _, g := range s.plan.Grades {
		cfg.Prices[g.Grade] = g.Price
		if g.CreditPrice.E4 > 0 {
			cfg.Credit[g.Grade] = g.CreditPrice
		}
	}
	if err := s.controls(&cfg); err != nil {
		return err
	}
	c, err := controller.New(cfg)
	if err != nil {
		return err
	}
	s.controller = c
	s.add(ControllerRole, c, controller.NumTimers(len(cfg.Buses)))
	for i, b := range s.plan.Buses {
		if bus := s.buses[b.Bus]; bus != nil {
			s.loop.JoinBus(bus, loop.Socket{Role: ControllerRole, Port: controller.PortBus(i)})
		}
	}
	return nil
}
