package line

import (
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/wire"
)

// masterEvery is how often a second master speaks unless it is told; field masters take 100 to 200 ms for a pump.
const masterEvery = 100 * time.Millisecond

// talk is somebody who talks out of turn. It is said frame by frame, each when the one before has ended, so that it holds
// up nothing of its end's own.
type talk struct {
	from  int
	until clock.Instant // 0: the place is free
	every time.Duration
	bytes []byte
}

// speakUp begins a talk.
func (b *Bus) speakUp(t talk, at clock.Instant) {
	f := &b.faults
	k := 0
	for k < len(f.talks) && f.talks[k].until != 0 {
		k++
	}
	if k == len(f.talks) {
		f.talks = append(f.talks, t)
	}
	f.talks[k] = t
	index := b.put(t.from, at, t.bytes, made, 0)
	b.pool[index].talk = int32(k)
}

// goOn says a talk's next frame, if it is not over.
func (b *Bus) goOn(index int32) {
	p := b.pool[index]
	t := &b.faults.talks[p.talk]
	next := b.after(t.from, max(b.now(), p.first.Add(t.every)))
	if next >= t.until {
		t.until = 0
		return
	}
	again := b.put(t.from, next, t.bytes, made, 0)
	b.pool[again].talk = p.talk
}

// put puts something unusual on the line.
func (b *Bus) put(from int, first clock.Instant, bytes []byte, odd oddity, marks wire.Mark) int32 {
	index := b.take()
	t := &b.pool[index]
	t.from, t.first, t.odd, t.marks = from, first, odd, marks
	t.last = first.Add(b.spanOf(len(bytes)))
	t.bytes = append(t.bytes[:0], bytes...)
	if odd&alarm == 0 {
		b.meet(t)
	}
	b.insert(index)
	return index
}
