package forecourt

import (
	"errors"
	"fmt"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/unit"
)

// PaymentKind says with what a sale was settled.
type PaymentKind string

// The kinds.
const (
	PaidByCash   PaymentKind = "cash"
	PaidByCard   PaymentKind = "card"
	PaidByMobile PaymentKind = "mobile"
	NotPaid      PaymentKind = "none" // written off, or nothing to pay
)

// SalePosting is one settled sale as a POS posts it to order management. No part of it may name a card.
type SalePosting struct {
	Sale      string         `json:"sale"` // the controller's number, unique on the site
	Site      string         `json:"site"`
	Point     Point          `json:"fuelling-point"`
	Grade     Grade          `json:"grade"`
	Volume    unit.Indicated `json:"volume"`
	Price     unit.Price     `json:"price"`
	Amount    unit.Money     `json:"amount"` // what the pump asked for
	Paid      unit.Money     `json:"paid"`   // what was taken for it
	Payment   PaymentKind    `json:"payment"`
	Brand     string         `json:"card-brand,omitempty"`
	Last4     string         `json:"card-last4,omitempty"`
	Recovered bool           `json:"recovered,omitempty"` // made while no controller was there
	Customer  string         `json:"customer,omitempty"`  // a token, where the customer is known
	Fleet     FleetData      `json:"fleet,omitzero"`
	EndedAt   clock.Instant  `json:"ended-at"`
	// Compensation is there where the dispenser compensates, as far as the POS has heard of it.
	Compensation Compensation `json:"compensation,omitzero"`
}

// Validate says what is missing or wrong.
func (s SalePosting) Validate() error {
	switch {
	case s.Sale == "" || s.Site == "" || s.Grade == "":
		return errors.New("a sale needs its number, its site and its grade")
	case s.Point < 1:
		return fmt.Errorf("there is no fuelling point %d", s.Point)
	case !inRange(s.Volume.Count) || !inRange(s.Amount.Minor) || !inRange(s.Paid.Minor) || s.Volume.Decimals > maxSaleDecimals:
		return errors.New("volume or money of the sale is out of range")
	case s.Amount.Currency != s.Paid.Currency || s.Amount.Currency != s.Price.Currency || !s.Amount.Currency.Valid():
		return errors.New("amount, payment and price must be in one currency")
	case s.Volume.Unit != s.Price.Unit:
		return errors.New("volume and price must be in one unit")
	}
	switch s.Payment {
	case PaidByCash, PaidByCard, PaidByMobile:
	case NotPaid:
		if !s.Paid.IsZero() {
			return errors.New("a sale paid by none has nothing paid")
		}
	default:
		return fmt.Errorf("there is no payment kind %q", string(s.Payment))
	}
	return s.Compensation.Validate(s.Volume)
}

// Bounds of what one sale can hold, so that nobody's sums overflow.
const (
	maxSaleCount    = 1_000_000_000_000
	maxSaleDecimals = 4
)

func inRange(n int64) bool { return n >= 0 && n <= maxSaleCount }

// SaleCompleted is the CloudEvents type of a posted sale.
const SaleCompleted = "fuel.sale.completed.v1"

// Envelope wraps the posting. It is the same whenever it is made, so that a repeat is known as one.
func (s SalePosting) Envelope() CloudEvent {
	return CloudEvent{
		SpecVersion: "1.0", ID: s.Sale, Source: "/sites/" + s.Site + "/pos", Type: SaleCompleted,
		Subject: fmt.Sprintf("pump/%d", s.Point), Time: s.EndedAt.Time(), DataContentType: "application/json", Data: s,
	}
}
