// Package recording is the file in which a live station keeps all that entered it and all that it said, so that the same
// station in virtual time, given the same at the same instants, can be shown to do the same.
//
// A recording is a text file of JSON lines, written from front to back and never changed:
//
//	header   what built the station: format, build, seed, start, the plan's text, what is outside, who drives (first line)
//	heard    bytes came to a door: a bus, a gauge's line, a connection        \
//	arrived  bytes came from a real serial line, with their own instants      |
//	opened   a connection to a door was opened                                |  inputs: numbered, each with the loop's
//	closed   it has gone                                                      |  instant; "turn" marks the first of those
//	asked    an HTTP request came                                             |  that the loop took together
//	gave-up  its client did not wait for the answer                           |
//	stopped  the station was stopped                                          |
//	check    the digests of every line so far, at this place among the inputs /
//	rest     the end of an earlier input, which was held back
//	said     bytes that left by a door
//	end      the digests when the station stood still
//	cut-off  the disk did not keep up or failed: from here on nothing was kept
//
// and between them the records of a journal (twin/journal): frames on buses, events, exchanges.
//
// Card numbers are never written. The number of a test card is overwritten with '*' and named by a token, from which it
// is put back; any other is overwritten for good (lost). The number may come in pieces: digits at the end of a piece of
// a connection are held back until what follows them has come. Security codes of cards, keys that are no test keys, and
// what a dialect calls secret are lost, too. Passwords of the station's own interfaces are part of its plan and are kept:
// the file is for the eyes of whoever may see the plan.
//
// Writing the file without holding up the loop, and playing it, are in twin/live.
package recording
