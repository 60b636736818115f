package cardreader

import (
	"fmt"

	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/wire/emv"
)

// inserted starts a transaction: a card is put in, swiped or tapped.
func (r *Reader) inserted(env *machine.Env, s payment.InsertCard) {
	card, known := payment.LookupCard(s.Card)
	if s.Entry == "" {
		s.Entry = payment.Stripe
		if known && card.HasChip() {
			s.Entry = payment.ContactChip
		}
	}
	switch {
	case r.state != Idle:
		r.reject(env, s, "busy with another card")
	case !known:
		r.reject(env, s, "unknown card")
	case s.Entry == payment.Stripe && card.HasChip():
		env.Tell(CardInserted{s.Card, s.Entry, card.PAN})
		r.reject(env, s, "insert card")
	case (s.Entry == payment.ContactChip || s.Entry == payment.Contactless || s.Entry == payment.Fallback) && !card.HasChip():
		r.reject(env, s, "the card has no chip")
	default:
		r.begin(env, s, card)
	}
}

// reject refuses a card without a transaction.
func (r *Reader) reject(env *machine.Env, s payment.InsertCard, why string) {
	env.Fault(fmt.Errorf("card reader: card %s refused: %s", s.Card, why))
	env.Tell(CardRefused{s.Card, why})
}

func (r *Reader) begin(env *machine.Env, s payment.InsertCard, card payment.Card) {
	span, on := r.cfg.Chip, presents
	switch s.Entry {
	case payment.ContactChip:
	case payment.Contactless:
		span = r.cfg.Tap
	case payment.Stripe:
		span = r.cfg.Stripe
	case payment.Fallback:
		on = presentsBad
	default:
		r.reject(env, s, "this terminal reads no "+string(s.Entry)+" entry")
		return
	}
	if !r.move(env, on) {
		return
	}
	r.card, r.insert, r.tries, r.pinOK = card, s, 0, true
	r.inSlot = s.Entry == payment.ContactChip || s.Entry == payment.Fallback
	env.Tell(CardInserted{s.Card, s.Entry, card.PAN})
	env.After(step, span.Span(env.Chance()))
}

// chipFailed goes over to the stripe.
func (r *Reader) chipFailed(env *machine.Env) {
	if r.move(env, fallsBack) {
		env.Tell(ChipFailed{r.card.Name})
		r.inSlot = false
		env.After(step, r.cfg.Stripe.Span(env.Chance()))
	}
}

// hasRead goes on when the card's data are there: to the PIN, or to the POS.
func (r *Reader) hasRead(env *machine.Env) {
	if r.insert.Entry != payment.ContactChip || !asksPIN(r.card) {
		r.present(env)
		return
	}
	if r.move(env, wantsPIN) {
		r.askPIN(env)
	}
}

// asksPIN says whether the terminal, which has a pad, must ask: by the service code's third digit, or because the code
// demands online authorisation always, as this twin's debit card does (C).
func asksPIN(c payment.Card) bool {
	return emv.ServiceCode(c.Service).AsksPIN() || c.HasChip() && c.Service[1] == '2'
}

func (r *Reader) askPIN(env *machine.Env) {
	r.tries++
	env.Tell(PINAsked{r.tries})
	if r.insert.PIN == payment.PINNone {
		env.After(step, r.cfg.NoPIN)
		return
	}
	env.After(step, r.cfg.PIN.Span(env.Chance()))
}

// typed judges what the holder typed.
func (r *Reader) typed(env *machine.Env) {
	switch r.insert.PIN {
	case payment.PINNone:
		r.refuse(env, "no PIN was entered")
	case payment.PINWrong:
		env.Tell(PINEntered{Right: false})
		if r.tries >= pinTries {
			r.refuse(env, "PIN tries exceeded")
			return
		}
		r.askPIN(env)
	default:
		env.Tell(PINEntered{Right: true})
		r.present(env)
	}
}

// present makes the cryptogram and hands the card's data to the POS.
func (r *Reader) present(env *machine.Env) {
	read := r.card.Read(r.insert.Entry)
	read.PINOK = r.pinOK
	if read.Entry == payment.ContactChip || read.Entry == payment.Contactless {
		r.uses[r.card.Name]++
		de55, err := emv.ARQC(r.card, r.uses[r.card.Name], r.cfg.Amount, env.Now(), uint32(env.Chance().Uint64()))
		if err != nil {
			env.Fault(err)
			r.refuse(env, "the chip gave no cryptogram")
			return
		}
		read.EMV = de55
	}
	if r.move(env, reads) {
		env.Tell(CardRead{r.card.Name, r.insert.Entry})
		env.Send(ToPOS, payment.CardRead{Reader: r.cfg.Number, Read: read})
		env.After(step, r.cfg.Patience)
	}
}

// refuse ends a transaction without the POS's word.
func (r *Reader) refuse(env *machine.Env, why string) {
	told := r.state == Presented
	env.Tell(CardRefused{r.card.Name, why})
	r.release(env)
	if told {
		env.Send(ToPOS, payment.Cancelled{Reader: r.cfg.Number})
	}
}

// release gives the card back.
func (r *Reader) release(env *machine.Env) {
	switch {
	case r.state == Returning:
	case r.inSlot:
		r.move(env, ends)
	default:
		r.move(env, endsClear)
	}
}

// removed takes the card out of the slot. Before the POS has answered, that is a cancel.
func (r *Reader) removed(env *machine.Env) {
	if !r.inSlot {
		env.Fault(fmt.Errorf("card reader: no card is in the slot"))
		return
	}
	was := r.state
	if !r.move(env, takes) {
		return
	}
	r.inSlot = false
	env.Tell(CardRemoved{})
	switch was {
	case Presented, AskingInput:
		env.Send(ToPOS, payment.Cancelled{Reader: r.cfg.Number})
	case Reading, Failing, AskingPIN:
		env.Tell(Cancelled{})
	}
	env.Send(ToPOS, payment.CardRemoved{Reader: r.cfg.Number})
}

// cancelled takes the key: it ends what the terminal does by itself, and asks the POS to end the rest.
func (r *Reader) cancelled(env *machine.Env) {
	env.Tell(Cancelled{})
	switch r.state {
	case Reading, Failing, AskingPIN:
		r.release(env)
	default:
		env.Send(ToPOS, payment.Cancelled{Reader: r.cfg.Number})
	}
}
