package demand

import (
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/unit"
)

// Kind says what a step is.
type Kind uint8

// The steps.
const (
	Visiting   Kind = iota // a customer comes
	Delivering             // a lorry comes
	Midnight               // a day is over; prices may have changed
)

// Step is the next thing that happens on the station by the plan. Only the part that its kind names is set.
type Step struct {
	Kind     Kind
	At       clock.Instant
	Visit    Visit
	Delivery Delivery
}

// Delivery is a lorry's load, named by its number.
type Delivery struct {
	Number int64
	At     clock.Instant
	Tank   int // index into the plan's tanks
	Volume unit.Volume
}

// Fate says what becomes of a customer.
type Fate uint8

// The fates.
const (
	Served  Fate = iota
	GaveUp       // the queue was longer than his patience
	SoldOut      // no tank of his grade had enough for him
	Refused      // his card was declined and he left
	Fates   = 1 + int(Refused)
)

// String returns the fate in words.
func (f Fate) String() string { return [Fates]string{"served", "gave up", "sold out", "refused"}[f] }

// Mistakes that a customer makes, as bits.
const (
	DriveOff uint8 = 1 << iota
	NozzleLeftOut
	CardForgotten
	WrongGrade
)

// Visit is one customer, resolved. Points and hoses are indices into the plan's points and their hoses.
type Visit struct {
	Number   int64
	Arrives  clock.Instant
	Fate     Fate
	Vehicle  int // index into the profile's
	Grade    int // index into the plan's
	Point    int
	Hose     int
	Wrong    int // the hose he lifts by mistake first, or -1
	Mistakes uint8
	Tender   Tender // how he pays in the end
	Card     string // a test card's name; empty: no card was asked about
	Declined bool   // his card was, and he pays in another way

	Begins    clock.Instant // nominal: at the point
	Flows     clock.Instant // nominal: the trigger is pulled
	Hangs     clock.Instant // nominal: the nozzle goes home
	Leaves    clock.Instant // nominal: the point is free
	Phases    Durations
	PaysAhead time.Duration // nominal: at the terminal or the till, before the lift

	Until int64 // counts of the display at which the hand lets go; 0: the pump stops by itself
	Limit int64 // minor units that the release is good for; 0: none
	Dry   bool  // the tank had no more for him

	PriceE4  int64
	Drawn    int64 // microlitres through the meter
	Pulses   int64 // that are charged
	Given    int64 // that the pulser gave in the sale: others where the volume is compensated
	Outside  int64 // that are in no sale: what runs on, or, below zero, what has slipped back and comes again
	Counts   int64 // of the display
	Minor    int64 // what it costs
	Refunded int64 // of a prepayment

	// A power cut of his dispenser ends the sale after Cut pulses, CutAfter of the pulser since the lift; 0: none. It is
	// dark for a while.
	Cut      int64
	CutAfter int64
	Dark     time.Duration
}

// Durations are how long a customer takes.
type Durations struct {
	ToTheNozzle, Release, Trigger, Dribble, HangUp, Pay, DriveAway time.Duration
}
