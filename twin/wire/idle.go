package wire

import (
	"time"

	"github.com/forecourt/forecourt/twin/clock"
)

// In an idle cycle of a polled line the master polls and everybody answers that there is nothing to say. Such cycles need
// not be stepped: who knows both ends' habits works out when something else will happen, lets the line sleep until then,
// and puts both ends where the cycles would have brought them. A session that is no Poller or Polled is always stepped.

// Poller is what the controller's Session of a polled line may also be.
type Poller interface {
	// Habit returns what an idle cycle is made of. It stays the same until the session is opened again.
	Habit() Habit
	// Idle returns where the session stands, and false where it may have to do anything in idle cycles but poll and hear
	// the answers of all. It fills due, by turn, with the instant from which on it has something else to say to an address
	// in its turn; clock.Never: not before it is given a command.
	Idle(due []clock.Instant) (Standing, bool)
	// Doze withdraws the session's timer; Skip sets it again.
	Doze()
	// Addressee returns the address that a chunk concerns; ok is false where it is not one whole frame.
	Addressee(b []byte) (address byte, ok bool)
	// Skip puts the session where idle cycles have brought it.
	Skip(Skipped)
}

// Habit is what the master of a polled line says in an idle cycle.
type Habit struct {
	Addresses []byte
	Polls     [][]byte      // by turn
	Gap       time.Duration // from the last byte of an answer to the first one of the next poll
	Period    time.Duration // from the start of a cycle to the start of the next one
}

// Standing is where a master stands.
type Standing struct {
	Turn int           // whose poll is on its way; the number of addresses: the cycle is over
	Next clock.Instant // no cycle begins before
}

// Skipped is what has passed in idle cycles.
type Skipped struct {
	Standing
	Cycles  int64           // that have begun
	From    clock.Instant   // when the poll of the one whose turn it is began; of no account when the cycle is over
	Answers []clock.Instant // by turn: when the last answer of each ended; 0: there was none
}

// Polled is what the dispenser's Session of a polled line may also be.
type Polled interface {
	// Answer returns how the session answers a poll when it has nothing to say.
	Answer() Answer
	// Idle says whether it would answer the next poll so; ok is false while it may act on what others hear, too.
	Idle() (idle, ok bool)
	// Skip tells the session that it was polled meanwhile and answered so.
	Skip()
}

// Answer is how a dispenser says that it has nothing to say.
type Answer struct {
	Address byte
	Bytes   []byte
	After   time.Duration // from the last byte of the poll to the first one of the answer
}

// Due returns before when no cycle begins.
func (r *Round) Due() clock.Instant { return r.next }

// Period returns the time for each cycle.
func (r *Round) Period() time.Duration { return r.cycle }

// Doze asks not to be woken.
func (r *Round) Doze() { r.out.WakeAt(clock.Never) }

// Skip puts the round where cycles have brought it that others have counted.
func (r *Round) Skip(s Skipped) {
	r.number += uint32(s.Cycles)
	r.next, r.turn = s.Next, s.Turn
}
