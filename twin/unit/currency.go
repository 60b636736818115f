package unit

import (
	"fmt"
	"strings"
)

// Currency is an ISO 4217 alphabetic code in capitals: "EUR", "USD".
type Currency string

// Valid reports whether c is a known code in current use.
func (c Currency) Valid() bool {
	_, ok := numericOf[c]
	return ok
}

// Numeric returns the three digits of ISO 4217, "978" for EUR, as ISO 8583
// messages carry them, or "" when c is unknown.
func (c Currency) Numeric() string { return numericOf[c] }

// Decimals returns how many decimals the minor unit stands for: 0, 2 or 3. An
// unknown currency has 2.
func (c Currency) Decimals() uint8 {
	switch c {
	case "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF":
		return 0
	case "BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND":
		return 3
	}
	return 2
}

// CurrencyByNumeric returns the currency with this three-digit code, "978".
func CurrencyByNumeric(code string) (Currency, bool) {
	c, ok := currencyOf[code]
	return c, ok
}

// String returns the code.
func (c Currency) String() string { return string(c) }

// ParseCurrency reads a known code in capitals.
func ParseCurrency(text string) (Currency, error) {
	return parse("currency", text, readCurrency)
}

func readCurrency(text string) (Currency, *slip) {
	if c := Currency(text); c.Valid() {
		return c, nil
	}
	return "", &slip{
		problem: fmt.Sprintf("there is no currency %s, expected a code such as EUR or USD", shown(text)),
		fix:     likelyCurrency(text),
	}
}

// likelyCurrency returns the code probably meant by a name, a sign or a code in
// small letters, or "". A dollar is taken for the US dollar.
func likelyCurrency(text string) string {
	word := strings.ToUpper(strings.TrimSpace(text))
	if code, ok := currencyWords[word]; ok {
		return code
	}
	if Currency(word).Valid() {
		return word
	}
	return ""
}

var currencyWords = map[string]string{
	"€": "EUR", "EURO": "EUR", "EUROS": "EUR", "CENT": "EUR",
	"$": "USD", "US$": "USD", "DOLLAR": "USD", "DOLLARS": "USD",
	"£": "GBP", "POUND": "GBP", "POUNDS": "GBP", "STERLING": "GBP", "UKP": "GBP",
	"¥": "JPY", "YEN": "JPY", "FRANC": "CHF", "FRANKEN": "CHF", "SFR": "CHF", "ZLOTY": "PLN", "YUAN": "CNY", "RMB": "CNY",
}

// currencyLast turns "EUR 150.00" and "€150" into "150.00 EUR", or returns "".
func currencyLast(text string) string {
	at := strings.IndexAny(text, "0123456789")
	if at <= 0 {
		return ""
	}
	code := likelyCurrency(text[:at])
	if code == "" {
		return ""
	}
	return text[at:] + " " + code
}

// MarshalText returns the code, or an error when it is unknown.
func (c Currency) MarshalText() ([]byte, error) {
	if !c.Valid() {
		return nil, fmt.Errorf("unit: there is no currency %q", string(c))
	}
	return []byte(c), nil
}

// UnmarshalText is ParseCurrency.
func (c *Currency) UnmarshalText(text []byte) error {
	return unmarshal(c, text, ParseCurrency)
}
