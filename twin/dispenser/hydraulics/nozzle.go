package hydraulics

import (
	"errors"
	"fmt"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/machine"
)

// which is the place of a nozzle among those of its hose.
func which(satellite bool) int {
	if satellite {
		return 1
	}
	return 0
}

// lift takes a nozzle out. A hose and its satellite have one boot line, high as long as one of them is out: what both of
// them deliver is one sale.
func (h *Hydraulics) lift(env *machine.Env, s forecourt.LiftNozzle) error {
	i, k := h.index(s.Nozzle), which(s.Satellite)
	switch {
	case i == none:
		return fmt.Errorf("hydraulics: there is no nozzle %d here, only 1 to %d", s.Nozzle, len(h.hoses))
	case s.Satellite && !h.hoses[i].Satellite:
		return fmt.Errorf("hydraulics: nozzle %d has no satellite", s.Nozzle)
	case h.hand.out == i && h.hoses[i].Satellite && !h.hand.away[k]:
		h.hand.away[k] = true
		return nil
	case h.hand.out != none:
		return fmt.Errorf("hydraulics: nozzle %d cannot be lifted while nozzle %d is out", s.Nozzle, h.Out())
	}
	h.hand.out, h.hand.away[k] = i, true
	h.driveBoot(env, i)
	return nil
}

// hang puts a nozzle back, its trigger released before.
func (h *Hydraulics) hang(env *machine.Env, s forecourt.HangNozzle) error {
	i, k := h.hand.out, which(s.Satellite)
	switch {
	case i == none:
		return errors.New("hydraulics: no nozzle is out that could be hung up")
	case !h.hand.away[k] && s.Satellite:
		return errors.New("hydraulics: no satellite is out that could be hung up")
	case !h.hand.away[k]:
		return errors.New("hydraulics: only the satellite is out")
	}
	if h.hand.pulled {
		_ = h.letGo(env)
	}
	h.hand.away[k] = false
	if h.hand.away != [2]bool{} {
		return nil
	}
	h.hand.out = none
	h.driveBoot(env, i)
	return nil
}
