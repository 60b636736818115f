package twowire_test

import (
	"fmt"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
	"github.com/forecourt/forecourt/twin/wire/twowire"
	"github.com/forecourt/forecourt/twin/wire/wiretest"
)

// One sale from the release to its reset: what either end hears.
func Example() {
	options := wire.Options{Addresses: []byte{1}, VolumeDecimals: 2, AmountDecimals: 2, PriceDecimals: 3, Currency: "EUR"}
	pair, err := wiretest.NewPair(twowire.New(), options, wiretest.Line{Settings: twowire.New().Ports()[0].Settings})
	if err != nil {
		fmt.Println(err)
		return
	}
	litres := func(n int64) unit.Indicated { return unit.Indicated{Count: n, Decimals: 2} }
	cents := func(n int64) unit.Money { return unit.Money{Minor: n, Currency: "EUR"} }
	status := func(s forecourt.Status) forecourt.StatusReport { return forecourt.StatusReport{Status: s} }
	say := func(s *wiretest.Side, nouns ...wire.Noun) {
		for _, n := range nouns {
			if err := s.Session.Do(pair.Now(), 1, n); err != nil {
				fmt.Println(err)
			}
		}
	}
	pair.Slave.OnHeard = func(_ clock.Instant, _ byte, n wire.Noun) {
		fmt.Printf("pump hears %T\n", n)
		switch n.(type) {
		case forecourt.Authorise:
			say(pair.Slave, status(forecourt.Status{State: forecourt.Authorised}))
		case forecourt.Reset:
			say(pair.Slave, status(forecourt.Status{State: forecourt.Idle}))
		}
	}
	pair.Master.OnHeard = func(_ clock.Instant, _ byte, n wire.Noun) { fmt.Printf("controller hears %+v\n", n) }

	say(pair.Slave, status(forecourt.Status{State: forecourt.Idle}))
	pair.RunFor(time.Second)
	say(pair.Master, forecourt.AllowNozzles{Nozzles: []forecourt.Nozzle{1}}, forecourt.PresetAmount{Limit: cents(5000)},
		forecourt.Authorise{})
	pair.RunFor(time.Second)
	out := forecourt.NozzleReport{Nozzle: 1, Out: true, Price: unit.Price{E4: 17990, Currency: "EUR"}}
	say(pair.Slave, out, status(forecourt.Status{State: forecourt.Fuelling}),
		forecourt.FillingReport{Volume: litres(1000), Amount: cents(1799)})
	pair.RunFor(time.Second)
	say(pair.Slave, forecourt.FillingReport{Volume: litres(1234), Amount: cents(2220)},
		status(forecourt.Status{State: forecourt.Idle, Ended: true}))
	pair.RunFor(time.Second)
	say(pair.Master, forecourt.ReturnFilling{})
	pair.RunFor(time.Second)
	say(pair.Master, forecourt.Reset{})
	pair.RunFor(time.Second)

	// Output:
	// controller hears {Yes:true}
	// controller hears {Nozzle:0 Out:false Price:0.000 EUR/L}
	// controller hears {Status:idle}
	// pump hears forecourt.PresetAmount
	// pump hears forecourt.AllowNozzles
	// pump hears forecourt.Authorise
	// controller hears {Status:authorised}
	// controller hears {Nozzle:1 Out:true Price:0.000 EUR/L}
	// controller hears {Status:fuelling}
	// controller hears {Volume:0.00 L Amount:17.99 EUR Temperature:0.0 C Measured:false}
	// controller hears {Nozzle:0 Out:false Price:0.000 EUR/L}
	// controller hears {Status:idle, sale ended}
	// pump hears forecourt.ReturnFilling
	// controller hears {Nozzle:1 Out:false Price:1.799 EUR/L}
	// controller hears {Volume:12.34 L Amount:22.20 EUR Temperature:0.0 C Measured:false}
	// pump hears forecourt.Reset
	// controller hears {Status:idle}
}
