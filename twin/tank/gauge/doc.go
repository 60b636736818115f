// Package gauge is the tank gauge console, role "gauge": it reads the tanks of the station and answers whoever asks it
// in the veeder dialect.
//
// Its ports are serial lines or streams, one unless Config.Ports says more: as at a console with several cards, each
// carries a conversation of its own, about the same tanks and the same setup.
//
// What is in a tank it gets from a Stock, which tank.Tank is, and where that is a Probed from its probe. A console that
// knows the tank exactly shows the stock's own volume; one that measures by 1, 4 or 20 points (functions 604 to 606), or
// is programmed for another tank, shows what those have below the heights that the probe feels, and so measures wrongly
// by design. Of a Stock without a probe, water and temperature are set by hand. Volume, water volume and ullage add up to
// the full volume: the volume is that of the product, net of water (C: consoles differ).
//
// It looks at its tanks every Config.Scan, and whenever something is heard. Alarms come from the limits that are
// programmed, where 0 is none. A delivery begins when a tank rises and ends when it has not risen for
// Config.DeliveryDelay; BeginDelivery and EndDelivery, a driver who uses the keypad, set both moments by hand.
//
// Leak tests compare compensated volumes in a tank at rest (leaktest.go: 2 h find 0.2 gph, 5 h find 0.1 gph; a test that a sale or
// a delivery has spoilt, or that began too soon after one, is invalid), or gather the quiet times between sales
// (quiet.go: CSLD). Where the dispensers' meters are joined to the console it reconciles: at its midnight it tells each
// tank's variance, (opening + deliveries - sales) - closing, over zero is a loss; at a month's end it is an alarm when
// that exceeds 1 % of the sales and 130 US gallons.
//
// Pressure lines (line.go) are tested while their pumps rest: for 3.0 gph when a pump has stopped, then for 0.2 and 0.1 in a
// longer rest; a pump that starts ends a test. A line whose gross test fails is shut down where that is programmed: the
// console holds its pump off until a gross test, started by hand, is passed.
//
// Setup, the clock's offset, deliveries, alarm history, results of tests, alarms of lines and the books survive a power cut; a
// delivery or a test under way does not, and neither does the reply that is being sent.
//
// Left out: gross tests of a tank (3 gph), the pump that the console itself runs to put a line under pressure, the alarm
// history of lines, commands 051 to 053, 081 and 082, correction of density by temperature.
package gauge
