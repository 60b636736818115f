// Package rigs reads rig files: who plays each role of a station, over which line, and how time passes. A rig extends
// another; what it does not name stays as it is there, and in the end as the twin has it.
//
// Three built-in rigs put a twin behind every role: `twin` in virtual time, `lockstep` in virtual time shared with outside
// parts, `wall` in the time of the world. `serial-pump` and `serial-controller` leave a role to somebody else, at the far
// end of a serial line.
//
//	role.go  who plays a role        port.go  named ports, tolerances
//	line.go  what carries a bus      fit.go   a rig on a site plan, checked
//
// Opening a port is left to who plays on the rig. Boards and wires are not here yet.
package rigs
