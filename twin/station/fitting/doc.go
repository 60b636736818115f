// Package fitting says what a site plan and the models of devices make of a fuelling point: how its computer counts, rounds
// and slows down, how fuel flows through its hoses, what their meters err by. The plan's word for a single thing holds over
// the model's. The station builds its machines from it, and who reckons a day without machines reads the same, so that the
// two cannot differ.
//
// Left out: ports, addresses and buses, which only the station has.
package fitting
