// Package twin is a bench on which a twin stands behind every role: it builds a station from a site plan for each
// scenario, and says what is known of that station before it is built.
//
// Benches with metal on them are package hil's; which bench a run uses is the rig's affair.
package twin

import (
	"fmt"
	"slices"
	"time"

	"github.com/forecourt/forecourt/scenarios/bench"
	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/host"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/site"
	"github.com/forecourt/forecourt/twin/station"
	"github.com/forecourt/forecourt/twin/wire"
)

// Bench builds stations for scenarios.
type Bench struct {
	Plan  *site.Plan
	Hooks station.Hooks
	// Dialect is spoken on every bus in place of the plan's, where a scenario does not choose; empty: the plan's.
	Dialect string
	// Pacer paces each station's loop from an instant; nil: virtual time.
	Pacer func(start clock.Instant) loop.Pacer
	// Mode is how the stations' buses are moved; where idle cycles are elided nothing is journaled, because a journal holds
	// every frame.
	Mode loop.Mode
	// Outside roles are somebody else's; what else is here says how the station bears them.
	Outside    []forecourt.Role
	ReplySlack func(bus int) time.Duration
	Opening    func(forecourt.Point, forecourt.Nozzle) forecourt.Totals
	// EdgeByEdge counts every edge of every pulser; see station.Options.
	EdgeByEdge bool
}

// abilities are what a twin can do; a scenario that needs something else is not applicable.
var abilities = []string{
	"card-reader.chip", "card-reader.stripe", "card-reader.contactless", "gateway.capture", "gateway.idempotency", "gateway.paypal",
	"bus.cut", "bus.faults", "http.faults", "links.cut", "power.cut", "host.rules", "stock", "gauge", "links.faults",
	"host.terminals", "tank.faults", "leak-test", "device.faults", "hydraulics", "vehicle", "postpay", "prepay", "outdoor", "loyalty", "attendant", "mobile",
}

// Abilities lists what a station of twins can do, for a scenario's `needs`.
func Abilities() []string { return slices.Clone(abilities) }

// Build implements bench.Build.
func (b Bench) Build(o bench.BuildOptions) (bench.Station, error) {
	s, err := b.Station(o)
	if err != nil {
		return nil, err
	}
	return Play(s), nil
}

// Play returns a station as scenarios play on it.
func Play(s *station.Station) bench.Station { return &player{s} }

// Station builds the station itself.
func (b Bench) Station(o bench.BuildOptions) (*station.Station, error) {
	plan, err := b.plan(o.Given)
	if err != nil {
		return nil, err
	}
	rules, err := hostRules(o.Given)
	if err != nil {
		return nil, err
	}
	controller, _ := bench.Get[bench.Controller](o.Given)
	if controller.Dialect == "" {
		controller.Dialect = b.Dialect
	}
	if controller.Dialect != "" {
		if err := speak(plan, controller.Dialect); err != nil {
			return nil, err
		}
	}
	if controller.UnpaidLimit > 0 {
		plan.POS.MaxUnpaid = controller.UnpaidLimit
	}
	options := station.Options{
		Plan: plan, Seed: o.Seed, Start: o.Start, Journal: o.Journal, HostRules: rules,
		ReleaseWithin: controller.ReleaseFor, Hooks: b.Hooks, Outside: b.Outside, ReplySlack: b.ReplySlack, Opening: b.Opening, EdgeByEdge: b.EdgeByEdge,
	}
	if options.Mode = b.Mode; b.Mode == loop.Elided {
		options.Journal = nil
	}
	if b.Pacer != nil {
		options.Pacer = b.Pacer(o.Start)
	}
	return station.Build(options)
}

// plan returns the bench's plan, or the one the scenario names, with what the scenario gives.
func (b Bench) plan(g bench.Given) (*site.Plan, error) {
	plan := *b.Plan
	if name, given := bench.Get[bench.Site](g); given {
		other, err := site.Open(string(name))
		if err != nil {
			return nil, err
		}
		plan = *other
	}
	if prices, given := bench.Get[bench.Prices](g); given {
		plan.Grades = slices.Clone(plan.Grades)
		for i, grade := range plan.Grades {
			if p, ok := prices[grade.Grade]; ok {
				plan.Grades[i].Price = p
			}
		}
	}
	if prices, given := bench.Get[bench.CreditPrices](g); given {
		plan.Grades = slices.Clone(plan.Grades)
		for i, grade := range plan.Grades {
			plan.Grades[i].CreditPrice = prices[grade.Grade]
		}
	}
	if d, given := bench.Get[bench.Dispenser](g); given {
		plan.Dispensers = slices.Clone(plan.Dispensers)
		for i := range plan.Dispensers {
			equip(&plan.Dispensers[i], d)
		}
	}
	if tanks, given := bench.Get[bench.Tanks](g); given {
		plan.Tanks = tanks.Equip(plan.Tanks)
		if wrong := plan.TankProblems(); len(wrong) > 0 {
			return nil, fmt.Errorf("given: tanks: tank %d: %s: %s", plan.Tanks[wrong[0].Index].Tank, wrong[0].Key, wrong[0].Message)
		}
	}
	if read, given := bench.Get[bench.Gauge](g); given {
		plan.Gauge = read.Plan
	}
	if err := g.Equip(&plan); err != nil {
		return nil, err
	}
	if given, ok := bench.Get[bench.Hydraulics](g); ok {
		plan.Hydraulics = given.Plan
		if errs := given.Check(&plan); len(errs) > 0 {
			return nil, errs
		}
	}
	return &plan, nil
}

// equip makes a dispenser as a scenario wants it.
func equip(d *site.Dispenser, given bench.Dispenser) {
	if given.Silence != "" {
		d.Silence = string(given.Silence)
	}
	if own := given.Decimals; own != nil {
		d.Decimals = site.Decimals{Volume: own.Volume, Amount: own.Amount, Price: own.Price}
	}
	if given.RollsOverAfter.Count != 0 {
		d.RollsOverAfter = given.RollsOverAfter
	}
}

// speak puts another dialect on every bus, with the addresses that are usual there.
func speak(plan *site.Plan, dialect string) error {
	d, ok := wire.Lookup(dialect)
	if !ok {
		return fmt.Errorf("there is no dialect '%s'", dialect)
	}
	numbers, ok := d.(wire.Addresser)
	if !ok {
		return fmt.Errorf("%s does not run on the buses of a plan that is made for another dialect", dialect)
	}
	if ports := d.Ports(); len(ports) > 0 && ports[0].Carrier == "tcp" {
		connect(plan, dialect, numbers)
		return nil
	}
	plan.Buses = slices.Clone(plan.Buses)
	for i := range plan.Buses {
		plan.Buses[i].Dialect = dialect
	}
	onBus := map[int]int{}
	plan.Dispensers = slices.Clone(plan.Dispensers)
	for i := range plan.Dispensers {
		plan.Dispensers[i].Sides = slices.Clone(plan.Dispensers[i].Sides)
		for k := range plan.Dispensers[i].Sides {
			side := &plan.Dispensers[i].Sides[k]
			side.Address = int(numbers.Address(onBus[side.Bus]))
			onBus[side.Bus]++
		}
	}
	return nil
}

// connect gives every point a connection of its own, numbered like the point.
func connect(plan *site.Plan, dialect string, numbers wire.Addresser) {
	plan.Buses = nil
	plan.Dispensers = slices.Clone(plan.Dispensers)
	for i := range plan.Dispensers {
		plan.Dispensers[i].Sides = slices.Clone(plan.Dispensers[i].Sides)
		for k := range plan.Dispensers[i].Sides {
			side := &plan.Dispensers[i].Sides[k]
			side.Bus, side.Address = int(side.FuellingPoint), int(numbers.Address(0))
			plan.Buses = append(plan.Buses, site.Bus{Bus: side.Bus, Dialect: dialect})
		}
	}
}

func hostRules(g bench.Given) (map[string]host.Rule, error) {
	given, ok := bench.Get[bench.Host](g)
	if !ok {
		return nil, nil
	}
	rules := map[string]host.Rule{}
	for card, r := range given {
		if _, known := payment.LookupCard(card); !known {
			return nil, fmt.Errorf("there is no test card '%s'", card)
		}
		rules[card] = host.Rule{Verdict: r.Verdict, Code: r.Code, Grant: r.Granted, Products: r.Products, Chip: host.ChipAnswer(r.Chip)}
	}
	return rules, nil
}

// player is a station as scenarios play on it.
type player struct{ *station.Station }

// Abilities implements bench.Station.
func (p *player) Abilities() []string { return abilities }

// Do implements bench.Station.
func (p *player) Do(role forecourt.Role, s forecourt.Stimulus) error { return p.Station.Do(role, s) }
