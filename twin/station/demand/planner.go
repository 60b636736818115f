package demand

import (
	"fmt"
	"time"

	"github.com/forecourt/forecourt/twin/chance"
	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/host"
	"github.com/forecourt/forecourt/twin/site"
)

// Options of a planner.
type Options struct {
	Plan    *site.Plan
	Profile *Profile
	Seed    uint64
	Start   clock.Instant // zero: clock.Epoch; it is a midnight
	// ArrivalsADay is over all points, in place of the profile's; zero: the profile's.
	ArrivalsADay int64
	// DispensingOnly leaves out stock and payment outcomes: nobody runs dry, every card is good.
	DispensingOnly bool
	Faults         *Faults // nil: none
	// Rules are the issuer's, in place of the default ones.
	Rules map[string]host.Rule
}

// day is 24 hours; the plan's zone is UTC.
const day = 24 * time.Hour

// Planner gives the steps of a station's days.
type Planner struct {
	options Options
	plan    *site.Plan
	profile *Profile
	issuer  *host.Issuer
	// unmanned: there is no inside to pay at.
	unmanned bool

	customers chance.Family
	source    chance.Source // of the customer at hand
	failures  chance.Family // of his dispenser
	failure   chance.Source
	lorries   *chance.Source
	walks     *chance.Source // of prices

	week     [7][24]int64 // what an hour holds of the exponential's measure
	number   int64
	arrival  clock.Instant
	midnight clock.Instant
	today    string // YYMM
	lorry    clock.Instant
	loads    int64

	points []point
	grades []grade
	tanks  []tankState
	draws  draws
}

// draws are the profile's distributions, made once.
type draws struct {
	phases         [8]*chance.Quantiles
	patience       *chance.Quantiles
	lorry          *chance.Quantiles
	dark           *chance.Quantiles
	volumes        []*chance.Quantiles
	grades         []choice // by vehicle
	vehicles       choice
	tenders, cards choice
	cardNames      []string
}

type point struct {
	free   clock.Instant
	reader bool
	hoses  []hose
}

type place struct{ point, hose int }

type grade struct {
	price, plan int64 // E4
	places      []place
	turn        int // where the next search begins, so that no point is preferred
}

type tankState struct {
	capacity, stock int64 // microlitres
	floor           int64 // below it nothing is sold
	due             clock.Instant
	load            int64
	loads           int64 // number of the delivery under way
}

// New returns a planner at its start. The error is strict.Errors' or says what of the plan no day can be planned for.
func New(o Options) (*Planner, error) {
	if o.Start == 0 {
		o.Start = clock.Epoch
	}
	if o.ArrivalsADay < 0 || o.ArrivalsADay > 1_000_000 {
		return nil, fmt.Errorf("demand: %d arrivals a day, 0 to 1000000 are planned", o.ArrivalsADay)
	}
	p := &Planner{
		options: o, plan: o.Plan, profile: o.Profile, midnight: o.Start.Add(day), lorry: clock.Never, arrival: o.Start,
		customers: chance.NewFamily(o.Seed, "customer"), failures: chance.NewFamily(o.Seed, "power"),
		lorries: chance.New(o.Seed, "lorry"), walks: chance.New(o.Seed, "prices"),
	}
	var err error
	if p.issuer, err = host.NewIssuer(o.Plan.Currency, o.Rules); err != nil {
		return nil, err
	}
	p.unmanned = o.Plan.Unmanned()
	p.today = o.Start.Time().Format("0601")
	if err := p.buildPlaces(); err != nil {
		return nil, err
	}
	if err := p.buildDraws(); err != nil {
		return nil, err
	}
	p.buildWeek()
	p.next()
	return p, nil
}

func (p *Planner) buildDraws() (err error) {
	d := &p.draws
	table := func(s Spread) *chance.Quantiles {
		t, e := s.table()
		if e != nil && err == nil {
			err = e
		}
		return t
	}
	h := &p.profile.Phases
	for i, s := range [...]Spread{h.ToTheNozzle, h.Release, h.Trigger, h.Dribble, h.HangUp, h.PayInside, h.CardOutdoors, h.DriveAway} {
		d.phases[i] = table(s)
	}
	d.patience, d.lorry = table(p.profile.Patience), table(p.profile.Deliveries.After)
	if f := p.options.Faults; f != nil {
		d.dark = table(f.PowerCut.Dark)
	}
	var shares []int64
	for _, v := range p.profile.Vehicles {
		t, e := v.table()
		if e != nil {
			return e
		}
		d.volumes = append(d.volumes, t)
		g := p.gradesOf(v)
		if g.total() == 0 { // nobody sells what it takes: another comes in its place
			g = p.gradesOf(Vehicle{})
		}
		d.grades = append(d.grades, g)
		shares = append(shares, v.Share)
	}
	d.vehicles = newChoice(shares...)
	d.cardNames = byName(p.profile.Cards.Shares)
	d.cards = choiceOf(p.profile.Cards.Shares, d.cardNames)
	d.tenders = choiceOf(p.profile.Payments.Shares, tenderNames[:WrittenOff])
	if p.gradesOf(Vehicle{}).total() == 0 {
		return fmt.Errorf("demand: by profile %s nobody wants a grade that %s sells", p.profile.Profile, p.plan.Site)
	}
	return err
}

func choiceOf(m map[string]int64, names []string) choice {
	var shares []int64
	for _, n := range names {
		shares = append(shares, m[n])
	}
	return newChoice(shares...)
}

// gradesOf returns the shares of the plan's grades with those who drive a kind of vehicle.
func (p *Planner) gradesOf(v Vehicle) choice {
	var shares []int64
	for i, g := range p.plan.Grades {
		n, named := p.profile.Grades.Shares[g.Grade]
		if !named {
			n = p.profile.Grades.Others
		}
		takes := len(v.Grades) == 0
		for _, x := range v.Grades {
			takes = takes || x == g.Grade
		}
		if !takes || len(p.grades[i].places) == 0 {
			n = 0
		}
		shares = append(shares, n)
	}
	return newChoice(shares...)
}
