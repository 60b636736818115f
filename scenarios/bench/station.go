package bench

import (
	"fmt"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/journal"
	"github.com/forecourt/forecourt/twin/line"
	"github.com/forecourt/forecourt/twin/loop"
)

// Station is a station to play a scenario on. All its methods are called on the goroutine of its loop.
type Station interface {
	// Loop returns the loop that moves the station; it has not been started yet.
	Loop() *loop.Loop
	// Do does something to a role as a hand would. What belongs to a fuelling point's metal or fuel (LiftNozzle, Squeeze)
	// is sent on to its hydraulics inside. An error is the scenario's fault unless it is a *Trouble.
	Do(role forecourt.Role, s forecourt.Stimulus) error
	// PowerOff cuts a role's power, PowerOn gives it back.
	PowerOff(role forecourt.Role) error
	PowerOn(role forecourt.Role) error
	// CutBus breaks a bus for everyone, or joins it again.
	CutBus(bus int, cut bool) error
	// FaultBus plans faults, counted from the next frame on the bus.
	FaultBus(bus int, plan ...line.Planned) error
	// FaultHTTP makes the next exchanges with a host suffer, one fault each.
	FaultHTTP(host string, faults ...loop.HTTPFault) error
	// DownHTTP makes a host unreachable, or reachable again.
	DownHTTP(host string, down bool) error
	// CutLink breaks the link between two roles, or joins it again.
	CutLink(a, b forecourt.Role, cut bool) error
	// Reading returns a value read off a role; its type is the one the Catalogue gives.
	Reading(role forecourt.Role, what string) (any, error)
	// Abilities lists what the station can do, for a scenario's `needs`.
	Abilities() []string
}

// Halter is implemented by a station that has a safe state to be put into. It is always called at the end of a
// scenario, and may be called again.
type Halter interface{ Halt() error }

// Digester is implemented by a station that keeps digests over its lines: "bus 1 0123abcd".
type Digester interface{ Digests() []string }

// Trouble is an error that the bench makes, not the scenario: a relay that does not answer.
type Trouble struct{ Err error }

// Error implements error.
func (t *Trouble) Error() string { return fmt.Sprintf("bench: %v", t.Err) }

// Unwrap returns what was wrong.
func (t *Trouble) Unwrap() error { return t.Err }

// BuildOptions is what a station is built for.
type BuildOptions struct {
	Scenario string // its id
	Seed     uint64 // the scenario's own
	Start    clock.Instant
	Given    Given
	Journal  *journal.Journal
}

// Build builds a station. It is called once for every scenario that runs.
type Build func(BuildOptions) (Station, error)
