// Package live puts a station into the world: its buses on pseudo-terminals and TCP, its HTTP servers on sockets, and the
// control endpoint, in wall time.
//
// One locked thread runs the loop and waits with nanoseconds for what is due next; on Linux it also reads and writes the
// clients of buses and streams, without ever waiting for one. The goroutines here only move bytes between a descriptor
// and the loop's inbox; none of them touches a machine. Everything listens on loopback unless told otherwise. What a
// step means is not known here: whoever starts the station hands in an Actor. Serial ports are not here either: they are
// hardware (hil). A node of a network (Nodes) makes connections as well, and sends and hears datagrams; whose they are and
// which are wanted is the node's to decide.
//
// All that enters comes through a door (door.go), which a Recorder keeps with the loop's instant and turn before the
// model takes it (recorder.go), and a Script plays to the same station in virtual time (script.go). What an input does
// depends on nothing else of wall time: the loop handles what is due at the instant at which it is due, however late.
//
// A handler that is an Upgrader takes WebSockets: each message is served as a request is, one after another. A client that
// does not answer pings is dropped, and so is one that does not read. Parties of the station reach hosts in the world that
// Options.Outbound names, and no others.
package live
