package hydraulics

import (
	"time"

	"github.com/forecourt/forecourt/twin/dispenser/reckoning"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/unit"
)

// wanted is the flow that hand, motor and valves of a hose let through once it is steady, in microlitres a second.
func (h *Hydraulics) wanted(i int) int64 {
	x := &h.hoses[i]
	if !h.on || !h.hand.pulled || h.hand.out != i || !x.motor || !x.slow && !x.fast {
		return 0
	}
	flow := x.Flow
	if !x.fast {
		flow = min(flow, x.Slow)
	}
	if h.hand.flow > 0 {
		flow = min(flow, h.hand.flow)
	}
	return int64(flow)
}

// replan makes the fuel follow what hand, motor and valves want now. A flow that falls does so within closing, unless it
// is about to be there earlier anyway.
func (h *Hydraulics) replan(env *machine.Env, i int, closing time.Duration) {
	x, now := &h.hoses[i], env.Now()
	want := h.wanted(i)
	if !reckoning.Settling(x.train, now, want, closing) {
		x.train = reckoning.Towards(x.train, now, want, x.Ramp, closing)
		if h.landing != none64 {
			x.train = reckoning.Land(x.train, h.landing)
		}
		env.Flow(PulserPort(i), x.train)
		env.Flow(PipePort(i), x.train)
		h.tellFlow(env, i, want)
	}
	if h.hand.out == i {
		h.aim(env)
	}
}

func (h *Hydraulics) tellFlow(env *machine.Env, i int, want int64) {
	x := &h.hoses[i]
	switch {
	case want > 0:
		env.Clear(machine.Timer(i))
		if !x.flowing {
			x.flowing, x.began = true, x.train.Base
			env.Tell(FlowStarted{Nozzle: x.Nozzle})
		}
	case x.flowing && h.on:
		env.Set(machine.Timer(i), x.train.RampEnd)
	}
}

// rested is called when a flow should have come to rest.
func (h *Hydraulics) rested(env *machine.Env, i int) {
	x := &h.hoses[i]
	if !x.flowing || x.train.EndRate > 0 {
		return
	}
	x.flowing = false
	env.Tell(FlowStopped{Nozzle: x.Nozzle, Volume: h.Drawn(i) - unit.Volume(x.began)})
}
