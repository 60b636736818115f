package wire

import (
	"strings"
	"testing"
	"testing/quick"

	"github.com/forecourt/forecourt/twin/unit"
)

func eurFigures(t *testing.T) Figures {
	f, err := NewFigures("bus", Options{Currency: "EUR", VolumeDecimals: 2, AmountDecimals: 1, PriceDecimals: 3}, 6)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestFiguresComeBackAsTheyWent(t *testing.T) {
	f := eurFigures(t)
	there := func(n uint32) bool {
		count := int64(n % 1_000_000)
		m, ok1 := f.Amount(count)
		p, ok2 := f.Price(count)
		v, err1 := f.VolumeDigits(f.Volume(count), 6)
		a, err2 := f.AmountDigits(m, 6)
		e, err3 := f.PriceDigits(p, 6)
		return ok1 && ok2 && err1 == nil && err2 == nil && err3 == nil && v == count && a == count && e == count
	}
	if err := quick.Check(there, nil); err != nil {
		t.Error(err)
	}
}

func TestFiguresRefuseWhatDoesNotFit(t *testing.T) {
	f := eurFigures(t)
	volume := func(count int64, decimals uint8, u unit.Measure) error {
		_, err := f.VolumeDigits(unit.Indicated{Count: count, Decimals: decimals, Unit: u}, 6)
		return err
	}
	amount := func(minor int64, c unit.Currency) error {
		_, err := f.AmountDigits(unit.Money{Minor: minor, Currency: c}, 6)
		return err
	}
	price := func(e4 int64, c unit.Currency) error {
		_, err := f.PriceDigits(unit.Price{E4: e4, Currency: c}, 4)
		return err
	}
	for name, c := range map[string]struct {
		err  error
		says string
	}{
		"gallons":            {volume(1, 2, unit.USGal), "is not in L"},
		"a finer volume":     {volume(1234, 3, unit.L), "does not fit 6 digits with 2 decimals"},
		"a long volume":      {volume(1_000_000, 2, unit.L), "does not fit 6 digits"},
		"a volume below 0":   {volume(-1, 2, unit.L), "does not fit"},
		"another currency":   {amount(10, "USD"), "is not in 'EUR'"},
		"an odd cent":        {amount(11, "EUR"), "does not fit 6 digits with 1 decimals"},
		"a price of dollars": {price(10, "USD"), "is not in EUR/L"},
		"a finer price":      {price(17_995, "EUR"), "does not fit 4 digits with 3 decimals"},
		"a long price":       {price(100_000, "EUR"), "does not fit 4 digits"},
	} {
		if c.err == nil || !strings.Contains(c.err.Error(), c.says) {
			t.Errorf("%s: %v, expected it to say %q", name, c.err, c.says)
		}
	}
}

func TestNewFiguresNamesWhatTheBusCannotCarry(t *testing.T) {
	for says, o := range map[string]Options{
		"7 volume decimals, at most 6": {Currency: "EUR", VolumeDecimals: 7},
		"5 price decimals":             {Currency: "EUR", PriceDecimals: 5},
		"1 amount decimals":            {Currency: "JPY", AmountDecimals: 1},
		"there is no":                  {Currency: "EUR", Unit: unit.ImpGal + 1},
	} {
		if _, err := NewFigures("bus", o, 6); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%v, expected it to say %q", err, says)
		}
	}
}
