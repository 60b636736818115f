package hydraulics

import (
	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/dispenser/reckoning"
	"github.com/forecourt/forecourt/twin/line"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/unit"
)

const hoseHolds = 1 * unit.Litre // what can run back at most (C)

// swell lets fuel into or out of a hose whose nozzle is shut, and says whether it does: into it where a valve opens
// against a shut nozzle and there is pressure, back where the pump rests and the check valve is faulty.
func (h *Hydraulics) swell(env *machine.Env, i int) bool {
	x, now := &h.hoses[i], env.Now()
	slow, fast := x.opened()
	missing := x.Dilation - x.inHose(now)
	switch {
	case h.on && h.fed(i) && (slow || fast) && missing > 0:
		if x.cause == filling && now < x.train.StopAt {
			return true
		}
		h.drift(env, i, filling, reckoning.Swell(x.train, now, missing))
		return true
	case x.fault.back > 0 && !h.fed(i) && x.inHose(now) > -hoseHolds:
		if x.cause == reversing && now < x.train.StopAt {
			return true
		}
		h.drift(env, i, reversing, reckoning.Drift(x.train, now, -int64(x.fault.back), x.inHose(now)+hoseHolds))
		return true
	}
	return false
}

// swelling says that fuel runs into a hose whose nozzle is shut, and goes on to.
func (h *Hydraulics) swelling(i int, now clock.Instant) bool {
	x := &h.hoses[i]
	slow, fast := x.opened()
	return x.cause == filling && now < x.train.StopAt && h.on && h.fed(i) && (slow || fast)
}

// slip lets a little run back when a flow has come to rest: the hose contracts while the valve closes.
func (h *Hydraulics) slip(env *machine.Env, i int) {
	x := &h.hoses[i]
	back := x.SlipBack
	if back <= 0 || x.train.RateAt(env.Now()) != 0 {
		return
	}
	h.drift(env, i, slipping, reckoning.Slip(x.train, env.Now(), back))
}

// drift moves fuel that nobody lets through.
func (h *Hydraulics) drift(env *machine.Env, i int, why cause, t line.Train) {
	x := &h.hoses[i]
	x.account(env.Now(), why)
	x.train = t
	h.pour(env, i)
	env.Set(machine.Timer(i), x.train.StopAt)
}
