package pos

import (
	"strings"
	"testing"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/service"
)

func TestTheTaxInAnAmount(t *testing.T) {
	for _, c := range []struct{ amount, rate, tax int64 }{
		{11900, 1900, 1900}, {12100, 2100, 2100}, {1799, 2100, 312}, {1, 1900, 0}, {0, 1900, 0}, {1000, 0, 0}, {10770, 770, 770},
	} {
		if got := (Tax{Rate: c.rate}).In(eur(c.amount)); got != eur(c.tax) {
			t.Errorf("%d at %d: %s, want %s", c.amount, c.rate, got, eur(c.tax))
		}
	}
}

func TestCoins(t *testing.T) {
	for _, c := range []struct{ coin, amount, want int64 }{
		{5, 1799, 1800}, {5, 1797, 1795}, {5, 1798, 1800}, {5, 1800, 1800}, {5, 2, 0}, {5, 3, 5}, {100, 149, 100}, {100, 150, 200}, {0, 1799, 1799}, {1, 1799, 1799},
	} {
		if got := (Country{Coin: eur(c.coin)}).coins(eur(c.amount)); got != eur(c.want) {
			t.Errorf("%d in coins of %d: %s, want %s", c.amount, c.coin, got, eur(c.want))
		}
	}
}

// bavaria is a country for a test.
var bavaria = Country{
	Taxes: map[forecourt.Grade]Tax{"diesel": {Code: "A", Name: "MwSt", Rate: 1900, Text: "19 %"}}, Coin: eur(5),
	Header: []string{"Servus"}, Footer: []string{"Pfiat di"},
}

func TestAReceiptHasWhatTheCountryWants(t *testing.T) {
	r := newRig(t, Config{Country: bavaria})
	r.play(
		at(sec, state(2, forecourt.Calling)), at(2*sec, cashier(AuthorisePoint{Point: 2})), at(3*sec, state(2, forecourt.Fuelling)),
		at(30*sec, finished("2", 2, 1234)), at(60*sec, cashier(Pay{Point: 2, Tender: Cash})),
	)
	r.balance()
	receipt, rounded := "", CashRounded{}
	for _, x := range r.told {
		switch e := x.Event.(type) {
		case ReceiptPrinted:
			receipt = e.Text
		case CashRounded:
			rounded = e
		}
	}
	for _, want := range []string{"Servus\n", "A MwSt 19 %: net 10.37 EUR, tax 1.97 EUR\n", "rounding 0.01 EUR\ncash: 12.35 EUR\nPfiat di\n"} {
		if !strings.Contains(receipt, want) {
			t.Errorf("no %q in\n%s", want, receipt)
		}
	}
	if want := (CashRounded{"2", eur(1234), eur(1235), eur(1)}); rounded != want {
		t.Errorf("%+v", rounded)
	}
}

func TestNobodyActsAtTheTillOfAnUnmannedSite(t *testing.T) {
	r := newRig(t, Config{Modes: service.Schedule{Always: service.Of(service.Outdoor)}})
	r.play(
		at(sec, state(2, forecourt.Calling)), at(2*sec, cashier(AuthorisePoint{Point: 2})),
		at(3*sec, cashier(Prepay{Point: 2, Amount: eur(1000), Tender: Cash})),
		at(10*sec, card("visa-credit")), at(18*sec, state(1, forecourt.Fuelling)), at(60*sec, finished("1", 1, 4211)),
	)
	if got := r.names(); got != "pos-started refused refused authorised captured posted" {
		t.Error(got)
	}
	r.balance()
}

// TestChangeIsMadeOfCoins: whatever a prepayment in cash is used for, what goes back is coins, what stays is the sale and a
// rounding that is named, and it is what the sale would cost afterwards.
func TestChangeIsMadeOfCoins(t *testing.T) {
	for _, coin := range []int64{0, 1, 5, 10, 100} {
		for used := int64(0); used <= 4000; used += 7 {
			r := newRig(t, Config{Country: Country{Coin: eur(coin)}})
			c := &cover{Tender: Cash, Granted: eur(4000)}
			back, rounded := r.pos.change(c, eur(used))
			if back.Minor%max(coin, 1) != 0 || back.Minor < 0 || 4000-back.Minor != used+rounded.Minor ||
				eur(used+rounded.Minor) != (Country{Coin: eur(coin)}).coins(eur(used)) {
				t.Fatalf("%d of 40.00 in coins of %d: %s back, %s rounded", used, coin, back, rounded)
			}
			if c.Tender = Card; used > 0 {
				if back, rounded = r.pos.change(c, eur(used)); back.Minor != 4000-used || !rounded.IsZero() {
					t.Fatalf("by card: %s back, %s rounded", back, rounded)
				}
			}
		}
	}
}

// TestAPrepaymentIsMadeOfCoins: others are refused before anything is taken.
func TestAPrepaymentIsMadeOfCoins(t *testing.T) {
	r := newRig(t, Config{Country: bavaria})
	r.play(at(sec, state(2, forecourt.Idle)))
	if why := r.pos.takePrepay(Prepay{Point: 2, Amount: eur(2003), Tender: Cash}); !strings.Contains(why, "no coins make 20.03 EUR") {
		t.Errorf("%q", why)
	}
}
