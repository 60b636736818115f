package electronics

import (
	"time"

	"github.com/forecourt/forecourt/twin/dispenser/reckoning"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/thermal"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
)

// Config of a fuelling point.
type Config struct {
	Point    forecourt.Point
	Dialect  wire.Dialect
	Options  wire.Options // address, decimals, measure and currency are the device's own too
	Rounding unit.Rounding
	Nozzles  []NozzleConfig
	Limits   Limits
	// TotalsDigits is how many digits a totalizer shows: it rolls over after them, in volume and in money. 0: 10.
	TotalsDigits int
	Profile      Profile
	Draws        Draws
}

// NozzleConfig is one logical nozzle.
type NozzleConfig struct {
	Nozzle        forecourt.Nozzle // 0: its place in the list, from 1
	Grade         forecourt.Grade
	PulsesPerUnit int64            // 0: 100 (B)
	TwoChannel    bool             // channel B of the pulser is at CheckPort, and is held against channel A
	Blend         int64            // of a nozzle that blends: thousandths of the second tank's fuel, whose meter is at BlendPort
	Opening       forecourt.Totals // totals of a device that is not new; zero: none
	Liquid        thermal.Liquid   // of the grade, as it was programmed; what a compensation by the tables needs
}

// Limits are the largest sale of the device. Zero: all eight digits.
type Limits struct {
	Volume unit.Indicated
	Amount unit.Money
}

// Silence says what a device does when nobody polls it.
type Silence string

// The ways to bear silence.
const (
	FinishThenLock Silence = "finish-then-lock" // a running sale goes on, a release that was not used is withdrawn
	StopAtOnce     Silence = "stop-at-once"     // a running sale is stopped too
	StandAlone     Silence = "stand-alone"      // sells without a release until polls are heard again
	GoOn           Silence = "go-on"            // nothing
)

// Profile is the device model: timings and manners. Zero values mean the default; a negative time means none.
type Profile struct {
	StartLimit     unit.Volume   // shown as zero until then; 0.04 L, 2 % of a minimum quantity of 2 L (B)
	SlowFlow       unit.Volume   // delivered slowly before a limit; 0.5 L (C)
	MotorDelay     time.Duration // from motor to slow valve; 500 ms (C)
	DisplayEvery   time.Duration // 250 ms (C)
	Settle         time.Duration // after-flow is counted this long after valves were shut; 300 ms (C)
	AfterFlow      time.Duration // what flows while the slow valve closes, as time at the flow before: half its closing time; 50 ms (C)
	ReleaseExpires time.Duration // a release with no lift, or a lift with no flow; 120 s, the legal most (HB44)
	NoFlow         time.Duration // in mid-sale; 60 s (B), 120 s is the legal most
	SilenceAfter   time.Duration // 3 s (B)
	Silence        Silence       // finish-then-lock
	MeterAmount    bool          // the amount comes from a volume two digits finer than shown
	NoSnap         bool          // a money preset's overshoot of less than an interval is shown
	NoHoldUp       bool          // fault: nothing is written when the power fails
	PulserSlack    unit.Volume   // how far the channels may be apart, or the pulser turn back, in mid-sale; 0.04 L (C)
	Creep          unit.Volume   // counted outside any sale until it is told; 0.04 L (C)
	BlendOff       int64         // how far a blend may be off, in thousandths of the whole; 50, 5 percentage points (C)
	BlendOver      unit.Volume   // over which it is measured, again and again; 2 L (C)
	Compensation   Compensation  // of volumes to a reference temperature; none
	Identity       forecourt.IdentityReport
}

func (p Profile) withDefaults() Profile {
	orElse(&p.StartLimit, 40*unit.Millilitre)
	orElse(&p.SlowFlow, 500*unit.Millilitre)
	orElse(&p.MotorDelay, 500*time.Millisecond)
	orElse(&p.DisplayEvery, 250*time.Millisecond)
	orElse(&p.Settle, 300*time.Millisecond)
	orElse(&p.AfterFlow, 50*time.Millisecond)
	orElse(&p.ReleaseExpires, 120*time.Second)
	orElse(&p.NoFlow, 60*time.Second)
	orElse(&p.SilenceAfter, 3*time.Second)
	orElse(&p.Silence, FinishThenLock)
	orElse(&p.PulserSlack, 40*unit.Millilitre)
	orElse(&p.Creep, 40*unit.Millilitre)
	orElse(&p.BlendOff, 50)
	orElse(&p.BlendOver, 2*unit.Litre)
	p.DisplayEvery = max(p.DisplayEvery, time.Millisecond)
	return p
}

// Reckoned is the device as the arithmetic of a sale of nozzle n knows it: as it is before anything is drawn by chance, with
// its liquid as warm as the thermometer shows it.
func (p Profile) Reckoned(n forecourt.Nozzle, l thermal.Liquid) reckoning.Device {
	p = p.withDefaults()
	d := reckoning.Device{Brake: p.brake(), MotorDelay: p.MotorDelay, DisplayEvery: p.DisplayEvery}
	if c := p.Compensation; c.drives() {
		d.Factor = c.factor(l, c.temperature(n))
	}
	return d
}

// Slack is how far the channels of a pulser may be apart, or the pulser turn back, in mid-sale.
func (p Profile) Slack() unit.Volume { return p.withDefaults().PulserSlack }

func (p Profile) brake() reckoning.Brake {
	return reckoning.Brake{StartLimit: p.StartLimit, SlowFlow: p.SlowFlow, AfterFlow: p.AfterFlow, Settle: p.Settle}
}

func orElse[T comparable](v *T, def T) {
	var zero T
	if *v == zero {
		*v = def
	}
}

// PortBus is the connector to the controller.
const PortBus machine.Port = 0

const portsPerNozzle = 6

// The connectors of nozzle i, counted from 0 in the order of Config.Nozzles.
func BootPort(i int) machine.Port   { return machine.Port(portsPerNozzle*i + 1) } // in: high when the nozzle is out
func PulserPort(i int) machine.Port { return machine.Port(portsPerNozzle*i + 2) } // in: counter
func SlowPort(i int) machine.Port   { return machine.Port(portsPerNozzle*i + 3) } // out
func FastPort(i int) machine.Port   { return machine.Port(portsPerNozzle*i + 4) } // out
func MotorPort(i int) machine.Port  { return machine.Port(portsPerNozzle*i + 5) } // out

// CheckPort is the counter of channel B of nozzle i's pulser, in.
func CheckPort(i int) machine.Port { return machine.Port(portsPerNozzle*i + 6) }

// BlendPort is the counter of the second meter of nozzle i's blend, in.
func BlendPort(i int) machine.Port { return CheckPort(maxNozzles + i) }

const maxNozzles = 15

// isBoot returns the nozzle whose boot is at a port.
func isBoot(p machine.Port) (i int, ok bool) {
	i = (int(p) - 1) / portsPerNozzle
	return i, p >= 1 && i < maxNozzles && p == BootPort(i)
}

// The timers.
const (
	timerSession  machine.Timer = iota // the dialect's
	timerDisplay                       // the next display update
	timerSettle                        // valves are shut
	timerPatience                      // release expired, or no flow
	timerWatch                         // silence of the controller
	timerStart                         // the motor is up
	timerPulser                        // the next look at a pulser before anything is counted

	Timers = int(timerPulser) + 1 // how many a fuelling point needs on the loop
)
