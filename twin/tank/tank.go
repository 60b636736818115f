package tank

import (
	"fmt"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
)

// Timers is how many timers a tank needs on the loop.
const Timers = 0

// Config of a tank.
type Config struct {
	Grade    forecourt.Grade
	Opening  unit.Volume
	Capacity unit.Volume // 0: not bounded
	Pipes    int         // hoses that draw from it; ports 0 to Pipes-1
}

// Role returns the role of a tank by its number.
func Role(n int) forecourt.Role { return forecourt.Role{Kind: Kind, Number: n} }

// PipePort returns the port of a pipe, from 0.
func PipePort(i int) machine.Port { return machine.Port(i) }

// Tank is one tank.
type Tank struct {
	config    Config
	env       *machine.Env // nil until it is switched on
	delivered unit.Volume
}

var _ machine.Machine = (*Tank)(nil)

// New returns a tank that holds its opening volume.
func New(c Config) *Tank { return &Tank{config: c} }

// Config returns what the tank was made with.
func (t *Tank) Config() Config { return t.config }

// Delivered returns the sum of all deliveries.
func (t *Tank) Delivered() unit.Volume { return t.delivered }

// Drawn returns what all pipes together have drawn until now.
func (t *Tank) Drawn() unit.Volume {
	var sum unit.Volume
	for i := 0; t.env != nil && i < t.config.Pipes; i++ {
		sum += unit.Volume(t.env.Count(PipePort(i)))
	}
	return sum
}

// Volume returns what is in the tank now.
func (t *Tank) Volume() unit.Volume { return t.config.Opening + t.delivered - t.Drawn() }

// Hear implements machine.Machine; nobody speaks to a tank.
func (t *Tank) Hear(*machine.Env, machine.Port, wire.Chunk) {}

// Wake implements machine.Machine.
func (t *Tank) Wake(*machine.Env, machine.Timer) {}

// Sense implements machine.Machine.
func (t *Tank) Sense(env *machine.Env, s forecourt.Stimulus) {
	t.env = env
	if d, ok := s.(Deliver); ok {
		if err := t.deliver(d.Volume); err != nil {
			env.Fault(err)
		}
	}
}

func (t *Tank) deliver(v unit.Volume) error {
	before := t.Volume()
	switch {
	case v <= 0:
		return fmt.Errorf("tank: %s is no delivery", v)
	case t.config.Capacity > 0 && before+v > t.config.Capacity:
		return fmt.Errorf("tank: a delivery of %s does not fit: the tank holds %s of %s", v, before, t.config.Capacity)
	}
	t.delivered += v
	t.env.Tell(Delivered{Grade: t.config.Grade, Volume: v, Before: before, After: before + v})
	return nil
}
