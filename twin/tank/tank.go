package tank

import (
	"fmt"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/thermal"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/vessel"
	"github.com/forecourt/forecourt/twin/wire"
)

// Timers is how many timers a tank needs on the loop.
const Timers = 1

const tick machine.Timer = 0

// Config of a tank.
type Config struct {
	Grade    forecourt.Grade
	Opening  unit.Volume
	Capacity unit.Volume // 0: not bounded
	Pipes    int         // hoses that draw from it: their pipes are ports 0 to Pipes-1, the lines that say it is dry the next

	Vessel      *vessel.Vessel   // of the same capacity; nil: the shape is not known, and no height either
	Liquid      thermal.Liquid   // zero: what the grade usually is
	Temperature unit.Temperature // of the product at the start
	Ground      unit.Temperature // around it; the product becomes as warm
	Water       unit.Volume      // below the product at the start
	RealProbe   bool             // with noise and waves, and a dead zone for water
	FillLimit   unit.Volume      // where the overfill valve shuts; 0: 97 % of the capacity
	// Inlet is how high above the bottom, as the probe sees it, the pumps draw; Foot the same of a siphon. Without a Vessel
	// both are at the bottom.
	Inlet, Foot unit.Level
}

func (c *Config) fillLimit() unit.Volume {
	if c.FillLimit > 0 {
		return c.FillLimit
	}
	return c.Capacity / 100 * fillPercent
}

// Role returns the role of a tank by its number.
func Role(n int) forecourt.Role { return forecourt.Role{Kind: Kind, Number: n} }

// PipePort returns the port of a pipe, from 0.
func PipePort(i int) machine.Port { return machine.Port(i) }

// Tank is one tank.
type Tank struct {
	config Config
	env    *machine.Env // nil until it is switched on
	key    uint64       // of the probe's noise

	books
	quiet   bool // nothing but the pipes moves
	warmth  fading
	unmixed fading // what the probe feels of a delivery that is not mixed yet
	drop    dropping
	waves   clock.Instant // when the last compartment was empty
	leak    leak
	line    lineLeak
	water   water
	wet     struct { // the height of the water, as it was computed last
		volume unit.Volume
		height unit.Level
	}
	suction suction
	again   clock.Instant // when what is above the inlets is to be looked at
	self    basin         // of it alone
	group   *Siphon
}

var _ machine.Machine = (*Tank)(nil)

// New returns a tank that holds its opening volume.
func New(c Config) *Tank {
	if c.Liquid == (thermal.Liquid{}) {
		c.Liquid = thermal.Usual(string(c.Grade))
	}
	t := &Tank{config: c, again: clock.Never}
	t.self = basin{t}
	t.product, t.water.before = c.Opening, c.Water
	t.warmth = fading{by: c.Temperature - c.Ground, tau: groundTau}
	t.quiet = t.warmth.by == 0
	return t
}

// Config returns what the tank was made with.
func (t *Tank) Config() Config { return t.config }

// Siphon returns the siphon that it shares with others, nil where there is none.
func (t *Tank) Siphon() *Siphon { return t.group }

// Hear implements machine.Machine; nobody speaks to a tank.
func (t *Tank) Hear(*machine.Env, machine.Port, wire.Chunk) {}

// Wake implements machine.Machine: something of what moves is to be looked at.
func (t *Tank) Wake(*machine.Env, machine.Timer) {
	t.settle()
	t.moveDrop()
	t.arm()
}

// Sense implements machine.Machine.
func (t *Tank) Sense(env *machine.Env, s forecourt.Stimulus) {
	switch s.(type) {
	case forecourt.PowerOff:
		return
	case forecourt.PowerOn:
		t.begin(env)
		return
	}
	if err := t.sense(s); err != nil {
		env.Fault(err)
	}
	t.arm()
}

// begin is the first time that the tank is on a loop, or the loop gives it its timer back.
func (t *Tank) begin(env *machine.Env) {
	if t.env == nil {
		t.env, t.at = env, env.Now()
		t.warmth.from = t.at
		if t.config.RealProbe {
			t.key = env.Chance().Uint64()
		}
	}
	t.settle()
	t.arm()
}

func (t *Tank) sense(s forecourt.Stimulus) error {
	switch s := s.(type) {
	case Deliver:
		return t.deliver(s)
	case Leak:
		return t.spring(s)
	case WaterIn:
		return t.waterIn(s)
	case BreakSiphon:
		return t.cut(true)
	case JoinSiphon:
		return t.cut(false)
	case forecourt.Counted, forecourt.Level:
		return nil
	}
	return fmt.Errorf("tank: %s does nothing here", s.Stimulus())
}
