package host

import (
	"slices"
	"time"

	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/unit"
)

// Network is one card network's rules. Amounts are whole units of whatever currency a request is in: the sheet has them in
// dollars, and the numbers are taken over for other currencies (C).
type Network struct {
	Name   string
	ID     string // DE24 of us87
	Ranges []numbers
	// StatusHold is what the issuer holds when it is asked for one unit to see whether a card is good.
	StatusHold int64
	// Above answers a status check with the hold as a partial approval of more than was asked.
	Above          bool
	CompleteWithin time.Duration // between the approval and the advice
	HoldFor        time.Duration // until an authorisation in advance dies without an advice
	StandIn        StandIn
	Fee            Fee
}

// StandIn is what a network grants for an issuer that does not answer.
type StandIn struct {
	Limit int64 // of one request, in whole units
	Count int   // requests of one card in a day
	After time.Duration
}

// Fee is what the network keeps of a sale: hundredths of a percent of it, and a fixed part in minor units. A refund costs
// nothing and brings nothing back.
type Fee struct{ Points, Fixed int64 }

// Of returns the fee of an amount, rounded half up.
func (f Fee) Of(amount unit.Money) unit.Money {
	fee := unit.Money{Currency: amount.Currency}
	if amount.Minor > 0 {
		fee.Minor = (amount.Minor*f.Points+5_000)/10_000 + f.Fixed
	}
	return fee
}

// numbers are the first digits of a network's card numbers, from and to, of one length.
type numbers struct{ from, to string }

const day = 24 * time.Hour

// networks are the rules that the twin ships. Card ranges (K); the completion time of Mastercard (B), that of Visa (C); the
// lives of authorisations (B: one issuer processor); stand-in and fees (C: no rule book is public).
var networks = []Network{
	{
		Name: "visa", ID: "001", Ranges: []numbers{{"4", "4"}}, StatusHold: 175, CompleteWithin: 120 * time.Minute, HoldFor: 30 * day,
		StandIn: StandIn{Limit: 50, Count: 2, After: 3 * time.Second}, Fee: Fee{Points: 115, Fixed: 25},
	},
	{
		Name: "mastercard", ID: "002", Ranges: []numbers{{"51", "55"}, {"2221", "2720"}}, StatusHold: 175, Above: true,
		CompleteWithin: 60 * time.Minute, HoldFor: 30 * day,
		StandIn: StandIn{Limit: 60, Count: 3, After: 3 * time.Second}, Fee: Fee{Points: 120, Fixed: 25},
	},
	{
		Name: "amex", ID: "003", Ranges: []numbers{{"34", "34"}, {"37", "37"}}, StatusHold: 100, CompleteWithin: 120 * time.Minute,
		HoldFor: 7 * day, Fee: Fee{Points: 200, Fixed: 10},
	},
	{
		Name: "discover", ID: "004", Ranges: []numbers{{"6011", "6011"}, {"644", "649"}, {"65", "65"}}, StatusHold: 175,
		CompleteWithin: 120 * time.Minute, HoldFor: 7 * day, Fee: Fee{Points: 125, Fixed: 15},
	},
	{Name: "own", ID: "009", CompleteWithin: 120 * time.Minute, HoldFor: 7 * day, StatusHold: 100}, // of a number in no range
}

// route finds the network of a card number.
func (h *Host) route(pan payment.PAN) Network {
	digits := pan.Reveal()
	for _, n := range h.networks {
		for _, r := range n.Ranges {
			if len(digits) < len(r.from) {
				continue
			}
			if first := digits[:len(r.from)]; first >= r.from && first <= r.to {
				return n
			}
		}
	}
	return h.networks[len(h.networks)-1]
}

// NetworkNames lists the networks.
func NetworkNames() (names []string) {
	for _, n := range networks {
		names = append(names, n.Name)
	}
	return names
}

// CutOff is up to which amount a completion at a dispenser is covered, by how the card came in, in whole units.
type CutOff struct{ Stripe, Chip int64 }

// cutOffs are by the card's programme, in dollars (payments.md 1.2; Visa and Mastercard A, the others B). They are what
// a status check covers.
var cutOffs = map[string]CutOff{
	"visa": {100, 175}, "mastercard": {175, 175}, "discover": {175, 175}, "amex": {100, 100}, "pin-debit": {50, 50},
	"wex": {150, 150}, "voyager": {150, 150}, "fuelman": {150, 150}, "visa-fleet": {150, 350}, "mastercard-fleet": {500, 500},
	"own": {100, 100},
}

// Programmes lists what has a cut-off of its own.
func Programmes() (names []string) {
	for name := range cutOffs {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// cutOff returns the cut-off of a card that came in so.
func (h *Host) cutOff(programme string, entry payment.EntryMode, c unit.Currency) unit.Money {
	if limits, own := h.config.CutOffs[programme]; own {
		return limits.by(entry, c)
	}
	return CutOffOf(programme, entry, c)
}

// CutOffOf returns the sheet's cut-off of a programme.
func CutOffOf(programme string, entry payment.EntryMode, c unit.Currency) unit.Money {
	return cutOffs[programme].by(entry, c)
}

func (o CutOff) by(entry payment.EntryMode, c unit.Currency) unit.Money {
	if entry == payment.ContactChip || entry == payment.Contactless {
		return Whole(o.Chip, c)
	}
	return Whole(o.Stripe, c)
}

// Whole is an amount of whole units.
func Whole(n int64, c unit.Currency) unit.Money {
	for range c.Decimals() {
		n *= 10
	}
	return unit.Money{Minor: n, Currency: c}
}
