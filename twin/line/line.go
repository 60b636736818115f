package line

import (
	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/wire"
)

// Scheduler gives a line the time and one timer.
type Scheduler interface {
	// Clock is where the present instant stands, all the scheduler's life.
	Clock() *clock.Instant
	// SetLine sets the line's timer, in place of what it was set to.
	SetLine(slot int, at clock.Instant)
}

// Line is anything that the scheduler wakes.
type Line interface {
	// Bind hands the line its scheduler and its slot; called once, before anything else.
	Bind(s Scheduler, slot int)
	// Wake is called when the line's timer is due.
	Wake()
}

// Ear hears bytes at one end of a bus or a stream.
type Ear interface{ Hear(c wire.Chunk) }

// Eye sees a digital line change, or a counter reach the count it was asked for.
type Eye interface {
	Level(high bool)
	Counted(count int64)
}

// Hand takes a noun from a link.
type Hand interface{ Receive(noun any) }

// Tap is told of every frame on a line, at the instant its last byte ended, with the end that sent it. The bytes are
// valid during the call only. Lost: the frame reached nobody.
type Tap interface {
	Frame(from int, c wire.Chunk, lost bool)
	// Cycle marks the start of a poll cycle.
	Cycle(at clock.Instant)
}

type bound struct {
	sched Scheduler
	slot  int
	clock *clock.Instant
}

// now returns the scheduler's instant.
func (b *bound) now() clock.Instant { return *b.clock }

// Bind stores the scheduler.
func (b *bound) Bind(s Scheduler, slot int) { b.sched, b.slot, b.clock = s, slot, s.Clock() }
