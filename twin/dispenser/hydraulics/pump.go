package hydraulics

import (
	"math"
	"time"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
)

// PumpKind is the kind of role of a submersible pump: "pump 1".
const PumpKind = "pump"

// PumpRole returns the role of a submersible pump by its number.
func PumpRole(n int) forecourt.Role { return forecourt.Role{Kind: PumpKind, Number: n} }

// PumpTimers is how many timers a pump needs on the loop.
const PumpTimers = 1

// PumpConfig of a submersible pump. Its curve is p = p0 - k*Q^2 and each open nozzle takes c*sqrt(p), at most what its own
// limit lets through; k and c follow from two points that a person knows. Zero values mean the defaults (C).
type PumpConfig struct {
	Pressure   int64         // at no flow, in millibars; 2000
	FlowOfTwo  unit.FlowRate // of each nozzle when two are open without a limit; 40 L/min
	FlowOfFour unit.FlowRate // of each when four are; 30 L/min
	// Detector is how long the line leak detector takes to test a tight line when the pump starts; 0: there is none, (A)
	// 2.0 to 3.5 s where there is one.
	Detector time.Duration
	TestFlow unit.FlowRate // of all nozzles together while it tests; 3 gal/min, of 1.5 to 3 (A)
	// Leak is what the line loses under pressure, now; nil: nothing.
	Leak func() unit.FlowRate
	// Console says that a gauge console is joined to RunsPort and ShutPort.
	Console bool
}

// Pump is a submersible pump that several hoses, of several points, draw from. It runs while a motor output of any of
// them is on. What each hose gets is worked out when a nozzle opens or closes, and at no other time.
type Pump struct {
	config  PumpConfig
	k, c    float64 // bar/(L/min)^2, (L/min)/sqrt(bar)
	members []member
	env     *machine.Env
	powered bool
	running bool
	testing bool
	shut    bool // by the console
}

// member is a hose at the pump.
type member struct {
	h     *Hydraulics
	i     int
	asks  int64 // what its valves and hand would take, microlitres a second
	gets  int64
	got   int64 // before it was worked out anew
	motor bool
}

var _ machine.Machine = (*Pump)(nil)

// The events of a pump.
type (
	PumpStarted struct{}
	PumpStopped struct{}
	LineTested  struct{}
)

// Event names.
func (PumpStarted) Event() string { return "pump-started" }
func (PumpStopped) Event() string { return "pump-stopped" }
func (LineTested) Event() string  { return "line-tested" }

func init() {
	forecourt.DefineEvent(PumpKind, PumpStarted{}, "the first of its hoses wants fuel: the pump starts")
	forecourt.DefineEvent(PumpKind, PumpStopped{}, "none of its hoses wants fuel any more: the pump stops")
	forecourt.DefineEvent(PumpKind, LineTested{}, "the line leak detector has found the line tight and opened")
}

// NewPump returns a pump at rest. Two flows that no curve goes through are a programmer's mistake and panic.
func NewPump(c PumpConfig) *Pump {
	orElse(&c.Pressure, 2000)
	orElse(&c.FlowOfTwo, unit.LitresPerMinute(40))
	orElse(&c.FlowOfFour, unit.LitresPerMinute(30))
	orElse(&c.TestFlow, unit.FlowRate(3*unit.USGal.Nanolitres()/1000/60))
	if !c.Fits() {
		panic("hydraulics: no pump gives each of four nozzles as much as each of two, or more, or less than half")
	}
	p := &Pump{config: c}
	p0, two, four := float64(c.Pressure)/1000, perMinute(c.FlowOfTwo), perMinute(c.FlowOfFour)
	r := float64(four*four) / float64(two*two)
	p.k = p0 * (1 - r) / (float64(16*four*four) - float64(r*float64(4*two*two)))
	p.c = two / math.Sqrt(p0-float64(p.k*float64(4*two*two)))
	return p
}

// Fits says whether there is a pump with these flows: four nozzles together get more than two, and each of them less.
func (c PumpConfig) Fits() bool {
	return c.Pressure > 0 && c.FlowOfFour > 0 && c.FlowOfFour < c.FlowOfTwo && 2*c.FlowOfFour > c.FlowOfTwo
}

func perMinute(f unit.FlowRate) float64 { return float64(f) * 60 / 1e6 }

// join adds a hose; called while the station is built.
func (p *Pump) join(h *Hydraulics, i int) { p.members = append(p.members, member{h: h, i: i}) }

// Running says whether the pump runs.
func (p *Pump) Running() bool { return p.running }

// ask takes what a hose's motor and valves want now, and lets the others know what is left for them.
func (p *Pump) ask(h *Hydraulics, i int) {
	if p.env == nil {
		return
	}
	for k := range p.members {
		if m := &p.members[k]; m.h == h && m.i == i {
			m.motor = h.on && h.hoses[i].motor
		}
	}
	started := p.switchMotor()
	for k := range p.members {
		m := &p.members[k]
		m.asks = m.h.asked(m.i)
	}
	p.share(h, i, started)
}

// switchMotor runs the pump while anybody wants it, and says whether that changed.
func (p *Pump) switchMotor() bool {
	wanted := false
	for k := range p.members {
		wanted = wanted || p.members[k].motor
	}
	wanted = wanted && p.powered && !p.shut
	if wanted == p.running {
		return false
	}
	p.running = wanted
	if p.config.Console {
		p.env.Drive(RunsPort, wanted)
	}
	if wanted {
		p.env.Tell(PumpStarted{})
		if p.testing = p.config.Detector > 0; p.testing {
			p.env.After(0, p.config.Detector)
		}
		return true
	}
	p.testing = false
	p.env.Clear(0)
	p.env.Tell(PumpStopped{})
	return true
}

// Hear implements machine.Machine; nobody speaks to a pump.
func (p *Pump) Hear(*machine.Env, machine.Port, wire.Chunk) {}

// Sense implements machine.Machine.
func (p *Pump) Sense(env *machine.Env, s forecourt.Stimulus) {
	switch s := s.(type) {
	case forecourt.PowerOn:
		p.env, p.powered, p.shut = env, true, env.Level(ShutPort)
	case forecourt.PowerOff:
		p.powered = false
	case forecourt.Level:
		p.hold(s.High)
	default:
		return
	}
	p.again()
}

// again looks at everything anew.
func (p *Pump) again() {
	for k := range p.members {
		m := &p.members[k]
		m.motor = m.h.on && m.h.hoses[m.i].motor
	}
	p.switchMotor()
	for k := range p.members {
		p.members[k].asks = p.members[k].h.asked(p.members[k].i)
	}
	p.share(nil, 0, true)
}

// Wake implements machine.Machine: the leak detector has tested the line. One that has found a leak lets no more through
// until the pump starts anew.
func (p *Pump) Wake(env *machine.Env, _ machine.Timer) {
	if p.leaks() {
		env.Tell(LineLeaking{p.config.Leak()})
		return
	}
	p.testing = false
	env.Tell(LineTested{})
	p.again()
}
