package stripe

import (
	"github.com/forecourt/forecourt/twin/gateway"
	"github.com/forecourt/forecourt/twin/gateway/acquirer"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire/iso8583"
)

// maxIncrements is how often more may be asked for on one intent; declines count (payments.md 4.1).
const maxIncrements = 10

// held is one request that the host granted, and what it granted. An intent has more than one where it was incremented: over
// the host an increment is a second 0100 for the difference, with a trace number and reference of its own (C).
type held struct {
	Request  acquirer.Kept
	Amount   int64
	Approval string
}

// increment asks the host to hold more. What is held stays whatever becomes of it.
func (c *call) increment() (any, *apiError) {
	i, leave, e := c.locked(c.id, pathID)
	if e != nil {
		return nil, e
	}
	defer leave()
	if e := c.required("amount"); e != nil {
		return nil, e
	}
	total, e := c.form.positive("amount")
	if e != nil {
		return nil, e
	}
	switch {
	case total > maxAmount:
		return nil, refused("amount_too_large", "amount", "Amount must be no more than %d.", maxAmount)
	case i.Status != requiresCapture:
		return nil, unexpectedState(i, increase)
	case !i.Grows:
		return nil, failed("", "", "This PaymentIntent is not eligible for incremental authorization: it was not asked for when it was made.")
	case total <= i.Granted:
		return nil, failed("", "amount", "The amount must be greater than the currently authorized amount (%d).", i.Granted)
	case i.Increments >= maxIncrements:
		return nil, failed("", "", "This PaymentIntent has reached the maximum of %d incremental authorization attempts.", maxIncrements)
	}
	if e := c.setWords(i); e != nil {
		return nil, e
	}
	return c.askMore(i, total)
}

func (c *call) askMore(i *intent, total int64) (any, *apiError) {
	m := c.method(i.Method)
	read, e := c.read(&method{Type: typeCard, Card: m.Card, ExpMonth: m.ExpMonth, ExpYear: m.ExpYear})
	if e != nil {
		return nil, e
	}
	more := i.money(total - i.Granted)
	t := c.g.terminal(i)
	t.Partial = false
	request := t.Authorise(c.now(), c.next(c.g), read, "", more)
	f := flight{ID: c.g.id("flight_"), Intent: i.ID, Increment: true, Request: acquirer.Keep(request)}
	i.Increments++
	c.put(i)
	c.Flights = append(c.Flights, f)
	c.g.finish(&c.update)

	answer, answered := c.g.link.Ask(c.f, request, c.g.config.HostTimeout)
	c.Landed = append(c.Landed, f.ID)
	i = c.g.intents[i.ID].clone()
	_, ruling := acquirer.Judge(more, true, answer, answered)
	over := i.Status != requiresCapture // its time ran out meanwhile
	if ruling == acquirer.Granted && !over {
		return c.increased(i, f, more, answer.Approval), nil
	}
	if ruling != acquirer.Declined {
		c.reverse(c.g, f)
	}
	if !answered {
		c.g.link.Missed(request, i.ID)
		c.tell(gateway.HostTimedOut{Intent: i.ID})
	}
	if over {
		e := unexpectedState(i, increase)
		e.worked = true
		return nil, e
	}
	return nil, c.notIncreased(i, answer)
}

func (c *call) increased(i *intent, f flight, more unit.Money, approval string) *intentObject {
	i.More = append(i.More[:len(i.More):len(i.More)], held{f.Request, more.Minor, approval})
	i.Granted += more.Minor
	i.Amount = i.Granted
	last := &i.Charges[len(i.Charges)-1]
	last.Amount, last.Authorised = i.Amount, i.Granted
	c.put(i)
	c.tell(gateway.Increased{Intent: i.ID, By: more, Amount: i.money(i.Granted)})
	c.chargeEvent(c.g, chargeUpdated, i)
	c.intentEvent(c.g, intentCapturable, i)
	return c.show(i)
}

// notIncreased is a decline that leaves the intent and its last charge as they are.
func (c *call) notIncreased(i *intent, answer iso8583.Message) *apiError {
	why := declinedBy(answer.Code)
	why.Charge = i.Charges[len(i.Charges)-1].ID
	c.tell(gateway.Declined{Intent: i.ID, Code: why.Code, DeclineCode: why.Decline})
	e := why.error()
	e.worked, e.PaymentIntent = true, c.show(i)
	if m := c.method(i.Method); m != nil {
		e.PaymentMethod = m.object()
	}
	return e
}

// holds are all that an intent holds, the first request in front.
func (i *intent) holds() []held {
	if i.Hold == nil {
		return nil
	}
	first := i.Granted
	for _, h := range i.More {
		first -= h.Amount
	}
	return append([]held{{*i.Hold, first, i.Approval}}, i.More...)
}

// complete posts what the host is told of a capture: the amount is shared out over the holds in their order, the last of them
// takes what is over its own, and one of which nothing is needed is given back. The products go with the first.
func (c *call) complete(i *intent, amount int64) {
	all := i.holds()
	for n, h := range all {
		part := min(amount, h.Amount)
		if n == len(all)-1 {
			part = amount
		}
		if amount -= part; part == 0 {
			c.post(c.g, i.ID, c.g.terminal(i).Reverse(c.now(), c.next(c.g), h.Request.Message()))
			continue
		}
		request := h.Request.Message()
		if n == 0 {
			request.Product = i.Metadata["product_data"]
		}
		c.post(c.g, i.ID, c.g.terminal(i).Complete(iso8583.FinancialAdvice, c.now(), c.next(c.g), request,
			iso8583.Message{Approval: h.Approval}, i.money(part)))
	}
}

// most is the most that may be captured of an intent: more than is held only where that was asked for and the account may,
// and only of a card that is not at a reader (payments.md 4.1).
func (g *Gateway) most(i *intent) int64 {
	if !i.Over || g.config.OverCapture <= 0 || !contains(i.Types, typeCard) {
		return i.Granted
	}
	return i.Granted + i.Granted*int64(g.config.OverCapture)/100
}
