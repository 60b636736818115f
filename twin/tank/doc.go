// Package tank is the wet stock below a fuel station: how much is in each tank, what was delivered into it and what the
// pumps have drawn from it.
//
// A tank's ports are its pipes: counter lines at one count a microlitre, one from each hose that draws from it. Its
// volume is what it opened with, plus deliveries, minus the pipes' counts, exactly and at any instant; nothing is summed
// up on the way. Fuel is no electronics: a power cut changes nothing here.
//
// Left out, and to come in files of their own: the shape and the level, temperature, water, leaks, a delivery that takes
// its time, a tank that runs dry, and the gauge console (tank/gauge).
package tank
