package wrong

import (
	"github.com/forecourt/forecourt/twin/cardreader"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/payment"
)

// readers are outdoor terminals that are wrong at their keys and slots.
var readers = []Machine{
	{
		Name: "any-way-in", Doc: "the terminal takes a card any way as if it were tapped",
		Kills: []string{"PAY-OUT-007"}, Cause: "did not tell 'card-refused'",
		Hooks: party(cardreader.Kind, func(s *skin) {
			s.sense = func(_ *machine.Env, x forecourt.Stimulus, pass func(forecourt.Stimulus)) {
				if c, ok := x.(payment.InsertCard); ok && c.Entry != payment.Contactless {
					s.shows()
					c.Entry = payment.Contactless
					x = c
				}
				pass(x)
			}
		}),
	},
	{
		Name: "cancel-dead", Doc: "the terminal's cancel key is dead",
		Kills: []string{"PAY-OUT-008"}, Cause: "did not tell 'release-ended'",
		Hooks: party(cardreader.Kind, func(s *skin) {
			s.sense = func(_ *machine.Env, x forecourt.Stimulus, pass func(forecourt.Stimulus)) {
				if _, ok := x.(payment.PressCancel); ok {
					s.shows()
					return
				}
				pass(x)
			}
		}),
	},
	{
		Name: "card-swallowed", Doc: "the terminal reads a card and does not tell the POS",
		Kills: []string{"PAY-OUT-004"}, Cause: "pos did not tell 'authorised'",
		Hooks: party(cardreader.Kind, func(s *skin) {
			s.send = func(_ machine.Port, noun any, pass func(any)) {
				if _, ok := noun.(payment.CardRead); ok {
					s.shows()
					return
				}
				pass(noun)
			}
		}),
	},
	{
		Name: "display-dark", Doc: "the terminal shows nothing",
		Kills: []string{"ISS-001", "GTW-005"}, Cause: "did not tell 'prompted'",
		Hooks: party(cardreader.Kind, func(s *skin) {
			s.sense = func(_ *machine.Env, x forecourt.Stimulus, pass func(forecourt.Stimulus)) {
				if r, ok := x.(forecourt.Received); ok {
					if _, is := r.Noun.(payment.Prompt); is {
						s.shows()
						return
					}
				}
				pass(x)
			}
		}),
	},
}
