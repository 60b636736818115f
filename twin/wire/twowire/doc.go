// Package twowire is the dialect "twowire": Gilbarco Two-Wire between a forecourt controller (the master) and up to 16
// pumps on a current loop or an RS-485 adapter, 5787 bit/s, 8E1. The facts, with their sources and how far to trust them
// (A two sources or a capture, B one, C our own reasoning), are in the project's fact sheet on pump protocols, section
// 2; letters in comments are its letters. An address is a pump number, 1 to 16; 16 travels as 0.
//
//	0p status -> sp       1p authorise       2p data next -> Dp, then a block     3p stop
//	4p transaction -> 33 words    5p totals -> 30 words a grade    6p real-time money -> 6 digits    FC all stop
//	FF E<length> .. FB E<lrc> F0   a block to the pump: price of a grade, price level, preset, extended status
//
// Status s: 6 off, 7 call, 8 authorised, 9 busy, A limit reached (PEOT), B ended (FEOT), C stopped, D ready, 0 error.
//
// # The pump's end
//
// It keeps what its electronics said last and answers from that; it never speaks unasked. The line tells states and not
// events, so a state that lasts less than a poll may go unseen.
//
//   - Not operative and closed are OFF: the line has no word for either. Started is 8 until fuel flows.
//   - Prices come grade by grade (grade g is logical nozzle g) and level by level, F4 cash and F5 credit. Once all of level
//     1 are known the electronics get SetPrices, and again with each that comes; with those of level 2 once all are known.
//   - A level block, and a preset at another level than before, is SelectLevel; it stays. Which level a sale was made at
//     is in its transaction.
//   - A preset block is PresetVolume or PresetAmount; its grade is the AllowNozzles of the next 1p, which without one
//     allows all. 1p is obeyed in OFF and CALL, 3p and FC in AUTH and BUSY.
//   - A finished sale shows as B until 4p is answered, also while the next customer lifts a nozzle: the sources disagree,
//     and this way no sale is lost. After a stop it is C while the handle is up, then OFF (A). The protocol has no reset:
//     the electronics get Reset with the first 0p, 1p or 2p after that. 4p is answered with the same transaction until
//     the next sale is over.
//   - An Ended without a sale (first prices, display zero) shows as OFF, and is reset.
//   - For 4p and 5p the electronics are asked (ReturnFilling, ReturnTotals) before the answer. A nozzle without totals
//     has zeros; where none are known the pump is silent and will be asked again. Totals roll over after 8 digits.
//   - A block with a mark, a bad LRC, length (Options.Lenient: taken with any) or digit is left, and 0p is answered with
//     0p for 2 s or until the next 2p; 1p is not obeyed in that time. A mark anywhere else meets silence.
//   - An AlarmReport is the error code of the next transaction (C).
//
// # The controller's end
//
// It polls each pump once in a cycle, and does up to four queued commands in a turn. A word that is not answered (1p,
// 3p, a block) is followed by 70 ms of quiet and a status, which shows whether it was obeyed; if not it goes again, 10
// times in all, and is then refused (forecourt.Refused). 2p goes again after 2 s.
//
//   - 6 is Idle, 7 Calling, 8 Authorised, 9 Fuelling, A Fuelling with LimitReached, B Idle and C Calling, both Ended.
//     Ended stays until Reset is ordered, though the pump itself forgets at 4p. Reset says nothing on the wire, but for a
//     4p where the sale was not read.
//   - In 9 the money is asked for and told as a FillingReport without volume.
//   - Which nozzle is out is known where there is one; else a pump that begins to call is asked for its extended status.
//   - ReturnStatus is the next poll told in full; ReturnFilling 4p; ReturnTotals 5p, of which the nozzle and the half that
//     were asked for are told; SetPrices a block for each nozzle and level that it has; SelectLevel a level block,
//     and the level of the presets behind it. The price of a NozzleReport is the one taken for the level taken.
//   - AllowNozzles names all nozzles or one, and says nothing by itself: the grade goes with the preset, or with the
//     highest money preset where there is none. That one goes too where the pump may have kept the limit of a release
//     that came to nothing. Presets and Authorise of one instant stand and fall together.
//   - A release waits 3 s for a pump that is not OFF or CALL, prices 30 s; reading goes ahead of them. Stop goes first,
//     and takes back a release that waits.
//   - After 5 words and 8 s without an answer the pump is offline: what waits is refused, and it is polled in every
//     fourth cycle. One that answers again before may have restarted, of which the loop tells nothing: Returned says so
//     after 5 words in silence. Only words that begin after our own last one began are taken for an answer.
//
// # Left out
//
// Echo: the line must not echo, as an adapter of a real loop may. F3 fill-up, blends, the check words of
// the extended status (zeros), the error status words of a transaction. Suspend, Resume, SwitchOff, identity, parameters
// and output have no words and are refused.
package twowire
