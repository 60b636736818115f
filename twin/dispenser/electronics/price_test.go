package electronics

import (
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
)

// twoPrices are a cash and a credit price for either nozzle.
var twoPrices = forecourt.SetPrices{
	Prices: []unit.Price{price2(17_990), price2(15_990)}, Credit: []unit.Price{price2(18_490), price2(16_490)},
}

// sell delivers a litre or more at nozzle 0 and returns how it ended.
func (d *desk) sell(t *testing.T) Completed {
	t.Helper()
	d.do(forecourt.Authorise{})
	d.lift(0)
	d.wait(time.Second)
	d.Pump(PulserPort(0), 1_000_000)
	d.wait(2 * time.Second)
	d.Pump(PulserPort(0), 0)
	d.hang(0)
	d.wait(time.Second)
	return d.completed(t)
}

func TestASaleIsMadeAtTheSelectedLevel(t *testing.T) {
	d := newDesk(t, Config{})
	d.do(twoPrices, forecourt.Reset{}, forecourt.SelectLevel{Level: forecourt.Credit})
	d.lift(0)
	if r := d.e.nozzleReport(); r.Price != price2(18_490) {
		t.Errorf("the nozzle that is out shows %s", r.Price)
	}
	d.hang(0)
	sold := d.sell(t)
	if sold.Price != price2(18_490) || sold.Level != forecourt.Credit || sold.Amount != sold.Price.Amount(sold.Volume, unit.HalfUp) {
		t.Errorf("on credit: %+v", sold)
	}
	d.do(forecourt.SelectLevel{Level: forecourt.Cash}) // the finished sale keeps its price on the display
	if r := d.e.nozzleReport(); r.Price != price2(18_490) {
		t.Errorf("the finished sale shows %s", r.Price)
	}
	d.do(forecourt.Reset{})
	if sold := d.sell(t); sold.Price != price2(17_990) || sold.Level != forecourt.Cash {
		t.Errorf("in cash: %+v", sold)
	}
}

func TestALevelIsTakenWhereAPriceIs(t *testing.T) {
	d := newDesk(t, Config{}).flowing(0)
	faults := len(d.Faults)
	d.do(forecourt.SelectLevel{Level: forecourt.Credit})
	if len(d.Events("level-selected")) > 0 || len(d.Faults) != faults+1 {
		t.Errorf("in mid-sale: events %v, faults %v", d.Names(), d.Faults)
	}
	d.do(forecourt.SelectLevel{Level: 7})
	if len(d.Faults) != faults+2 {
		t.Errorf("a level that is none: %v", d.Faults)
	}
}

func TestWithoutACreditPriceTheCashPriceCounts(t *testing.T) {
	d := newDesk(t, Config{}).ready()
	d.do(forecourt.SelectLevel{Level: forecourt.Credit})
	if sold := d.sell(t); sold.Price != price2(17_990) || sold.Level != forecourt.Credit {
		t.Errorf("%+v", sold)
	}
}

func TestAPowerCutForgetsPricesAndLevel(t *testing.T) {
	d := newDesk(t, Config{})
	d.do(twoPrices, forecourt.Reset{}, forecourt.SelectLevel{Level: forecourt.Credit}, forecourt.SetFillingType{Credit: true})
	d.PowerOff()
	d.PowerOn()
	d.poll()
	d.do(prices, forecourt.Reset{})
	if sold := d.sell(t); sold.Price != price2(17_990) || sold.Level != forecourt.Cash {
		t.Errorf("%+v", sold)
	}
}

func TestCreditPricesMustCoverAllNozzles(t *testing.T) {
	d := newDesk(t, Config{}).ready()
	short := forecourt.SetPrices{Prices: twoPrices.Prices, Credit: twoPrices.Credit[:1]}
	d.do(short)
	refused := d.Events("price-refused")
	if len(refused) != 2 || refused[0].(PriceRefused).Why != "1 of 2 credit prices" {
		t.Errorf("%v", refused)
	}
	d.do(forecourt.SetFillingType{Credit: true})
	if sold := d.sell(t); sold.Level != forecourt.Credit || sold.Price != price2(17_990) {
		t.Errorf("a controller with one price says credit: %+v", sold)
	}
}
