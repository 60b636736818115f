// Package udc is the dialect "udc": Tokheim's UDC "doubletalk" between a forecourt controller and fuelling points,
// 9600 bit/s, 8N1. BOX69 forecourt boxes, Hengshan and other Tokheim-like pumps speak it. The facts, with their sources
// and how far to trust them (A two sources, B one, C our own reasoning), are in the project's fact sheet on pump
// protocols, section 5; letters in comments are its letters.
//
//	Fx A2       status                       S
//	Fx A1       display                      price 2, money 3, volume 3, S
//	Fx A5 ..    authorise                    S     slow-flow offset 1, price 2, most money 3, most volume 3
//	Cx A1       nozzle                       N
//
// Every byte is followed by its complement, both ways (A). Fx is fuelling point x, Cx its nozzles and prices: addresses
// here are F0h to FFh. Numbers are packed digits, least significant byte first; only the prices of Cx A3 come most
// significant first (A). There is no check sum, no length and no end: the length follows from the command alone, and
// an answer does not say whose it is.
//
// # Resynchronisation
//
// A pair whose bytes disagree voids the message: no answer. What follows is searched for an address pair that is
// followed by the pair of a command known at that address. No data and no answer look so in either phase, also with one
// bit turned, so a good message straight after a damaged one is found. A message that breaks off ends after 20 ms of
// silence by the instants of the chunks. At the controller a damaged answer is silence; a run of bytes that began before
// its question had ended answers something else. A reply time-out below a pump's slowest answer would mix up pumps.
//
// # The dispenser's end
//
// It keeps the device's last reports and answers from them, 5 ms after the request (3 to 25 ms: B).
//
//   - 2F uninitialised: prices of Cx A3 are kept until A6 delivers them as SetPrices. A6's own price serves nozzles
//     whose price nobody told; its money and volume are shown where there is no sale to show.
//   - A5 counts in A0 only: SetPrices where the price is new, AllowNozzles with the nozzle that is out, a preset,
//     Authorise. 999999 and 000000 are no limit (B). Of two limits the one that is reached first is the preset.
//   - A3 stops a release from which nothing flowed (90 to 91) and suspends a delivery (98); A4 resumes (B). Suspended with
//     the nozzle hung is 99.
//   - Reset: the protocol has none. It is delivered after A1 was answered in 20, or by Cx A2; until then 20 hides the
//     next nozzle (B). A1 shows the last sale until the next one begins, so that a lost answer loses nothing.
//   - Cx A3 has two prices for each nozzle: SetPrices with Credit where they differ. The price of A5 says which of them the
//     sale is at: SelectLevel where it is the other one than before. Bit 7 of the answer to Cx A1 tells a sale on credit.
//     A price in neither column becomes the cash price.
//   - Prices in mid-sale are delivered at once, which the device may refuse, and again when the sale is over.
//   - A5, A6, A3, A4 and Cx A2 do nothing where the state has no use for them, nor does Cx A3 with the prices it has: a
//     request that is repeated because its answer was lost is obeyed once.
//
// Options.Lenient takes a Cx A3 of 4 or 8 prices with none or 4 of the blends, as field masters send it, when 4 ms of
// silence follow.
//
// # The controller's end
//
// It polls each address once in a cycle, with A1 while a sale is under way and with A2 otherwise; Options.PollCycle is
// 100 ms where it is not given. Cycles, time-outs, offline and online are as in package dart: an address that does not
// answer for 8 s is offline, and what waits for it is refused. A command that meets silence is repeated 4 times, then
// the address is polled until it answers.
//
//   - AllowNozzles, presets and Authorise are gathered. A5 needs a nozzle that is out and its price, so a release of a
//     point where none is out is kept here, told as Authorised, and sent as A5 when an allowed nozzle is lifted (B: as
//     CSS does). It is withdrawn by Stop, by silence, and after 120 s.
//   - SetPrices is Cx A3, and the price of each A5, at the level of the last SelectLevel, which says nothing by itself; while the point is uninitialised Cx A3, A6 with nothing on the
//     display, and Cx A3 again, since some pumps take no price before (B). A pump that falls to 2F after a price (B) is
//     initialised without a word.
//   - Stop and Suspend are A3. UDC has no other end of a halted sale than the nozzle's return: until then the point is
//     told as suspended. 91 is told as Fuelling with LimitReached where the display has reached the limit of A5.
//   - 20 after a sale: A1 is read, then nozzle, display and Idle with Ended are told. Reset is Cx A2; Ended ends with its
//     B0. The first 20 after silence is told so too: the pump may hold a sale that nobody read.
//   - A3 and A4 are sent up to 3 times while the status shows no effect, Cx A2 and Cx A3 until B0. A5 whose answer was
//     lost is sent again only when a status shows that it was not obeyed.
//   - D0 is told as Started until A1 shows a volume. The nozzle is asked (Cx A1) before Calling is told. The price of a
//     NozzleReport is the one last taken by the pump for the level, in a sale the one of A1.
//
// # Left out
//
// Fx AC (prices, one source, its length depends on the pump), calling on credit (status A1; the model has no key
// for it), blends (sent as 0), an A6 with more than its 8 bytes, totals of all nozzles at the controller. The unit of the
// slow-flow offset is not known: see Manner. Alarms, outputs and pump parameters do not exist in UDC.
package udc
