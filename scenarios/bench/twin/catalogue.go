package twin

import (
	"slices"

	"github.com/forecourt/forecourt/scenarios/bench"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/site"
	"github.com/forecourt/forecourt/twin/station"
)

// hosts lists the names under which a station serves HTTP.
func hosts(plan *site.Plan) []string {
	all := []string{"gateway", "oms", "pos"}
	if plan.Loyalty.On() {
		all = append(all, "loyalty")
	}
	if plan.Mobile.Has() {
		all = append(all, station.MobileHost)
	}
	slices.Sort(all)
	return all
}

// atStart are the events that come when a station is switched on, with nobody's doing.
var atStart = []bench.EventKey{
	{Kind: "controller", Event: "controller-started"}, {Kind: "controller", Event: "point-found"}, {Kind: "controller", Event: "decimals-differ"},
	{Kind: "controller", Event: "point-changed"}, {Kind: "controller", Event: "price-changed"},
	{Kind: "pos", Event: "pos-started"}, {Kind: "pos", Event: "mode-changed"}, // by a schedule
	{Kind: "fuelling-point", Event: "controller-found"},
	{Kind: "fuelling-point", Event: "price-changed"}, {Kind: "fuelling-point", Event: "state-changed"},
	{Kind: "fuelling-point", Event: "reset"},
	{Kind: "gauge-reader", Event: "gauge-found"}, {Kind: "gauge-reader", Event: "gauge-identified"},
	{Kind: "gauge-reader", Event: "gauge-lost"}, {Kind: "gauge-reader", Event: "tank-read"},
}

// Catalogue says what is known of a plan's station before it is built, and of those of the ready-made plans, which
// scenarios can choose.
func Catalogue(plan *site.Plan) (bench.Catalogue, error) {
	c, err := catalogue(plan)
	if err != nil {
		return bench.Catalogue{}, err
	}
	c.Plans = map[string]*bench.Catalogue{}
	for _, name := range site.Names() {
		p, err := site.Open(name)
		if err != nil {
			return bench.Catalogue{}, err
		}
		other, err := catalogue(p)
		if err != nil {
			return bench.Catalogue{}, err
		}
		c.Plans[name] = &other
	}
	return c, nil
}

func catalogue(plan *site.Plan) (bench.Catalogue, error) {
	s, err := station.Build(station.Options{Plan: plan})
	if err != nil {
		return bench.Catalogue{}, err
	}
	defer s.Loop().Close()
	c := bench.Catalogue{
		Roles: s.Loop().Roles(), Cards: payment.CardNames(), Hosts: hosts(plan), Links: s.Links(), ByteLinks: s.ByteLinks(),
		Abilities: abilities, AtStart: atStart, Tanks: plan.Tanks,
	}
	for _, g := range plan.Grades {
		c.Grades = append(c.Grades, g.Grade)
	}
	for _, b := range plan.Buses {
		c.Buses = append(c.Buses, b.Bus)
	}
	for _, side := range plan.Points() {
		p := bench.Point{Number: side.FuellingPoint}
		for _, h := range side.Hoses {
			p.Nozzles = append(p.Nozzles, bench.Nozzle{Number: h.Nozzle, Grade: h.Grade, Satellite: h.Satellite})
		}
		c.Points = append(c.Points, p)
	}
	for _, r := range station.Readings() {
		c.Readings = append(c.Readings, bench.Reading{Kind: r.Kind, Name: r.Name, Type: r.Type, Doc: r.Doc})
	}
	return c, nil
}
