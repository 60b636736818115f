package payment

import (
	"testing"

	"github.com/forecourt/forecourt/twin/unit"
)

func TestMannersAndCurrencies(t *testing.T) {
	for c := range paypalDecimals {
		if !c.Valid() || paypalDecimals[c] > int(c.Decimals()) {
			t.Errorf("%s", c)
		}
	}
	for _, x := range []struct {
		manner   Manner
		currency unit.Currency
		takes    bool
	}{
		{PayPalManner, "EUR", true}, {PayPalManner, "JPY", true}, {PayPalManner, "HUF", false}, {PayPalManner, "KWD", false},
		{StripeManner, "HUF", true}, {StripeManner, "KWD", true}, {StripeManner, "XYZ", false},
	} {
		if got := x.manner.Takes(x.currency); got != x.takes {
			t.Errorf("%s takes %s: %v", x.manner, x.currency, got)
		}
	}
}
