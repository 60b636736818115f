package tap_test

import (
	"context"
	"fmt"
	"os"

	"github.com/forecourt/forecourt/hil/tap"
	"github.com/forecourt/forecourt/twin/wire"
	_ "github.com/forecourt/forecourt/twin/wire/dart"
)

// A transcript of three frames, the protocol not named.
func Example() {
	err := tap.Run(context.Background(), tap.Config{
		Path: "testdata/short.wire", Options: wire.Options{VolumeDecimals: 2, AmountDecimals: 2, PriceDecimals: 3, Currency: "EUR"},
	}, os.Stdout)
	if err != nil {
		fmt.Println(err)
	}

	// Output:
	// 00:00:00.400000              -- this is dart
	// 00:00:00.000000     +0.0 ms  controller  50h DATA 7: CD1 authorise
	// 00:00:00.012000    +12.0 ms  dispenser   50h ACK 7
	// 00:00:00.212000   +200.0 ms  controller  50h POLL
	// 00:00:00.225000    +13.0 ms  dispenser   50h DATA 6: DC1 status 2 authorised, DC3 nozzle 1 out, price 2.180 EUR/L
	// 00:00:00.400000   +175.0 ms  controller  51h POLL
	// 00:00:00.412000    +12.0 ms  dispenser   BAD 51 31 02 (dart: no stop flag at the end)
	// dart: 5 frames, 1 bad, 0 retries, 36 bytes, 0 of them received badly, longest gap 200.0 ms
	//   50h       asked 2, answered 2, said 2, retries 0
	//   51h       asked 1, answered 0, said 0, retries 0   never answered
}
