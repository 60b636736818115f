// Package wall is a bench in the time of the world: twins behind most roles, and behind those that a rig leaves outside
// somebody else's device, at the far end of a serial line.
//
//	bench.go    the bench of a run: its ports, opened once      absent.go  what nobody here can act at or read, and why
//	station.go  a station for one scenario                      port.go    a held port, and its lease to one station
//	settle.go   what is outside is brought to rest              time.go    station time beside the world's
//
// A port is opened when the run begins and kept, so that nobody else gets it between two scenarios, and each scenario's
// station has it for as long as it lives. A port that fails is an error of the bench, at once. Before a run and after
// every scenario a station of its own reads a pump that is outside, ends what is under way there, and resets it; what it
// finds is in no scenario's books. A scenario begins when all that is outside answers and is at rest. Where that does not
// come about nobody can tell the device from its cable, and the scenario is inconclusive.
//
// Our own pumps keep their totals from scenario to scenario where the controller is outside, and are off the line for ten
// seconds in between: to it they are the same pumps after a power cut. Everything else of a station is new in every
// scenario.
package wall
