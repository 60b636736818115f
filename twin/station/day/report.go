package day

import (
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/station/demand"
	"github.com/forecourt/forecourt/twin/unit"
)

// Level is how much of the station is there.
type Level string

// The levels.
const (
	WireLevel        Level = "wire"
	TransactionLevel Level = "transaction"
)

// Report is what came of some days.
type Report struct {
	Site, Profile string
	Seed          uint64
	Level         Level
	Unit          unit.Measure
	Decimals      uint8
	Currency      unit.Currency
	Grades        []string // in the order of the plan; Days count by it
	Tanks         []int    // numbers
	TankGrades    []string
	Capacities    []unit.Volume

	Days []Day
	Sum  Sums
	// Span is the station's time from the start to the last close.
	Span time.Duration
	// Digest is over every sale: customer, point, hose, pulses, counts and cents, whatever the level and the instants.
	Digest uint64

	// At wire level.
	Buses       uint64 // a digest over every frame on every bus and its instant
	Frames      uint64
	Refused     int      // bytes and acts that a machine refused
	Checks      int      // of the station's invariants
	Violations  []string // of them
	Differences []string // sales that are not the plan's, the first of them
	Differ      int      // how many
	Lateness    Lateness
	Card        CardFigures
}

// Lateness is how far instants at wire level lie from the plan's: when the nozzle of a sale went home.
type Lateness struct {
	Sales     int
	Mean, Max time.Duration
}

// CardFigures are what the wire of payments moved, where it was played.
type CardFigures struct{ Posted, Holds, Captured int64 }

// Sums are what days and the whole have in common.
type Sums struct {
	Arrived   int
	Fates     [demand.Fates]int
	Sales     int
	Dry       int // sales that a tank had cut short
	Mistakes  [4]int
	Declined  int
	Counts    int64 // of the displays
	Minor     int64
	Tenders   [demand.Tenders]int64 // minor units
	PaidBy    [demand.Tenders]int   // sales
	Delivered unit.Volume
	Loads     int
	Cuts      int         // of a dispenser's power in mid-sale
	AfterFlow unit.Volume // in no sale, for it and for what slipped back: a named loss
	Overrun   int64       // minor units that pumps gave beyond what was paid ahead: a named loss
	WaitSum   time.Duration
	Waited    int
	WaitMax   time.Duration
	QueueMax  int
	// Unexplained is the sum of what no account explains, microlitres and minor units, each term without its sign.
	Unexplained      unit.Volume
	UnexplainedMinor int64
}

// Day is one day.
type Day struct {
	Date     string
	ClosedAt clock.Instant
	Sums
	Grades     []GradeDay
	Tanks      []TankDay
	Hours      [24]Hour
	Deliveries []demand.Delivery
	Findings   []string // what does not balance, term by term
}

// GradeDay is a grade's day.
type GradeDay struct {
	Price         unit.Price // at its end
	Sales         int
	Counts, Minor int64
	// MeterError is what the displays showed more than ran through the meters: the declared error, and pulses that were
	// not full.
	MeterError unit.Volume
}

// TankDay is a tank's day. Opening + Delivered - Metered - Closing is what nothing explains.
type TankDay struct{ Opening, Delivered, Metered, Closing unit.Volume }

// Unexplained is what is missing; below zero: what is too much.
func (t TankDay) Unexplained() unit.Volume { return t.Opening + t.Delivered - t.Metered - t.Closing }

// Hour is an hour of a day, by the instant at which customers came.
type Hour struct {
	Arrived, Sales int
	Counts         int64
	WaitMax        time.Duration
	QueueMax       int
}

// Balanced says that every day explains itself and, at wire level, that the plan was played and no invariant was broken.
func (r *Report) Balanced() bool {
	return r.Sum.Unexplained == 0 && r.Sum.UnexplainedMinor == 0 && r.Differ == 0 && len(r.Violations) == 0
}

// Volume is the sum of the displays.
func (r *Report) Volume() unit.Indicated {
	return unit.Indicated{Count: r.Sum.Counts, Decimals: r.Decimals, Unit: r.Unit}
}

// Amount is the sum of the sales.
func (r *Report) Amount() unit.Money { return unit.Money{Minor: r.Sum.Minor, Currency: r.Currency} }

// Add adds another span of days.
func (s *Sums) Add(d *Sums) {
	s.Arrived += d.Arrived
	s.Sales += d.Sales
	s.Dry += d.Dry
	s.Declined += d.Declined
	s.Counts += d.Counts
	s.Minor += d.Minor
	s.Delivered += d.Delivered
	s.Loads += d.Loads
	s.Cuts += d.Cuts
	s.AfterFlow += d.AfterFlow
	s.Overrun += d.Overrun
	s.WaitSum += d.WaitSum
	s.Waited += d.Waited
	s.WaitMax = max(s.WaitMax, d.WaitMax)
	s.QueueMax = max(s.QueueMax, d.QueueMax)
	s.Unexplained += d.Unexplained
	s.UnexplainedMinor += d.UnexplainedMinor
	for i := range d.Fates {
		s.Fates[i] += d.Fates[i]
	}
	for i := range d.Mistakes {
		s.Mistakes[i] += d.Mistakes[i]
	}
	for i := range d.Tenders {
		s.Tenders[i] += d.Tenders[i]
		s.PaidBy[i] += d.PaidBy[i]
	}
}
