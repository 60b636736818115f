package forecourt

import "fmt"

// State is the state of a fuelling point, with the numbers of the IFSF dispenser application.
type State uint8

// The nine states.
const (
	Inoperative State = iota + 1
	Closed
	Idle
	Calling
	Authorised
	Started
	SuspendedStarted
	Fuelling
	SuspendedFuelling
)

var stateNames = [...]string{
	Inoperative: "inoperative", Closed: "closed", Idle: "idle", Calling: "calling", Authorised: "authorised",
	Started: "started", SuspendedStarted: "suspended-started", Fuelling: "fuelling", SuspendedFuelling: "suspended-fuelling",
}

// String returns the state's name as scenarios spell it.
func (s State) String() string {
	if int(s) < len(stateNames) && stateNames[s] != "" {
		return stateNames[s]
	}
	return fmt.Sprintf("state %d", uint8(s))
}

// MarshalText writes the name.
func (s State) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads a name.
func (s *State) UnmarshalText(b []byte) error {
	for i, n := range stateNames {
		if n != "" && n == string(b) {
			*s = State(i)
			return nil
		}
	}
	return fmt.Errorf("there is no fuelling-point state '%s'", b)
}

// Releasable says whether a release is valid in this state.
func (s State) Releasable() bool { return s == Idle || s == Calling }

// Delivering says whether a sale is under way: from the first lift after a release to its end.
func (s State) Delivering() bool { return s >= Started }

// Status is what a dispenser's computer says of itself: the state, and two things the nine states do not tell.
type Status struct {
	State State
	// Ended: a sale is finished and kept until a Reset clears it. The state is then Idle or, with a nozzle out, Calling.
	Ended bool
	// LimitReached: the preset or the device's maximum has shut the valves; the nozzle is still out.
	LimitReached bool
}

// String prints the status in words.
func (s Status) String() string {
	switch {
	case s.LimitReached:
		return s.State.String() + ", limit reached"
	case s.Ended:
		return s.State.String() + ", sale ended"
	}
	return s.State.String()
}

// EndReason says why a sale ended.
type EndReason string

// The reasons.
const (
	EndedByNozzle  EndReason = "nozzle-hung"
	EndedByLimit   EndReason = "limit-reached"
	EndedByStop    EndReason = "stopped"
	EndedByNoFlow  EndReason = "no-flow"
	EndedByFault   EndReason = "fault"
	EndedUnwatched EndReason = "unwatched" // made while no controller was there
)

// Alarm is a fault a dispenser reports. The numbers are DART's; other dialects map their own to them.
type Alarm uint8

// The alarms.
const (
	AlarmCPUReset      Alarm = 0x01
	AlarmRAM           Alarm = 0x03
	AlarmPROM          Alarm = 0x04
	AlarmPulser        Alarm = 0x06
	AlarmPulserCurrent Alarm = 0x07
	AlarmEmergencyStop Alarm = 0x09
	AlarmPowerFailure  Alarm = 0x0A
	AlarmPressureLost  Alarm = 0x0B
	AlarmBlendRatio    Alarm = 0x0C
	AlarmLowLeak       Alarm = 0x0D
	AlarmHighLeak      Alarm = 0x0E
)

var alarmNames = map[Alarm]string{
	AlarmCPUReset: "cpu-reset", AlarmRAM: "ram", AlarmPROM: "prom-checksum", AlarmPulser: "pulser",
	AlarmPulserCurrent: "pulser-current", AlarmEmergencyStop: "emergency-stop", AlarmPowerFailure: "power-failure",
	AlarmPressureLost: "pressure-lost", AlarmBlendRatio: "blend-ratio", AlarmLowLeak: "low-leak", AlarmHighLeak: "high-leak",
}

// String returns the alarm's name, or its number where it has none.
func (a Alarm) String() string {
	if n := alarmNames[a]; n != "" {
		return n
	}
	return fmt.Sprintf("alarm %02Xh", uint8(a))
}

// MarshalText writes the name.
func (a Alarm) MarshalText() ([]byte, error) { return []byte(a.String()), nil }
