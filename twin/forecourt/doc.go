// Package forecourt holds the nouns of a fuel station: states, nozzles, grades, sales, and the four kinds of thing that
// parties exchange.
//
//   - A Command is what a controller asks of a dispenser, and a Report what a dispenser says; a wire dialect turns both
//     into bytes and back.
//   - An Order is what a POS asks of the forecourt controller, and a News its answer.
//   - A Stimulus is what a hand, a float or a fault does to a machine.
//   - An Event is what a party says it has done, on the run's one timeline, where scenarios and reports read it.
//
// States follow the IFSF fuelling-point state machine (facts: pump-protocols.md section 3.5). Payment has its nouns in
// package payment. Nothing here moves or waits.
package forecourt
