package site

import (
	"fmt"
	"slices"

	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/strict"
)

// Gateway is the payment gateway: its model, and the API manner in which it is spoken to.
type Gateway struct {
	Device
	Manner payment.Manner // stripe (default) or paypal
	// Callbacks has the till called back in Stripe's manner about what happens; in PayPal's it always is.
	Callbacks bool
	// OverCapture is by how many per cent of a hold a capture may exceed it, in Stripe's manner, where the client asked for
	// that when it was made: 0 (default, nobody's card has it) to 100.
	OverCapture int
	// Shop puts a client beside the till on the site: what a driver's app would ask, by the step ask-gateway.
	Shop bool
}

// Model is the profile: where none is named, the manner's own.
func (g Gateway) Model() string {
	if g.Profile == "" && g.Manner == payment.PayPalManner {
		return "paypal"
	}
	return g.Profile
}

// manners are the names of the manners.
func manners() (names []string) {
	for _, m := range payment.Manners {
		names = append(names, string(m))
	}
	return names
}

func (c *checker) checkGateway() {
	g := c.plan.Gateway
	switch {
	case !slices.Contains(payment.Manners, g.Manner):
		c.found = append(c.found, unknownManner(place(c.root, "gateway", "manner")))
	case !g.Manner.Takes(c.plan.Currency):
		c.wrong(fmt.Sprintf("a gateway in the manner of %s does not take amounts in %s", g.Manner, c.plan.Currency),
			"use the manner 'stripe'", "gateway", "manner")
	case g.OverCapture < 0 || g.OverCapture > 100:
		c.wrong(fmt.Sprintf("a capture cannot exceed its hold by %d per cent", g.OverCapture), "give 0 to 100", "gateway", "over-capture")
	case (g.Callbacks || g.Shop || g.OverCapture != 0) && g.Manner != payment.StripeManner:
		c.wrong("callbacks, over-capture and a shop are said of a gateway in the manner of stripe", "leave them out", "gateway")
	case c.plan.POS.MockResponse != "" && g.Manner != payment.PayPalManner:
		c.wrong("only a gateway in the manner of paypal can be asked for a response", "add gateway: { manner: paypal }", "pos", "mock-response")
	}
}

// unknownManner refuses a word that is no manner.
func unknownManner(n *strict.Node) strict.Error { return n.Unknown("manner", manners()) }
