package twowire

import (
	"slices"
	"testing"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
)

// TestTwoPrices: the prices of level 2 are told when all of them are known, a level block selects, and the transaction
// and the totals say what was sold at what.
func TestTwoPrices(t *testing.T) {
	d := pumpAt(t, is(forecourt.Idle))
	block := func(b []byte, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		want(t, d.hear(0x22), 0xD2)
		d.hear(b...)
	}
	c := euroCodec(t)
	for n := range forecourt.Nozzle(3) {
		block(c.appendPriceBlock(nil, n+1, forecourt.Credit, eurPerL(1100+int64(n))))
	}
	for n := range forecourt.Nozzle(3) {
		block(c.appendPriceBlock(nil, n+1, forecourt.Cash, eurPerL(1000+int64(n))))
	}
	block(appendLevelBlock(nil, forecourt.Credit), nil)
	block(c.appendPreset(nil, forecourt.PresetAmount{Limit: eur(2000)}, forecourt.Credit, 0))
	wantNouns(t, d.heard(),
		forecourt.SetPrices{
			Prices: []unit.Price{eurPerL(1000), eurPerL(1001), eurPerL(1002)},
			Credit: []unit.Price{eurPerL(1100), eurPerL(1101), eurPerL(1102)},
		},
		forecourt.SelectLevel{Level: forecourt.Credit}, forecourt.PresetAmount{Limit: eur(2000)})

	d.do(t, forecourt.NozzleReport{Nozzle: 2, Out: true, Price: eurPerL(1101)},
		is(forecourt.Fuelling),
		forecourt.FillingReport{Volume: litres(1000, 2), Amount: eur(1101)},
		forecourt.StatusReport{Status: forecourt.Status{State: forecourt.Idle, Ended: true}})
	want(t, d.hear(0x42), appendSale(nil, sale{pump: 2, grade: 2, level: forecourt.Credit, price: 1101, volume: 1000, money: 1101})...)

	block(c.appendPreset(nil, forecourt.PresetAmount{Limit: eur(2000)}, forecourt.Cash, 0)) // a preset is for its level
	if !slices.Contains(d.heard(), wire.Noun(forecourt.SelectLevel{Level: forecourt.Cash})) {
		t.Error("a preset at level 1 did not select it")
	}
}

// TestTheLevelGoesWithPresets: what is ordered at a level names it, and what the pump then shows is that level's price.
func TestTheLevelGoesWithPresets(t *testing.T) {
	var p pump
	p.prices[forecourt.Cash][1], p.prices[forecourt.Credit][1] = eurPerL(1000), eurPerL(1100)
	if got := p.prices.at(forecourt.Credit, 1); got != eurPerL(1100) {
		t.Errorf("%s at level 2", got)
	}
	p.prices[forecourt.Credit][1] = unit.Price{}
	if got := p.prices.at(forecourt.Credit, 1); got != eurPerL(1000) {
		t.Errorf("%s at a level that is not known", got)
	}
	c := euroCodec(t)
	b, err := c.appendPreset(nil, forecourt.PresetAmount{Limit: eur(2000)}, forecourt.Credit, 1)
	if h, wrong := readHost(b); err != nil || wrong.reason != "" || h.level != forecourt.Credit || !h.named {
		t.Errorf("% X is %+v, %v, %v", b, h, wrong, err)
	}
}
