// Package profile has the models of devices as data: one YAML file says how fast a dispenser, a card reader, a
// controller, a tank gauge console, a merchant host, a payment gateway or a till is, what it does when nobody talks to
// it, and how it rounds. Every number says where it is from: a letter of the fact sheets with the place ("B: ...", A two
// sources, B one, C our own reasoning, K from memory), or the words "design default".
//
//	profile: suction-single
//	kind: dispenser
//	name: Suction dispenser, one hose a side
//	motor-delay: { uniform: { from: 300 ms, to: 900 ms }, source: "C: tanks and metrology, section 4, dead time" }
//	no-flow: { is: 20 s, source: "B: COMPAC, no-flow time-out" }
//
// What a profile leaves out is as in the one called "standard" of its kind, which is also what a site plan means that
// names none. A file from outside is read as strictly as ours, by its path or after AddDir.
//
// # Distributions
//
// A number that differs from device to device, or from time to time, is a distribution: constant, uniform, normal (cut),
// log-normal (by median and p90, cut), exponential (cut), or a table of measured values. They are drawn from the stream of
// the device that waits (twin/chance), in integers: the same seed gives the same delays on every machine, and another
// device more or less shifts nothing. A constant draws nothing.
//
// # Once, or each time
//
// A dispenser draws a delay once each time it is switched on, and keeps it: a pump that answers after 11 ms answers every
// poll after 11 ms. A bus whose quiet cycles are all alike can be left out and accounted for in closed form; jitter that
// is drawn at every poll would end that, and cost the speed of a whole day. `each: true` asks for it all the same: the
// delay is then drawn anew at every use, and a bus with such a dispenser has to be played poll for poll. What happens
// rarely (a card, an answer of the host, a reply of the console) is always drawn anew.
//
// # Left out
//
// Customers, tanks and pipes beyond the flow, ramp and valves that belong to a dispenser's model; the price level, taxes
// and languages of a site.
package profile
