package hydraulics

import (
	"time"

	"github.com/forecourt/forecourt/twin/dispenser/reckoning"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/line"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/unit"
)

// Config of a fuelling point.
type Config struct{ Hoses []Hose }

// Hose is a nozzle, its valves and its meter. Zero values mean the defaults. Flow is (A) in the fact sheets; the rest are
// engineering values without a source that we trust (C), which is why all of them can be set.
type Hose struct {
	Nozzle    forecourt.Nozzle
	Satellite bool // a second nozzle behind the same valves and meter, for the vehicle's other side

	Flow         unit.FlowRate // with both valves open; 38 L/min, cars (A)
	Slow         unit.FlowRate // with the slow valve only; 4 L/min (C)
	Ramp         time.Duration // of the flow, up, and down when only the motor stops; 0.4 s (C)
	ValveClose   time.Duration // how long a valve takes to close; 100 ms of 50 to 300 (C)
	TriggerClose time.Duration // how long the trigger takes; 200 ms, a vacuum cut-off is under 300 (C)

	// The meter and the display that the hand watches.
	PulsesPerUnit int64        // 100 (B)
	Unit          unit.Measure // of the pulses and the display
	Decimals      uint8        // of the display's volume
	ErrorPPM      int64        // of the meter; positive: it counts too much

	// What follows is none by default.
	TwoChannel bool          // channel B of the pulser has a line of its own
	Pump       *Pump         // the submersible pump of its tank; nil: a pump of its own that gives Flow
	FastClose  time.Duration // how long the fast valve takes to close; zero: ValveClose
	Lag        bool          // the flow follows as a first-order lag whose time constant is Ramp, in place of evenly
	Curve      []CurvePoint  // of the meter's error over the flow
	DriftPPM   int64         // how much more the meter counts for every 1,000 L that it has measured
	Dilation   unit.Volume   // what the hose takes in when it comes under pressure
	SlipBack   unit.Volume   // what runs back through the meter when a flow has come to rest; of the dilation
	BlendShare int64         // thousandths of the flow that come from the second tank
	BlendError int64         // of the second meter, in parts per million
	TopUp      unit.Volume   // what each further pull puts into a full vehicle; 0.3 L (C)
}

// The defaults.
const (
	DefaultFlow          unit.FlowRate = 38 * 1_000_000 / 60 // 38 L/min
	DefaultRamp                        = 400 * time.Millisecond
	DefaultValveClose                  = 100 * time.Millisecond
	DefaultTriggerClose                = 200 * time.Millisecond
	DefaultPulsesPerUnit               = 100
)

func (h Hose) withDefaults() Hose {
	orElse(&h.Flow, DefaultFlow)
	orElse(&h.Slow, unit.LitresPerMinute(4))
	orElse(&h.Ramp, DefaultRamp)
	orElse(&h.ValveClose, DefaultValveClose)
	orElse(&h.TriggerClose, DefaultTriggerClose)
	orElse(&h.PulsesPerUnit, DefaultPulsesPerUnit)
	orElse(&h.FastClose, h.ValveClose)
	orElse(&h.TopUp, 300*unit.Millilitre)
	return h
}

func orElse[T comparable](v *T, def T) {
	var zero T
	if *v == zero {
		*v = def
	}
}

// Scale returns the scale of the hose's pulser line.
func (h Hose) Scale() line.Scale {
	h = h.withDefaults()
	return line.PulseScale(h.PulsesPerUnit, h.Unit.Nanolitres(), h.ErrorPPM)
}

// Reckoned is the hose as the arithmetic of a sale knows it.
func (h Hose) Reckoned() reckoning.Hose {
	scale := h.Scale()
	h = h.withDefaults()
	var curve []reckoning.CurvePoint
	for _, p := range h.Curve {
		curve = append(curve, reckoning.CurvePoint(p))
	}
	return reckoning.Hose{
		Flow: h.Flow, Slow: h.Slow, Ramp: h.Ramp, Lag: h.Lag, ValveClose: h.ValveClose, FastClose: h.FastClose, TriggerClose: h.TriggerClose,
		Dilation: h.Dilation, SlipBack: h.SlipBack, Scale: scale,
		Error: reckoning.Error{PPM: (h.BlendError - h.ErrorPPM) * h.BlendShare / wholeBlend, Curve: curve, PerThousand: h.DriftPPM},
	}
}

// CurvePoint is the error of a meter at a flow, in parts per million of what flows; positive: it counts too much.
type CurvePoint struct {
	Flow unit.FlowRate
	PPM  int64
}

// Meter is how the hose's display counts.
func (h Hose) Meter() reckoning.Meter {
	h = h.withDefaults()
	return reckoning.Meter{PulsesPerUnit: h.PulsesPerUnit, Unit: h.Unit, Decimals: h.Decimals}
}

// PipeScale is the scale of the line to a tank.
func PipeScale() line.Scale { return line.Scale{Num: 1, Den: 1} }

const wholeBlend = 1000

const (
	portsPerHose = 10
	maxHoses     = 15
)

// The connectors of hose i, from 0.
func BootPort(i int) machine.Port   { return machine.Port(portsPerHose*i + 0) } // out: high when the nozzle is out
func PulserPort(i int) machine.Port { return machine.Port(portsPerHose*i + 1) } // out: counter
func PipePort(i int) machine.Port   { return machine.Port(portsPerHose*i + 2) } // out: counter, to the tank
func MotorPort(i int) machine.Port  { return machine.Port(portsPerHose*i + 3) } // in
func SlowPort(i int) machine.Port   { return machine.Port(portsPerHose*i + 4) } // in
func FastPort(i int) machine.Port   { return machine.Port(portsPerHose*i + 5) } // in

func CheckPort(i int) machine.Port { return machine.Port(portsPerHose*i + 6) } // out: counter, the pulser's channel B
func BlendPort(i int) machine.Port { return machine.Port(portsPerHose*i + 7) } // out: counter, to the second tank of a blend

func DryPort(i int) machine.Port      { return machine.Port(portsPerHose*i + 8) } // in: high while its tank's inlet stands in air
func BlendDryPort(i int) machine.Port { return machine.Port(portsPerHose*i + 9) } // in: the same of the second tank of a blend

// SecondPort is the pulser of the second meter of a blend, out: counter. It stands behind the connectors of all hoses.
func SecondPort(i int) machine.Port { return machine.Port(portsPerHose*maxHoses + i) }

// Timers returns how many timers a fuelling point of n hoses needs on the loop: one for each hose, whose flow has come
// to rest, one for the hand that lets go, and one for the nozzle that shuts when the vehicle is full.
func Timers(n int) int { return n + 2 }
