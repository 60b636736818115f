package paypal

import (
	"net/http"

	"github.com/forecourt/forecourt/twin/gateway"
	"github.com/forecourt/forecourt/twin/gateway/acquirer"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire/iso8583"
)

func (g *Gateway) enter(f *loop.Fiber, order string) (leave func()) {
	return g.turns.Enter(f, order, g.config.LockTimeout)
}

// locked waits for an order and returns a copy of it that may be changed.
func (c *call) locked(id string) (*order, func(), *apiError) {
	if c.g.orders[id] == nil {
		return nil, nil, unfound()
	}
	leave := c.g.enter(c.f, id)
	if leave == nil {
		return nil, nil, issue("PREVIOUS_REQUEST_IN_PROGRESS")
	}
	return c.g.orders[id].clone(), leave, nil
}

// payInput is the body of authorise and capture.
type payInput struct {
	Source *sourceInput `json:"payment_source"`
}

func (c *call) authoriseOrder() (reply, *apiError) {
	return c.payOrder(true, "ORDER_ALREADY_AUTHORIZED")
}

func (c *call) captureOrder() (reply, *apiError) { return c.payOrder(false, "ORDER_ALREADY_CAPTURED") }

// payOrder pays an order that was approved, or with the source that comes with the request.
func (c *call) payOrder(authorise bool, already string) (reply, *apiError) {
	var in payInput
	if e := c.decode(&in); e != nil {
		return reply{}, e
	}
	o, leave, e := c.locked(c.id)
	if e != nil {
		return reply{}, e
	}
	defer leave()
	switch {
	case o.Authorise != authorise:
		return reply{}, issue("ACTION_DOES_NOT_MATCH_INTENT")
	case o.Status == completed:
		return reply{}, issue(already)
	case c.now().Sub(o.Created) >= c.g.config.ApproveWithin:
		return reply{}, issue("ORDER_EXPIRED")
	}
	s, e := c.source(in.Source)
	if e != nil {
		return reply{}, e
	}
	if s.none() {
		if o.Status != approved {
			return reply{}, issue("ORDER_NOT_APPROVED")
		}
		s.payer = o.Payer
	}
	if o, e = c.pay(o, s); e != nil {
		return reply{}, e
	}
	return c.orderReply(http.StatusCreated, o, true), nil
}

// pay asks whoever has the money. It returns the order as it is then.
func (c *call) pay(o *order, s source) (*order, *apiError) {
	if s.card == nil {
		return c.payByWallet(o, s.payer)
	}
	return c.payByCard(o, s.card)
}

// payByCard asks the host. The request is in the store before it is said, and so is what became of it before the client is
// told: a power cut at any moment leaves either nothing, a reversal, or a stored answer.
func (c *call) payByCard(o *order, k *card) (*order, *apiError) {
	read, e := c.read(k)
	if e != nil {
		return nil, e
	}
	t := c.g.terminal(o)
	build := t.Authorise
	if !o.Authorise {
		build = t.Sell
	}
	request := build(c.now(), c.next(c.g), read, k.PSN, o.money(o.Amount))
	o.Card = k.ID
	c.keep(o)
	v := c.ask(o, request, o.money(o.Amount), !o.Authorise, "")
	delete(c.g.reads, k.ID)
	o = c.g.orders[o.ID].clone()
	o.move(settle)
	o.Updated = c.now()
	if v.ruling == acquirer.Granted {
		c.tellGranted(o, k, v.granted)
	} else {
		c.tell(gateway.Declined{Intent: o.ID, Code: processorCode(v.code), DeclineCode: declineCode(v.code)})
	}
	c.book(o, v)
	return o, nil
}

// book adds what came of a request to an order.
func (c *call) book(o *order, v verdict) {
	if o.Authorise {
		c.authorised(o, v, o.Amount, nil)
	} else {
		c.sold(o, v)
	}
	c.keep(o)
}

// verdict is what became of a request for money.
type verdict struct {
	ruling   acquirer.Ruling
	granted  int64
	code     string // DE39, empty where no answer came
	approval string
	request  *acquirer.Kept // nil: no host was asked
}

// ask commits a flight, asks the host, and rules on its answer. An unusable one is reversed.
func (c *call) ask(o *order, request iso8583.Message, amount unit.Money, whole bool, refund string) verdict {
	f := flight{ID: c.g.id(), Order: o.ID, Refund: refund, Request: acquirer.Keep(request)}
	c.Flights = append(c.Flights, f)
	c.g.finish(&c.update)
	answer, answered := c.g.link.Ask(c.f, request, c.g.config.HostTimeout)
	c.Landed = append(c.Landed, f.ID)
	v := verdict{code: answer.Code, approval: answer.Approval, request: &f.Request}
	v.granted, v.ruling = acquirer.Judge(amount, whole, answer, answered)
	if !answered {
		c.g.link.Missed(request, o.ID)
		c.tell(gateway.HostTimedOut{Intent: o.ID})
	}
	if v.ruling == acquirer.Unusable {
		c.reverse(c.g, f)
	}
	return v
}

func (c *call) tellGranted(o *order, k *card, granted int64) {
	known, _ := payment.LookupCard(k.Card)
	c.tell(gateway.Authorised{
		Intent: o.ID, Asked: o.money(o.Amount), Amount: o.money(granted), Brand: string(known.Scheme), Last4: known.PAN.Last4(),
	})
}

// authorised adds the authorisation that came of a request, granted or denied. It renews original where there is one.
func (c *call) authorised(o *order, v verdict, asked int64, original *authorisation) *authorisation {
	now := c.now()
	a := &authorisation{
		ID: c.g.id(), Order: o.ID, Status: authCreated, Asked: asked, Granted: v.granted, Approval: v.approval,
		Created: now, Updated: now, Expires: now.Add(c.g.config.HoldFor),
	}
	if original != nil {
		a.Original, a.Expires = original.ID, original.Expires
	}
	a.Honoured = min(now.Add(c.g.config.HonourFor), a.Expires)
	if v.request != nil {
		a.Code = processorCode(v.code)
	}
	switch {
	case v.ruling != acquirer.Granted:
		a.Status, a.Granted = denied, 0
	case v.granted < asked:
		a.Status = authPart
	}
	if a.live() {
		a.Hold, o.Reversed = v.request, false
		c.watched = append(c.watched, a)
	}
	o.Authorisations = append(o.Authorisations, a.ID)
	c.Authorisations = append(c.Authorisations, a)
	if a.live() {
		c.happened("PAYMENT.AUTHORIZATION.CREATED", o.showAuthorisation(a, true), o)
	}
	return a
}

// sold adds the capture that came of a request to take money at once.
func (c *call) sold(o *order, v verdict) {
	x := &capture{ID: c.g.id(), Order: o.ID, Status: captureDone, Amount: o.Amount, Final: true, Created: c.now(), Updated: c.now(), Invoice: o.Invoice}
	if v.request != nil {
		x.Code = processorCode(v.code)
	}
	kind := "PAYMENT.CAPTURE.COMPLETED"
	if v.ruling != acquirer.Granted {
		x.Status, kind = captureDeclined, "PAYMENT.CAPTURE.DECLINED"
	} else {
		o.Reversed = false
		c.tell(gateway.Captured{Intent: o.ID, Amount: o.money(x.Amount), Key: c.key})
	}
	o.Captures = append(o.Captures, x.ID)
	c.Captures = append(c.Captures, x)
	c.happened(kind, o.showCapture(x, true), o)
}
