package paypal

import (
	"net/http"

	"github.com/forecourt/forecourt/twin/gateway"
	"github.com/forecourt/forecourt/twin/gateway/acquirer"
	"github.com/forecourt/forecourt/twin/wire/iso8583"
)

func (c *call) getCapture() (reply, *apiError) {
	x := c.g.captures[c.id]
	if x == nil {
		return reply{}, unfound()
	}
	return reply{http.StatusOK, c.g.orders[x.Order].showCapture(x, true)}, nil
}

func (c *call) getRefund() (reply, *apiError) {
	r := c.g.refunds[c.id]
	if r == nil {
		return reply{}, unfound()
	}
	return reply{http.StatusOK, c.g.orders[r.Order].showRefund(r, true)}, nil
}

type refundInput struct {
	Amount  *moneyInput `json:"amount"`
	Invoice string      `json:"invoice_id"`
	Note    string      `json:"note_to_payer"`
}

// createRefund gives money back. One that the host declines or does not answer is a refund with status FAILED, and no
// error.
func (c *call) createRefund() (reply, *apiError) {
	x := c.g.captures[c.id]
	if x == nil {
		return reply{}, unfound()
	}
	o, leave, e := c.locked(x.Order)
	if e != nil {
		return reply{}, e
	}
	defer leave()
	r, e := c.newRefund(o, c.g.captures[c.id])
	if e != nil {
		return reply{}, e
	}
	if k := c.g.cards[o.Card]; k != nil {
		r = c.refundByCard(o, r, k)
	} else {
		r = c.refunded(o, r)
	}
	return c.created(o.showRefund(r, c.full)), nil
}

func (c *call) newRefund(o *order, x *capture) (*refund, *apiError) {
	var in refundInput
	if e := c.decode(&in); e != nil {
		return nil, e
	}
	if len(in.Invoice) > maxCustom || len(in.Note) > maxDescription*2 {
		return nil, issueAt("INVALID_STRING_LENGTH", "/note_to_payer")
	}
	amount, e := c.amountOf(o, in.Amount, x.Amount-x.Refunded, "REFUND_CAPTURE_CURRENCY_MISMATCH")
	switch {
	case e != nil:
		return nil, e
	case x.Status == captureDeclined, x.Amount == x.Refunded:
		return nil, issue("CAPTURE_FULLY_REFUNDED")
	case amount > x.Amount-x.Refunded:
		return nil, issueAt("REFUND_AMOUNT_EXCEEDED", "/amount/value")
	}
	return &refund{
		ID: c.g.id(), Order: o.ID, Capture: x.ID, Status: refundPending, Amount: amount, Invoice: in.Invoice, Note: in.Note, Created: c.now(),
	}, nil
}

// refundByCard is payByCard the other way round: said only when it is in the store, reversed when it gets no answer.
func (c *call) refundByCard(o *order, r *refund, k *card) *refund {
	t := c.g.terminal(o)
	t.Partial = false
	request := t.Sell(c.now(), c.next(c.g), k.keyed(), "", o.money(r.Amount))
	request.Processing = iso8583.Refund
	c.Refunds = append(c.Refunds, r)
	v := c.ask(o, request, o.money(r.Amount), true, r.ID)
	if v.ruling == acquirer.Granted {
		return c.refunded(c.g.orders[o.ID], r)
	}
	return c.failRefund(c.g, r.ID, v.code)
}

// refunded notes that money went back.
func (c *call) refunded(o *order, r *refund) *refund {
	done := *r
	done.Status = refundDone
	x := c.g.captures[r.Capture].clone()
	x.Refunded, x.Updated, x.Status = x.Refunded+r.Amount, c.now(), capturePartRefunded
	if x.Refunded == x.Amount {
		x.Status = captureRefunded
	}
	c.Refunds, c.Captures = append(c.Refunds, &done), append(c.Captures, x)
	c.tell(gateway.Refunded{Intent: o.ID, Amount: o.money(r.Amount)})
	c.happened("PAYMENT.CAPTURE.REFUNDED", o.showRefund(&done, true), o)
	return &done
}

// failRefund notes that a refund came to nothing; an empty code means that the host did not answer.
func (u *update) failRefund(g *Gateway, id, code string) *refund {
	r := *g.refunds[id]
	r.Status = refundFailed
	u.Refunds = append(u.Refunds, &r)
	u.tell(gateway.RefundFailed{Intent: r.Order, Amount: g.orders[r.Order].money(r.Amount), Code: code})
	return &r
}
