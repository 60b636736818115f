package station

import (
	"github.com/forecourt/forecourt/twin/cardreader"
	"github.com/forecourt/forecourt/twin/controller"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/oms"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/pos"
)

// buildMoney puts till, terminals, gateway, merchant host and order management on the loop, as far as they are ours.
func (s *Station) buildMoney() error {
	if err := s.buildHost(); err != nil {
		return err
	}
	if err := s.buildGateway(); err != nil {
		return err
	}
	s.buildTerminals()
	if !s.outside(OMSRole) {
		s.oms = oms.New(oms.Config{})
		s.add(OMSRole, s.oms, oms.Timers)
		s.serve("oms", OMSRole, httpLatency, s.oms.Handler(), payment.Mask)
	}
	if s.controller != nil && s.outside(POSRole) {
		return s.buildDesk()
	}
	if err := s.buildLoyalty(); err != nil {
		return err
	}
	return s.buildTill()
}

// buildTill builds the POS and the outdoor terminals. Without a controller of ours there is no till: whoever brings the
// controller brings what releases its points.
func (s *Station) buildTill() error {
	if s.controller == nil {
		return nil
	}
	cfg := pos.Config{
		Site: s.plan.Site, Currency: s.plan.Currency, Readers: map[int]forecourt.Point{},
		PreAuth:    s.plan.POS.PreAuthorise,
		GatewayURL: s.options.GatewayURL, OMSURL: s.options.OMSURL,
	}
	cfg.Country = s.country()
	s.accept(&cfg)
	s.serves(&cfg)
	s.phones(&cfg)
	for _, side := range s.plan.Points() {
		cfg.Points = append(cfg.Points, side.FuellingPoint)
	}
	for _, r := range s.plan.CardReaders {
		cfg.Readers[r.CardReader] = r.FuellingPoint
	}
	for _, set := range []func(*pos.Config) error{s.till, s.spoken} {
		if err := set(&cfg); err != nil {
			return err
		}
	}
	joinSign, err := s.buildSign(&cfg)
	if err != nil {
		return err
	}
	s.pos = pos.New(s.loop, cfg)
	s.add(POSRole, s.pos, pos.Timers)
	s.takeCallbacks(cfg)
	s.buildPhones()
	s.link(loop.Socket{Role: POSRole, Port: pos.ToController}, loop.Socket{Role: ControllerRole, Port: controller.PortPOS})
	for _, r := range s.plan.CardReaders {
		own, err := s.reader(r)
		if err != nil {
			return err
		}
		reader := cardreader.New(own)
		s.add(reader.Role(), reader, cardreader.Timers)
		s.link(loop.Socket{Role: reader.Role(), Port: cardreader.ToPOS}, loop.Socket{Role: POSRole, Port: pos.ToReader(r.CardReader)})
	}
	joinSign()
	return nil
}
