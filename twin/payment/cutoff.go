package payment

import (
	"fmt"

	"github.com/forecourt/forecourt/twin/unit"
)

// CutOff is up to which amount a sale at an outdoor terminal keeps its protection against charge-backs, by card and by
// how the card was read. The pump is preset to no more.
type CutOff struct {
	Match
	Chip   unit.Money // read by chip, contactless too; zero: no cut-off
	Stripe unit.Money // any other way
}

// Region is a part of the world whose card schemes have cut-off amounts in common.
type Region string

// The regions. No region: no cut-offs but a plan's own.
const (
	US Region = "us"
	UK Region = "uk"
	EU Region = "eu"
)

// UnmarshalText reads one of the regions.
func (r *Region) UnmarshalText(b []byte) error {
	if *r = Region(b); regions[*r].currency == "" {
		return fmt.Errorf("'%s' is none of: eu, uk, us", b)
	}
	return nil
}

// Currency is that of the region's amounts.
func (r Region) Currency() unit.Currency { return regions[r].currency }

// regions are the amounts of payments.md section 1.2, in major units. One line for all cards where nothing finer is known:
// 100 GBP (B), 150 EUR (C).
var regions = map[Region]struct {
	currency unit.Currency
	lines    []cutOffLine
}{
	US: {"USD", []cutOffLine{
		{Match{Scheme: Visa, Product: FleetCard}, 350, 150},       // (B)
		{Match{Scheme: Mastercard, Product: FleetCard}, 500, 500}, // (B)
		{Match{Product: FleetCard}, 150, 150},                     // WEX, Voyager, Fuelman (B)
		{Match{Product: Debit}, 50, 50},                           // with PIN (B)
		{Match{Scheme: Visa}, 175, 100},                           // (A)
		{Match{Scheme: Mastercard}, 175, 175},                     // (A)
		{Match{Scheme: Discover}, 175, 175},                       // (B)
		{Match{Scheme: Amex}, 100, 100},                           // (B)
	}},
	UK: {"GBP", []cutOffLine{{Match{}, 100, 100}}},
	EU: {"EUR", []cutOffLine{{Match{}, 150, 150}}},
}

type cutOffLine struct {
	Match
	chip, stripe int64
}

// CutOffOf returns the cut-off amount of a card as it was read; zero: there is none.
func (a Acceptance) CutOffOf(r Read) unit.Money {
	for _, c := range a.CutOffs {
		if c.Fits(r, a.BINs) {
			return r.choose(c.Chip, c.Stripe)
		}
	}
	region := regions[a.Region]
	for _, l := range region.lines {
		if l.Fits(r, nil) {
			return r.choose(l.money(l.chip, region.currency), l.money(l.stripe, region.currency))
		}
	}
	return unit.Money{}
}

func (r Read) choose(chip, stripe unit.Money) unit.Money {
	if r.Entry == ContactChip || r.Entry == Contactless {
		return chip
	}
	return stripe
}

func (cutOffLine) money(major int64, c unit.Currency) unit.Money {
	m := unit.Money{Minor: major, Currency: c}
	for range c.Decimals() {
		m.Minor *= 10
	}
	return m
}
