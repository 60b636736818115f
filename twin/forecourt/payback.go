package forecourt

import (
	"errors"
	"fmt"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/unit"
)

// PaybackKind says as what money of a settled sale goes back.
type PaybackKind string

// The kinds.
const (
	Voided   PaybackKind = "void"   // the whole of it, before the close of its shift
	Refunded PaybackKind = "refund" // any part of it, at any time
)

// paybackTypes are the CloudEvents types of the kinds.
var paybackTypes = map[PaybackKind]string{Voided: "fuel.sale.voided.v1", Refunded: "fuel.sale.refunded.v1"}

// PaybackType says whether a CloudEvents type is that of a payback.
func PaybackType(t string) bool { return t == paybackTypes[Voided] || t == paybackTypes[Refunded] }

// PaybackPosting is money of a settled sale that went back, as a POS posts it to order management. Its amount is below
// zero. No part of it may name a card.
type PaybackPosting struct {
	ID      string         `json:"id"`
	Kind    PaybackKind    `json:"kind"`
	Sale    string         `json:"sale"`
	Site    string         `json:"site"`
	Grade   Grade          `json:"grade"`
	Volume  unit.Indicated `json:"volume"` // always zero: fuel does not come back
	Amount  unit.Money     `json:"amount"`
	Payment PaymentKind    `json:"payment"`
	Brand   string         `json:"card-brand,omitempty"`
	Last4   string         `json:"card-last4,omitempty"`
	Reason  string         `json:"reason"`
	At      clock.Instant  `json:"at"`
}

// Validate says what is missing or wrong.
func (p PaybackPosting) Validate() error {
	switch {
	case p.ID == "" || p.Sale == "" || p.Site == "" || p.Grade == "":
		return errors.New("a payback needs its id, its sale, its site and its grade")
	case paybackTypes[p.Kind] == "":
		return fmt.Errorf("there is no payback %q", string(p.Kind))
	case p.Amount.Minor >= 0 || p.Amount.Minor < -maxSaleCount || !p.Amount.Currency.Valid():
		return errors.New("the amount of a payback is below zero")
	case !p.Volume.IsZero() || p.Volume.Decimals > maxSaleDecimals:
		return errors.New("fuel does not come back")
	}
	switch p.Payment {
	case PaidByCash, PaidByCard, PaidByMobile:
		return nil
	}
	return fmt.Errorf("nothing goes back by %q", string(p.Payment))
}

// Envelope wraps the posting. It is the same whenever it is made, so that a repeat is known as one.
func (p PaybackPosting) Envelope() CloudEventOf[PaybackPosting] {
	return CloudEventOf[PaybackPosting]{
		SpecVersion: "1.0", ID: p.ID, Source: "/sites/" + p.Site + "/pos", Type: paybackTypes[p.Kind],
		Subject: "sale/" + p.Sale, Time: p.At.Time(), DataContentType: "application/json", Data: p,
	}
}
