package hydraulics

import (
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/machine"
)

// breathe is told that a tank's inlet stands in air, or in product again. A flow ends at once: what still ran while it died
// away would be fuel that the tank does not have.
func (h *Hydraulics) breathe(env *machine.Env, i int, s forecourt.Level) {
	x := &h.hoses[i]
	if s.Port == DryPort(i) {
		x.dry = s.High
	} else {
		x.blendDry = s.High
	}
	if s.High {
		h.replan(env, i, 0)
		return
	}
	h.replan(env, i, opens)
}
