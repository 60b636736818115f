package station

import (
	"github.com/forecourt/forecourt/twin/controller/desk"
	"github.com/forecourt/forecourt/twin/controller/fdcfront"

	"github.com/forecourt/forecourt/twin/controller"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/wire/fdc"
)

// buildDesk puts the interfaces for somebody else's POS where ours would be.
func (s *Station) buildDesk() error {
	cfg := desk.Config{
		Currency: s.plan.Currency, Measure: s.plan.Unit, VolumeDecimals: s.plan.Decimals.Volume,
		Depth: s.plan.POS.MaxUnpaid, Source: s.controller,
	}
	for _, g := range s.plan.Grades {
		cfg.Grades = append(cfg.Grades, desk.Grade{Grade: g.Grade, Price: g.Price})
	}
	for _, side := range s.plan.Points() {
		p := desk.Point{Point: side.FuellingPoint}
		for _, h := range side.Hoses {
			p.Nozzles = append(p.Nozzles, desk.Nozzle{Nozzle: h.Nozzle, Grade: h.Grade})
		}
		cfg.Points = append(cfg.Points, p)
	}
	d, err := desk.New(cfg)
	if err != nil {
		return err
	}
	s.add(desk.Role, d, desk.Timers)
	s.link(loop.Socket{Role: desk.Role, Port: desk.PortController}, loop.Socket{Role: ControllerRole, Port: controller.PortPOS})
	s.fdc, err = fdcfront.New(fdcfront.Config{Desk: d, Dialect: fdc.Dialect{Phrase: s.plan.POS.PassPhrase}})
	if err != nil {
		return err
	}
	s.add(fdcfront.Role, s.fdc, fdcfront.Timers)
	return s.buildPTS(d)
}

// FDC returns the interface of IFSF forecourt device controllers for a POS; nil unless the POS is outside.
func (s *Station) FDC() *fdcfront.Front { return s.fdc }
