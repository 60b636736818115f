package electronics

import (
	"time"

	"github.com/forecourt/forecourt/twin/forecourt"
)

// earlyLook is how often a pulser is looked at while a sale has counted nothing yet.
const earlyLook = time.Second

// zeroOf is the pulser's count at which a sale of nozzle i begins. What has run back and comes again is not counted twice.
func (e *Electronics) zeroOf(i int) int64 { return max(e.env.Count(PulserPort(i)), e.nozzles[i].peak) }

// beginLooking watches a pulser whose count the display does not follow yet.
func (e *Electronics) beginLooking() {
	if e.nozzles[e.sale.nozzle].TwoChannel {
		s := e.sale
		s.slipped = s.zero - e.env.Count(PulserPort(s.nozzle))
		s.apart = e.env.Count(PulserPort(s.nozzle)) - e.env.Count(CheckPort(s.nozzle))
		e.env.After(timerPulser, earlyLook)
	}
}

func (e *Electronics) lookEarly() {
	if e.checkPulser(); e.phase == started && e.sale.metered {
		e.env.After(timerPulser, earlyLook)
	}
}

// checkPulser ends the running sale when the two channels of its pulser do not turn alike, or turn back. A few pulses of
// either are let pass: valves let a little slip back as they close, and one edge may dither.
func (e *Electronics) checkPulser() {
	s := e.sale
	if s == nil || !s.metered || e.phase != started && e.phase != fuelling || !e.nozzles[s.nozzle].TwoChannel {
		return
	}
	a, b := e.env.Count(PulserPort(s.nozzle)), e.env.Count(CheckPort(s.nozzle))
	slack := e.meter(s.nozzle).PulsesIn(e.profile.PulserSlack)
	apart, back := a-b-s.apart, s.zero+e.grossOf(s)-a
	if apart <= slack && -apart <= slack && back <= slack+s.slipped {
		return
	}
	e.raise(forecourt.AlarmPulser)
	s.reason = forecourt.EndedByFault
	e.end(stop)
}

// watchCreep asks to be called when pulses come at nozzle i while it has no sale.
func (e *Electronics) watchCreep(i int) {
	n := &e.nozzles[i]
	if !n.TwoChannel {
		return
	}
	if s := e.sale; s != nil && s.nozzle == i {
		n.peak = max(n.peak, s.zero+e.grossOf(s))
	}
	n.peak = max(n.peak, e.env.Count(PulserPort(i)))
	e.env.Compare(PulserPort(i), n.peak+e.meter(i).PulsesIn(e.profile.Creep))
}

// counted is called when a counter has reached what it was asked for: a threshold of the sale, or too much without one.
func (e *Electronics) counted(c forecourt.Counted) {
	for i := range e.nozzles {
		if c.Port == PulserPort(i) && !e.metering(i) {
			if e.nozzles[i].TwoChannel {
				e.raise(forecourt.AlarmLowLeak)
				e.env.Tell(CreepFound{Nozzle: e.nozzles[i].Nozzle})
			}
			return
		}
	}
	e.advance()
}

// metering says that what nozzle i's pulser gives is in a sale.
func (e *Electronics) metering(i int) bool {
	return e.sale != nil && e.sale.nozzle == i && e.sale.metered
}
