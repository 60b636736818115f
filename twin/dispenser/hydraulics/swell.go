package hydraulics

import (
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/line"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/unit"
)

const (
	swellsIn   = 200 * time.Millisecond // how long a hose takes to come under pressure (C)
	slipsIn    = 50 * time.Millisecond  // how long what slips back takes (C)
	hoseHolds  = 1 * unit.Litre         // what can run back at most (C)
	refillFlow = 500 * unit.Millilitre  // a second, of what runs into an empty hose at most (C)
)

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
		rate := min(int64(missing)*int64(time.Second/swellsIn), int64(refillFlow))
		h.drift(env, i, filling, rate, missing)
		return true
	case x.fault.back > 0 && !h.fed(i) && x.inHose(now) > -hoseHolds:
		if x.cause == reversing && now < x.train.StopAt {
			return true
		}
		h.drift(env, i, reversing, -int64(x.fault.back), x.inHose(now)+hoseHolds)
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
	h.drift(env, i, slipping, -int64(back)*int64(time.Second/slipsIn), back)
}

// drift moves a volume at a steady rate, and stops.
func (h *Hydraulics) drift(env *machine.Env, i int, why cause, rate int64, volume unit.Volume) {
	x, now := &h.hoses[i], env.Now()
	x.account(now, why)
	span := time.Duration(lasts(volume, abs(rate)))
	x.train = line.Train{From: now, Base: x.train.At(now), Rate: rate, EndRate: rate, RampEnd: now, StopAt: now.Add(span)}
	h.pour(env, i)
	env.Set(machine.Timer(i), x.train.StopAt)
}

// lasts is how long a volume takes at a rate, in nanoseconds, rounded down.
func lasts(v unit.Volume, rate int64) int64 {
	whole := int64(v) / rate * int64(time.Second)
	return whole + int64(v)%rate*int64(time.Second)/rate
}
