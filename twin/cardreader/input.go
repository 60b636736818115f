package cardreader

import (
	"fmt"

	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/payment"
)

// loyaltyShown reads a membership's number between two customers' cards.
func (r *Reader) loyaltyShown(env *machine.Env, s payment.ShowLoyalty) {
	number, known := payment.LookupMembership(s.Membership)
	why := ""
	switch {
	case r.state != Idle:
		why = "busy with a card"
	case !known:
		why = "unknown membership"
	}
	if why != "" {
		env.Fault(fmt.Errorf("card reader: membership %s refused: %s", s.Membership, why))
		env.Tell(LoyaltyRefused{s.Membership, why})
		return
	}
	env.Tell(LoyaltyShown{s.Membership, s.Entry})
	env.Send(ToPOS, payment.LoyaltyRead{Reader: r.cfg.Number, Number: number})
}

// ask asks the holder of the card for something that the POS wants to know.
func (r *Reader) ask(env *machine.Env, n payment.AskInput) {
	if r.state != Presented { // it is late, and meant for a card that has gone
		return
	}
	if !r.move(env, asks) {
		return
	}
	r.asked = n.Prompt
	env.Tell(InputAsked{n.Prompt, n.Text})
	env.After(step, n.Within)
}

// entered takes what was typed. Whether it is good the POS knows.
func (r *Reader) entered(env *machine.Env, s payment.EnterText) {
	if !r.move(env, types) {
		return
	}
	env.Tell(InputEntered{r.asked})
	env.Send(ToPOS, payment.Input{Reader: r.cfg.Number, Prompt: r.asked, Text: s.Text})
	env.After(step, r.cfg.Patience)
}

// unanswered tells the POS that nobody typed in time.
func (r *Reader) unanswered(env *machine.Env) {
	if r.move(env, types) {
		env.Send(ToPOS, payment.Input{Reader: r.cfg.Number, Prompt: r.asked, Missing: true})
		env.After(step, r.cfg.Patience)
	}
}
