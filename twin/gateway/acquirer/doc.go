// Package acquirer is what stands between any gateway and its merchant host, in ISO 8583 of 1987 (us87).
//
//	link.go    requests and their answers, matched by terminal and trace number
//	kept.go    a message as a store may hold it: without number, track or chip data
//	outbox.go  completions and reversals, said until the host has acknowledged them
//	ruling.go  what an answer amounts to, and the lane that a fuelling point is
//
// Left out: the store itself, and what a client is told.
package acquirer
