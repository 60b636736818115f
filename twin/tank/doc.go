// Package tank is the wet stock below a fuel station: how much is in each tank, how high and how warm it stands, what was
// delivered into it, what the pumps have drawn from it, and what it has lost.
//
// A tank's ports are its pipes: counter lines at one count a microlitre, one from each hose that draws from it. What it
// holds is what it opened with, plus deliveries, minus the pipes' counts, minus what left it under a name (Losses): a leak
// of the tank, a leak of the line, thermal change, what went to its siphon's other tanks. The sum is exact to the
// microlitre at any instant. Everything is in closed form: a tank at rest has no timer, and one that nobody reads costs
// nothing. The books are settled (state.go) when something begins or ends, every quarter of a minute while a
// delivery runs and every ten minutes while the product is not as warm as the ground; when they are read plays no part.
//
//	state.go     the books, and what has happened since they were settled
//	delivery.go  compartments that are dropped one after the other; delivered at once
//	curve.go     how fast a compartment empties
//	warmth.go    temperature: the ground, the mixing, what the probe feels of it
//	fault.go     leaks and water
//	suction.go   where the pumps' inlet stands, and what they can draw above it
//	siphon.go    tanks of one product whose levels are one, while its foot is covered
//	probe.go     what the gauge's probe feels: heights, with noise and waves where it is a real one
//
// Fuel is no electronics: a power cut changes nothing here.
//
// A pump draws from its inlet. When the product has fallen to it every hose is told, by a digital line beside its pipe, that
// it takes air, and its flow ends in that instant. What stands below an inlet is lost to the pumps, not to leaks.
//
// Left out: water at the inlet (a pump draws product down to it, and never water), air in a line that has to be driven out,
// evaporation, water that sales stir up, a siphon that takes time, temperatures that go through a siphon. The gauge console
// is tank/gauge.
package tank
