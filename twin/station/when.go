package station

import "github.com/forecourt/forecourt/twin/clock"

// WhenPulses returns the instant at which the pulser of a hose will have given a number of pulses in its whole life, as
// the fuel flows now; clock.Never if it will not.
func (p *Point) WhenPulses(hose int, pulses int64) clock.Instant {
	if t := p.pulsers[hose].Train(); t.Rate >= 0 {
		return t.When(p.scales[hose].Volume(pulses))
	}
	return clock.Never // it runs back
}
