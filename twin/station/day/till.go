package day

import (
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/pos"
	"github.com/forecourt/forecourt/twin/wire"
)

// till stands where the point of sale would, when the outcome of every payment is planned: it hands the players' orders to
// the controller, whose news they see on the timeline.
type till struct{}

// order is an order for the controller.
type order struct{ forecourt.Order }

// Stimulus implements forecourt.Stimulus.
func (order) Stimulus() string { return "order" }

// Hear implements machine.Machine.
func (till) Hear(*machine.Env, machine.Port, wire.Chunk) {}

// Wake implements machine.Machine.
func (till) Wake(*machine.Env, machine.Timer) {}

// Sense implements machine.Machine.
func (till) Sense(env *machine.Env, s forecourt.Stimulus) {
	if o, ok := s.(order); ok {
		env.Send(pos.ToController, o.Order)
	}
}
