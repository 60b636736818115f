package hydraulics

import (
	"errors"
	"fmt"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/unit"
)

// hand is the driver's: the nozzles of one hose at a time.
type hand struct {
	out    int     // the hose of which a nozzle is out, or none
	away   [2]bool // which of its nozzles are: the hose's own, its satellite
	pulled bool
	until  unit.Indicated
	flow   unit.FlowRate
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
