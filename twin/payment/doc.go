// Package payment holds the nouns of a card payment: cards, how they were read, and what became of an authorisation.
//
// Card numbers, tracks and PINs are types that print masked, so that no journal, log, error or page can show one by
// accident; whoever needs the digits calls Reveal and answers for it. Only the test cards of the table in cards.go
// exist: published numbers of payment test systems (facts: payments.md section 3.5), never a live range. Fleet cards of a
// company of their own begin with 9 and the country 999, which no national body has to give (K); memberships of a loyalty
// scheme have 12 digits, which no card has.
//
// What a site does for which card stands here as data too, because plan, POS and loyalty service share it: rules, cut-off
// amounts, bounds of what is granted offline, tiers.
package payment
