package ifsf

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
)

// TestTwoFuellingModes: prices of mode 2 are handed on when each product has one, the mode selects between them, and the
// transaction names it.
func TestTwoFuellingModes(t *testing.T) {
	d := pump(t)
	d.code(t, "06 61 00 00 00 01 12", "02 04 03 00 18 99")
	if n := d.heard(); len(n) > 0 {
		t.Errorf("one of two credit prices: %v", n)
	}
	d.code(t, "06 61 00 00 00 02 12", "02 04 03 00 19 99")
	d.code(t, "01 21", "21 01 02")
	d.code(t, "01 21", "21 01 02") // again: nothing new
	own := func(n wire.Noun) bool { return n == wire.Noun(forecourt.ReturnPrices{}) }
	var heard []wire.Noun
	for _, n := range d.heard() {
		if _, is := n.(forecourt.SetPrices); is || !own(n) {
			heard = append(heard, n)
		}
	}
	prices := pricesKnown.Prices
	want := []wire.Noun{
		forecourt.SetPrices{Prices: prices, Credit: []unit.Price{eurPerL(1899), eurPerL(1999)}},
		forecourt.SelectLevel{Level: forecourt.Credit},
	}
	if diff := cmp.Diff(want, heard); diff != "" {
		t.Error(diff)
	}
	if got := d.reads(t, "06 61 00 00 00 02 12", "02"); len(got) != 1 || got[0][len(got[0])-8:] != "03001999" {
		t.Errorf("the credit price reads %s", got)
	}
	d.sell(t)
	if got := d.reads(t, "04 21 21 00 01", "04"); len(got) != 1 || got[0][len(got[0])-6:] != "040102" {
		t.Errorf("TR_Fuelling_Mode reads %s", got)
	}
}
