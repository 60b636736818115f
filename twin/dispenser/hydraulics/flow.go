package hydraulics

import (
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/line"
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
	want, rate := h.wanted(i), x.train.RateAt(now)
	if !settling(x.train, now, want, closing) {
		x.train = towards(x.train, now, want, span(rate, want, x.Ramp, closing))
		env.Flow(PulserPort(i), x.train)
		env.Flow(PipePort(i), x.train)
		h.tellFlow(env, i, want)
	}
	if h.hand.out == i {
		h.aim(env)
	}
}

// settling says that a train already goes where it should, and gets there no later.
func settling(t line.Train, now clock.Instant, want int64, closing time.Duration) bool {
	if t.EndRate != want {
		return false
	}
	return now >= t.RampEnd || t.RateAt(now) < want || t.RampEnd <= now.Add(closing)
}

func span(rate, want int64, ramp, closing time.Duration) time.Duration {
	switch {
	case want > rate:
		return ramp
	case want < rate:
		return closing
	}
	return 0
}

// towards is the train that leaves t at an instant and reaches a flow after a span.
func towards(t line.Train, at clock.Instant, want int64, span time.Duration) line.Train {
	return line.Train{From: at, Base: t.At(at), Rate: t.RateAt(at), EndRate: want, RampEnd: at.Add(span), StopAt: clock.Never}
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
