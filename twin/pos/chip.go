package pos

import (
	"time"

	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/payment"
)

// verdictWithin is how long a terminal may take to ask the chip for its second cryptogram (C).
const verdictWithin = 5 * time.Second

// chipAgrees lets the chip judge the issuer's answer, where there is one for it. It says why no fuel may be had for this
// money, or nothing.
func (p *POS) chipAgrees(f *loop.Fiber, c *cover, r payment.Read) string {
	if r.Entry != payment.ContactChip || c.chip.IsZero() {
		return ""
	}
	p.env.Send(ToReader(c.Reader), payment.IssuerAnswer{EMV: c.chip, Approved: true})
	n, ok := p.talks[c.ID].TakeFirst(f, f.Now().Add(verdictWithin), func(n any) bool { _, is := n.(payment.CardVerdict); return is })
	verdict, _ := n.(payment.CardVerdict)
	switch {
	case !ok:
		return "the terminal does not answer"
	case !verdict.Approved:
		p.tell(CardDeclined{c.Point, c.Card.Name, verdict.Why, c.ID})
		return "declined by the card: " + verdict.Why
	case verdict.Scripts+verdict.Failed > 0:
		p.tell(ScriptsRun{c.Point, c.Card.Name, verdict.Scripts, verdict.Failed, c.ID})
	}
	return ""
}

// toReader hands what a terminal says to whoever has its point.
func (p *POS) toReader(reader int, n any) {
	if at := p.points[p.cfg.Readers[reader]]; at != nil && at.cover != nil && at.cover.Reader == reader {
		p.pass(at.cover.ID, n)
	}
}

// offerReceipt offers the receipt of a sale that was paid at a terminal there.
func (p *POS) offerReceipt(s *sale, text string) {
	if c := p.covers[s.Cover]; c != nil && c.Kind == Outdoor && c.Reader != 0 {
		p.env.Send(ToReader(c.Reader), payment.OfferReceipt{Sale: s.ID, Card: c.Card.Name, Text: text})
	}
}
