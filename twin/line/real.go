package line

import (
	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/wire"
)

// Early is an ear behind which stands a real line with byte times of its own: it is told what an end says when the end
// begins to, and when the first byte is due. The bytes are valid during the call only.
type Early interface {
	Ear
	Says(first clock.Instant, b []byte)
}

type earlyEnd struct {
	end int
	ear Early
}

// JoinReal adds the end of a real line and returns its number.
func (b *Bus) JoinReal(e Early) int {
	end := b.Join(e)
	b.early = append(b.early, earlyEnd{end, e})
	return end
}

// Arrived puts bytes on the bus that a real line has carried already: every other end hears them now.
func (b *Bus) Arrived(from int, c wire.Chunk) {
	b.Touch(b.now())
	b.frames++
	b.digest.Frame(c.Last, from, c.Bytes)
	if b.tap != nil {
		b.tap.Frame(from, c, b.cut)
	}
	if b.cut {
		return
	}
	for i, e := range b.ears {
		if i != from {
			e.Hear(c)
		}
	}
}
