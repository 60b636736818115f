package udc_test

import (
	"fmt"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
	"github.com/forecourt/forecourt/twin/wire/udc"
	"github.com/forecourt/forecourt/twin/wire/wiretest"
)

// One sale from the release to its end: what either end hears.
func Example() {
	options := wire.Options{Addresses: []byte{0xF0}, VolumeDecimals: 2, AmountDecimals: 2, PriceDecimals: 3, Currency: "EUR"}
	pair, err := wiretest.NewPair(udc.New(), options, wiretest.Line{})
	if err != nil {
		fmt.Println(err)
		return
	}
	price := unit.Price{E4: 17990, Currency: "EUR"}
	display := func(centilitres, cents int64) forecourt.FillingReport {
		return forecourt.FillingReport{
			Volume: unit.Indicated{Count: centilitres, Decimals: 2}, Amount: unit.Money{Minor: cents, Currency: "EUR"},
		}
	}
	status := func(s forecourt.Status) forecourt.StatusReport { return forecourt.StatusReport{Status: s} }
	do := func(s *wiretest.Side, n ...wire.Noun) {
		for _, n := range n {
			if err := s.Session.Do(pair.Now(), 0xF0, n); err != nil {
				fmt.Println(err)
			}
		}
		pair.RunFor(time.Second)
	}
	pair.Slave.OnHeard = func(at clock.Instant, _ byte, n wire.Noun) {
		fmt.Printf("pump hears %T %v\n", n, n)
		if n == (forecourt.Authorise{}) {
			_ = pair.Slave.Session.Do(at, 0, status(forecourt.Status{State: forecourt.Started}))
		}
	}
	pair.Master.OnHeard = func(_ clock.Instant, _ byte, n wire.Noun) { fmt.Printf("controller hears %+v\n", n) }

	do(pair.Slave, status(forecourt.Status{State: forecourt.Idle}))
	do(pair.Master, forecourt.SetPrices{Prices: []unit.Price{price}}, forecourt.Reset{})
	do(pair.Master, forecourt.PresetAmount{Limit: unit.Money{Minor: 5000, Currency: "EUR"}}, forecourt.Authorise{})
	out := forecourt.NozzleReport{Nozzle: 1, Out: true, Price: price}
	do(pair.Slave, out, status(forecourt.Status{State: forecourt.Calling}))
	do(pair.Slave, display(1000, 1799), status(forecourt.Status{State: forecourt.Fuelling}))
	out.Out = false
	do(pair.Slave, out, status(forecourt.Status{State: forecourt.Idle, Ended: true}), display(1234, 2220))

	// Output:
	// controller hears {Yes:true}
	// controller hears {Volume:0.00 L Amount:0.00 EUR Temperature:0.0 C Measured:false}
	// controller hears {Status:idle, sale ended}
	// pump hears forecourt.SetPrices {[1.799 EUR/L] []}
	// controller hears {Status:idle}
	// controller hears {Status:authorised}
	// controller hears {Nozzle:1 Out:true Price:1.799 EUR/L}
	// pump hears forecourt.AllowNozzles {[1]}
	// pump hears forecourt.PresetAmount {50.00 EUR}
	// pump hears forecourt.Authorise {}
	// controller hears {Status:started}
	// controller hears {Volume:10.00 L Amount:17.99 EUR Temperature:0.0 C Measured:false}
	// controller hears {Status:fuelling}
	// pump hears forecourt.Reset {}
	// controller hears {Nozzle:1 Out:false Price:1.799 EUR/L}
	// controller hears {Volume:12.34 L Amount:22.20 EUR Temperature:0.0 C Measured:false}
	// controller hears {Status:idle, sale ended}
}
