package reckoning

import (
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/line"
)

// stage is where the computer of a walk stands.
type stage uint8

const (
	waiting  stage = iota // the display shows nothing yet
	fuelling              // it counts
	limited               // the valves are shut at the limit
	closing               // the nozzle is home, the valves settle
	over                  // the sale is in the totals
)

// opens is how long a flow may go on falling that an opening valve finds: as long as it would.
const opens = time.Hour

func (w *walk) setMotor(on bool)  { w.command.motor, w.due[motors] = on, w.now }
func (w *walk) setSlow(open bool) { w.command.slow, w.due[slows] = open, w.now }
func (w *walk) setFast(open bool) { w.command.fast, w.due[fasts] = open, w.now }

func (w *walk) shut() {
	w.setFast(false)
	w.setSlow(false)
}

// motorUp opens the slow valve: the meter counts from here.
func (w *walk) motorUp() {
	if w.stage == waiting {
		w.metered, w.zero = true, max(w.count(), w.peak)
		w.advance()
	}
}

// pulse reads the pulser.
func (w *walk) pulse() {
	more := w.count() - w.zero - w.gross
	if !w.metered || more <= 0 {
		return
	}
	w.gross += more
	w.charged = w.gross
	if f := w.device.Factor; f > 0 {
		w.net += more * f
		w.charged = w.net / million
	}
}

// grossFor is after how many pulses the sale charges n.
func (w *walk) grossFor(n int64) int64 {
	f := w.device.Factor
	if f <= 0 {
		return n
	}
	return w.gross + ceil(max(n*million-w.net, 0), f)
}

// advance takes the count to where it is, and acts on every threshold that it has passed.
func (w *walk) advance() {
	w.pulse()
	if !w.metered || w.stage > fuelling {
		return
	}
	if w.stage == waiting && w.charged >= w.limit.StartAt {
		w.stage, w.shows, w.looked = fuelling, w.now, w.now
	}
	n, l := w.charged, &w.limit
	if n >= l.Target {
		w.shut()
		w.quiet()
		w.due[settles] = w.now.Add(w.device.Settle)
		w.stage = limited
		w.flowEnds()
		return
	}
	l.Rate(n, w.now, w.device.AfterFlow)
	if n >= l.ShutAt && !l.IsShut {
		l.IsShut = true
		w.due[settles] = w.now.Add(w.device.Settle)
	}
	slow, fast := l.Valves(n)
	w.setFast(fast)
	w.setSlow(slow)
	w.compare = w.zero + w.grossFor(l.Next(n))
}

// quiet withdraws all that a delivering computer waits for.
func (w *walk) quiet() {
	w.compare, w.due[settles], w.due[starts] = line.NoCompare, clock.Never, clock.Never
}

// settled is called when valves that were commanded shut are.
func (w *walk) settled() {
	switch w.stage {
	case waiting, fuelling:
		w.limit.Again()
		w.advance()
	case limited:
		w.pulse()
		w.metered = false
		w.know()
		w.setMotor(false)
	case closing:
		w.complete()
	}
}

// know notes up to where all that the pulser gave has been in a sale.
func (w *walk) know() { w.peak = max(w.peak, w.zero+w.gross, w.count()) }

func (w *walk) complete() {
	w.pulse()
	w.metered = false
	w.stage = over
	w.know()
}

// hung is called when the nozzle is seen home.
func (w *walk) hung() {
	if w.stage >= closing {
		return
	}
	w.advance() // a limit reached at this very instant comes first
	w.shut()
	w.setMotor(false)
	waits := w.stage == limited
	w.stage = closing
	switch {
	case !w.metered:
		w.complete()
	case !waits:
		w.quiet()
		w.due[settles] = w.now.Add(w.device.Settle)
	}
}

// darken is the power's failure: every output falls, and the sale ends with what has been counted.
func (w *walk) darken() {
	w.shut()
	w.setMotor(false)
	w.quiet()
	w.complete()
}

// nextDark is when the pulser has given what the power fails after.
func (w *walk) nextDark() clock.Instant {
	if w.acts.Cut == 0 || !w.metered {
		return clock.Never
	}
	return max(w.turned.When(w.hose.Scale.Volume(w.zero+w.acts.Cut)), w.now)
}

// nextReach is when the pulser has given what the computer waits for.
func (w *walk) nextReach() clock.Instant {
	switch {
	case w.compare == line.NoCompare:
		return clock.Never
	case w.turned.Rate >= 0 && w.turned.EndRate >= 0:
		return max(w.turned.When(w.hose.Scale.Volume(w.compare)), w.now)
	case w.count() >= w.compare: // it has been there, and only goes away from it
		return w.now
	}
	return clock.Never
}

// nextLook is the next display update that may see a count which the next event does not: fuel that runs back before it was
// looked at is not in the sale. It looks once before the hand lets go, and until nothing runs back any more.
func (w *walk) nextLook() clock.Instant {
	if w.hose.SlipBack == 0 || w.stage != fuelling || w.slipping && w.now > w.fuel.StopAt {
		return clock.Never
	}
	from, every := max(w.now, w.looked+1), clock.Instant(w.device.DisplayEvery)
	if w.pulled {
		if w.due[letsGo] == clock.Never {
			return clock.Never
		}
		from = max(from, w.due[letsGo]-every+1)
	}
	return w.shows + max(1, (from-w.shows+every-1)/every)*every
}

func (w *walk) look() {
	w.looked = w.now
	w.advance()
}
