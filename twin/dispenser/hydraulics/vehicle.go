package hydraulics

import (
	"fmt"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/unit"
)

// Vehicle is what stands at the point: its tank has room for so much, and the nozzle shuts off by itself when it is in.
// Each further pull of the trigger puts in a little more (Hose.TopUp) before it shuts off again. Zero room: a vehicle that
// is never full, as at the start.
type Vehicle struct{ Room unit.Volume }

// Stimulus implements forecourt.Stimulus.
func (Vehicle) Stimulus() string { return "vehicle" }

// NozzleShutOff says that the nozzle shut by itself: the vehicle is full.
type NozzleShutOff struct {
	Nozzle forecourt.Nozzle `event:"nozzle"`
}

// Event implements forecourt.Event.
func (NozzleShutOff) Event() string { return "nozzle-shut-off" }

func init() {
	forecourt.DefineEvent(Kind, NozzleShutOff{}, "the vehicle is full and the nozzle shut by itself")
}

// car is the Vehicle at work.
type car struct {
	room  unit.Volume // 0: no end
	full  bool        // it has shut off
	began int64       // of the hose's train, where the room began; known once there is a nozzle in it
	hose  int
}

func (h *Hydraulics) arrive(v Vehicle) error {
	if v.Room < 0 {
		return fmt.Errorf("hydraulics: no vehicle has room for %s", v.Room)
	}
	h.car = car{room: v.Room, hose: none}
	return nil
}

// pullAgain begins to fill the vehicle, or tops it up.
func (h *Hydraulics) pullAgain() {
	c := &h.car
	if c.room == 0 {
		return
	}
	if c.hose != h.hand.out {
		c.hose, c.began = h.hand.out, int64(h.Drawn(h.hand.out))
	}
	if c.full {
		c.full = false
		c.began, c.room = int64(h.Drawn(c.hose)), h.hoses[c.hose].TopUp
	}
}

// whenFull is when the nozzle begins to shut: as the room is used up.
func (h *Hydraulics) whenFull(now clock.Instant) clock.Instant {
	c := &h.car
	if c.room == 0 || c.full || !h.hand.pulled || h.hand.out != c.hose {
		return clock.Never
	}
	return max(h.hoses[c.hose].train.When(c.began+int64(c.room)), now)
}

func (h *Hydraulics) shutOff(env *machine.Env) {
	h.car.full = true
	env.Tell(NozzleShutOff{Nozzle: h.hoses[h.hand.out].Nozzle})
	h.hand.pulled = false
	h.replan(env, h.hand.out, h.hoses[h.hand.out].TriggerClose)
}
