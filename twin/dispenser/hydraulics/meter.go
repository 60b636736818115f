package hydraulics

import (
	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/line"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/unit"
)

// CurvePoint is the error of a meter at a flow, in parts per million of what flows; positive: it counts too much.
type CurvePoint struct {
	Flow unit.FlowRate
	PPM  int64
}

const million = 1_000_000

// meter is what the two channels of a hose's pulser are driven by. A perfect one turns with the fuel; another one is a
// train of its own, whose flows are the fuel's times its factor at both ends of a ramp. So its count has a closed form too.
type meter struct {
	exact bool       // both channels are the fuel's own train
	a, b  line.Train // else
}

func (x *hose) isExact() bool {
	return len(x.Curve) == 0 && x.DriftPPM == 0 && !x.fault.pulser() && x.blendPPM() == 0
}

// blendPPM is what the second meter of a blend errs by more than the first, whose error is in the line's scale.
func (x *hose) blendPPM() int64 {
	if x.BlendShare == 0 {
		return 0
	}
	return (x.BlendError - x.ErrorPPM) * x.blend.share / million
}

// curvePPM is the error at a flow, evenly between the points of the curve and that of the nearest one beyond them.
func (x *hose) curvePPM(flow int64) int64 {
	c := x.Curve
	for i := range c {
		if flow > int64(c[i].Flow) {
			continue
		}
		if i == 0 || c[i].Flow == c[i-1].Flow {
			return c[i].PPM
		}
		return c[i-1].PPM + (c[i].PPM-c[i-1].PPM)*(flow-int64(c[i-1].Flow))/int64(c[i].Flow-c[i-1].Flow)
	}
	if len(c) == 0 {
		return 0
	}
	return c[len(c)-1].PPM
}

// errorPPM is what the meter is wrong by at a flow beside its constant error, which is in the line's scale: its curve,
// its drift with what it has measured, and a drift that is a fault.
func (x *hose) errorPPM(flow int64) int64 {
	const thousandLitres = 1000 * int64(unit.Litre)
	return x.curvePPM(abs(flow)) + x.blendPPM() + x.DriftPPM*x.train.Base/thousandLitres + x.fault.drift
}

// turned is the flow that a channel of the pulser shows.
func (x *hose) turned(flow int64, channel Channel) int64 {
	return flow * (million + x.errorPPM(flow)) / million * x.fault.turns(channel) / million
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

func abs(n int64) int64 {
	if n < 0 {
		return -n
	}
	return n
}
