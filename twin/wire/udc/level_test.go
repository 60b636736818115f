package udc

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
)

// twoColumns is Cx A3 for one nozzle with two prices in mills.
func twoColumns(cash, credit int64) []byte {
	c, _ := newCodec(hundredths)
	b, _ := c.appendPrices([]byte{meAux, doPrices}, []unit.Price{eurPerL(cash), eurPerL(1659)}, []unit.Price{eurPerL(credit), eurPerL(1659)})
	return double(b...)
}

// TestThePriceOfAReleaseSaysItsLevel: the device sells at the level whose price A5 names, and answers so.
func TestThePriceOfAReleaseSaysItsLevel(t *testing.T) {
	d := device(t, up(1), state(forecourt.Calling))
	d.hear(twoColumns(1799, 1849)...)
	both := forecourt.SetPrices{
		Prices: []unit.Price{eurPerL(1799), eurPerL(1659)}, Credit: []unit.Price{eurPerL(1849), eurPerL(1659)},
	}
	one := forecourt.AllowNozzles{Nozzles: []forecourt.Nozzle{1}}
	release := func(mills int64, want ...wire.Noun) {
		t.Helper()
		d.hear(a5(me, mills, 0, 0)...)
		if diff := cmp.Diff(append(want, one, forecourt.Authorise{}), d.heard()); diff != "" {
			t.Errorf("A5 at %d (-want +heard):\n%s", mills, diff)
		}
	}
	release(1849, both, forecourt.SelectLevel{Level: forecourt.Credit})
	d.do(t, 0, state(forecourt.Started))
	if said := d.asked(meAux, askNozzle); said[0] != 1|creditBit {
		t.Errorf("a sale on credit is answered as %02X", said[0])
	}
	d.do(t, 0, over(forecourt.Idle), state(forecourt.Idle), up(1), state(forecourt.Calling))
	d.heard()
	release(1849) // and again: nothing new
	d.do(t, 0, state(forecourt.Started), over(forecourt.Idle), state(forecourt.Idle), up(1), state(forecourt.Calling))
	d.heard()
	release(1799, forecourt.SelectLevel{Level: forecourt.Cash})
	d.do(t, 0, state(forecourt.Started))
	if said := d.asked(meAux, askNozzle); said[0] != 1 {
		t.Errorf("a sale in cash is answered as %02X", said[0])
	}
}

// TestAnUnknownPriceIsTheCashPrice: a release at neither price of the nozzle.
func TestAnUnknownPriceIsTheCashPrice(t *testing.T) {
	d := device(t, up(1), state(forecourt.Calling))
	d.hear(twoColumns(1799, 1849)...)
	d.heard()
	d.hear(a5(me, 1749, 0, 0)...)
	want := []wire.Noun{
		forecourt.SetPrices{Prices: []unit.Price{eurPerL(1749), eurPerL(1659)}, Credit: []unit.Price{eurPerL(1849), eurPerL(1659)}},
		forecourt.AllowNozzles{Nozzles: []forecourt.Nozzle{1}}, forecourt.Authorise{},
	}
	if diff := cmp.Diff(want, d.heard()); diff != "" {
		t.Error(diff)
	}
}
