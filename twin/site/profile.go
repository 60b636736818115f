package site

import (
	"path/filepath"
	"time"

	"github.com/forecourt/forecourt/twin/profile"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
)

// Device is a party of which a site has one, by its model.
type Device struct {
	Profile string // a name, or the path of a file; default: standard
}

// profiles calls f for every word for a profile in the plan, with its kind and where it stands.
func (p *Plan) profiles(f func(kind profile.Kind, word *string, path ...any)) {
	for i := range p.Dispensers {
		f("dispenser", &p.Dispensers[i].Profile, "dispensers", i, "profile")
	}
	for i := range p.CardReaders {
		f("card-reader", &p.CardReaders[i].Profile, "card-readers", i, "profile")
	}
	f("controller", &p.Controller.Profile, "controller", "profile")
	f("console", &p.Gauge.Profile, "gauge", "profile")
	f("host", &p.Host.Profile, "host", "profile")
	f("gateway", &p.Gateway.Profile, "gateway", "profile")
	f("till", &p.POS.Profile, "pos", "profile")
	f("price-sign", &p.PriceSign.Profile, "price-sign", "profile")
}

// findProfiles makes the path of a profile's file, which a plan gives from where it lies itself, one from here.
func (p *Plan) findProfiles(plan string) {
	p.profiles(func(_ profile.Kind, word *string, _ ...any) {
		if profile.IsFile(*word) && !filepath.IsAbs(*word) {
			*word = filepath.Join(filepath.Dir(plan), *word)
		}
	})
}

// standardCycle is what a bus is polled at whose controller's profile is wrong: the plan is refused for that.
const standardCycle = 50 * time.Millisecond

// pollCycle is the cycle of a bus that says none.
func (p *Plan) pollCycle() time.Duration {
	x, err := profile.Open[profile.Controller](p.Controller.Profile)
	if err != nil {
		return standardCycle
	}
	return x.PollCycle.Is
}

func (c *checker) checkProfiles() {
	c.plan.profiles(func(kind profile.Kind, word *string, path ...any) {
		if *word == "" {
			return
		}
		c.found = append(c.found, profile.Check(kind, *word, place(c.root, path...))...)
	})
	for d, disp := range c.plan.Dispensers {
		if x, err := profile.Open[profile.Dispenser](disp.Profile); err == nil {
			c.checkTurnAround(d, disp, x)
		}
	}
}

// checkTurnAround refuses a pump that answers later than its bus allows.
func (c *checker) checkTurnAround(d int, disp Dispenser, x profile.Dispenser) {
	for _, s := range disp.Sides {
		for _, b := range c.plan.Buses {
			dialect, _ := wire.Lookup(b.Dialect)
			limit, ok := dialect.(wire.Punctual)
			if b.Bus != s.Bus || !ok {
				continue
			}
			if _, to := x.TurnAround.Of.Bounds(); time.Duration(to) > limit.MostTurnAround() {
				c.wrong("the profile '"+disp.Profile+"' answers after up to "+unit.FormatDuration(time.Duration(to))+
					", "+b.Dialect+" wants it within "+unit.FormatDuration(limit.MostTurnAround()), "", "dispensers", d, "profile")
				return
			}
		}
	}
}
