package bench

import (
	"fmt"
	"slices"

	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/profile"
	"github.com/forecourt/forecourt/twin/site"
	"github.com/forecourt/forecourt/twin/strict"
)

func init() {
	RegisterSection(Section{"card-reader", "the model of every terminal", func() any { return &CardReader{} }})
	RegisterSection(Section{"gateway", "the model and the API manner of the payment gateway", func() any { return &Gateway{} }})
}

// Profile is the name of a device model, in place of what the site plan says; empty: the plan's. Files are named in plans,
// or made known to the command as a folder.
type Profile string

// CardReader and Gateway are devices that a scenario chooses a model for.
type (
	CardReader struct{ Profile Profile }
	Gateway    struct {
		Profile Profile
		Manner  Manner
		// Callbacks, Shop and OverCapture are those of the plan.
		Callbacks   bool
		OverCapture int
		Shop        bool
	}
)

// Manner is the API manner in which a gateway is spoken to; empty: the plan's.
type Manner string

// UnmarshalText reads one of the manners.
func (m *Manner) UnmarshalText(b []byte) error {
	if *m = Manner(b); !slices.Contains(payment.Manners, payment.Manner(b)) {
		return fmt.Errorf("'%s' is none of: %s", b, "stripe, paypal")
	}
	return nil
}

// lint says what is wrong with the section's profile.
func (p Profile) lint(kind profile.Kind, n *strict.Node) strict.Errors {
	switch at := n.Get("profile"); {
	case at == nil:
		return nil
	case profile.IsFile(string(p)):
		return strict.Errors{at.Wrong("a scenario gives a profile by its name", "name its file in a site plan, or give its folder with --profiles")}
	default:
		return profile.Check(kind, string(p), at)
	}
}

// Lint implements Linter.
func (d *Dispenser) Lint(n *strict.Node, _ *Catalogue) strict.Errors {
	return d.Profile.lint("dispenser", n)
}

// Lint implements Linter.
func (c *Controller) Lint(n *strict.Node, _ *Catalogue) strict.Errors {
	return c.Profile.lint("controller", n)
}

// Lint implements Linter.
func (r *CardReader) Lint(n *strict.Node, _ *Catalogue) strict.Errors {
	return r.Profile.lint("card-reader", n)
}

// Lint implements Linter.
func (g *Gateway) Lint(n *strict.Node, _ *Catalogue) strict.Errors {
	return g.Profile.lint("gateway", n)
}

// Equip puts the models that a scenario gives in place of a plan's. The plan is the caller's own, its lists are not.
func (g Given) Equip(p *site.Plan) error {
	dispenser, _ := Get[Dispenser](g)
	if name := string(dispenser.Profile); name != "" {
		p.Dispensers = append([]site.Dispenser(nil), p.Dispensers...)
		for i := range p.Dispensers {
			p.Dispensers[i].Profile = name
		}
	}
	reader, _ := Get[CardReader](g)
	if name := string(reader.Profile); name != "" {
		p.CardReaders = append([]site.Reader(nil), p.CardReaders...)
		for i := range p.CardReaders {
			p.CardReaders[i].Profile = name
		}
	}
	if host, given := Get[MerchantHost](g); given {
		profile := p.Host.Profile
		if p.Host = host.Plan; p.Host.Profile == "" {
			p.Host.Profile = profile
		}
	}
	gateway, _ := Get[Gateway](g)
	till, _ := Get[POS](g)
	sign, _ := Get[PriceSign](g)
	for _, x := range []struct {
		into *string
		name Profile
	}{{&p.Gateway.Profile, gateway.Profile}, {&p.POS.Profile, till.Profile}, {&p.PriceSign.Profile, sign.Profile}} {
		if x.name != "" {
			*x.into = string(x.name)
		}
	}
	if gateway.Manner != "" {
		p.Gateway.Manner = payment.Manner(gateway.Manner)
	}
	if gateway.Callbacks {
		p.Gateway.Callbacks = true
	}
	if gateway.Shop {
		p.Gateway.Shop = true
	}
	if gateway.OverCapture != 0 {
		p.Gateway.OverCapture = gateway.OverCapture
	}
	g.serve(p)
	controller, _ := Get[Controller](g)
	return equipController(p, string(controller.Profile))
}

// equipController gives a plan another controller, and with it the cycle of every bus.
func equipController(p *site.Plan, name string) error {
	if name == "" {
		return nil
	}
	x, err := profile.Open[profile.Controller](name)
	if err != nil {
		return err
	}
	p.Controller.Profile = name
	p.Buses = append([]site.Bus(nil), p.Buses...)
	for i := range p.Buses {
		p.Buses[i].PollCycle = x.PollCycle.Is
	}
	return nil
}

// Lint implements Linter.
func (g *Gauge) Lint(n *strict.Node, _ *Catalogue) strict.Errors {
	return Profile(g.Plan.Profile).lint("console", n)
}
