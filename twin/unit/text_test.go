package unit

import (
	"encoding/json"
	"maps"
	"math"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func indicated(t *rapid.T) Indicated {
	return Indicated{
		Count:    rapid.Int64Range(0, 1e12).Draw(t, "count"),
		Decimals: uint8(rapid.IntRange(0, MaxDecimals).Draw(t, "decimals")),
		Unit:     Measure(rapid.IntRange(0, 2).Draw(t, "measure")),
	}
}

func currency(t *rapid.T) Currency {
	return rapid.SampledFrom(slices.Sorted(maps.Keys(numericOf))).Draw(t, "currency")
}

// roundTrip checks that x prints to what reads back as x.
func roundTrip[T comparable](t *rapid.T, x T, text string, parse func(string) (T, error)) {
	if back, err := parse(text); err != nil || back != x {
		t.Fatalf("%v printed %q, which reads %v, %v", x, text, back, err)
	}
}

func TestWhatIsPrintedReadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64().Draw(t, "n")
		roundTrip(t, Volume(n), Volume(n).String(), ParseVolume)
		roundTrip(t, FlowRate(n), FlowRate(n).String(), ParseFlowRate)
		roundTrip(t, Level(n), Level(n).String(), ParseLevel)
		roundTrip(t, Temperature(n), Temperature(n).String(), ParseTemperature)
		roundTrip(t, time.Duration(n), FormatDuration(time.Duration(n)), ParseDuration)
		i := indicated(t)
		roundTrip(t, i, i.String(), ParseIndicated)
		m := Money{n, currency(t)}
		roundTrip(t, m, m.String(), ParseMoney)
		p := Price{n, m.Currency, i.Unit}
		roundTrip(t, p, p.String(), ParsePrice)
		roundTrip(t, p.Unit, p.Unit.String(), ParseMeasure)
		roundTrip(t, p.Currency, p.Currency.String(), ParseCurrency)
		r := Rounding(rapid.IntRange(0, 3).Draw(t, "rounding"))
		roundTrip(t, r, r.String(), ParseRounding)
	})
}

func TestPrinted(t *testing.T) {
	for _, c := range []struct {
		got  interface{ String() string }
		want string
	}{
		{Volume(12_345_678), "12.345678 L"},
		{Volume(250_000), "250 ml"},
		{Volume(-250_000), "-250 ml"},
		{Volume(250_500), "0.2505 L"},
		{Volume(0), "0 L"},
		{Volume(math.MinInt64), "-9223372036854.775808 L"},
		{LitresPerMinute(38), "38 L/min"},
		{FlowRate(1), "0.00006 L/min"},
		{Level(1_234_567), "1234.567 mm"},
		{Temperature(15_000), "15.0 C"},
		{Temperature(-125), "-0.125 C"},
		{Indicated{3250, 2, L}, "32.50 L"},
		{Indicated{-5, 2, USGal}, "-0.05 US gal"},
		{Money{15000, "EUR"}, "150.00 EUR"},
		{Money{165, "JPY"}, "165 JPY"},
		{Money{-50, "KWD"}, "-0.050 KWD"},
		{Price{17990, "EUR", L}, "1.799 EUR/L"},
		{Price{17995, "EUR", L}, "1.7995 EUR/L"},
		{Price{41290, "USD", USGal}, "4.129 USD/US gal"},
		{Price{1_650_000, "JPY", L}, "165.000 JPY/L"},
		{Measure(9), "Measure(9)"},
		{Rounding(9), "Rounding(9)"},
	} {
		if c.got.String() != c.want {
			t.Errorf("printed %q, want %q", c.got, c.want)
		}
	}
}

func TestDurations(t *testing.T) {
	for text, want := range map[string]time.Duration{
		"12 s": 12 * time.Second, "250 ms": 250 * time.Millisecond, "1.5 s": 1500 * time.Millisecond,
		"2 min": 2 * time.Minute, "1 h": time.Hour, "90s": 90 * time.Second, "0 s": 0, "1.5 min": 90 * time.Second,
	} {
		if got, err := ParseDuration(text); err != nil || got != want {
			t.Errorf("%q reads %v, %v", text, got, err)
		}
	}
	for d, want := range map[time.Duration]string{
		0: "0 s", 90 * time.Second: "90 s", 120 * time.Second: "2 min", time.Hour: "1 h", 90 * time.Minute: "90 min",
		1500 * time.Millisecond: "1.5 s", 250 * time.Millisecond: "250 ms", 10 * time.Microsecond: "10 us", 7: "7 ns",
	} {
		if got := FormatDuration(d); got != want {
			t.Errorf("%d ns prints %q, want %q", d, got, want)
		}
	}
}

func TestFlowInGallons(t *testing.T) {
	f, err := ParseFlowRate("10 US gal/min")
	if err != nil || f != 630_902 { // 37.854 117 84 L / 60 s
		t.Errorf("%d, %v", f, err)
	}
}

func TestJSON(t *testing.T) {
	type record struct {
		Volume Indicated
		Amount Money
		Price  Price
		None   Money `json:",omitzero"`
	}
	in := record{Volume: Indicated{3250, 2, L}, Amount: Money{5847, "EUR"}, Price: Price{17990, "EUR", L}}
	text, err := json.Marshal(in)
	if want := `{"Volume":"32.50 L","Amount":"58.47 EUR","Price":"1.799 EUR/L"}`; err != nil || string(text) != want {
		t.Fatalf("%s, %v", text, err)
	}
	var out record
	if err := json.Unmarshal(text, &out); err != nil || out != in {
		t.Errorf("%+v, %v", out, err)
	}
	for _, bad := range []any{Money{1, ""}, Price{1, "", L}, Measure(9), Currency(""), Indicated{Unit: 9}, Indicated{Decimals: 10}, Rounding(9)} {
		if _, err := json.Marshal(bad); err == nil {
			t.Errorf("%v was written", bad)
		}
	}
}

func TestNoAmountIsEmptyText(t *testing.T) {
	type record struct {
		Amount Money
		Price  Price
	}
	text, err := json.Marshal(record{})
	out := record{Money{1, "EUR"}, Price{1, "EUR", L}}
	if err != nil || string(text) != `{"Amount":"","Price":""}` || json.Unmarshal(text, &out) != nil || out != (record{}) {
		t.Errorf("%s, %+v, %v", text, out, err)
	}
}

func TestRefusedTextLeavesTheValueAlone(t *testing.T) {
	m := Money{1, "EUR"}
	if err := m.UnmarshalText([]byte("150")); err == nil || m != (Money{1, "EUR"}) {
		t.Errorf("%v, %v", m, err)
	}
}
