package hydraulics

import (
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/dispenser/reckoning"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/unit"
)

// asked is the flow that hand, motor and valves of a hose would let through once it is steady, if the pump gave it, in
// microlitres a second.
func (h *Hydraulics) asked(i int) int64 {
	x := &h.hoses[i]
	slow, fast := x.opened()
	if !h.on || !h.hand.pulled || h.hand.out != i || !h.fed(i) {
		return 0
	}
	if !slow && !fast {
		return int64(x.fault.leak)
	}
	flow := x.Flow
	if !fast {
		flow = min(flow, x.Slow)
	}
	if h.hand.flow > 0 {
		flow = min(flow, h.hand.flow)
	}
	return x.supplied(int64(flow))
}

// fed says whether there is a pump running behind a hose, and fuel before the pump.
func (h *Hydraulics) fed(i int) bool {
	x := &h.hoses[i]
	if x.nothing() {
		return false
	}
	if x.Pump != nil {
		return x.Pump.running
	}
	return x.motor
}

// replan makes the fuel follow what hand, motor and valves want now. A flow that falls does so within closing, unless it
// is about to be there earlier anyway.
func (h *Hydraulics) replan(env *machine.Env, i int, closing time.Duration) {
	x, now := &h.hoses[i], env.Now()
	if x.Pump != nil {
		x.Pump.ask(h, i)
	}
	want, rate := h.asked(i), x.train.RateAt(now)
	if x.Pump != nil {
		want = x.Pump.granted(h, i)
	}
	switch cause := h.because(i, want); {
	case want == 0 && (rate <= 0 || h.swelling(i, now)) && h.swell(env, i): // the hose moves by itself
	case !reckoning.Settling(x.train, now, want, closing):
		room := x.Dilation - x.inHose(now)
		swelled := x.train.StopAt != clock.Never && want == 0
		x.account(now, cause)
		x.train = x.pipe.Towards(x.train, now, want, closing)
		if swelled { // no more than it takes runs into a hose whose nozzle is shut
			x.train.StopAt = x.train.When(x.train.Base + int64(room))
		}
		if h.landing != none64 && x.meter.exact {
			x.train = reckoning.Land(x.train, h.landing)
		}
		h.pour(env, i)
		h.tellFlow(env, i, want)
	case cause != x.cause:
		x.account(now, cause)
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
	case x.flowing && (h.on || x.Pump != nil):
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
	h.slip(env, i)
}
