package payment

import "github.com/forecourt/forecourt/twin/unit"

// Manner is the API manner that a payment gateway serves and a till speaks.
type Manner string

// The manners.
const (
	StripeManner Manner = "stripe" // PaymentIntents
	PayPalManner Manner = "paypal" // Orders v2 and Payments v2
)

// Manners lists them; the first is meant where none is named.
var Manners = []Manner{StripeManner, PayPalManner}

// paypalDecimals are the currencies that PayPal takes, with the decimals it takes in them (K): none in three that have some
// in ISO 4217 or in daily life.
var paypalDecimals = map[unit.Currency]int{
	"AUD": 2, "BRL": 2, "CAD": 2, "CHF": 2, "CNY": 2, "CZK": 2, "DKK": 2, "EUR": 2, "GBP": 2, "HKD": 2, "HUF": 0, "ILS": 2, "JPY": 0,
	"MXN": 2, "MYR": 2, "NOK": 2, "NZD": 2, "PHP": 2, "PLN": 2, "SEK": 2, "SGD": 2, "THB": 2, "TWD": 0, "USD": 2,
}

// Decimals says whether a manner takes a currency, and with how many decimals amounts are written.
func (m Manner) Decimals(c unit.Currency) (decimals int, ok bool) {
	if m == PayPalManner {
		decimals, ok = paypalDecimals[c]
		return decimals, ok
	}
	return int(c.Decimals()), c.Valid()
}

// Takes says whether a manner takes amounts of a currency down to its minor unit.
func (m Manner) Takes(c unit.Currency) bool {
	decimals, ok := m.Decimals(c)
	return ok && decimals == int(c.Decimals())
}
