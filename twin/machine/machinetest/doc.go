// Package machinetest seats one machine alone on a bench: a fake machine.Host with a clock that a test moves, that
// records what the machine says, tells, sends and drives, and plays the far end of every port.
//
// A test switches the machine on (PowerOn), does something to it (Sense, Hear, Level, Receive, Pump), moves time
// (Advance) and looks at Said, Told, Sent, Faults, Drove and Driven. Timers fire at their instants in order; ties go to
// the lower timer, then to counters. Nothing here paces bytes or delays a level: what needs a real line belongs on a loop.
package machinetest
