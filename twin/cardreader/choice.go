package cardreader

import (
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/wire/emv"
)

// approves is the cryptogram of a card that agrees.
const approves = emv.TC

func hexOf(b []byte) string { return hex.EncodeToString(b) }

// selected selects the card's application, and says whether to go on. A card whose applications are blocked, or unknown
// here, is refused for good: its stripe is no way round that (K).
func (r *Reader) selected(env *machine.Env) bool {
	if r.chosen {
		return true
	}
	common, blocked := emv.Selectable(emv.Applications(r.card), r.cfg.Rules.Schemes)
	switch {
	case len(common) == 0 && blocked:
		r.refuse(env, "application blocked")
		return false
	case len(common) == 0:
		r.refuse(env, "card not accepted")
		return false
	case len(common) == 1 || r.insert.Entry == payment.Contactless: // a tap takes the card's first choice (K)
		r.picked(env, common[0])
		return true
	}
	if !r.move(env, offers) {
		return false
	}
	r.choices = common
	labels := make([]string, len(common))
	for i, a := range common {
		labels[i] = fmt.Sprintf("%d %s", i+1, a.Label)
	}
	env.Tell(ApplicationAsked{List: strings.Join(labels, ", ")})
	r.show(env, chooseApp)
	env.After(step, r.cfg.Rules.ChooseWithin)
	return false
}

// picked notes the application that the transaction is made with.
func (r *Reader) picked(env *machine.Env, a payment.Application) {
	r.chosen = true
	r.card.Applications = []payment.Application{a}
	env.Tell(ApplicationSelected{AID: a.AID, Label: a.Label})
}

// pressed takes a key.
func (r *Reader) pressed(env *machine.Env, k payment.Key) {
	switch k {
	case payment.LanguageKey:
		r.nextLanguage(env)
	case payment.YesKey:
		r.answered(env, true)
	case payment.NoKey:
		r.answered(env, false)
	case payment.ReceiptKey:
		r.paper.wanted = true
		r.show(env, insertCard)
	case payment.ClearKey:
		r.paper.wanted = false
	default:
		r.choose(env, int(k[0]-'1'))
	}
}

// choose takes a digit that picks an application; one that is not on the list changes nothing.
func (r *Reader) choose(env *machine.Env, i int) {
	if r.state != Choosing || i < 0 || i >= len(r.choices) {
		return
	}
	if r.move(env, picks) {
		r.picked(env, r.choices[i])
		env.After(step, r.cfg.Chip.Span(env.Chance()))
	}
}

// quiet brings the display back to the terminal's own language, for the next customer.
func (r *Reader) quiet(env *machine.Env) {
	r.byKey = false
	r.speak(env, r.cfg.Language)
}

// finalOf is the chip's answer to the issuer's.
func (r *Reader) finalOf(n payment.IssuerAnswer) emv.Final {
	return emv.SecondAC(r.request, n.EMV, r.card.PAN, r.card.PSN, n.Approved)
}
