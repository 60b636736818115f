package unit_test

import (
	"fmt"

	"github.com/forecourt/forecourt/twin/unit"
)

func ExamplePrice_Amount() {
	price, _ := unit.ParsePrice("1.799 EUR/L")
	shown := unit.IndicatedFromPulses(3250, 100, 2, unit.L)
	fmt.Println(shown, price.Amount(shown, unit.HalfUp))
	// Output: 32.50 L 58.47 EUR
}

func ExamplePrice_VolumeFor() {
	price, _ := unit.ParsePrice("1.799 EUR/L")
	paid, _ := unit.ParseMoney("20.00 EUR")
	fmt.Println(price.VolumeFor(paid, 2))
	// Output: 11.11 L
}

func ExampleParseFlowRate() {
	_, err := unit.ParseFlowRate("38 lpm")
	fmt.Println(err)
	// Output: "38 lpm" is not a flow rate: there is no unit "lpm" here, expected L/min, L/s, ml/s, ul/s, US gal/min or imp gal/min; did you mean "38 L/min"?
}
