package paypal

// orderReply shows an order: in short where the client did not ask for more, but always with what was paid.
func (c *call) orderReply(status int, o *order, paid bool) reply {
	x := orderObject{ID: o.ID, Status: o.Status, Source: c.shownSource(o), Links: o.links()}
	u := unitObject{Reference: o.Reference}
	if c.full {
		x.Intent, x.Created, x.Updated = o.intent(), stamp(o.Created), stamp(o.Updated)
		u.Amount, u.Description, u.Custom, u.Invoice, u.Soft = o.amount(o.Amount), o.Description, o.Custom, o.Invoice, o.Soft
		if p, ok := payerBy(o.Payer); ok {
			x.Payer = &payerObject{p.Email, p.ID}
		}
	}
	if paid {
		u.Payments = c.payments(o)
	}
	if c.full || u.Payments != nil {
		x.Units = []unitObject{u}
	}
	return reply{status, x}
}

// payments lists what was held and taken, as it is with this request's changes.
func (c *call) payments(o *order) *paymentsObject {
	p := &paymentsObject{}
	for _, id := range o.Authorisations {
		a := c.g.authorisations[id]
		for _, changed := range c.Authorisations {
			if changed.ID == id {
				a = changed
			}
		}
		p.Authorisations = append(p.Authorisations, o.showAuthorisation(a, true))
	}
	for _, id := range o.Captures {
		x := c.g.captures[id]
		for _, changed := range c.Captures {
			if changed.ID == id {
				x = changed
			}
		}
		p.Captures = append(p.Captures, o.showCapture(x, true))
	}
	if len(p.Authorisations)+len(p.Captures) == 0 {
		return nil
	}
	return p
}

func (c *call) shownSource(o *order) *sourceObject {
	k := c.g.cards[o.Card]
	for _, made := range c.Cards {
		if made.ID == o.Card {
			k = made
		}
	}
	if k != nil {
		return &sourceObject{Card: k.shown()}
	}
	if p, ok := payerBy(o.Payer); ok {
		return &sourceObject{PayPal: &shownPayer{p.Email, p.ID}}
	}
	return nil
}
