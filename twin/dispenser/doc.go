// Package dispenser is a fuel dispenser, cut where a bench's connector is.
//
// Package electronics is what a vendor's firmware does at one fuelling point: it answers the controller, counts pulses,
// drives motor and valves, keeps sales and totals. Package hydraulics is the rest of that fuelling point: nozzles, the
// hand on the trigger, motor, valves, meter and fuel. They do not know each other. A station joins them by digital lines
// and counters, one set for each nozzle:
//
//	boot     hydraulics -> electronics   high: the nozzle is out of its boot
//	pulser   hydraulics -> electronics   a counter line with the scale of the meter
//	slow     electronics -> hydraulics   high: the slow valve is open
//	fast     electronics -> hydraulics   high: the fast valve is open
//	motor    electronics -> hydraulics   high: the motor runs
//	pipe     hydraulics -> tank          a counter line at one count a microlitre
//
// On a bench one of the two is metal. This package itself holds nothing.
package dispenser
