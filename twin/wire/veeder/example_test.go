package veeder_test

import (
	"fmt"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
	"github.com/forecourt/forecourt/twin/wire/veeder"
	"github.com/forecourt/forecourt/twin/wire/wiretest"
)

// A client sets a label and asks what is programmed; the console has no tank but the one that is switched on.
func Example() {
	source := veeder.NewNothing()
	source.Setup().Tank(1).On = true
	dialect := veeder.New(veeder.Config{Source: source, Terminator: "\r"})
	pair, err := wiretest.NewPair(dialect, wire.Options{Unit: unit.L}, wiretest.Line{})
	if err != nil {
		fmt.Println(err)
		return
	}
	client := pair.Master
	client.OnHeard = func(_ clock.Instant, device byte, n wire.Noun) {
		r := n.(veeder.Report)
		fmt.Printf("tank %d, %s: %+v\n", device, r.Function, r.Body)
	}
	for _, n := range []wire.Noun{
		veeder.Set{Function: veeder.LabelSetup, Format: veeder.Display, Value: veeder.Text("DIESEL")},
		veeder.Ask{Function: veeder.LabelSetup},
		veeder.Ask{Function: veeder.Status},
	} {
		if err := client.Session.Do(pair.Now(), 1, n); err != nil {
			fmt.Println(err)
		}
		pair.RunFor(time.Second)
	}
	for _, s := range client.Sent {
		said, _ := dialect.Describe(wire.FromController, s.Bytes, wire.Options{})
		fmt.Println(said)
	}
	// Output:
	// tank 1, 602: [{Device:1 Label: Value:DIESEL}]
	// tank 1, 602: [{Device:1 Label: Value:DIESEL}]
	// tank 1, 205: [{Tank:1 Label: Alarms:[] Unknown:true}]
	// S60201 set product label of tank 1 (display): "DIESEL"
	// i60201 inquire product label of tank 1 (computer)
	// i20501 inquire tank status report of tank 1 (computer)
}
