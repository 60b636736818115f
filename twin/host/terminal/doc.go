// Package terminal is a payment terminal with a host link of its own: what stands at many pumps in place of a gateway. It
// speaks ISO 8583 to the merchant host as a person tells it to, and keeps what the other end has to be held against: its
// keys, its totals, and what the host has not answered yet.
//
//	authorise sell refund   requests; one that is not answered in time is reversed
//	complete reverse        advices about the last approved request, repeated until they are answered
//	repeat                  the last advice once more, answered or not
//	echo sign-on sign-off new-key cut-over reconcile
//
// A status check asks for one unit and takes the card's cut-off for its limit; else the limit is what was granted. Answers
// are matched by trace number, never by order; one with a wrong authentication code is no answer.
//
// Left out: the reader and its prompts (package cardreader), a pump, and a store: what a power cut finds unanswered is
// forgotten, which the totals of a reconciliation then show.
package terminal
