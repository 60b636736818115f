// Package rigs reads rig files: who plays each role of a station, over which line, and how time passes. A rig extends
// another; what it does not name stays as it is there, and in the end as the twin has it.
//
// The built-in rigs put a twin behind every role: `twin` in virtual time, `lockstep` in virtual time shared with outside
// parts, `wall` in the time of the world. Boards, wires and real ports come with the hardware packages below hil.
package rigs
