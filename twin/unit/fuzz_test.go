package unit

import "testing"

// fuzz checks one parser: it never panics, and what it reads prints to a text
// that reads back to the same.
func fuzz[T comparable](f *testing.F, parse func(string) (T, error), print func(T) string) {
	for _, seed := range []string{
		"32.50 L", "250 ml", "38 L/min", "38 l/min", "1234.567 mm", "15.0 C", "150.00 EUR", "EUR 150", "1.799 EUR/L",
		"4.129 USD/US gal", "12 s", "90s", "-0.5 min", "007 L", "1,5 h", "", " ", ".", "-", "18446744073709551616 L", "half-even",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		x, err := parse(text)
		if err != nil {
			checkFix(t, discard(parse), text)
			return
		}
		if back, err := parse(print(x)); err != nil || back != x {
			t.Errorf("%q reads %v, prints %q, reads %v, %v", text, x, print(x), back, err)
		}
	})
}

func FuzzVolume(f *testing.F)      { fuzz(f, ParseVolume, Volume.String) }
func FuzzFlowRate(f *testing.F)    { fuzz(f, ParseFlowRate, FlowRate.String) }
func FuzzLevel(f *testing.F)       { fuzz(f, ParseLevel, Level.String) }
func FuzzTemperature(f *testing.F) { fuzz(f, ParseTemperature, Temperature.String) }
func FuzzMeasure(f *testing.F)     { fuzz(f, ParseMeasure, Measure.String) }
func FuzzIndicated(f *testing.F)   { fuzz(f, ParseIndicated, Indicated.String) }
func FuzzCurrency(f *testing.F)    { fuzz(f, ParseCurrency, Currency.String) }
func FuzzMoney(f *testing.F)       { fuzz(f, ParseMoney, Money.String) }
func FuzzPrice(f *testing.F)       { fuzz(f, ParsePrice, Price.String) }
func FuzzRounding(f *testing.F)    { fuzz(f, ParseRounding, Rounding.String) }
func FuzzDuration(f *testing.F)    { fuzz(f, ParseDuration, FormatDuration) }
