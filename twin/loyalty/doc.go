// Package loyalty is the service of a loyalty scheme, role "loyalty": it knows the members by their numbers, and adds up
// their points.
//
//	POST /memberships   {"number"}                      200 {"member", "tier", "points"}, 404 where nobody has the number
//	POST /awards        {"id", "member", "points"}      200 {"points", "duplicate"}: once for each id
//
// The interface is our own: those of the field are for members only (facts: payments.md section 6, Conexxus Loyalty). A
// member's number is personal: it comes in a body, is never in an address, an event, the store or a journal, and what
// everybody else knows a member by is a token. Which number has which tier is data of the site plan; what a tier gets is
// the till's affair.
//
// Left out: redeeming points, taking them back with a refund, tiers that change, several schemes at one site.
package loyalty
