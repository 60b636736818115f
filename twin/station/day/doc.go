// Package day takes a station through whole days and keeps the books: what was sold, paid, delivered and left, who waited,
// who left, and whether every millilitre and every cent can be explained.
//
// The days are those of package demand. There are two levels. Reckon walks through the plan: every sale is what the
// arithmetic says, and nothing moves. Play builds the station and plays the plan: customers lift nozzles, the controller
// polls its buses, dispensers count pulses, tanks fall. Both close the books by the same Ledger every midnight, and must
// come to the same sales, litres, money and stock. Instants may differ: a customer at wire level waits for his point, and
// Lateness says by how much.
//
// At wire level a day closes when the last of its customers has left, and the new prices are on every point before the
// first of the next is let to his point. Card outcomes are the plan's, with their latency in its phases; with
// Options.Payments set to Wire, the till, the gateway and the merchant host of the station make them.
//
// Whatever hydraulics of a plan do that is known before a sale is reckoned: ramps and valves, meters with a curve or a drift,
// hoses that dilate and let fuel slip back, blends, compensation, models of dispensers. Nozzles that share a pump only wait
// longer for each other: what they sell is the same. What a sale comes to that nobody can know is refused by its name.
//
// Of device faults a day knows power cuts in mid-sale, from a fault profile. Left out: every other fault (a scenario's), several
// stations at once, siphons and the expansion of fuel in a tank (refused): what a tank loses otherwise than through a meter is
// unexplained here.
package day
