package station

import (
	"github.com/forecourt/forecourt/twin/cardreader"
	"github.com/forecourt/forecourt/twin/controller"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/gateway/stripe"
	"github.com/forecourt/forecourt/twin/host"
	"github.com/forecourt/forecourt/twin/line"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/oms"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/pos"
	"github.com/forecourt/forecourt/twin/profile"
	"github.com/forecourt/forecourt/twin/wire/iso8583"
)

// HostLine is the name of the line between gateway and merchant host in the journal.
const HostLine = "host link"

// buildMoney puts till, terminals, gateway, merchant host and order management on the loop, as far as they are ours.
func (s *Station) buildMoney() error {
	if err := s.buildHost(); err != nil {
		return err
	}
	if err := s.buildGateway(); err != nil {
		return err
	}
	if !s.outside(OMSRole) {
		s.oms = oms.New(oms.Config{})
		s.add(OMSRole, s.oms, oms.Timers)
		s.serve("oms", OMSRole, httpLatency, s.oms.Handler(), payment.Mask)
	}
	if s.controller != nil && s.outside(POSRole) {
		return s.buildDesk()
	}
	return s.buildTill()
}

func (s *Station) buildHost() (err error) {
	if s.outside(HostRole) {
		return nil
	}
	p, err := profile.Open[profile.Host](s.plan.Host.Profile)
	if err != nil {
		return err
	}
	s.host, err = host.New(host.Config{Rules: s.options.HostRules, Currency: s.plan.Currency, Latency: p.Latency.Of})
	if err != nil {
		return err
	}
	s.add(HostRole, s.host, host.Timers)
	return nil
}

func (s *Station) buildGateway() error {
	if s.outside(GatewayRole) {
		return nil
	}
	cfg, latency, err := s.gatewayConfig()
	if err != nil {
		return err
	}
	s.gateway = stripe.New(s.loop, cfg)
	s.add(GatewayRole, s.gateway, stripe.Timers)
	s.serve("gateway", GatewayRole, latency, s.gateway.Handler(), stripe.MaskBody)
	if s.host != nil {
		s.loop.Stream(hostLatency, loop.Socket{Role: GatewayRole, Port: stripe.HostPort}, loop.Socket{Role: HostRole, Port: 0}, s.hostTap())
	}
	return nil
}

func (s *Station) hostTap() line.Tap {
	j := s.loop.Journal()
	if j == nil {
		return nil
	}
	ends := []string{GatewayRole.String(), HostRole.String()}
	return j.Recorder(HostLine, func(i int) string { return ends[i] }, iso8583.US87.Secrets)
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
	s.serves(&cfg)
	for _, side := range s.plan.Points() {
		cfg.Points = append(cfg.Points, side.FuellingPoint)
	}
	for _, r := range s.plan.CardReaders {
		cfg.Readers[r.CardReader] = r.FuellingPoint
	}
	if err := s.till(&cfg); err != nil {
		return err
	}
	joinSign, err := s.buildSign(&cfg)
	if err != nil {
		return err
	}
	s.pos = pos.New(s.loop, cfg)
	s.add(POSRole, s.pos, pos.Timers)
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
