// Package payment holds the nouns of a card payment: cards, how they were read, and what became of an authorisation.
//
// Card numbers, tracks and PINs are types that print masked, so that no journal, log, error or page can show one by
// accident; whoever needs the digits calls Reveal and answers for it. Only the test cards of the table in cards.go
// exist: published numbers of payment test systems (facts: payments.md section 3.5), never a live range.
package payment
