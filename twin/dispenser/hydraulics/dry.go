package hydraulics

import (
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/machine"
)

// breathe is told that a tank's inlet stands in air, or in product again. What came from it ends at once: what still ran while
// it died away would be fuel that the tank does not have. Of a blend the other component goes on as fast as it did.
func (h *Hydraulics) breathe(env *machine.Env, i int, s forecourt.Level) {
	x := &h.hoses[i]
	if s.Port == DryPort(i) {
		x.dry = s.High
	} else {
		x.blendDry = s.High
	}
	h.remix(env, i)
	if s.High {
		h.replan(env, i, 0)
		return
	}
	h.replan(env, i, opens)
}

// remix lets a blend be what its dry tanks leave of it, from now on.
func (h *Hydraulics) remix(env *machine.Env, i int) {
	x, now := &h.hoses[i], env.Now()
	share := x.mixed()
	if share == x.blend.share {
		return
	}
	x.account(now, x.cause)
	x.mix(env, share)
	x.train = again(x.train, now)
	h.pour(env, i)
}
