// Package demand is the customers of a station before anything moves: who comes when, to which point, what he wants, how
// he pays, what he does wrong, how long he waits, and what it comes to. It is pure: no loop, no clock, no wire.
//
// A Planner reads a site plan and a Profile and gives one Step after the other, in the order of their nominal instants: a
// visit of a customer, a delivery by a lorry, a midnight with new prices. Everything a customer draws comes from the seed
// and his own number, so that a change for one does not shift the others. A visit is resolved whole when it is given:
// the point, the order at the point, patience, mistakes, the payment outcome (the host's own decision function), the
// target, and by the arithmetic of package reckoning the microlitres, pulses, litres and cents it comes to. So a day at
// transaction level is a walk through the steps, and a day at wire level plays them and must come to the same.
//
// What the plan decides so that the order in which points are served cannot change an outcome: a customer is never given
// another point, a price holds for all who arrived before the midnight it came at, and who finds a tank too low gets what
// the plan has left for him.
//
// A fault profile adds power cuts in mid-sale, at a pulse that the plan knows.
//
// Who wants more than the pump gives before it slows down for a limit lets the pump stop by itself.
//
// Left out: weather and seasons, two customers in one car, shop goods, jockeying between queues.
package demand
