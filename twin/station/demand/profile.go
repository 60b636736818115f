package demand

import (
	"embed"
	"time"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/strict"
	"github.com/forecourt/forecourt/twin/unit"
)

//go:embed profiles/*.yaml
var profiles embed.FS

// Default is the profile that is used when nobody names one.
const Default = "usual"

// Profile is how customers behave. Shares are per mille of their block's sum unless a field says otherwise. Every block
// says where its numbers come from.
type Profile struct {
	Profile    string `yaml:",required"`
	About      string
	Arrivals   Arrivals   `yaml:",required"`
	Grades     Grades     `yaml:",required"`
	Vehicles   []Vehicle  `yaml:",required"`
	RoundMoney RoundMoney `yaml:",required"`
	Payments   Payments   `yaml:",required"`
	Cards      Cards      `yaml:",required"`
	Phases     Phases     `yaml:",required"`
	Patience   Spread     `yaml:",required"`
	Mistakes   Mistakes   `yaml:",required"`
	Deliveries Deliveries `yaml:",required"`
	Prices     Prices     `yaml:",required"`
}

// Arrivals are a Poisson process whose rate changes by the hour.
type Arrivals struct {
	ADayPerPoint int64   `yaml:"a-day-per-point,required"`
	ByHour       []int64 `yaml:",required"` // 24, any sum
	ByWeekday    []int64 `yaml:",required"` // 7 per cents, from Monday
	Source       string  `yaml:",required"`
}

// Grades says how many want which grade.
type Grades struct {
	Shares map[forecourt.Grade]int64
	Others int64  // the share of each grade that is not named
	Source string `yaml:",required"`
}

// Vehicle is a kind of vehicle and the volume it takes: lognormal, cut.
type Vehicle struct {
	Vehicle         string            `yaml:",required"`
	Share           int64             `yaml:",required"`
	Grades          []forecourt.Grade // it takes only these; none: any
	Mean, Deviation unit.Volume       `yaml:",required"`
	Least, Most     unit.Volume       `yaml:",required"`
	Source          string            `yaml:",required"`
}

// RoundMoney is the share of those who fill for a round sum.
type RoundMoney struct {
	Share  int64  `yaml:",required"` // per mille of all
	Step   int64  `yaml:",required"` // major units of the currency
	Source string `yaml:",required"`
}

// Payments says how many want to pay in which way.
type Payments struct {
	Shares             map[string]int64 `yaml:",required"` // by Tender
	InsideAfterDecline int64            // per mille of those whose card was declined outdoors
	Source             string           `yaml:",required"`
}

// Cards says how many have which test card.
type Cards struct {
	Shares map[string]int64 `yaml:",required"`
	Source string           `yaml:",required"`
}

// Phases are how long a customer takes for each part of his visit.
type Phases struct {
	ToTheNozzle  Spread `yaml:",required"` // from the stop to the lift
	Release      Spread `yaml:",required"` // the cashier's, from the call
	Trigger      Spread `yaml:",required"` // from the release to the trigger
	Dribble      Spread `yaml:",required"`
	HangUp       Spread `yaml:",required"`
	PayInside    Spread `yaml:",required"`
	CardOutdoors Spread `yaml:",required"`
	DriveAway    Spread `yaml:",required"`
}

// Spread is a lognormal time, cut.
type Spread struct {
	Mean, Deviation, Least, Most time.Duration `yaml:",required"`
	Source                       string        `yaml:",required"`
}

// Mistakes are per mille of those who can make them.
type Mistakes struct {
	DriveOff, NozzleLeftOut, CardForgotten, WrongGrade int64
	Source                                             string `yaml:",required"`
}

// Deliveries says when a lorry is ordered, and what it brings.
type Deliveries struct {
	ReorderBelow int64       `yaml:",required"` // per cent of the capacity
	FillTo       int64       `yaml:",required"` // per cent
	Load         unit.Volume `yaml:",required"`
	After        Spread      `yaml:",required"`
	From, Until  time.Duration
	DeadStock    unit.Volume // at least this is never sold; neither is what stands below the pumps' inlet by the plan
	Source       string      `yaml:",required"`
}

// Prices says how prices walk at midnight.
type Prices struct {
	Most, Bound int64  // per mille
	Source      string `yaml:",required"`
}

// Names lists the profiles that are built in.
func Names() []string { return builtIn(profiles, "profiles") }

// Open reads a profile that is built in, by its name, or a file.
func Open(nameOrFile string) (*Profile, error) {
	file, src, err := open(profiles, "profiles", "customer", nameOrFile)
	if err != nil {
		return nil, err
	}
	return Load(file, src)
}

// Load reads a profile. The error lists every mistake with its place.
func Load(file string, src []byte) (*Profile, error) {
	root, err := strict.Parse(file, src)
	if err != nil {
		return nil, err
	}
	p := &Profile{}
	if err := root.Decode(p); err != nil {
		return nil, err
	}
	c := checker{root: root, p: p}
	if c.check(); len(c.found) > 0 {
		return nil, c.found
	}
	return p, nil
}
