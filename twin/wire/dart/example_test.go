package dart_test

import (
	"fmt"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
	"github.com/forecourt/forecourt/twin/wire/dart"
	"github.com/forecourt/forecourt/twin/wire/wiretest"
)

// One sale from the release to its end: what either end hears.
func Example() {
	options := wire.Options{Addresses: []byte{0x50}, VolumeDecimals: 2, AmountDecimals: 2, PriceDecimals: 3, Currency: "EUR"}
	pair, err := wiretest.NewPair(dart.New(), options, wiretest.Line{})
	if err != nil {
		fmt.Println(err)
		return
	}
	price := unit.Price{E4: 17990, Currency: "EUR"}
	litres := func(n int64) unit.Indicated { return unit.Indicated{Count: n, Decimals: 2} }
	cents := func(n int64) unit.Money { return unit.Money{Minor: n, Currency: "EUR"} }
	status := func(s forecourt.Status) forecourt.StatusReport { return forecourt.StatusReport{Status: s} }
	say := func(n ...wire.Noun) {
		for _, n := range n {
			if err := pair.Slave.Session.Do(pair.Now(), 0, n); err != nil {
				fmt.Println(err)
			}
		}
		pair.RunFor(200 * time.Millisecond)
	}
	pair.Slave.OnHeard = func(_ clock.Instant, _ byte, n wire.Noun) { fmt.Printf("pump hears %T\n", n) }
	pair.Master.OnHeard = func(_ clock.Instant, _ byte, n wire.Noun) { fmt.Printf("controller hears %+v\n", n) }

	say()
	for _, n := range []wire.Noun{
		forecourt.AllowNozzles{Nozzles: []forecourt.Nozzle{1}},
		forecourt.PresetAmount{Limit: cents(5000)},
		forecourt.Authorise{},
	} {
		if err := pair.Master.Session.Do(pair.Now(), 0x50, n); err != nil {
			fmt.Println(err)
		}
	}
	say()
	out := forecourt.NozzleReport{Nozzle: 1, Out: true, Price: price}
	say(status(forecourt.Status{State: forecourt.Started}), out)
	say(status(forecourt.Status{State: forecourt.Fuelling}))
	say(forecourt.FillingReport{Volume: litres(1000), Amount: cents(1799)})
	out.Out = false
	say(status(forecourt.Status{State: forecourt.Idle, Ended: true}), out,
		forecourt.FillingReport{Volume: litres(1234), Amount: cents(2220)})

	// Output:
	// controller hears {Yes:true}
	// pump hears forecourt.ReturnStatus
	// pump hears forecourt.AllowNozzles
	// pump hears forecourt.PresetAmount
	// pump hears forecourt.Authorise
	// controller hears {Status:started}
	// controller hears {Nozzle:1 Out:true Price:1.799 EUR/L}
	// controller hears {Status:fuelling}
	// controller hears {Volume:10.00 L Amount:17.99 EUR Temperature:0.0 C Measured:false}
	// controller hears {Status:idle, sale ended}
	// controller hears {Nozzle:1 Out:false Price:1.799 EUR/L}
	// controller hears {Volume:12.34 L Amount:22.20 EUR Temperature:0.0 C Measured:false}
}
