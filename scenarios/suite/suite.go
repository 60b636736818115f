// Package suite holds the built-in scenarios, in folders by subject.
//
//	outdoor  cards at the terminal                 bus      cuts and faults on the line to the pumps
//	issuer   what an issuer can answer             stop     the cashier stops one point or all
//	gateway  answers that are lost, keys that      restart  power cuts of the controller, the POS and the gateway
//	         are used again                        nozzle   lifts and hang-ups that come close to each other
//	preset   exact volumes and amounts             point    two points at once
//	till     paid inside, afterwards               books    order management, drive-offs, unpaid limits
//	prepay   paid inside, before                   price    new prices between sales and in the middle of one
//	gallon   a site that counts in US gallons       wires    the same sales over every pump protocol
//	level    prices in cash and on credit,          protocol orders in the wrong place, state or shape
//	         and discounts
//	gauge    the tank gauge as the controller reads it
//	         (gateway too: holds that grow, captures above them, cards in a phone, callbacks, in Stripe's manner)
//	paypal   the till and its gateway in the manner of PayPal: holds, captures, refunds, renewals, callbacks
//	service  what a point offers and when, several tills, attendants, the price sign
//	plan     what a site plan says: hoses of several grades, satellites, coins, nobody at the till
//	tank     deliveries, leaks, water, temperature and siphons, and what the gauge console makes of them
//	profile  the same sale on every device model, and how each bears silence
//	metrology   what a weights and measures office looks at, by the wire and the lines: each names its clause, how sure
//	            we are of it, and whether its number is verified
//	card     what which card gets: level, discount, grades, limits, cut-off amounts, duplicates
//	loyalty  members at the terminal and at the till, points, a service that is silent
//	fleet    prompts, and what the issuer lets a fleet card buy
//	offline  granted by the till itself, forwarded once
//	refund   voids and refunds
//	close    shifts and business days, and what the gateway says to them
//	terminal the outdoor terminal: applications, taps, PINs, fallback, receipts, cards that are left in
//	hydraulics  pumps, hoses and blends, compensation, and parts of a dispenser that break
//
// Each file says in its first line what it proves. The first part of an id is the subject's; the ids do not change.
package suite

import "embed"

// FS holds the scenario files.
//
//go:embed */*.yaml
var FS embed.FS
