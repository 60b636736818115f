package wrong

import (
	"github.com/forecourt/forecourt/twin/cardreader"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/station"
)

// twisted is a terminal to which a hand or the POS does something else than it does: twist returns it, or nothing where
// it is lost, and whether that is the fault.
func twisted(twist func(forecourt.Stimulus) (forecourt.Stimulus, bool)) func(*Count) station.Hooks {
	return party(cardreader.Kind, func(s *skin) {
		s.sense = func(_ *machine.Env, x forecourt.Stimulus, pass func(forecourt.Stimulus)) {
			y, fault := twist(x)
			if fault {
				s.shows()
			}
			if y != nil {
				pass(y)
			}
		}
	})
}

// cards is a terminal that takes a card for another, or for the same in another way.
func cards(change func(*payment.InsertCard) bool) func(*Count) station.Hooks {
	return twisted(func(x forecourt.Stimulus) (forecourt.Stimulus, bool) {
		c, is := x.(payment.InsertCard)
		if !is || !change(&c) {
			return x, false
		}
		return c, true
	})
}

// lost is a terminal that something never reaches.
func lost[T forecourt.Stimulus](x forecourt.Stimulus) (forecourt.Stimulus, bool) {
	if _, is := x.(T); is {
		return nil, true
	}
	return x, false
}

// mute is a terminal that does not tell some events.
func mute(names ...string) func(*Count) station.Hooks {
	return party(cardreader.Kind, func(s *skin) {
		s.tell = func(e forecourt.Event, pass func(forecourt.Event)) {
			for _, n := range names {
				if e.Event() == n {
					s.shows()
					return
				}
			}
			pass(e)
		}
	})
}

// terminals are outdoor terminals that are wrong about chips, taps, PINs, paper and what is left in the slot.
var terminals = []Machine{
	{
		Name: "terminal-one-application", Doc: "the terminal takes what is in any chip for a Visa credit application",
		Kills: []string{"TRM-001", "TRM-002"}, Cause: "did not tell 'application-asked'",
		Hooks: cards(func(c *payment.InsertCard) bool {
			odd := c.Card == "visa-two-applications" || c.Card == "visa-blocked-application" || c.Card == "visa-unknown-application"
			if odd {
				c.Card, c.Entry = "visa-credit", payment.ContactChip
			}
			return odd
		}),
	},
	{
		Name: "terminal-any-application", Doc: "the terminal takes a chip without any application that it knows",
		Kills: []string{"TRM-003"}, Cause: "did not tell 'card-refused'",
		Hooks: cards(func(c *payment.InsertCard) bool {
			odd := c.Card == "visa-blocked-application" || c.Card == "visa-unknown-application"
			if odd {
				c.Card, c.Entry = "visa-credit", payment.ContactChip
			}
			return odd
		}),
	},
	{
		Name: "terminal-taps-good", Doc: "the terminal takes any tap",
		Kills: []string{"TRM-004", "TRM-005"}, Cause: "did not tell 'card-refused'",
		Hooks: cards(func(c *payment.InsertCard) bool { bad := c.Tap != ""; c.Tap = ""; return bad }),
	},
	{
		Name: "terminal-blind-to-phones", Doc: "the terminal takes a phone that was not opened",
		Kills: []string{"TRM-007"}, Cause: "did not tell 'displayed'",
		Hooks: cards(func(c *payment.InsertCard) bool { bad := c.Tap == payment.Locked; c.Tap = ""; return bad }),
	},
	{
		Name: "terminal-no-tap-limit", Doc: "the terminal holds a tapped card to no limit, as if it were in a phone",
		Kills: []string{"TRM-006"}, Cause: "did not tell 'card-refused'", Hooks: cards(asPhone),
	},
	{
		Name: "terminal-no-tap-pin", Doc: "the terminal asks for no PIN at a tap, as if it were a phone's",
		Kills: []string{"TRM-008"}, Cause: "did not tell 'pin-asked'", Hooks: cards(asPhone),
	},
	{
		Name: "terminal-reads-dead-chips", Doc: "the terminal reads every chip",
		Kills: []string{"TRM-009", "TRM-010"}, Cause: "did not tell 'chip-failed'",
		Hooks: cards(func(c *payment.InsertCard) bool { bad := c.Dead; c.Dead = false; return bad }),
	},
	{
		Name: "terminal-pin-right", Doc: "the terminal sends the right PIN to the issuer, whatever is typed",
		Kills: []string{"TRM-011"}, Cause: "did not tell 'pin-refused'", Hooks: cards(rightPIN),
	},
	{
		Name: "terminal-no-bypass", Doc: "the terminal takes the enter key alone for the right PIN",
		Kills: []string{"TRM-012"}, Cause: "did not tell 'pin-bypassed'", Hooks: cards(rightPIN),
	},
	{
		Name: "terminal-pin-short", Doc: "the terminal takes a PIN of three digits",
		Kills: []string{"TRM-013"}, Cause: "did not tell 'pin-entered'", Hooks: cards(rightPIN),
	},
	{
		Name: "terminal-arpc-unchecked", Doc: "the terminal does not let the chip see the issuer's answer",
		Kills: []string{"TRM-014", "TRM-015"}, Cause: "did not tell 'chip-completed'",
		Hooks: twisted(func(x forecourt.Stimulus) (forecourt.Stimulus, bool) {
			r, _ := x.(forecourt.Received)
			n, is := r.Noun.(payment.IssuerAnswer)
			if !is {
				return x, false
			}
			n.EMV = payment.Secret{}
			r.Noun = n
			return r, true
		}),
	},
	{
		Name: "terminal-slot-blind", Doc: "the terminal does not notice that a card is taken",
		Kills: []string{"TRM-016"}, Cause: "did not tell 'reversed'", Hooks: twisted(lost[payment.RemoveCard]),
	},
	{
		Name: "terminal-no-beep", Doc: "the terminal does not beep at a card that was left",
		Kills: []string{"TRM-017", "TRM-018"}, Cause: "did not tell 'card-forgotten'", Hooks: mute("card-forgotten"),
	},
	{
		Name: "terminal-forgets-slot", Doc: "the terminal does not look into its slot when the power comes",
		Kills: []string{"TRM-019"}, Cause: "did not tell 'card-found'", Hooks: mute("card-found"),
	},
	{
		Name: "terminal-paper-blind", Doc: "the terminal does not notice that its paper is out",
		Kills: []string{"TRM-021"}, Cause: "did not tell 'paper-out'", Hooks: twisted(lost[payment.SetPaper]),
	},
	{
		Name: "terminal-no-receipts", Doc: "the terminal's keys for receipts are dead",
		Kills: []string{"TRM-020"}, Cause: "did not tell 'receipt-given'", Hooks: twisted(lost[payment.PressKey]),
	},
	{
		Name: "terminal-one-language", Doc: "the terminal takes every card for one without a language",
		Kills: []string{"TRM-022"}, Cause: "did not tell 'language-chosen'",
		Hooks: cards(func(c *payment.InsertCard) bool {
			german := c.Card == "visa-german"
			if german {
				c.Card = "visa-credit"
			}
			return german
		}),
	},
	{
		Name: "terminal-endless-keys", Doc: "the PIN pad goes on when its keys are used up",
		Kills: []string{"TRM-023"}, Cause: "did not tell 'keys-spent'", Hooks: twisted(lost[payment.SpendKeys]),
	},
	{
		Name: "terminal-keys-again", Doc: "the PIN pad forgets its counter at a power cut, and uses a key twice",
		Kills: []string{"TRM-024"}, Cause: "did not tell 'pin-sealed'", Hooks: party(cardreader.Kind, emptyStore),
	},
}

func asPhone(c *payment.InsertCard) bool {
	tapped := c.Entry == payment.Contactless
	if tapped {
		c.Card = "visa-phone"
	}
	return tapped
}

func rightPIN(c *payment.InsertCard) bool {
	other := c.PIN != payment.PINCorrect
	c.PIN = payment.PINCorrect
	return other
}
