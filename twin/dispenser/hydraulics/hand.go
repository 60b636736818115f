package hydraulics

import (
	"errors"
	"fmt"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/unit"
)

// hand is the driver's: one nozzle at a time.
type hand struct {
	out    int // the hose whose nozzle is out, or none
	pulled bool
	until  unit.Indicated
	flow   unit.FlowRate
}

func (h *Hydraulics) lift(env *machine.Env, n forecourt.Nozzle) error {
	i := h.index(n)
	switch {
	case i == none:
		return fmt.Errorf("hydraulics: there is no nozzle %d here, only 1 to %d", n, len(h.hoses))
	case h.hand.out != none:
		return fmt.Errorf("hydraulics: nozzle %d cannot be lifted while nozzle %d is out", n, h.Out())
	}
	h.hand.out = i
	h.driveBoot(env, i)
	return nil
}

func (h *Hydraulics) hang(env *machine.Env) error {
	i := h.hand.out
	if i == none {
		return errors.New("hydraulics: no nozzle is out that could be hung up")
	}
	if h.hand.pulled {
		_ = h.letGo(env)
	}
	h.hand.out = none
	h.driveBoot(env, i)
	return nil
}

func (h *Hydraulics) squeeze(env *machine.Env, s forecourt.Squeeze) error {
	switch {
	case h.hand.out == none:
		return errors.New("hydraulics: no nozzle is out whose trigger could be pulled")
	case s.Until.Count < 0 || s.Flow < 0:
		return fmt.Errorf("hydraulics: nobody can squeeze until %s at %s", s.Until, s.Flow)
	}
	h.hand.pulled, h.hand.until, h.hand.flow = true, s.Until, s.Flow
	h.pullAgain()
	i := h.hand.out
	h.replan(env, i, h.hoses[i].TriggerClose) // closing: a hand may squeeze less than before
	return nil
}

func (h *Hydraulics) letGo(env *machine.Env) error {
	if !h.hand.pulled {
		return errors.New("hydraulics: the trigger is not pulled")
	}
	i := h.hand.out
	h.hand.pulled = false
	env.Tell(TriggerReleased{Nozzle: h.hoses[i].Nozzle})
	h.replan(env, i, h.hoses[i].TriggerClose)
	return nil
}
