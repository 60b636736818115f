package hydraulics

import (
	"fmt"
	"time"

	"github.com/forecourt/forecourt/twin/dispenser/reckoning"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/line"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
)

// Hydraulics is one fuelling point without its electronics.
type Hydraulics struct {
	hoses []hose
	hand  hand
	car   car
	env   *machine.Env // nil until it is first switched on
	on    bool
	// landing is where a hand that lets go at this instant wants the flow to rest, or none64.
	landing int64
}

// hose is a Hose at work.
type hose struct {
	Hose
	pipe              reckoning.Hose // the same, as the arithmetic knows it
	motor, slow, fast bool           // inputs
	dry, blendDry     bool           // inputs: the tank, or the second one of a blend, gives nothing
	train             line.Train
	flowing           bool
	began             int64 // microlitres when the flow began
	zero              int64 // pulses when the motor started, where the display began

	meter  meter
	blend  blend
	fault  fault
	ledger Ledger // of what has been accounted for
	seen   int64  // of the train, and of the meter, that has been
	gauged int64
	cause  cause
}

var _ machine.Machine = (*Hydraulics)(nil)

// New returns a fuelling point at rest, its nozzles in their boots. A hose without a nozzle number gets the next one.
// More hoses than a point can have, or two of one number, are a programmer's mistake and panic.
func New(c Config) *Hydraulics {
	if len(c.Hoses) == 0 || len(c.Hoses) > maxHoses {
		panic(fmt.Sprintf("hydraulics: %d hoses, a fuelling point has 1 to 15", len(c.Hoses)))
	}
	h := &Hydraulics{hand: hand{out: none}, landing: none64}
	for i, x := range c.Hoses {
		orElse(&x.Nozzle, forecourt.Nozzle(i+1))
		if h.index(x.Nozzle) != none {
			panic(fmt.Sprintf("hydraulics: nozzle %d is there twice", x.Nozzle))
		}
		h.hoses = append(h.hoses, hose{Hose: x.withDefaults(), pipe: x.Reckoned(), train: line.Still(0, 0)})
		h.hoses[i].blend.share = h.hoses[i].mixed()
		h.hoses[i].meter.exact = h.hoses[i].isExact()
		if x.Pump != nil {
			x.Pump.join(h, i)
		}
	}
	return h
}

const (
	none         = -1
	none64 int64 = -1
)

func (h *Hydraulics) index(n forecourt.Nozzle) int {
	for i := range h.hoses {
		if h.hoses[i].Nozzle == n {
			return i
		}
	}
	return none
}

// Drawn returns what has flowed through hose i in its whole life.
func (h *Hydraulics) Drawn(i int) unit.Volume {
	if h.env == nil {
		return 0
	}
	return unit.Volume(h.hoses[i].train.At(h.env.Now()))
}

// Flow returns how fast it flows through hose i now.
func (h *Hydraulics) Flow(i int) unit.FlowRate {
	if h.env == nil {
		return 0
	}
	return unit.FlowRate(h.hoses[i].train.RateAt(h.env.Now()))
}

// Out returns the nozzle that is out of its boot; 0: none.
func (h *Hydraulics) Out() forecourt.Nozzle {
	if h.hand.out == none {
		return 0
	}
	return h.hoses[h.hand.out].Nozzle
}

// Squeezed says whether the trigger is pulled.
func (h *Hydraulics) Squeezed() bool { return h.hand.pulled }

// Hear implements machine.Machine; nobody speaks to a pipe.
func (h *Hydraulics) Hear(*machine.Env, machine.Port, wire.Chunk) {}

// Sense implements machine.Machine.
func (h *Hydraulics) Sense(env *machine.Env, s forecourt.Stimulus) {
	var err error
	switch s := s.(type) {
	case forecourt.Level:
		h.level(env, s)
	case forecourt.LiftNozzle:
		err = h.lift(env, s)
	case forecourt.HangNozzle:
		err = h.hang(env, s)
	case forecourt.Squeeze:
		err = h.squeeze(env, s)
	case forecourt.LetGo:
		err = h.letGo(env)
	case forecourt.DeviceFault:
		err = h.breakDown(env, s)
	case Vehicle:
		err = h.arrive(s)
	case forecourt.PowerOn:
		h.powerOn(env)
	case forecourt.PowerOff:
		h.powerOff(env)
	default:
		err = fmt.Errorf("hydraulics: nothing here can %s", s.Stimulus())
	}
	if err != nil {
		env.Fault(err)
	}
}

// Wake implements machine.Machine.
func (h *Hydraulics) Wake(env *machine.Env, t machine.Timer) {
	if int(t) < len(h.hoses) {
		h.rested(env, int(t))
		return
	}
	if t == h.fullTimer() {
		h.shutOff(env)
		return
	}
	h.landing = h.hoses[h.hand.out].goal(h.hand.until)
	_ = h.letGo(env) // set only while the trigger is pulled
	h.landing = none64
}

func (h *Hydraulics) letGoTimer() machine.Timer { return machine.Timer(len(h.hoses)) }
func (h *Hydraulics) fullTimer() machine.Timer  { return machine.Timer(len(h.hoses) + 1) }

// opens is how long a flow may go on falling that an opening valve finds: as long as it would.
const opens = time.Hour

func (h *Hydraulics) level(env *machine.Env, s forecourt.Level) {
	i, x := int(s.Port)/portsPerHose, &h.hoses[int(s.Port)/portsPerHose]
	closing := x.ValveClose
	switch s.Port {
	case MotorPort(i):
		if s.High && !x.motor {
			x.zero = env.Count(PulserPort(i))
		}
		x.motor, closing = s.High, x.Ramp
	case SlowPort(i):
		x.slow = s.High
	case FastPort(i):
		x.fast, closing = s.High, x.FastClose
	case DryPort(i), BlendDryPort(i):
		h.breathe(env, i, s)
		return
	}
	if s.High {
		closing = opens
	}
	h.replan(env, i, closing)
}

func (h *Hydraulics) powerOn(env *machine.Env) {
	h.env, h.on = env, true
	for i := range h.hoses {
		x := &h.hoses[i]
		motor := env.Level(MotorPort(i))
		if motor && !x.motor {
			x.zero = env.Count(PulserPort(i))
		}
		x.motor, x.slow, x.fast = motor, env.Level(SlowPort(i)), env.Level(FastPort(i))
		x.dry, x.blendDry = env.Level(DryPort(i)), env.Level(BlendDryPort(i))
		h.remix(env, i)
		if x.flowing {
			env.Set(machine.Timer(i), x.train.RampEnd) // it came to rest while nobody looked
		}
		h.replan(env, i, x.ValveClose)
	}
}

// powerOff lets valves and motor fall; the nozzle and the trigger stay as they are.
func (h *Hydraulics) powerOff(env *machine.Env) {
	h.on = false
	for i := range h.hoses {
		h.replan(env, i, h.hoses[i].ValveClose)
	}
}
