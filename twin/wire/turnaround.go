package wire

import "time"

// Punctual is what a dialect of pumps may also be: one that says how late an answer may begin.
type Punctual interface {
	// MostTurnAround returns the latest that a pump may begin to answer, after the last byte of a poll.
	MostTurnAround() time.Duration
}
