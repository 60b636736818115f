package hydraulics

import (
	"fmt"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/line"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/unit"
)

// blend is what part of a hose's fuel comes from which tank. Together the parts are every microlitre, whenever the share has
// changed.
type blend struct {
	share         int64 // of the second tank's, in parts per million
	first, second int64 // what either has given beyond its present part of all that has flowed
}

// parts are the trains of the two tanks.
func (x *hose) parts() (first, second line.Train) {
	first, second = x.train, x.train
	first.Of, first.Plus = line.Scale{Num: million - x.blend.share, Den: million, Up: true}, x.blend.first
	second.Of, second.Plus = line.Scale{Num: x.blend.share, Den: million}, x.blend.second
	return first, second
}

// mix gives the second tank another share from now on, and lets no microlitre jump.
func (x *hose) mix(env *machine.Env, share int64) {
	now := env.Now()
	first, second := x.parts()
	gone := [2]int64{first.At(now), second.At(now)}
	x.blend = blend{share: share}
	first, second = x.parts()
	x.blend.first, x.blend.second = gone[0]-first.At(now), gone[1]-second.At(now)
}

// missing says which components of a hose do not come: their tank is dry, or something on the way here is broken. The first
// one of a hose that does not blend is all that it has.
func (x *hose) missing() (first, second bool) {
	return x.dry || x.fault.firstDry, x.blendDry || x.fault.secondDry
}

// nothing says that no component of a hose comes.
func (x *hose) nothing() bool {
	first, second := x.missing()
	return first && (second || x.BlendShare == 0)
}

// mixed is the share of the second tank as what is dry or broken lets it be.
func (x *hose) mixed() int64 {
	switch first, second := x.missing(); {
	case second || x.BlendShare == 0:
		return 0
	case first:
		return million
	default:
		return min(max(x.BlendShare*million/wholeBlend+x.fault.blendOff, 0), million)
	}
}

// supplied is what is left of a flow of the hose when one component of its blend is dry: the other one goes on alone.
func (x *hose) supplied(flow int64) int64 {
	switch first, second := x.missing(); {
	case x.BlendShare == 0:
		return flow
	case first:
		return flow * x.BlendShare / wholeBlend
	case second:
		return flow * (wholeBlend - x.BlendShare) / wholeBlend
	}
	return flow
}

// breakBlend says whether a fault is one of a blend, and of a hose that has none.
func (x *hose) breakBlend(f forecourt.Fault) (is bool, err error) {
	switch f {
	case forecourt.BlendOff, forecourt.FirstComponentDry, forecourt.SecondComponentDry:
		if x.BlendShare == 0 {
			return true, fmt.Errorf("hydraulics: nozzle %d does not blend and cannot have the fault '%s'", x.Nozzle, f)
		}
		return true, nil
	}
	return false, nil
}

// DrawnFrom returns what hose i has drawn in its life from its first tank, or from the second one of its blend.
func (h *Hydraulics) DrawnFrom(i int, second bool) unit.Volume {
	if h.env == nil {
		return 0
	}
	a, b := h.hoses[i].parts()
	if second {
		a = b
	}
	return unit.Volume(a.At(h.env.Now()))
}

// BlendScale is the scale of the pulser line of the second meter.
func (h Hose) BlendScale() line.Scale {
	h = h.withDefaults()
	return line.PulseScale(h.PulsesPerUnit, h.Unit.Nanolitres(), h.BlendError)
}
