package station

import (
	"github.com/forecourt/forecourt/twin/gateway"
	"github.com/forecourt/forecourt/twin/gateway/paypal"
	"github.com/forecourt/forecourt/twin/gateway/shop"
	"github.com/forecourt/forecourt/twin/gateway/stripe"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/pos"
	"github.com/forecourt/forecourt/twin/profile"
)

// served is a gateway with how it is put on the loop.
type served struct {
	gateway gateway.Gateway
	timers  int
	mask    func(string) string
}

func (s *Station) buildGateway() error {
	if s.outside(GatewayRole) {
		return nil
	}
	p, err := profile.Open[profile.Gateway](s.plan.Gateway.Model())
	if err != nil {
		return err
	}
	made := s.stripeGateway
	if s.plan.Gateway.Manner == payment.PayPalManner {
		made = s.paypalGateway
	}
	g := made(p)
	s.gateway = g.gateway
	s.add(GatewayRole, g.gateway, g.timers)
	s.serve("gateway", GatewayRole, p.Network.Is, g.gateway.Handler(), g.mask)
	if s.plan.Gateway.Shop {
		s.add(shop.Role, shop.New(s.loop, s.plan.Currency), 0)
	}
	if s.host != nil {
		s.joinHost(GatewayRole, s.loop.Stream(hostLatency, loop.Socket{Role: GatewayRole, Port: gateway.HostPort}, loop.Socket{Role: HostRole}, s.hostTap()))
	}
	return nil
}

func (s *Station) stripeGateway(p profile.Gateway) served {
	return served{stripe.New(s.loop, stripe.Config{
		Currency: s.plan.Currency, HostTimeout: p.HostTimeout.Is, RepeatEvery: p.RepeatEvery.Is, LockTimeout: p.LockTimeout.Is,
		HoldFor: p.HoldFor.Is, KeepKeys: p.KeepKeys.Is, OverCapture: s.plan.Gateway.OverCapture,
	}), stripe.Timers, stripe.MaskBody}
}

func (s *Station) paypalGateway(p profile.Gateway) served {
	return served{paypal.New(s.loop, paypal.Config{
		Currency: s.plan.Currency, HostTimeout: p.HostTimeout.Is, RepeatEvery: p.RepeatEvery.Is, LockTimeout: p.LockTimeout.Is,
		HoldFor: p.HoldFor.Is, HonourFor: p.HonourFor.Is, TokenFor: p.TokenFor.Is, KeepKeys: p.KeepKeys.Is,
	}), paypal.Timers, paypal.MaskBody}
}

// webhooks is the host name under which the till takes the gateway's callbacks.
const webhooks = "pos"

// spoken puts the gateway's manner into the till's configuration. A gateway of ours calls the till back; how one that is
// outside would reach it, the station does not know.
func (s *Station) spoken(c *pos.Config) error {
	c.Manner, c.Mock = s.plan.Gateway.Manner, s.plan.POS.MockResponse
	p, err := profile.Open[profile.Gateway](s.plan.Gateway.Model())
	c.HonourFor = p.HonourFor.Is
	if s.gateway != nil && (c.Manner == payment.PayPalManner || s.plan.Gateway.Callbacks) {
		c.WebhookURL = "http://" + webhooks + "/webhooks"
	}
	return err
}

// takeCallbacks serves the till's handler, where it has something to be called back about.
func (s *Station) takeCallbacks(c pos.Config) {
	if c.WebhookURL != "" {
		s.serve(webhooks, POSRole, httpLatency, s.pos.Handler(), payment.Mask)
	}
}
