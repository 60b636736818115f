package chance

import "time"

// Delay is a distribution of spans, and how often a device draws from it: once each time it is switched on, or anew each
// time that it waits.
//
// Once is the rule, because a device is as fast as it is, and because a line whose ends answer each poll alike can be
// accounted for without playing it. A delay that is drawn each time is played, poll for poll.
type Delay struct {
	Distribution
	Each bool
}

// Drawn is a Delay at work in a device.
type Drawn struct {
	delay Delay
	at    time.Duration // what was drawn when the device was switched on
}

// Draw draws a delay as a device does that is switched on.
func (d Delay) Draw(s *Source) Drawn { return Drawn{d, d.Distribution.Span(s)} }

// First returns what was drawn when the device was switched on.
func (d *Drawn) First() time.Duration { return d.at }

// Next returns how long the device waits now.
func (d *Drawn) Next(s *Source) time.Duration {
	if d.delay.Each {
		return d.delay.Distribution.Span(s)
	}
	return d.at
}
