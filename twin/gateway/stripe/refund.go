package stripe

import (
	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/gateway"
	"github.com/forecourt/forecourt/twin/gateway/acquirer"
	"github.com/forecourt/forecourt/twin/wire/iso8583"
)

// refund is money that goes back.
type refund struct {
	ID, Intent, Charge string
	Amount             int64
	Status             string            // pending, succeeded or failed
	Reason             string            `json:",omitempty"`
	Failed             string            `json:",omitempty"`
	Metadata           map[string]string `json:",omitempty"`
	Created            clock.Instant
}

// createRefund asks the host to give money back, and waits for what it says.
func (c *call) createRefund() (any, *apiError) {
	id, param := c.form.text("payment_intent"), "payment_intent"
	if ch := c.form.text("charge"); ch != "" {
		param = "charge"
		of := c.g.charges[ch]
		if of == "" || id != "" && id != of {
			return nil, unfound("charge", ch, param)
		}
		id = of
	}
	if id == "" {
		return nil, refused("parameter_missing", "payment_intent",
			"One of the following params should be provided for this request: payment_intent or charge.")
	}
	i, leave, e := c.locked(id, param)
	if e != nil {
		return nil, e
	}
	defer leave()
	x, e := c.newRefund(i)
	if e != nil {
		return nil, e
	}
	return c.giveBack(i, x)
}

func (c *call) newRefund(i *intent) (*refund, *apiError) {
	amount, e := c.form.positive("amount")
	if e != nil {
		return nil, e
	}
	reason, e := c.form.oneOf("reason", "", "duplicate", "fraudulent", "requested_by_customer")
	if e != nil {
		return nil, e
	}
	if text := c.form.text("currency"); text != "" && text != lower(i) {
		return nil, refused("", "currency", "The currency (%s) is not that of the payment (%s).", text, lower(i))
	}
	left := i.Captured - i.Refunded
	switch {
	case i.Status != succeeded:
		return nil, failed("charge_not_refundable", "payment_intent",
			"This PaymentIntent (%s) has no captured charge to refund; its status is %s.", i.ID, i.Status)
	case left == 0:
		return nil, failed("charge_already_refunded", "", "Charge %s has already been refunded.", i.Charges[len(i.Charges)-1].ID)
	case amount > left:
		return nil, failed("amount_too_large", "amount", "Refund amount (%d) is greater than unrefunded amount on charge (%d).", amount, left)
	case amount == 0:
		amount = left
	}
	x := &refund{
		ID: c.g.id("re_"), Intent: i.ID, Charge: i.Charges[len(i.Charges)-1].ID, Amount: amount, Status: "pending", Reason: reason,
		Created: c.now(),
	}
	x.Metadata, e = c.metadata(nil)
	return x, e
}

// giveBack is pay the other way round: said only when it is in the store, reversed when it gets no answer.
func (c *call) giveBack(i *intent, x *refund) (any, *apiError) {
	m := c.method(i.Charges[len(i.Charges)-1].Method)
	read, e := c.read(&method{Type: typeCard, Card: m.Card, ExpMonth: m.ExpMonth, ExpYear: m.ExpYear})
	if e != nil {
		return nil, e
	}
	t := c.g.terminal(i)
	t.Partial = false
	request := t.Sell(c.now(), c.next(c.g), read, "", i.money(x.Amount))
	request.Processing = iso8583.Refund
	f := flight{ID: c.g.id("flight_"), Intent: i.ID, Refund: x.ID, Request: acquirer.Keep(request)}
	c.Refunds, c.Flights = append(c.Refunds, x), append(c.Flights, f)
	c.happened(c.g, refundCreated, i.ID, c.g.refundObject(i, x))
	c.g.finish(&c.update)

	answer, answered := c.g.link.Ask(c.f, request, c.g.config.HostTimeout)
	c.Landed = append(c.Landed, f.ID)
	switch {
	case answered && answer.Code == iso8583.CodeApproved:
		done := *c.g.refunds[x.ID]
		done.Status = "succeeded"
		c.Refunds = append(c.Refunds, &done)
		i = c.g.intents[i.ID].clone()
		i.Refunded += x.Amount
		c.put(i)
		c.tell(gateway.Refunded{Intent: i.ID, Amount: i.money(x.Amount)})
		c.chargeEvent(c.g, chargeRefunded, i)
		c.happened(c.g, refundUpdated, i.ID, c.g.refundObject(i, &done))
		return c.showRefund(&done), nil
	case !answered:
		c.g.link.Missed(request, i.ID)
		c.tell(gateway.HostTimedOut{Intent: i.ID})
		c.reverse(c.g, f)
	}
	return c.showRefund(c.failRefund(c.g, x.ID, answer.Code)), nil
}

// failRefund notes that a refund came to nothing; an empty code means that the host did not answer.
func (u *update) failRefund(g *Gateway, id, code string) *refund {
	x := *g.refunds[id]
	x.Status, x.Failed = "failed", "declined"
	if code == "" {
		x.Failed = "unknown"
	}
	u.Refunds = append(u.Refunds, &x)
	i := g.intents[x.Intent]
	u.tell(gateway.RefundFailed{Intent: i.ID, Amount: i.money(x.Amount), Code: code})
	u.happened(g, refundDeclined, i.ID, g.refundObject(i, &x))
	return &x
}

func (c *call) retrieveRefund() (any, *apiError) {
	x := c.g.refunds[c.id]
	if x == nil {
		return nil, unfound("refund", c.id, pathID)
	}
	return c.showRefund(x), nil
}

func (c *call) showRefund(x *refund) *refundObject {
	i := c.g.intents[x.Intent]
	for _, changed := range c.Intents {
		if changed.ID == x.Intent {
			i = changed
		}
	}
	o := c.g.refundObject(i, x)
	if c.expands("payment_intent") {
		o.PaymentIntent = c.show(i)
	}
	if c.expands("charge") {
		for n := range i.Charges {
			if i.Charges[n].ID == x.Charge {
				o.Charge = c.g.chargeObject(i, &i.Charges[n])
			}
		}
	}
	return o
}

func (g *Gateway) refundObject(i *intent, x *refund) *refundObject {
	return &refundObject{
		ID: x.ID, Object: "refund", Amount: x.Amount, Charge: x.Charge, Created: seconds(x.Created), Currency: lower(i),
		FailureReason: x.Failed, Metadata: given(x.Metadata), PaymentIntent: x.Intent, Reason: optional(x.Reason), Status: x.Status,
	}
}
