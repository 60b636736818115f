// Package dart is the dialect "dart": the Wayne DART protocol between a forecourt controller (the master) and
// dispensers (slaves) on a half-duplex RS-485 bus, 9600 or 19200 bit/s, 8O1. Mepsan MKR5, Europump S4 and Dresser pumps
// speak it too. The facts, with their sources and how far to trust them (A two sources or a capture, B one, C our own
// reasoning), are in the project's fact sheet on pump protocols, section 1; letters in comments are its letters.
//
//	ADR 20 FA                                       poll        ADR 70 FA   nothing to send
//	ADR 3x TRANS LNG DATA.. CRC-lo CRC-hi 03 FA     block x     ADR Cx FA   accepted    ADR 5x FA   refused
//
// # The dispenser's end
//
// It answers polls and blocks for its one address and is silent otherwise: after a mark (parity, framing, collision), a
// check sum that does not match, another address. Reports wait for a poll; those that wait go into one block, in order,
// as far as 256 bytes carry them. A block that was not acknowledged is said again at the next poll. A block from the
// controller is read whole before any of it counts: where a transaction cannot be read the block is refused (NAK), so
// that no release is obeyed whose limit was lost. Transactions that are not known, CD1 codes that are not known, and a
// CD5 that does not cover all nozzles are ignored; the block is acknowledged.
//
// Options.Lenient serves masters that always send TX# 0 and always acknowledge with C0. See sequence.go for the rules of
// either mode. The bus must not echo: a slave that hears its own block takes it for a command.
//
// # The controller's end
//
// It polls each address once in a cycle; a cycle that takes longer than Options.PollCycle is followed by the next at
// once. One block may take the place of a poll: all that was queued for the address at one instant, as far as it fits.
//
//   - Nothing is sent to an address before it has answered a poll. Its status is then asked for first, and again
//     whenever it has sent no block for 2 s.
//   - A block that meets silence is sent in up to 4 turns; then the address is polled until it answers, and the block
//     goes again with its number, so that a pump which had accepted it recognises it.
//   - After 3 NAKs the block goes as TX# 0; one more refuses its commands (forecourt.Refused).
//   - After 8 s without a valid answer the address is offline: Reachable says so, and what waits is refused, because a
//     release must not come alive when the pump is switched on later. It is then polled in every fourth cycle. A pump
//     may have obeyed a command that was refused so: its ACK may be what was lost.
//   - Blocks from a slave are told once. A transaction that cannot be read is a fault and is skipped; the rest counts.
//   - A DC1 code becomes a state together with the last nozzle position, which may stand later in the same block. When
//     only the nozzle moves, the state it now amounts to is told after it.
//
// A reply must begin within Options.ReplyTimeout after our last byte, which is reckoned at 9600 bit/s. Where a line
// hands over whole frames, a long one can end after that. An Out that is a wire.Listener is asked; with another one the
// session learns it from the first frame that it misses, and waits longer from then on.
//
// The wire has one price for each nozzle. A controller that sells at a level or a discount sends CD5 with the price of that
// sale before the release and with the standard price after it; CD13 says that the filling is on credit.
//
// # Left out
//
// IAP (never seen), CD9 (described only), DC102, CD and DC 66h to 68h (sources contradict each other), and ACKPOLL from
// the controller, which sends ACK and polls at the next turn. What pumps do between commands is in twin/dispenser.
package dart
