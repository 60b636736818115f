package reckoning

import (
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/line"
	"github.com/forecourt/forecourt/twin/unit"
)

// walk is a sale on its way: the fuel's side is here, the computer's in steer.go.
type walk struct {
	hose   *Hose
	meter  Meter
	device Device
	limit  Limit
	acts   Acts

	now clock.Instant
	due [events]clock.Instant

	exact                     bool       // the meter turns with the fuel
	fuel, turned              line.Train // through the meter, and as it shows it
	inHose, seen              int64      // what the hose holds, and the fuel's volume when that was accounted for
	filling                   bool       // the hose takes fuel in by itself
	slipping                  bool       // fuel runs back by itself
	flowing                   bool
	motor, slow, fast, pulled bool
	home                      bool  // the nozzle is
	ended                     bool  // the hand has let go, or the limit was reached
	shownZero                 int64 // the pulser's count where the display that the hand watches began
	landing                   int64 // where the hand wants the flow to rest that lets go at this instant, or noLanding

	stage          stage
	command        struct{ motor, slow, fast bool } // what the lines to the hydraulics are driven to
	metered        bool
	zero           int64 // the pulser's count where the sale began
	gross, charged int64
	net            int64 // of the gross pulses, in parts per million of a pulse
	peak           int64
	compare        int64         // the pulser's count at which the computer wants to be called
	shows, looked  clock.Instant // when the display began to, and when it was last updated
}

// What happens in a sale, in the order in which a loop takes what is due at one instant: who acts, the computer's timers,
// the hydraulics' timers, the lines between them. A line that is driven tells the far end at the same instant.
const (
	pulls   = iota // the trigger is pulled
	hangs          // the nozzle goes home
	darkens        // the power fails
	looks          // a display update
	settles        // valves that were shut are
	starts         // the motor is up
	rests          // the flow has come to rest
	letsGo         // the hand does
	boots          // the computer sees that the nozzle is home
	reaches        // the pulser has given what the computer waits for
	motors         // the motor's line has changed
	slows          // the slow valve's
	fasts          // the fast valve's
	events
)

const noLanding int64 = -1

// run lets happen what is due until nothing is.
func (w *walk) run() {
	for {
		w.due[looks], w.due[darkens], w.due[reaches] = w.nextLook(), w.nextDark(), w.nextReach()
		next := 0
		for i, at := range w.due {
			if at < w.due[next] {
				next = i
			}
		}
		if w.due[next] == clock.Never {
			break
		}
		w.now = w.due[next]
		w.due[next] = clock.Never
		w.happen(next)
	}
	if w.stage != over {
		panic("reckoning: nothing ends this sale")
	}
}

func (w *walk) happen(event int) {
	switch event {
	case pulls:
		w.pulled = true
		w.replan(w.hose.TriggerClose)
		if w.ended {
			w.flowEnds()
		}
	case hangs:
		w.home, w.due[letsGo] = true, clock.Never
		if w.pulled {
			w.letGo()
		}
		w.due[boots] = w.now
	case darkens:
		w.darken()
	case looks:
		w.look()
	case settles:
		w.settled()
	case starts:
		w.motorUp()
	case rests:
		w.rest()
	case letsGo:
		w.landing = w.goal()
		w.letGo()
		w.landing = noLanding
	case boots:
		w.hung()
	case reaches:
		w.compare = line.NoCompare
		w.advance()
	default:
		w.level(event)
	}
}

// level is a line from the computer that may have changed.
func (w *walk) level(event int) {
	far, near, closing := &w.motor, w.command.motor, w.hose.Ramp
	switch event {
	case slows:
		far, near, closing = &w.slow, w.command.slow, w.hose.ValveClose
	case fasts:
		far, near, closing = &w.fast, w.command.fast, w.hose.FastClose
	}
	if *far == near {
		return
	}
	if *far = near; near {
		closing = opens
	}
	w.replan(closing)
}

// count is what the pulser has given.
func (w *walk) count() int64 { return w.hose.Scale.Count(w.turned.At(w.now)) }

// asked is the flow that hand, motor and valves let through.
func (w *walk) asked() int64 {
	switch {
	case !w.pulled || !w.motor || !w.slow && !w.fast:
		return 0
	case w.fast:
		return int64(w.hose.Flow)
	}
	return int64(min(w.hose.Flow, w.hose.Slow))
}

// replan makes the fuel follow what hand, motor and valves want now.
func (w *walk) replan(closing time.Duration) {
	want, rate := w.asked(), w.fuel.RateAt(w.now)
	switch {
	case want == 0 && (rate <= 0 || w.swelling()) && w.swell(): // the hose moves by itself
	case !Settling(w.fuel, w.now, want, closing):
		t := w.hose.Towards(w.fuel, w.now, want, closing)
		if w.fuel.StopAt != clock.Never && want == 0 { // no more than it takes runs into a hose whose nozzle is shut
			t.StopAt = t.When(t.Base + int64(w.missing()))
		}
		if w.landing != noLanding && w.exact {
			t = Land(t, w.landing)
		}
		w.account(false)
		w.pour(t)
		if want > 0 {
			w.due[rests], w.flowing = clock.Never, true
		} else if w.flowing {
			w.due[rests] = t.RampEnd
		}
	case w.filling || w.slipping:
		w.account(false)
	}
	if !w.home {
		w.aim()
	}
}

// pour puts the fuel on another train, and the meter with it.
func (w *walk) pour(t line.Train) {
	w.fuel = t
	if w.exact {
		w.turned = t
		return
	}
	w.turned = w.hose.Error.Turn(t, w.turned)
}

// account notes what of the fuel has stayed in the hose, or left it.
func (w *walk) account(fills bool) {
	moved := w.fuel.At(w.now) - w.seen
	w.seen += moved
	if w.filling || w.slipping {
		w.inHose += moved
	} else {
		w.inHose += int64(Filled(unit.Volume(moved), w.hose.Dilation-unit.Volume(w.inHose)))
	}
	w.filling, w.slipping = fills, false
}

// swell lets fuel into a hose whose nozzle is shut, where there is pressure and room.
func (w *walk) swell() bool {
	missing := w.missing()
	switch {
	case missing <= 0 || !w.motor || !w.slow && !w.fast:
		return false
	case w.swelling():
		return true
	}
	w.account(true)
	w.pour(Swell(w.fuel, w.now, missing))
	w.due[rests] = w.fuel.StopAt
	return true
}

// swelling says that it does, and goes on to.
func (w *walk) swelling() bool {
	return w.filling && w.now < w.fuel.StopAt && w.motor && (w.slow || w.fast)
}

// missing is what the hose would still take in.
func (w *walk) missing() unit.Volume {
	moved, in := unit.Volume(w.fuel.At(w.now)-w.seen), unit.Volume(w.inHose)
	if w.filling || w.slipping {
		in += moved
	} else {
		in += Filled(moved, w.hose.Dilation-in)
	}
	return w.hose.Dilation - in
}

// rest is called when a flow should have come to rest: a little runs back.
func (w *walk) rest() {
	if !w.flowing || w.fuel.EndRate > 0 {
		return
	}
	w.flowing = false
	if w.hose.SlipBack <= 0 || w.fuel.RateAt(w.now) != 0 {
		return
	}
	w.account(false)
	w.slipping = true
	w.pour(Slip(w.fuel, w.now, w.hose.SlipBack))
	w.due[rests] = w.fuel.StopAt
}

// aim plans when the hand lets go.
func (w *walk) aim() {
	w.due[letsGo] = clock.Never
	if w.pulled && w.acts.Until > 0 && w.motor {
		w.due[letsGo] = w.hose.Release(w.turned, w.now, w.goal())
	}
}

// goal is the volume on which the hand rests.
func (w *walk) goal() int64 {
	return Middle(w.hose.Scale, w.shownZero+w.meter.PulsesFor(w.shownZero, w.acts.Until))
}

func (w *walk) letGo() {
	w.pulled = false
	w.flowEnds()
	w.replan(w.hose.TriggerClose)
}

// flowEnds has the nozzle go home after a while, whatever ended the flow first. Who has not pulled the trigger yet pulls it
// before he sees that.
func (w *walk) flowEnds() {
	if w.ended = true; w.due[pulls] != clock.Never {
		return
	}
	if w.due[hangs] == clock.Never && !w.home && w.acts.Cut == 0 {
		w.due[hangs] = w.now.Add(w.acts.Home)
	}
}
