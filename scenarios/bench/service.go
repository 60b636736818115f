package bench

import (
	"cmp"
	"time"

	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/service"
	"github.com/forecourt/forecourt/twin/site"
	"github.com/forecourt/forecourt/twin/strict"
	"github.com/forecourt/forecourt/twin/unit"
)

func init() {
	RegisterSection(Section{"price-sign", "the model of the price sign", func() any { return &PriceSign{} }})
}

// POS says how the till works and how customers are served; what is zero is the site plan's.
type POS struct {
	Profile      Profile
	PreAuthorise unit.Money
	Mode         service.Set
	Schedule     []site.Change
	TimeZone     string // of the site
	Release      string
	Tills        int
	Attendants   []string
	LiftWithin   time.Duration
	PrepayWithin time.Duration
	MockResponse string // the issue that every request for money asks to be refused with, in PayPal's manner
	// Duplicates is what is done about the same card for the same amount at the same point within ten minutes.
	Duplicates payment.DuplicateWay
}

// PriceSign is a price sign that a scenario chooses a model for.
type PriceSign struct{ Profile Profile }

// Lint implements Linter.
func (p *POS) Lint(n *strict.Node, c *Catalogue) (errs strict.Errors) {
	errs = p.Profile.lint("till", n)
	if _, err := time.LoadLocation(p.TimeZone); err != nil || p.TimeZone == "Local" {
		errs = append(errs, n.Get("time-zone").Wrong("there is no time zone '"+p.TimeZone+"'", "as in Europe/Berlin"))
	}
	if words := site.Words()["POS.release"]; p.Release != "" && !contains(words, p.Release) {
		errs = append(errs, n.Get("release").Unknown("way to release", words))
	}
	if p.Tills < 0 {
		errs = append(errs, n.Get("tills").Wrong("a site has 1 till or more", ""))
	}
	for i, change := range p.Schedule {
		for k, number := range change.FuellingPoints {
			if _, ok := c.Point(number); !ok {
				at := n.Get("schedule").Items()[i].Get("fuelling-points").Items()[k]
				errs = append(errs, at.Unknown("fuelling point", c.Numbers("fuelling-point")))
			}
		}
	}
	return errs
}

// Lint implements Linter.
func (p *PriceSign) Lint(n *strict.Node, _ *Catalogue) strict.Errors {
	return p.Profile.lint("price-sign", n)
}

// serve puts what a scenario says of the till in place of a plan's.
func (g Given) serve(p *site.Plan) {
	x, _ := Get[POS](g)
	if !x.PreAuthorise.IsZero() {
		p.POS.PreAuthorise = x.PreAuthorise
	}
	if x.Mode != 0 { // a scenario that chooses a mode wants no schedule that ends it
		p.POS.Mode, p.POS.Schedule = x.Mode, nil
	}
	if len(x.Schedule) > 0 {
		p.POS.Schedule = x.Schedule
	}
	if len(x.Attendants) > 0 {
		p.POS.Attendants = x.Attendants
	}
	p.TimeZone, p.POS.Release = cmp.Or(x.TimeZone, p.TimeZone), cmp.Or(x.Release, p.POS.Release)
	p.POS.MockResponse = cmp.Or(x.MockResponse, p.POS.MockResponse)
	if x.Duplicates != "" {
		p.Cards.Duplicates = payment.Duplicates{Within: 10 * time.Minute, Do: x.Duplicates}
	}
	p.POS.Tills = cmp.Or(x.Tills, p.POS.Tills)
	p.POS.LiftWithin, p.POS.PrepayWithin = cmp.Or(x.LiftWithin, p.POS.LiftWithin), cmp.Or(x.PrepayWithin, p.POS.PrepayWithin)
}
