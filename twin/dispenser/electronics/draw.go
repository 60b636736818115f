package electronics

import (
	"time"

	"github.com/forecourt/forecourt/twin/chance"
)

// Draws are the delays of a device that are drawn from its own chance: when it is switched on, or each time. One that is
// given takes the place of its fixed value in Profile, and of Options.TurnAround.
type Draws struct {
	TurnAround   chance.Delay // within what the dialect allows; with Each, no poll is like the one before
	MotorDelay   chance.Delay
	DisplayEvery chance.Delay // Each is not heeded
	Settle       chance.Delay // from 1 ms
}

// drawn are the Draws of a device at work.
type drawn struct {
	turnAround, motor, settle chance.Drawn
	each                      bool // the turn-around is drawn at every answer
}

// draw draws what a device has that is switched on.
func (e *Electronics) draw() {
	d, s := &e.config.Draws, e.env.Chance()
	if !d.TurnAround.IsZero() {
		e.drawn.turnAround, e.drawn.each = d.TurnAround.Draw(s), d.TurnAround.Each
		e.config.Options.TurnAround = e.drawn.turnAround.First()
		if d.TurnAround.Each { // a session may stop its ears until it has answered: no longer than it will take
			least, _ := d.TurnAround.Bounds()
			e.config.Options.TurnAround = time.Duration(least)
		}
	}
	if !d.MotorDelay.IsZero() {
		e.drawn.motor = d.MotorDelay.Draw(s)
	}
	if !d.DisplayEvery.IsZero() {
		e.profile.DisplayEvery = max(d.DisplayEvery.Span(s), time.Millisecond)
	}
	if !d.Settle.IsZero() {
		e.drawn.settle = d.Settle.Draw(s)
	}
}

// longestTurnAround has the session opened with the latest answer that can be drawn, so that a dialect which does not
// allow it is heard before the device is switched on.
func (e *Electronics) longestTurnAround() {
	if d := e.config.Draws.TurnAround; !d.IsZero() {
		_, to := d.Bounds()
		e.config.Options.TurnAround = time.Duration(to)
	}
}

// motorDelay returns how long the motor takes now.
func (e *Electronics) motorDelay() time.Duration {
	if e.config.Draws.MotorDelay.IsZero() {
		return e.profile.MotorDelay
	}
	return e.drawn.motor.Next(e.env.Chance())
}

// settling returns how long after-flow is counted now.
func (e *Electronics) settling() time.Duration {
	if e.config.Draws.Settle.IsZero() {
		return e.profile.Settle
	}
	return e.drawn.settle.Next(e.env.Chance())
}

// answerAfter returns when an answer goes out that the session wants to say after a span.
func (e *Electronics) answerAfter(after time.Duration) time.Duration {
	if after != e.config.Options.TurnAround {
		return after // not an answer
	}
	return e.drawn.turnAround.Next(e.env.Chance())
}
