package controller

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/forecourt/forecourt/twin/unit"
)

// A pump may compute from a finer volume than it shows, in any rounding, and end a money preset on the amount: none of it
// is in dispute. A decimal point in another place always is, from a sale that is worth a few counts.
func TestOnlyAMisplacedPointIsInDispute(t *testing.T) {
	c := &Controller{cfg: Config{Currency: "EUR", VolumeDecimals: 2, Measure: unit.L}}
	rapid.Check(t, func(t *rapid.T) {
		price := unit.Price{E4: rapid.Int64Range(1_000, 99_990).Draw(t, "price"), Currency: "EUR", Unit: unit.L}
		shown := rapid.Int64Range(100, 99_999).Draw(t, "volume")
		fine := unit.Indicated{Count: shown*100 + rapid.Int64Range(0, 99).Draw(t, "more"), Decimals: 4, Unit: unit.L}
		rounding := rapid.SampledFrom([]unit.Rounding{unit.HalfUp, unit.Down, unit.Up}).Draw(t, "rounding")
		amount := price.Amount(fine, rounding)
		if why := c.dispute(price, c.volume(shown), amount); why != "" {
			t.Fatalf("%s: %s", fine, why)
		}
		for _, wrong := range []int64{amount.Minor * 10, amount.Minor / 10} {
			if c.dispute(price, c.volume(shown), unit.Money{Minor: wrong, Currency: "EUR"}) == "" {
				t.Fatalf("%d cents for %s at %s are not in dispute", wrong, c.volume(shown), price)
			}
		}
	})
}
