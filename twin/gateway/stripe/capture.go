package stripe

import "github.com/forecourt/forecourt/twin/gateway"

// capture takes the final amount. The completion is in the outbox when the client is told, whether the host is there or
// not.
func (c *call) capture() (any, *apiError) {
	i, leave, e := c.locked(c.id, pathID)
	if e != nil {
		return nil, e
	}
	defer leave()
	o, e := c.take(i)
	if e != nil {
		why := e.Code
		if why == "" {
			why = e.Message
		}
		e.event = gateway.CaptureRefused{Intent: i.ID, Why: why}
		return nil, e
	}
	return o, nil
}

func (c *call) take(i *intent) (*intentObject, *apiError) {
	amount, e := c.form.positive("amount_to_capture")
	if e != nil {
		return nil, e
	}
	if final := c.form.text("final_capture"); final != "" && final != "true" {
		return nil, refused("", "final_capture", "This PaymentIntent does not support multicapture.")
	}
	if e := i.move(capture); e != nil {
		return nil, e
	}
	if most := c.g.most(i); amount > most {
		return nil, failed("amount_too_large", "amount_to_capture",
			"Amount could not be captured: %d is more than the %d that can be captured.", amount, most)
	}
	if amount == 0 {
		amount = i.Granted
	}
	if i.Metadata, e = c.metadata(i.Metadata); e != nil {
		return nil, e
	}
	c.complete(i, amount)
	i.Captured, i.Hold, i.More, i.ExpiresAt = amount, nil, nil, 0
	c.put(i)
	c.tell(gateway.Captured{Intent: i.ID, Amount: i.money(amount), Key: c.key})
	c.chargeEvent(c.g, chargeCaptured, i)
	c.intentEvent(c.g, intentSucceeded, i)
	return c.show(i), nil
}
