package paypal

import (
	"net/http"

	"github.com/forecourt/forecourt/twin/payment"
)

// createCard gives a card a name. Nothing is asked of the issuer.
func (c *call) createCard() (reply, *apiError) {
	var in struct {
		Source *sourceInput `json:"payment_source"`
	}
	if e := c.decode(&in); e != nil {
		return reply{}, e
	}
	if in.Source == nil || in.Source.Card == nil && in.Source.Present == nil {
		return reply{}, missing("/payment_source")
	}
	k, e := c.newCard(in.Source)
	if e != nil {
		return reply{}, e
	}
	k.Vaulted = true
	return reply{http.StatusCreated, c.cardObject(k)}, nil
}

func (c *call) getCard() (reply, *apiError) {
	k := c.g.cards[c.id]
	if k == nil || !k.Vaulted {
		return reply{}, unfound()
	}
	return reply{http.StatusOK, c.cardObject(k)}, nil
}

// deleteCard forgets the name. Orders that were paid with it keep the card for what may still come: it is only hidden.
func (c *call) deleteCard() (reply, *apiError) {
	k := c.g.cards[c.id]
	if k == nil || !k.Vaulted {
		return reply{}, unfound()
	}
	delete(c.g.reads, k.ID)
	hidden := *k
	hidden.Vaulted = false
	if c.g.paidWith(k.ID) {
		c.Cards = append(c.Cards, &hidden)
	} else {
		c.Dropped = append(c.Dropped, k.ID)
	}
	return reply{status: http.StatusNoContent}, nil
}

func (g *Gateway) paidWith(id string) bool {
	for _, o := range g.orders {
		if o.Card == id {
			return true
		}
	}
	return false
}

type cardObject struct {
	ID     string       `json:"id"`
	Source sourceObject `json:"payment_source"`
	Links  []link       `json:"links"`
}

// sourceObject is what may be shown of a means of payment.
type sourceObject struct {
	Card   *shownCard  `json:"card,omitempty"`
	PayPal *shownPayer `json:"paypal,omitempty"`
}

type shownCard struct {
	Brand  string `json:"brand"`
	Last4  string `json:"last_digits"`
	Expiry string `json:"expiry"`
}

type shownPayer struct {
	Email string `json:"email_address"`
	ID    string `json:"account_id"`
}

func (k *card) shown() *shownCard {
	known, _ := payment.LookupCard(k.Card)
	return &shownCard{Brand: brands[known.Scheme], Last4: known.PAN.Last4(), Expiry: "20" + k.Expiry[:2] + "-" + k.Expiry[2:]}
}

var brands = map[payment.Scheme]string{
	payment.Visa: "VISA", payment.Mastercard: "MASTERCARD", payment.Amex: "AMEX", payment.Discover: "DISCOVER",
}

func (c *call) cardObject(k *card) cardObject {
	at := c.base + "/v3/vault/payment-tokens/" + k.ID
	return cardObject{ID: k.ID, Source: sourceObject{Card: k.shown()}, Links: []link{{at, "self", "GET"}, {at, "delete", "DELETE"}}}
}
