package hydraulics

import (
	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/dispenser/reckoning"
	"github.com/forecourt/forecourt/twin/line"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/unit"
)

const million = 1_000_000

// meter is what the two channels of a hose's pulser are driven by. A perfect one turns with the fuel; another one is a
// train of its own, whose flows are the fuel's times its factor at both ends of a ramp. So its count has a closed form too.
type meter struct {
	exact bool       // both channels are the fuel's own train
	a, b  line.Train // else
}

func (x *hose) isExact() bool {
	own := x.own()
	return own.None() && !x.fault.pulser()
}

// own is the error of the meter itself, as the blend is at this instant.
func (x *hose) own() reckoning.Error {
	e := x.pipe.Error
	e.PPM = x.blendPPM()
	return e
}

// blendPPM is what the second meter of a blend errs by more than the first, whose error is in the line's scale.
func (x *hose) blendPPM() int64 {
	if x.BlendShare == 0 {
		return 0
	}
	return (x.BlendError - x.ErrorPPM) * x.blend.share / million
}

// errorPPM is what the meter is wrong by at a flow beside its constant error, which is in the line's scale: its own error,
// and a drift that is a fault.
func (x *hose) errorPPM(flow int64) int64 {
	own := x.own()
	return own.At(flow, x.train.Base) + x.fault.drift
}

// turned is the flow that a channel of the pulser shows.
func (x *hose) turned(flow int64, channel Channel) int64 {
	return reckoning.Turned(flow, x.errorPPM(flow)) * x.fault.turns(channel) / million
}

// pour puts a hose's train on its lines.
func (h *Hydraulics) pour(env *machine.Env, i int) {
	x := &h.hoses[i]
	a, b := x.train, x.train
	if x.meter.exact && !x.isExact() { // from now on they are two things
		x.meter = meter{a: x.train, b: x.train}
	}
	if !x.meter.exact {
		a, b = x.follow(x.meter.a, A), x.follow(x.meter.b, B)
		x.meter.a, x.meter.b = a, b
	}
	env.Flow(PulserPort(i), a)
	if x.TwoChannel {
		env.Flow(CheckPort(i), b)
	}
	if x.BlendShare == 0 {
		env.Flow(PipePort(i), x.train)
		return
	}
	first, second := x.parts()
	env.Flow(PipePort(i), first)
	env.Flow(BlendPort(i), second)
	env.Flow(SecondPort(i), second)
}

// follow is the train of a channel beside the fuel's, from where the channel stands.
func (x *hose) follow(before line.Train, channel Channel) line.Train {
	t := x.train
	t.Base = before.At(t.From)
	t.Rate, t.EndRate = x.turned(t.Rate, channel), x.turned(t.EndRate, channel)
	return t
}

// Metered returns what hose i's meter has shown in its whole life, before its constant error: as its pulser turned.
func (h *Hydraulics) Metered(i int) unit.Volume {
	if h.env == nil {
		return 0
	}
	return unit.Volume(h.hoses[i].metered(h.env.Now()))
}

func (x *hose) metered(now clock.Instant) int64 {
	if x.meter.exact {
		return x.train.At(now)
	}
	return x.meter.a.At(now)
}
