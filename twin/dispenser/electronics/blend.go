package electronics

import "github.com/forecourt/forecourt/twin/forecourt"

// BlendFound says that a blend was off: how many thousandths of the fuel came from the second tank, and should have.
type BlendFound struct {
	Nozzle forecourt.Nozzle `event:"nozzle"`
	Share  int64            `event:"share"`
	Right  int64            `event:"right"`
}

// Event implements forecourt.Event.
func (BlendFound) Event() string { return "blend-off" }

func init() {
	forecourt.DefineEvent(Kind, BlendFound{}, "the two meters of a blend have shown another one for too long; the sale is stopped")
}

// blended is what the two meters of a blend showed at the start of a measurement.
type blended struct{ both, second int64 }

// meters reads them.
func (e *Electronics) meters(i int) blended {
	return blended{both: e.env.Count(PulserPort(i)), second: e.env.Count(BlendPort(i))}
}

// checkBlend ends the running sale when its two meters show a blend that is off by more than Profile.BlendOff over
// Profile.BlendOver of fuel. What a customer has by then is sold, at most twice that volume after the blend went off.
func (e *Electronics) checkBlend() {
	s := e.sale
	if s == nil || !s.metered || e.phase != started && e.phase != fuelling || e.nozzles[s.nozzle].Blend == 0 {
		return
	}
	x, now := &e.nozzles[s.nozzle], e.meters(s.nozzle)
	both, second := now.both-s.blended.both, now.second-s.blended.second
	if both < e.meter(s.nozzle).PulsesIn(e.profile.BlendOver) {
		return
	}
	s.blended = now
	const whole = 1000
	if off := whole*second - x.Blend*both; max(off, -off) <= e.profile.BlendOff*both {
		return
	}
	e.env.Tell(BlendFound{Nozzle: x.Nozzle, Share: whole * second / both, Right: x.Blend})
	e.raise(forecourt.AlarmBlendRatio)
	s.reason = forecourt.EndedByFault
	e.end(stop)
}
