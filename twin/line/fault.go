package line

import (
	"math"

	"github.com/forecourt/forecourt/twin/wire"
)

// Fault is what can happen to a frame on a bus.
type Fault string

// The faults.
const (
	Flip      Fault = "flip"      // one bit of one byte is inverted; a line with parity marks it
	Drop      Fault = "drop"      // the frame reaches nobody
	Duplicate Fault = "duplicate" // the frame is heard twice
)

// Planned is a fault at a frame, so that a run repeats from its seed.
type Planned struct {
	Frame uint64 // 1 is the next frame on the bus
	Fault Fault
	Byte  int // of the frame, for Flip; taken modulo its length
	Bit   int // 0 to 7, for Flip
}

type faults struct {
	next uint64 // the frame number of the first planned one
	plan []Planned
}

// Plan adds faults, counted from the next frame.
func (b *Bus) Plan(p ...Planned) {
	b.Touch(b.sched.Now())
	for _, f := range p {
		f.Frame += b.frames
		b.faults.plan = append(b.faults.plan, f)
	}
	b.faults.rearm()
}

// Cut breaks the bus for everyone, or joins it again.
func (b *Bus) Cut(cut bool) {
	b.Touch(b.sched.Now())
	b.cut = cut
}

func (f *faults) rearm() {
	f.next = math.MaxUint64
	for _, p := range f.plan {
		f.next = min(f.next, p.Frame)
	}
}

func (f *faults) apply(b *Bus, c *wire.Chunk, lost bool) (repeat int, stillLost bool) {
	repeat, stillLost = 1, lost
	keep := f.plan[:0]
	for _, p := range f.plan {
		if p.Frame > b.frames {
			keep = append(keep, p)
			continue
		}
		switch p.Fault {
		case Flip:
			c.Bytes[p.Byte%len(c.Bytes)] ^= 1 << (p.Bit & 7)
			if b.settings.Parity != wire.NoParity {
				c.Marks |= wire.ParityError
			}
		case Drop:
			stillLost = true
		case Duplicate:
			repeat++
		}
	}
	f.plan = keep
	f.rearm()
	return repeat, stillLost
}
