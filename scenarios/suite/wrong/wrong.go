// Package wrong has machines that are wrong on purpose, for tests: each is a shipped machine with a fault at its
// boundary, and shipped scenarios must notice it with the right cause. The machines themselves are not changed: what they
// hear, say, sense and drive is.
//
//	pump.go        the pump's computer and its pipes, by their lines
//	dialect.go     the pump on the bus, by its session; obeyed.go what it makes of orders and reports, unsaid.go what it keeps back
//	controller.go  the forecourt controller, by its session and its link to the POS
//	level.go       controller and pump, about price levels, discounts and prices that must wait
//	till.go        the POS, by its links and by what it asks over HTTP
//	gateway.go     the payment gateway, by what it answers and by its line to the host
//	paypal.go      the payment gateway in PayPal's manner, and the till that it calls back
//	stripe.go      the payment gateway in Stripe's manner, beside the till, and its callbacks
//	host.go        the merchant host, by its line
//	network.go     networks, issuers, keys and settlement behind it, and terminals with a link of their own
//	reader.go      the outdoor terminal, by its keys and its slot
//	terminal.go    the outdoor terminal, about chips, taps, PINs, paper and cards that are left
//	ledger.go      order management, by what it answers
//	tank.go        tanks, by what is done to them, and the gauge console, by what it tells and keeps
//	dry.go         pumps and tanks, about a tank that runs dry
//	line.go        consoles, pumps and leak detectors, about a pressure line
//	gauge.go       the gauge console and its reader, by their line, and what the reader tells and keeps
//	hydraulics.go  meters, valves, pumps and displays: what is measured, and what is made of a part that is broken
//	node.go        the points of an IFSF node, by their addresses
//	plan.go        hoses of several grades, satellites, coins, a site without anybody
//	tender.go      cards that differ, loyalty, prompts, money granted offline
//	payback.go     money that goes back, closes
//	service.go     what points offer, attendants and tills, the price sign
//	mobile.go      the POS toward phones, and what it makes of their sales
//	model.go       devices that are not as their profile says
//
// How a fault is put at a boundary: boundary.go for a machine and its lines, tongue.go for a session of a dialect, web.go
// for a server.
//
// Left out: faults on the lines themselves, which scenarios make by steps.
package wrong

import (
	"slices"

	"github.com/forecourt/forecourt/twin/station"
)

// Machine is a machine with one fault.
type Machine struct {
	Name, Doc string
	// Hooks puts the fault into a station that is not built yet. Each station needs its own.
	Hooks func(*Count) station.Hooks
	Kills []string // ids of scenarios that must fail by it
	Cause string   // what their cause or an invariant's finding must say
}

// Count is how often a fault has shown in a run: a fault that never shows proves nothing.
type Count int

// Machines are all of them.
var Machines = slices.Concat(
	pumps, sessions, controllers, levels, tills, gateways, paypals, stripes, hosts, networks, readers, ledgers, gauges, nodes, wetStock, droughts, lines, plans,
	models, meters, tenders, paybacks, services, terminals, phones,
)
