package ifsf_test

import (
	"fmt"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
	"github.com/forecourt/forecourt/twin/wire/ifsf"
	"github.com/forecourt/forecourt/twin/wire/wiretest"
)

// One sale from the prices to the clearing of its transaction: what either end hears.
func Example() {
	options := wire.Options{
		Addresses: []byte{0x21}, Nozzles: 1, VolumeDecimals: 2, AmountDecimals: 2, PriceDecimals: 3, Currency: "EUR",
	}
	pair, err := wiretest.NewPair(ifsf.New(), options, wiretest.Line{Duplex: true})
	if err != nil {
		fmt.Println(err)
		return
	}
	price := unit.Price{E4: 17990, Currency: "EUR"}
	litres := func(n int64) unit.Indicated { return unit.Indicated{Count: n, Decimals: 2} }
	cents := func(n int64) unit.Money { return unit.Money{Minor: n, Currency: "EUR"} }
	status := func(s forecourt.State) forecourt.StatusReport {
		return forecourt.StatusReport{Status: forecourt.Status{State: s}}
	}
	do := func(s *wiretest.Side, nouns ...wire.Noun) {
		for _, n := range nouns {
			if err := s.Session.Do(pair.Now(), 0x21, n); err != nil {
				fmt.Println(err)
			}
		}
		pair.RunFor(500 * time.Millisecond)
	}
	out := forecourt.NozzleReport{Nozzle: 1, Out: true, Price: price}
	pair.Slave.OnHeard = func(at clock.Instant, _ byte, n wire.Noun) {
		fmt.Printf("pump hears %T\n", n)
		switch n.(type) { // as the electronics answer, from within
		case forecourt.SetPrices:
			_ = pair.Slave.Session.Do(at, 0, status(forecourt.Idle))
		case forecourt.Reset:
			_ = pair.Slave.Session.Do(at, 0, status(forecourt.Idle))
		}
	}
	pair.Master.OnHeard = func(_ clock.Instant, _ byte, n wire.Noun) { fmt.Printf("controller hears %+v\n", n) }

	do(pair.Master, forecourt.SetPrices{Prices: []unit.Price{price}})
	do(pair.Master, forecourt.AllowNozzles{Nozzles: []forecourt.Nozzle{1}}, forecourt.PresetAmount{Limit: cents(5000)},
		forecourt.Authorise{})
	do(pair.Slave, status(forecourt.Authorised))
	do(pair.Slave, out, status(forecourt.Started))
	do(pair.Slave, status(forecourt.Fuelling), forecourt.FillingReport{Volume: litres(1000), Amount: cents(1799)})
	out.Out = false
	do(pair.Slave, out, forecourt.StatusReport{Status: forecourt.Status{State: forecourt.Idle, Ended: true}},
		forecourt.FillingReport{Volume: litres(1234), Amount: cents(2220)})
	do(pair.Master, forecourt.Reset{})

	// Output:
	// controller hears {Yes:true}
	// controller hears {Status:inoperative}
	// pump hears forecourt.SetPrices
	// pump hears forecourt.ReturnPrices
	// controller hears {Status:closed}
	// controller hears {Status:idle}
	// pump hears forecourt.AllowNozzles
	// pump hears forecourt.PresetAmount
	// pump hears forecourt.Authorise
	// controller hears {Status:authorised}
	// controller hears {Nozzle:1 Out:true Price:1.799 EUR/L}
	// controller hears {Status:started}
	// controller hears {Status:fuelling}
	// controller hears {Volume:10.00 L Amount:17.99 EUR Temperature:0.0 C Measured:false}
	// pump hears forecourt.ReturnFilling
	// pump hears forecourt.ReturnTotals
	// pump hears forecourt.ReturnTotals
	// pump hears forecourt.Reset
	// controller hears {Nozzle:1 Out:false Price:1.799 EUR/L}
	// pump hears forecourt.ReturnTotals
	// pump hears forecourt.ReturnTotals
	// controller hears {Volume:12.34 L Amount:22.20 EUR Temperature:0.0 C Measured:false}
	// controller hears {Status:idle, sale ended}
	// controller hears {Volume:0.00 L Amount:0.00 EUR Temperature:0.0 C Measured:false}
	// controller hears {Status:idle}
}
