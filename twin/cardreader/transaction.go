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
	if r.state == Idle && known && r.reprint(env, s.Card) {
		return
	}
	why := ""
	switch {
	case r.state != Idle:
		why = "busy with another card"
	case !known:
		why = "unknown card"
	default:
		s.Entry, why = r.wayIn(env.Now().Time(), s, card)
	}
	if why == "" {
		r.begin(env, s, card)
		return
	}
	if why == "insert card" {
		env.Tell(CardInserted{s.Card, s.Entry, card.PAN})
	}
	r.reject(env, s, why)
}

// reject refuses a card without a transaction.
func (r *Reader) reject(env *machine.Env, s payment.InsertCard, why string) {
	env.Fault(fmt.Errorf("card reader: card %s refused: %s", s.Card, why))
	env.Tell(CardRefused{s.Card, why})
	if p, ok := shown[why]; ok {
		r.show(env, p)
	}
}

func (r *Reader) begin(env *machine.Env, s payment.InsertCard, card payment.Card) {
	span, on := r.cfg.Chip, presents
	switch s.Entry {
	case payment.ContactChip:
		if s.Dead {
			on = presentsBad
		}
	case payment.Contactless:
		span = r.cfg.Tap
	case payment.Stripe, payment.Fallback:
		span = r.cfg.Stripe
	default:
		r.reject(env, s, "this terminal reads no "+string(s.Entry)+" entry")
		return
	}
	if !r.move(env, on) {
		return
	}
	r.card, r.insert, r.tries, r.pinOK, r.chosen = card, s, 0, true, false
	r.block, r.serial, r.request = payment.Secret{}, payment.Secret{}, payment.Secret{}
	r.inSlot = s.Entry == payment.ContactChip
	if s.Entry == payment.Fallback {
		r.failed = failure{}
	}
	env.Tell(CardInserted{s.Card, s.Entry, card.PAN})
	env.After(step, span.Span(env.Chance()))
}

// chipFailed gives the card back; after as many times as the model wants, its stripe may be swiped.
func (r *Reader) chipFailed(env *machine.Env) {
	if !r.move(env, fallsBack) {
		return
	}
	if r.failed.card != r.card.Name {
		r.failed = failure{card: r.card.Name}
	}
	r.failed.times, r.failed.at = r.failed.times+1, env.Now().Time()
	after := r.cfg.Rules.FallbackAfter
	swipe := after > 0 && r.failed.times >= after
	env.Tell(ChipFailed{Card: r.card.Name, Times: r.failed.times, Fallback: swipe})
	if swipe {
		r.show(env, swipeCard)
	}
	r.returns(env)
}

// hasRead goes on when the card's data are there: to the choice of an application, to the PIN, or to the POS.
func (r *Reader) hasRead(env *machine.Env) {
	chip := r.insert.Entry == payment.ContactChip
	if chip || r.insert.Entry == payment.Contactless {
		if !r.selected(env) {
			return
		}
		if !r.byKey {
			r.speak(env, Language(r.card.Language))
		}
	}
	if r.insert.Entry == payment.Contactless {
		if why := r.tapFails(); why != "" {
			r.refuse(env, why)
			return
		}
	}
	r.online = r.card.OnlinePIN || !chip
	if !r.tapWantsPIN() && (!chip || !asksPIN(r.card)) {
		r.present(env)
		return
	}
	if !r.online && r.chipTries[r.card.Name] >= pinTries {
		r.refuse(env, "PIN tries exceeded")
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

// present makes the cryptogram and hands the card's data to the POS.
func (r *Reader) present(env *machine.Env) {
	read := r.card.Read(r.insert.Entry)
	read.PINOK, read.PINBlock, read.PINSerial = r.pinOK, r.block, r.serial
	if read.Entry == payment.ContactChip || read.Entry == payment.Contactless {
		r.uses[r.card.Name]++
		de55, err := emv.ARQC(r.card, r.uses[r.card.Name], r.cfg.Amount, env.Now(), uint32(env.Chance().Uint64()))
		if err != nil {
			env.Fault(err)
			r.refuse(env, "the chip gave no cryptogram")
			return
		}
		read.EMV, r.request = de55, de55
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
	if p, ok := shown[why]; ok {
		r.show(env, p)
	}
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
		if r.move(env, ends) {
			r.returns(env)
		}
	default:
		if r.move(env, endsClear) {
			r.quiet(env)
		}
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
	case Reading, Failing, Choosing, AskingPIN:
		env.Tell(Cancelled{})
	}
	if r.state == Idle {
		r.quiet(env)
	}
	env.Send(ToPOS, payment.CardRemoved{Reader: r.cfg.Number})
}

// cancelled takes the key: it ends what the terminal does by itself, and asks the POS to end the rest.
func (r *Reader) cancelled(env *machine.Env) {
	env.Tell(Cancelled{})
	switch r.state {
	case Reading, Failing, Choosing, AskingPIN:
		r.release(env)
	default:
		env.Send(ToPOS, payment.Cancelled{Reader: r.cfg.Number})
	}
}
