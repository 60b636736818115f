package paypal

import (
	"strconv"
	"strings"

	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/unit"
)

// decimals is how many decimals amounts of a currency have here.
func decimals(c unit.Currency) int {
	n, _ := payment.PayPalManner.Decimals(c)
	return n
}

// Limits of amounts.
const (
	maxMajor      = 9_999_999 // before the decimals (C)
	maxValue      = 32        // characters
	overPercent   = 115       // of what was authorised may be captured,
	overMostMajor = 75        // but no more than so much beyond it, in whole units of the currency (A in USD, C elsewhere)
)

// moneyInput is an amount as clients write it.
type moneyInput struct {
	Currency string `json:"currency_code"`
	Value    string `json:"value"`
}

// amount reads an amount over zero; field is where it stands.
func (c *call) amount(in *moneyInput, field string) (unit.Money, *apiError) {
	switch {
	case in == nil:
		return unit.Money{}, missing(field)
	case in.Currency == "":
		return unit.Money{}, missing(field + "/currency_code")
	case in.Value == "":
		return unit.Money{}, missing(field + "/value")
	case len(in.Currency) != 3:
		return unit.Money{}, issueAt("INVALID_CURRENCY_CODE", field+"/currency_code")
	}
	currency := unit.Currency(in.Currency)
	if _, taken := payment.PayPalManner.Decimals(currency); !taken || c.g.config.Currency != "" && currency != c.g.config.Currency {
		return unit.Money{}, issueAt("CURRENCY_NOT_SUPPORTED", field+"/currency_code")
	}
	minor, wrong := parseValue(in.Value, decimals(currency))
	if wrong != "" {
		return unit.Money{}, issueAt(wrong, field+"/value")
	}
	for range int(currency.Decimals()) - decimals(currency) {
		minor *= 10
	}
	return unit.Money{Minor: minor, Currency: currency}, nil
}

// amountOf reads an amount of an order's currency where one is given; mismatch is the issue of another currency.
func (c *call) amountOf(o *order, in *moneyInput, otherwise int64, mismatch string) (int64, *apiError) {
	if in == nil {
		return otherwise, nil
	}
	m, e := c.amount(in, "/amount")
	switch {
	case e != nil:
		return 0, e
	case m.Currency != o.Currency:
		return 0, issue(mismatch)
	}
	return m.Minor, nil
}

// parseValue reads a decimal with at most so many decimals, in its smallest unit, or names the issue with it.
func parseValue(text string, most int) (minor int64, wrong string) {
	body, negative := strings.CutPrefix(text, "-")
	whole, part, point := strings.Cut(body, ".")
	switch {
	case len(text) > maxValue, whole == "" && part == "", whole != "" && !digits(whole), point && !digits(part):
		return 0, "INVALID_PARAMETER_SYNTAX"
	case point && most == 0:
		return 0, "DECIMALS_NOT_SUPPORTED"
	case len(part) > most:
		return 0, "DECIMAL_PRECISION"
	}
	whole = strings.TrimLeft(whole, "0")
	if len(whole) > len(strconv.Itoa(maxMajor)) {
		return 0, "MAX_VALUE_EXCEEDED"
	}
	text = whole + part + strings.Repeat("0", most-len(part))
	if text != "" {
		minor, _ = strconv.ParseInt(text, 10, 64) // digits, and not too many
	}
	if negative || minor == 0 {
		return 0, "CANNOT_BE_ZERO_OR_NEGATIVE"
	}
	return minor, ""
}

// moneyObject is an amount as the API tells it.
type moneyObject struct {
	Currency unit.Currency `json:"currency_code"`
	Value    string        `json:"value"`
}

func (o *order) amount(minor int64) *moneyObject {
	for range int(o.Currency.Decimals()) - decimals(o.Currency) {
		minor /= 10
	}
	text := strconv.FormatInt(minor, 10)
	if d := decimals(o.Currency); d > 0 {
		for len(text) <= d {
			text = "0" + text
		}
		text = text[:len(text)-d] + "." + text[len(text)-d:]
	}
	return &moneyObject{o.Currency, text}
}

func (o *order) money(minor int64) unit.Money { return unit.Money{Minor: minor, Currency: o.Currency} }

// major is one whole unit of the order's currency in its minor units.
func (o *order) major() int64 {
	n := int64(1)
	for range o.Currency.Decimals() {
		n *= 10
	}
	return n
}

// cover is the most that may be captured of what was granted.
func (o *order) cover(granted int64) int64 {
	return min(granted*overPercent/100, granted+overMostMajor*o.major())
}

func digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}
