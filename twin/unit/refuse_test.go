package unit

import (
	"errors"
	"testing"
)

// parsers is every parser, its result left out.
var parsers = map[string]func(string) error{
	"volume":      discard(ParseVolume),
	"flow":        discard(ParseFlowRate),
	"level":       discard(ParseLevel),
	"temperature": discard(ParseTemperature),
	"measure":     discard(ParseMeasure),
	"indicated":   discard(ParseIndicated),
	"currency":    discard(ParseCurrency),
	"money":       discard(ParseMoney),
	"price":       discard(ParsePrice),
	"rounding":    discard(ParseRounding),
	"duration":    discard(ParseDuration),
}

func discard[T any](parse func(string) (T, error)) func(string) error {
	return func(text string) error {
		_, err := parse(text)
		return err
	}
}

func TestRefused(t *testing.T) {
	for _, c := range []struct{ parser, text, want string }{
		{"flow", "38 l/min", `"38 l/min" is not a flow rate: there is no unit "l/min" here, expected L/min, L/s, ml/s, ul/s, US gal/min or imp gal/min; did you mean "38 L/min"?`},
		{"flow", "38 L", `"38 L" is not a flow rate: there is no unit "L" here, expected L/min, L/s, ml/s, ul/s, US gal/min or imp gal/min; did you mean "38 L/min"?`},
		{"price", "1.799 EUR", `"1.799 EUR" is not a price: a price is per unit of volume, as in "1.799 EUR/L"; did you mean "1.799 EUR/L"?`},
		{"price", "1.799 EUR/l", `"1.799 EUR/l" is not a price: expected L, US gal or imp gal; did you mean "1.799 EUR/L"?`},
		{"price", "1.79905 EUR/L", `"1.79905 EUR/L" is not a price: a price has at most 4 decimals`},
		{"price", "4.129 $/gal", `"4.129 $/gal" is not a price: there is no currency "$", expected a code such as EUR or USD; did you mean "4.129 USD/US gal"?`},
		{"price", "1.799", `"1.799" is not a price: a price is per unit of volume, as in "1.799 EUR/L"`},
		{"money", "150 EURO", `"150 EURO" is not an amount of money: there is no currency "EURO", expected a code such as EUR or USD; did you mean "150 EUR"?`},
		{"money", "150.00", `"150.00" is not an amount of money: the currency is missing, as in "150.00 EUR"`},
		{"money", "150.005 EUR", `"150.005 EUR" is not an amount of money: EUR has 2 decimals`},
		{"money", "165.5 JPY", `"165.5 JPY" is not an amount of money: JPY has no decimals`},
		{"money", "EUR 150", `"EUR 150" is not an amount of money: it does not start with a number; did you mean "150 EUR"?`},
		{"money", "150,00 EUR", `"150,00 EUR" is not an amount of money: the decimal mark is a point; did you mean "150.00 EUR"?`},
		{"money", "92233720368547758.08 EUR", `"92233720368547758.08 EUR" is not an amount of money: the number is too large`},
		{"volume", "32.5", `"32.5" is not a volume: the unit is missing, expected L, ml or ul; did you mean "32.5 L"?`},
		{"volume", "0.5 ul", `"0.5 ul" is not a volume: finer than 1 ul`},
		{"volume", "99999999999999 L", `"99999999999999 L" is not a volume: the number is too large`},
		{"volume", "007 L", `"007 L" is not a volume: the number starts with a zero; did you mean "7 L"?`},
		{"volume", "", `"" is not a volume: it is empty`},
		{"volume", "full", `"full" is not a volume: it does not start with a number`},
		{"indicated", "8 gal", `"8 gal" is not an indicated volume: there is no unit "gal" here, expected L, US gal or imp gal; did you mean "8 US gal"?`},
		{"indicated", "9223372036854775807 L", `"9223372036854775807 L" is not an indicated volume: the number is too large`},
		{"temperature", "15 °C", `"15 °C" is not a temperature: there is no unit "°C" here, expected C; did you mean "15 C"?`},
		{"temperature", "15.0001 C", `"15.0001 C" is not a temperature: finer than 0.001 C`},
		{"duration", "2 m", `"2 m" is not a duration: there is no unit "m" here, expected s, ms, min, h, us or ns; did you mean "2 min"?`},
		{"duration", "+40 ms", `"+40 ms" is not a duration: a plus sign has no place here; did you mean "40 ms"?`},
		{"duration", ".5 s", `".5 s" is not a duration: no digit stands before the point; did you mean "0.5 s"?`},
		{"duration", "5. s", `"5. s" is not a duration: no digit follows the point; did you mean "5 s"?`},
		{"duration", " 5 s", `" 5 s" is not a duration: it starts with a space; did you mean "5 s"?`},
		{"measure", "USGal", `"USGal" is not a measure: expected L, US gal or imp gal; did you mean "US gal"?`},
		{"currency", "eur", `"eur" is not a currency: there is no currency "eur", expected a code such as EUR or USD; did you mean "EUR"?`},
		{"rounding", "bankers", `"bankers" is not a rounding: expected half-up, half-even, down or up; did you mean "half-even"?`},
	} {
		if err := parsers[c.parser](c.text); err == nil || err.Error() != c.want {
			t.Errorf("%s %q:\n got %v\nwant %s", c.parser, c.text, err, c.want)
		}
	}
}

// checkFix demands that a suggestion can itself be read.
func checkFix(t *testing.T, parse func(string) error, text string) {
	var wrong *ParseError
	if err := parse(text); errors.As(err, &wrong) && wrong.Fix != "" && parse(wrong.Fix) != nil {
		t.Errorf("%q: the suggestion %q cannot be read", text, wrong.Fix)
	}
}
