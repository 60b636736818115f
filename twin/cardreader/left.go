package cardreader

import (
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/payment"
)

// remind beeps at a card that was left in the slot, and after the last time raises the alarm: a terminal that can draws it in.
func (r *Reader) remind(env *machine.Env) {
	if r.reminded < r.cfg.Rules.Reminders {
		r.reminded++
		env.Tell(CardForgotten{Card: r.card.Name, Times: r.reminded})
		r.show(env, cardLeft)
		env.After(step, r.cfg.Rules.RemindAfter)
		return
	}
	if r.cfg.Rules.Slot != Motorised {
		env.Tell(CardLeftIn{Card: r.card.Name})
		return
	}
	if r.move(env, captures) {
		env.Tell(CardCaptured{Card: r.card.Name})
		r.show(env, cardKept)
	}
}

// returns lets the holder take his card.
func (r *Reader) returns(env *machine.Env) {
	r.reminded = 0
	r.show(env, takeCard)
	env.After(step, r.cfg.Rules.RemindAfter)
}

// wake begins a life. A card that was in the slot when the power failed is given back.
func (r *Reader) wakeUp(env *machine.Env, on bool) {
	card, inSlot := r.card, r.inSlot
	*r = Reader{
		cfg: r.cfg, state: Idle, uses: r.uses, chipTries: r.chipTries, paper: paper{out: r.paper.out}, pad: newPad(r.cfg.Number),
		language: r.cfg.Language,
	}
	r.pad.restore(env)
	if !inSlot {
		return
	}
	r.card, r.inSlot, r.state = card, true, Returning
	if on {
		env.Tell(CardFound{Card: card.Name})
		r.returns(env)
	}
}

// completed is the chip's second cryptogram, after the issuer's answer.
func (r *Reader) completed(env *machine.Env, n payment.IssuerAnswer) {
	if r.state != Presented || r.request.IsZero() || !r.inSlot {
		env.Send(ToPOS, payment.CardVerdict{Reader: r.cfg.Number, Why: "the card has gone"})
		return
	}
	f := r.finalOf(n)
	env.Tell(ChipCompleted{Cryptogram: f.Cryptogram.String(), Authentic: f.Authenticated, Scripts: f.Scripts, Failed: f.Failed, Why: f.Why})
	env.Send(ToPOS, payment.CardVerdict{
		Reader: r.cfg.Number, Approved: f.Cryptogram == approves, Why: f.Why, Scripts: f.Scripts, Failed: f.Failed,
	})
}
