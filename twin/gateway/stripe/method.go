package stripe

import (
	"strings"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/payment"
)

// The types of payment method.
const (
	typeCard    = "card"
	typePresent = "card_present"
)

// method is a way to pay. The card is a test card's name; what a reader got from it is in working.reads.
type method struct {
	ID, Type          string
	Card              string
	Entry             payment.EntryMode `json:",omitempty"` // card_present only
	PSN               string            `json:",omitempty"`
	Outcome           string            `json:",omitempty"` // token of the outcome that the gateway itself gives it
	Wallet            string            `json:",omitempty"` // the phone that it is in
	DeviceLast4       string            `json:",omitempty"` // of the number that the phone has for it
	ExpMonth, ExpYear int
	Created           clock.Instant
	Metadata          map[string]string `json:",omitempty"`
}

var readMethods = map[payment.EntryMode]string{
	payment.ContactChip: "contact_emv", payment.Contactless: "contactless_emv", payment.Stripe: "magnetic_stripe_track2",
	payment.Fallback: "magnetic_stripe_fallback",
}

func (c *call) createMethod() (any, *apiError) {
	m, e := c.newMethod(c.form, "")
	if e != nil {
		return nil, e
	}
	if m.Metadata, e = c.metadata(nil); e != nil {
		return nil, e
	}
	c.Methods = append(c.Methods, m)
	return m.object(), nil
}

func (c *call) retrieveMethod() (any, *apiError) {
	m := c.method(c.id)
	if m == nil {
		return nil, unfound("PaymentMethod", c.id, pathID)
	}
	return m.object(), nil
}

// newMethod makes a method of type, card and card_present parameters. within names where they stand.
func (c *call) newMethod(f form, within string) (*method, *apiError) {
	kind := f.text("type")
	switch kind {
	case "":
		return nil, missing(inside(within, "type"))
	case typeCard, typePresent:
	default:
		return nil, refused("", inside(within, "type"), "Invalid type: must be one of card or card_present")
	}
	in := f.below(kind)
	place := inside(within, kind)
	if len(in.values) == 0 {
		return nil, missing(place)
	}
	known := cardNames
	if kind == typePresent {
		known = presentNames
	}
	if name := in.unknown(known); name != "" {
		return nil, refused("parameter_unknown", inside(place, name), "Received unknown parameter: %s", inside(place, name))
	}
	var (
		read payment.Read
		psn  string
		e    *apiError
	)
	if kind == typeCard {
		read, e = parseCard(in, place, c.now())
	} else {
		read, psn, e = parsePresent(in, place)
	}
	if e != nil {
		return nil, e
	}
	m := &method{ID: c.g.id("pm_"), Type: kind, PSN: psn, Created: c.now()}
	o := outcomeOf(read.PAN.Reveal(), "")
	if token := in.text("token"); token != "" {
		o = outcomeOf("", tokenOf(token))
	}
	card, ok := payment.CardByPAN(read.PAN)
	switch {
	case o != nil:
		m.outcome(o)
	case !ok:
		return nil, notATestCard()
	default:
		m.Card = card.Name
	}
	m.expires(read.Expiry)
	word := "wallet[type]"
	if kind == typePresent {
		m.Entry, word = read.Entry, "wallet"
	}
	if e := readWallet(in, place, word, m); e != nil {
		return nil, e
	}
	if kind == typePresent {
		c.g.reads[m.ID] = read // in memory only: not even a store may hold a track
	}
	return m, nil
}

// outcome makes the method one that the gateway itself declines.
func (m *method) outcome(o *outcome) { m.Outcome, m.Card = o.token, "visa-declined" }

func (m *method) expires(yymm string) {
	m.ExpYear, m.ExpMonth = 2000+number(yymm[:2]), number(yymm[2:])
}

// method returns a method by its id, one that this request has just made too.
func (c *call) method(id string) *method {
	for _, m := range c.Methods {
		if m.ID == id {
			return m
		}
	}
	return c.g.methods[id]
}

// setMethod attaches the method that the request names or describes.
func (c *call) setMethod(i *intent) *apiError {
	id, inner := c.form.text("payment_method"), c.form.below("payment_method_data")
	var m *method
	switch {
	case id != "" && len(inner.values) > 0:
		return refused("parameters_exclusive", "payment_method", "You may only give one of payment_method and payment_method_data.")
	case len(inner.values) > 0:
		if name := inner.unknown(methodParams); name != "" {
			name = inside("payment_method_data", name)
			return refused("parameter_unknown", name, "Received unknown parameter: %s", name)
		}
		var e *apiError
		if m, e = c.newMethod(inner, "payment_method_data"); e != nil {
			return e
		}
		c.Methods = append(c.Methods, m)
	case id == "":
		return nil
	default:
		if m = c.method(id); m == nil {
			m = c.fromToken(id)
		}
		if m == nil {
			e := unfound("PaymentMethod", id, "payment_method")
			e.early = true
			return e
		}
	}
	if !contains(i.Types, m.Type) {
		return refused("payment_intent_incompatible_payment_method", "payment_method",
			"The PaymentMethod provided (%s) is not allowed for this PaymentIntent, which takes %s.", m.Type, strings.Join(i.Types, ", "))
	}
	if e := i.move(attach); e != nil {
		return e
	}
	i.Method = m.ID
	return nil
}

// fromToken makes a method of one of the API's test names, such as pm_card_visa.
func (c *call) fromToken(token string) *method {
	card, ok := payment.CardByToken(token)
	o := outcomeOf("", token)
	if !ok && o == nil {
		return nil
	}
	m := &method{ID: c.g.id("pm_"), Type: typeCard, Card: card.Name, Created: c.now()}
	if o != nil {
		m.outcome(o)
		card.Expiry = o.read().Expiry
	}
	m.expires(card.Expiry)
	c.Methods = append(c.Methods, m)
	return m
}

// read returns what the host is told of a method's card.
func (c *call) read(m *method) (payment.Read, *apiError) {
	if m.Type == typePresent {
		read, ok := c.g.reads[m.ID]
		if !ok {
			return read, failed("payment_method_unexpected_state", "payment_method",
				"What the reader got from this card is used or lost. Read the card again.")
		}
		return read, nil
	}
	card, _ := payment.LookupCard(m.Card)
	return payment.Read{
		Card: card.Name, PAN: card.PAN, Expiry: yymm(m.ExpMonth, m.ExpYear), Entry: payment.Keyed, Scheme: card.Scheme,
	}, nil
}

func contains(all []string, s string) bool {
	for _, a := range all {
		if a == s {
			return true
		}
	}
	return false
}
