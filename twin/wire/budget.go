package wire

import "time"

// Budget is what a dialect of a polled line may also be: one that knows what a poll costs, so that a plan can be refused
// whose points do not fit into a cycle.
type Budget interface {
	// PollBudget returns how long the line is taken, in each cycle, by one address that has nothing to say: the poll, the
	// turn-around, the answer, and the gap before the next poll.
	PollBudget(o Options) time.Duration
}

// BudgetWords is what a Budget may also be: one that says what the time is made of, as in "3 bytes + 2 ms + 3 bytes + 1 ms".
type BudgetWords interface {
	PollWords(o Options) string
}
