// Package reckoning is the arithmetic of one sale, with no machine and no clock: how pulses become a volume and money, at
// which pulse a limit ends a sale, and how much fuel has run through the meter when the valves, or the hand, have ended it.
//
// Electronics counts and hydraulics flows by these functions, event by event. Whoever wants only the outcome asks Sell,
// and gets the same microlitres and the same cents: a whole day can be reckoned without a wire. Sell walks the few
// events of a sale (slow valve, fast valve, measuring, the hand that lets go, a power cut) over the same trains of flow: a
// hose that takes fuel in, fuel that slips back, a meter whose error depends on the flow or on its age, compensation. Where the
// hose is plain a hand that watches the display needs none of them: it lands on the Middle of the pulse that shows what it
// wants, however fast the fuel flowed.
//
// All of it is whole numbers: microlitres, pulses, counts of the display, minor units, nanoseconds. Instants only matter
// as differences, so that an outcome does not depend on when the sale was made.
package reckoning
