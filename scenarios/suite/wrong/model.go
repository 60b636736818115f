package wrong

import (
	"time"

	"github.com/forecourt/forecourt/twin/dispenser/electronics"
	"github.com/forecourt/forecourt/twin/dispenser/hydraulics"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/station"
	"github.com/forecourt/forecourt/twin/wire"
)

// models are devices that are not as the profile says that they are built to.
var models = []Machine{
	{
		Name: "hears-itself", Doc: "the pump takes what its timers do for polls, and never finds its controller silent",
		Kills: []string{"PRF-005", "PRF-006", "PRF-007", "PRF-008"}, Cause: "did not tell 'controller-lost'",
		Hooks: party(electronics.Kind, func(s *skin) {
			s.wake = func(env *machine.Env, hear func(wire.Chunk)) {
				s.shows()
				hear(wire.Chunk{First: env.Now(), Last: env.Now()})
			}
		}),
	},
	{
		Name: "answers-too-late", Doc: "each answer of the pump begins 400 ms after its time",
		Kills: []string{"PRF-009"}, Cause: "did not tell",
		Hooks: lateAnswers,
	},
	{
		Name: "valve-with-the-motor", Doc: "the slow valve opens as soon as the motor starts, whatever its delay",
		Kills: []string{"PRF-004"}, Cause: "pulses",
		Hooks: party(hydraulics.Kind, func(s *skin) {
			s.sense = func(_ *machine.Env, x forecourt.Stimulus, pass func(forecourt.Stimulus)) {
				pass(x)
				for i := range hoses {
					if l, ok := x.(forecourt.Level); ok && l.High && l.Port == hydraulics.MotorPort(i) {
						s.shows()
						pass(forecourt.Level{Port: hydraulics.SlowPort(i), High: true})
					}
				}
			}
		}),
	},
}

// tooLate is later than any controller waits.
const tooLate = 400 * time.Millisecond

// lateAnswers has the pump's session say all that it says later.
func lateAnswers(n *Count) station.Hooks {
	return station.Hooks{Dialect: func(r forecourt.Role, d wire.Dialect) wire.Dialect {
		if r.Kind != electronics.Kind {
			return d
		}
		return sluggish{d, n}
	}}
}

// sluggish is a dialect whose dispensers answer too late.
type sluggish struct {
	wire.Dialect
	n *Count
}

// Open implements wire.Dialect.
func (s sluggish) Open(end wire.End, o wire.Options, out wire.Out) (wire.Session, error) {
	return s.Dialect.Open(end, o, slowMouth{out, s.n})
}

// Levels implements wire.Levelled.
func (s sluggish) Levels() int { return accent{Dialect: s.Dialect}.Levels() }

// slowMouth is an Out that waits before it speaks.
type slowMouth struct {
	wire.Out
	n *Count
}

// Say implements wire.Out.
func (m slowMouth) Say(after time.Duration, b []byte) {
	*m.n++
	m.Out.Say(after+tooLate, b)
}
