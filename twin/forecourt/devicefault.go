package forecourt

import (
	"fmt"
	"strings"

	"github.com/forecourt/forecourt/twin/unit"
)

// Fault is something that can break in a dispenser.
type Fault string

// The faults of a hose, its valves, its meter and its boot, and those of the computer.
const (
	LostPulses         Fault = "lost-pulses"
	ExtraPulses        Fault = "extra-pulses"
	ReversedPulses     Fault = "reversed-pulses"
	MissingChannel     Fault = "missing-channel"
	MeterDrift         Fault = "meter-drift"
	SlowValveStuckOpen Fault = "slow-valve-stuck-open"
	SlowValveStuckShut Fault = "slow-valve-stuck-shut"
	FastValveStuckOpen Fault = "fast-valve-stuck-open"
	FastValveStuckShut Fault = "fast-valve-stuck-shut"
	LeakingValve       Fault = "leaking-valve"
	LeakingCheckValve  Fault = "leaking-check-valve"
	BootStuckIn        Fault = "boot-stuck-in"
	BootStuckOut       Fault = "boot-stuck-out"
	BlendOff           Fault = "blend-off"
	FirstComponentDry  Fault = "first-component-dry"
	SecondComponentDry Fault = "second-component-dry"
	DeadDisplay        Fault = "dead-display"
	ReplacedComputer   Fault = "replaced-computer"
)

// FaultInfo describes a fault.
type FaultInfo struct {
	Fault    Fault
	Doc      string // what happens
	Recovery string // what a right dispenser and station make of it
	Share    bool   // it has a share
	Flow     bool   // it has a flow
	Computer bool   // it is the electronics', not the hydraulics'
	Final    bool   // it cannot be repaired
}

// Faults lists all of them, with what is expected of a right dispenser.
func Faults() []FaultInfo { return append([]FaultInfo(nil), faults...) }

var faults = []FaultInfo{
	{Fault: LostPulses, Share: true, Doc: "channel A of the pulser loses a share of its pulses",
		Recovery: "the sale is stopped with alarm pulser"},
	{Fault: ExtraPulses, Share: true, Doc: "channel A of the pulser gives a share of pulses too much",
		Recovery: "the sale is stopped with alarm pulser"},
	{Fault: ReversedPulses, Doc: "the channels of the pulser are swapped: it turns back while fuel flows",
		Recovery: "nothing is counted, the sale is stopped with alarm pulser"},
	{Fault: MissingChannel, Doc: "channel B of the pulser is dead",
		Recovery: "the sale is stopped with alarm pulser; what channel A counted is charged"},
	{Fault: MeterDrift, Share: true, Doc: "the meter counts a share too much, or too little where it is negative",
		Recovery: "none in the device: a reference measure finds it"},
	{Fault: SlowValveStuckOpen, Doc: "the slow valve does not shut",
		Recovery: "the motor ends the flow; what runs outside the sale is found as creep, alarm low-leak"},
	{Fault: SlowValveStuckShut, Doc: "the slow valve does not open", Recovery: "nothing flows, and the sale ends by its time-out with nothing in it"},
	{Fault: FastValveStuckOpen, Doc: "the fast valve does not shut",
		Recovery: "the slow valve's command does not end the flow, the motor does; found as creep, alarm low-leak"},
	{Fault: FastValveStuckShut, Doc: "the fast valve does not open", Recovery: "the sale goes on at slow flow, presets are exact"},
	{Fault: LeakingValve, Flow: true, Doc: "shut valves let a flow through while the pump runs and the nozzle is open",
		Recovery: "found as creep, alarm low-leak; in no sale"},
	{Fault: LeakingCheckValve, Flow: true, Doc: "the hose runs back through the meter while the pump rests, at most 1 L",
		Recovery: "nothing is counted and nothing raised; the next sale does not charge the refill"},
	{Fault: BootStuckIn, Doc: "the switch of the boot says that the nozzle is in", Recovery: "no sale begins"},
	{Fault: BootStuckOut, Doc: "the switch of the boot says that the nozzle is out",
		Recovery: "the sale ends because nothing flows"},
	{Fault: BlendOff, Share: true, Doc: "the valves of a blend let a share of the flow more of the second tank through, or less where it is negative",
		Recovery: "the sale is stopped with alarm blend-ratio once the two meters show it"},
	{Fault: FirstComponentDry, Doc: "the first tank of a blend gives nothing more, and the second one goes on alone",
		Recovery: "the sale is stopped with alarm blend-ratio"},
	{Fault: SecondComponentDry, Doc: "the second tank of a blend gives nothing more, and the first one goes on alone",
		Recovery: "the sale is stopped with alarm blend-ratio"},
	{Fault: DeadDisplay, Computer: true, Doc: "the display is dark",
		Recovery: "a running sale is stopped and no other begins, told as display-failed; the figures on the wire stay right"},
	{Fault: ReplacedComputer, Computer: true, Final: true, Doc: "the pump's computer is replaced by a new one: its totals begin again",
		Recovery: "the controller tells totals-jumped, and makes no sale of it"},
}

// LookupFault returns a fault by its name.
func LookupFault(f Fault) (FaultInfo, bool) {
	for _, x := range faults {
		if x.Fault == f {
			return x, true
		}
	}
	return FaultInfo{}, false
}

// Share is a part of a whole, in parts per million.
type Share int64

// UnmarshalText reads "0.5 %", "-1 %" or "200 ppm"; between -100 and 100 %.
func (s *Share) UnmarshalText(b []byte) error {
	text := string(b)
	number, word, found := strings.Cut(text, " ")
	decimals := 0
	switch {
	case found && word == "%":
		decimals = 4
	case found && word == "ppm":
	default:
		return fmt.Errorf("'%s' is no share: write it as 0.5 %% or 200 ppm", text)
	}
	whole, fraction, _ := strings.Cut(strings.TrimPrefix(number, "-"), ".")
	n := int64(0)
	if len(whole) == 0 || len(whole) > 7 || len(fraction) > decimals {
		return fmt.Errorf("'%s' is no share: up to %d decimals, no more than the whole", text, decimals)
	}
	for _, c := range whole + fraction + strings.Repeat("0", decimals-len(fraction)) {
		if c < '0' || c > '9' {
			return fmt.Errorf("'%s' is no share: '%c' is no digit", text, c)
		}
		n = 10*n + int64(c-'0')
	}
	if strings.HasPrefix(number, "-") {
		n = -n
	}
	if n < -1_000_000 || n > 1_000_000 {
		return fmt.Errorf("'%s' is more than the whole", text)
	}
	*s = Share(n)
	return nil
}

// DeviceFault breaks a part of a dispenser, or repairs it.
type DeviceFault struct {
	Nozzle   Nozzle
	Fault    Fault
	Share    Share         // of those that have one
	Flow     unit.FlowRate // of those that have one
	Repaired bool
}

// Stimulus implements Stimulus.
func (DeviceFault) Stimulus() string { return "fault-device" }
