package cardreader

import (
	"time"

	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/payment"
)

// paper is the terminal's printer and the receipts that it can still print.
type paper struct {
	out     bool
	offered payment.OfferReceipt // on the display, until the timer ends
	kept    []kept
	wanted  bool // the receipt key was pressed: the next card asks for its receipt
}

type kept struct {
	payment.OfferReceipt
	until time.Time
}

// mostKept is how many receipts a terminal remembers.
const mostKept = 20

// offer asks the customer whether he wants a receipt. A newer one takes an older one's place.
func (r *Reader) offer(env *machine.Env, n payment.OfferReceipt) {
	p := &r.paper
	p.offered = n
	p.kept = append(p.kept, kept{n, env.Now().Time().Add(r.cfg.Rules.ReprintWithin)})
	if len(p.kept) > mostKept {
		p.kept = p.kept[1:]
	}
	env.Tell(ReceiptOffered{n.Sale})
	r.show(env, receiptAsked)
	env.After(offering, r.cfg.Rules.ReceiptWithin)
}

// answered takes yes or no to the receipt on offer.
func (r *Reader) answered(env *machine.Env, yes bool) {
	n := r.paper.offered
	if n.Sale == "" {
		return
	}
	r.paper.offered = payment.OfferReceipt{}
	env.Clear(offering)
	if yes {
		r.print(env, n, false)
		return
	}
	env.Tell(ReceiptDeclined{n.Sale})
}

// print prints a receipt, or shows it where the printer has no paper.
func (r *Reader) print(env *machine.Env, n payment.OfferReceipt, again bool) {
	if r.paper.out {
		env.Tell(PaperOut{n.Sale})
		r.show(env, noPaper)
		env.Tell(ReceiptGiven{Sale: n.Sale, How: "display", Again: again, Text: n.Text})
		return
	}
	env.Tell(ReceiptGiven{Sale: n.Sale, How: "printer", Again: again, Text: n.Text})
}

// reprint gives a card its last receipt again, and says whether the card came for that.
func (r *Reader) reprint(env *machine.Env, card string) bool {
	if !r.paper.wanted {
		return false
	}
	r.paper.wanted = false
	for i := len(r.paper.kept) - 1; i >= 0; i-- {
		if k := r.paper.kept[i]; k.Card == card && !env.Now().Time().After(k.until) {
			r.print(env, k.OfferReceipt, true)
			return true
		}
	}
	env.Tell(NoReceipt{card})
	r.show(env, noReceipt)
	return true
}
