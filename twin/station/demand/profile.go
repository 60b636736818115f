package demand

import (
	"embed"
	"fmt"
	"os"
	"path"
	"sort"
	"strings"
	"time"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/payment"
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
	DeadStock    unit.Volume
	Source       string `yaml:",required"`
}

// Prices says how prices walk at midnight.
type Prices struct {
	Most, Bound int64  // per mille
	Source      string `yaml:",required"`
}

// Names lists the profiles that are built in.
func Names() []string {
	entries, _ := profiles.ReadDir("profiles")
	var names []string
	for _, e := range entries {
		names = append(names, strings.TrimSuffix(e.Name(), ".yaml"))
	}
	sort.Strings(names)
	return names
}

// Open reads a profile that is built in, by its name, or a file.
func Open(nameOrFile string) (*Profile, error) {
	if src, err := profiles.ReadFile(path.Join("profiles", nameOrFile+".yaml")); err == nil {
		return Load(nameOrFile+".yaml", src)
	}
	src, err := os.ReadFile(nameOrFile)
	if err != nil {
		fix := "built in are " + strings.Join(Names(), ", ")
		if meant := strict.Suggest(nameOrFile, Names()); meant != "" {
			fix = "did you mean '" + meant + "'?"
		}
		return nil, strict.Errors{{File: nameOrFile, Message: "there is no such customer profile", Fix: fix}}
	}
	return Load(nameOrFile, src)
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

// checker finds what cannot be.
type checker struct {
	root  *strict.Node
	p     *Profile
	found strict.Errors
}

func (c *checker) wrong(message, fix string, keys ...string) {
	n := c.root
	for _, k := range keys {
		next := n.Get(k)
		if next == nil {
			break
		}
		n = next
	}
	c.found = append(c.found, n.Wrong(message, fix))
}

// mostLift is what a nozzle may take to be lifted after a release, and to flow after that: a dispenser takes a release back
// after 120 s, the legal most (facts: tanks-and-metrology.md section 4).
const mostLift = 110 * time.Second

func (c *checker) check() {
	p := c.p
	c.arrivals()
	c.shares(p.Grades.Shares, p.Grades.Others, "grades", "shares")
	for name := range p.Payments.Shares {
		if _, ok := tenderOf(name); !ok {
			c.wrong(fmt.Sprintf("nobody pays by '%s'", name), suggestion(name, tenderNames[:]), "payments", "shares", name)
		}
	}
	total(c, p.Payments.Shares, "payments", "shares")
	for name := range p.Cards.Shares {
		if _, ok := payment.LookupCard(name); !ok {
			c.wrong(fmt.Sprintf("there is no test card '%s'", name), suggestion(name, payment.CardNames()), "cards", "shares", name)
		}
	}
	total(c, p.Cards.Shares, "cards", "shares")
	for _, s := range p.spreads() {
		if _, err := s.spread.table(); err != nil {
			c.wrong(strings.TrimPrefix(err.Error(), "chance: "), "give a mean between least and most", s.keys...)
		}
	}
	for _, s := range []namedSpread{{p.Phases.ToTheNozzle, []string{"phases", "to-the-nozzle"}}, {p.Phases.Trigger, []string{"phases", "trigger"}}} {
		if s.spread.Most > mostLift {
			c.wrong("a dispenser takes a release back that waits so long", "at most "+unit.FormatDuration(mostLift), append(s.keys, "most")...)
		}
	}
	if p.Phases.Dribble.Least < time.Second {
		c.wrong("the valves need a moment before the nozzle goes home", "at least 1 s", "phases", "dribble", "least")
	}
	c.vehicles()
	c.deliveries()
	for key, n := range map[string]int64{
		"drive-off": p.Mistakes.DriveOff, "nozzle-left-out": p.Mistakes.NozzleLeftOut,
		"card-forgotten": p.Mistakes.CardForgotten, "wrong-grade": p.Mistakes.WrongGrade,
	} {
		if n < 0 || n > 1000 {
			c.wrong("a mistake is made by 0 to 1000 per mille", "", "mistakes", key)
		}
	}
	if p.RoundMoney.Step < 1 || p.RoundMoney.Share < 0 || p.RoundMoney.Share > 1000 {
		c.wrong("round sums need a step of 1 or more and a share of 0 to 1000", "", "round-money")
	}
	if p.Prices.Most < 0 || p.Prices.Bound < p.Prices.Most || p.Prices.Bound > 500 {
		c.wrong("prices walk by 0 to 'bound' per mille, and no further than 500", "", "prices")
	}
}

func suggestion(word string, from []string) string {
	if meant := strict.Suggest(word, from); meant != "" {
		return "did you mean '" + meant + "'?"
	}
	return "there is: " + strings.Join(from, ", ")
}

func (c *checker) arrivals() {
	a := c.p.Arrivals
	if a.ADayPerPoint < 0 || a.ADayPerPoint > 10_000 {
		c.wrong("0 to 10000 customers a day come to a point", "", "arrivals", "a-day-per-point")
	}
	sum := int64(0)
	for _, n := range a.ByHour {
		if n < 0 || n > 1_000_000 {
			c.wrong("an hour has 0 to 1000000", "", "arrivals", "by-hour")
			return
		}
		sum += n
	}
	if len(a.ByHour) != 24 || sum == 0 {
		c.wrong("a day has 24 hours, and somebody comes in one of them", "", "arrivals", "by-hour")
	}
	if len(a.ByWeekday) != 7 {
		c.wrong("a week has 7 days", "", "arrivals", "by-weekday")
	}
	for _, n := range a.ByWeekday {
		if n < 0 || n > 1000 {
			c.wrong("a weekday has 0 to 1000 per cent", "", "arrivals", "by-weekday")
		}
	}
}

func (c *checker) shares(m map[forecourt.Grade]int64, others int64, keys ...string) {
	for g, n := range m {
		if n < 0 || n > 1_000_000 {
			c.wrong("a share is 0 to 1000000", "", append(keys, string(g))...)
		}
	}
	if others < 0 || others > 1_000_000 {
		c.wrong("a share is 0 to 1000000", "", "grades", "others")
	}
}

func total(c *checker, m map[string]int64, keys ...string) {
	sum := int64(0)
	for k, n := range m {
		if n < 0 || n > 1_000_000 {
			c.wrong("a share is 0 to 1000000", "", append(keys, k)...)
			return
		}
		sum += n
	}
	if sum == 0 {
		c.wrong("one share must be over zero", "", keys...)
	}
}

func (c *checker) vehicles() {
	sum := int64(0)
	for _, v := range c.p.Vehicles {
		if _, err := v.table(); err != nil || v.Least <= 0 || v.Most > 1_000_000*unit.Litre {
			c.wrong("the volumes of '"+v.Vehicle+"' are no distribution over zero", "give a mean between least and most", "vehicles")
		}
		if v.Share < 0 || v.Share > 1_000_000 {
			c.wrong("a share is 0 to 1000000", "", "vehicles")
			return
		}
		sum += v.Share
	}
	if sum == 0 {
		c.wrong("one vehicle must have a share over zero", "", "vehicles")
	}
}

func (c *checker) deliveries() {
	d := c.p.Deliveries
	switch {
	case d.ReorderBelow < 0 || d.FillTo > 100 || d.ReorderBelow >= d.FillTo:
		c.wrong("a tank is filled from below 'reorder-below' to 'fill-to', 0 to 100 per cent", "", "deliveries")
	case d.Load <= 0 || d.DeadStock < 0:
		c.wrong("a load is over zero, a dead stock not below", "", "deliveries")
	case d.From < 0 || d.Until <= d.From || d.Until > 24*time.Hour:
		c.wrong("lorries come between two hours of a day", "for example from 5 h until 21 h", "deliveries")
	}
}
