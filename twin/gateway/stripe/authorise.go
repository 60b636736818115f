package stripe

import (
	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/gateway"
	"github.com/forecourt/forecourt/twin/gateway/acquirer"
	"github.com/forecourt/forecourt/twin/wire/iso8583"
)

// charge is one time that the host was asked and said something. What was captured and refunded is the intent's.
type charge struct {
	ID, Method string
	Amount     int64
	Authorised int64         `json:",omitempty"`
	Approval   string        `json:",omitempty"`
	Chip       string        `json:",omitempty"` // hex of what the issuer says to the chip
	Failure    *failure      `json:",omitempty"`
	Created    clock.Instant `json:",omitempty"`
}

func (c *call) confirm() (any, *apiError) {
	i, leave, e := c.locked(c.id, pathID)
	if e != nil {
		return nil, e
	}
	defer leave()
	if i.Status != requiresMethod && i.Status != requiresConfirmation {
		return nil, unexpectedState(i, confirm)
	}
	for _, set := range []func(*intent) *apiError{c.setTypes, c.setCapture, c.setOptions, c.setMethod} {
		if e := set(i); e != nil {
			return nil, e
		}
	}
	if i.Method == "" {
		return nil, failed("payment_intent_unexpected_state", "", "You cannot confirm this PaymentIntent because it's missing a payment "+
			"method. You can either update the PaymentIntent with a payment method and then confirm it again, or confirm it again "+
			"directly with a payment method.")
	}
	return c.pay(i)
}

// pay asks the host for money. The request is in the store before it is said, and so is what became of it before the
// client is told: a power cut at any moment leaves either nothing, a reversal, or a stored answer.
func (c *call) pay(i *intent) (any, *apiError) {
	m := c.method(i.Method)
	read, e := c.read(m)
	if e != nil {
		return nil, e
	}
	if e := i.move(confirm); e != nil {
		return nil, e
	}
	if o := outcomeOf("", m.Outcome); o != nil {
		c.put(i)
		c.g.finish(&c.update)
		return c.declinedFor(c.g.intents[i.ID].clone(), o.failure())
	}
	terminal := c.g.terminal(i)
	build := terminal.Authorise
	if i.Automatic {
		build = terminal.Sell
	}
	request := build(c.now(), c.next(c.g), read, m.PSN, i.money(i.Amount))
	request.Private62 = fleetData(i.Metadata)
	i.Failure = nil
	f := flight{ID: c.g.id("flight_"), Intent: i.ID, Request: acquirer.Keep(request)}
	c.put(i)
	c.Flights = append(c.Flights, f)
	c.g.finish(&c.update)

	answer, answered := c.g.link.Ask(c.f, request, c.g.config.HostTimeout)
	delete(c.g.reads, m.ID)
	c.Landed = append(c.Landed, f.ID)
	i = c.g.intents[i.ID].clone()
	if !answered {
		c.g.link.Missed(request, i.ID)
	}
	granted, ruling := acquirer.Judge(i.money(i.Amount), i.Automatic, answer, answered)
	i.restrict(answer.Private62)
	switch ruling {
	case acquirer.Granted:
		return c.granted(i, f.Request, granted, answer)
	case acquirer.Declined:
		return c.declined(i, answer.Code)
	}
	c.reverse(c.g, f)
	if !answered {
		c.tell(gateway.HostTimedOut{Intent: i.ID})
	}
	return c.declined(i, answer.Code)
}

func (c *call) granted(i *intent, request acquirer.Kept, granted int64, answer iso8583.Message) (any, *apiError) {
	a := hold
	if i.Automatic {
		a = sell
	}
	if e := i.move(a); e != nil {
		return nil, e
	}
	i.Granted, i.Approval, i.Reversed = granted, answer.Approval, false
	if i.Automatic {
		i.Captured = granted
	} else {
		i.Hold, i.ExpiresAt = &request, c.now().Add(c.g.config.HoldFor)
	}
	i.Charges = append(i.Charges, charge{
		ID: c.g.id("ch_"), Method: i.Method, Amount: i.Amount, Authorised: granted, Approval: answer.Approval,
		Chip: answer.EMV.Reveal(), Created: c.now(),
	})
	c.put(i)
	card := c.method(i.Method).card()
	c.tell(gateway.Authorised{
		Intent: i.ID, Asked: i.money(i.Amount), Amount: i.money(granted), Brand: card.Brand, Last4: card.Last4,
	})
	c.chargeEvent(c.g, chargeSucceeded, i)
	if i.Automatic {
		c.tell(gateway.Captured{Intent: i.ID, Amount: i.money(granted), Key: c.key})
		c.intentEvent(c.g, intentSucceeded, i)
	} else {
		c.g.watch(i)
		c.intentEvent(c.g, intentCapturable, i)
	}
	return c.show(i), nil
}

// declined takes a code of the host, empty when there was no answer.
func (c *call) declined(i *intent, code string) (any, *apiError) {
	return c.declinedFor(i, declinedBy(code))
}

func (c *call) declinedFor(i *intent, because failure) (any, *apiError) {
	if e := i.move(decline); e != nil {
		return nil, e
	}
	c.fail(c.g, i, because)
	why := i.Failure
	c.tell(gateway.Declined{Intent: i.ID, Code: why.Code, DeclineCode: why.Decline})
	e := why.error()
	e.worked = true
	e.PaymentIntent = c.show(i)
	if m := c.method(why.Method); m != nil {
		e.PaymentMethod = m.object()
	}
	return nil, e
}

// fail notes on an intent that an attempt came to nothing.
func (u *update) fail(g *Gateway, i *intent, why failure) {
	why.Charge, why.Method = g.id("ch_"), i.Method
	i.Charges = append(i.Charges, charge{ID: why.Charge, Method: i.Method, Amount: i.Amount, Failure: &why, Created: g.env.Now()})
	i.Failure, i.Method, i.Granted = &why, "", 0
	u.put(i)
	u.chargeEvent(g, chargeFailed, i)
	u.intentEvent(g, intentFailed, i)
}

// charge returns a charge by its id, and whose it is; nil where there is none.
func (g *Gateway) charge(id string) (*intent, *charge) {
	i := g.intents[g.charges[id]]
	if i == nil {
		return nil, nil
	}
	for n := range i.Charges {
		if i.Charges[n].ID == id {
			return i, &i.Charges[n]
		}
	}
	return nil, nil
}

// retrieveCharge serves a charge by its id.
func (c *call) retrieveCharge() (any, *apiError) {
	i, x := c.g.charge(c.id)
	if x == nil {
		return nil, unfound("charge", c.id, pathID)
	}
	return c.showCharge(i, x), nil
}

func (c *call) showCharge(i *intent, x *charge) *chargeObject {
	o := c.g.chargeObject(i, x)
	if c.expands("payment_intent") {
		o.PaymentIntent = c.show(i)
	}
	return o
}
