package tap

import (
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/wire"
)

const (
	minFrame   = 3       // bytes; shorter frames are read only where they stand alone
	maxPending = 4096    // bytes that may become one frame
	shortRun   = 128     // bytes of a short frame; long ones have an effort of their own, so that they starve none
	effort     = 1 << 20 // bytes that may be handed to Describe for one stretch of the line, of either
	softGap    = 2 * time.Millisecond
	hardGap    = 30 * time.Millisecond
)

// unknown is the side of bytes of which nothing is known; else it is a wire.Direction.
const unknown = -1

// stamp is what is known of one byte beside its value.
type stamp struct {
	begin, end clock.Instant
	marks      wire.Mark
	side       int8
}

// reading is what a dialect makes of a frame when one end has said it.
type reading struct {
	ok    bool
	words string
}

// piece is a frame, or bytes that are none. Its bytes are valid while it is handed over.
type piece struct {
	bytes      []byte
	begin, end clock.Instant
	marks      wire.Mark
	side       int8
	readings   [2]reading // by wire.Direction; none of a bad piece
	fault      error      // of a bad piece, nil where there is no dialect
}

func (p *piece) good() bool { return p.readings[0].ok || p.readings[1].ok }

// cutter cuts what a line carries into pieces.
type cutter struct {
	dialect wire.Dialect // nil: pieces end at soft gaps and are all bad
	options wire.Options
	soft    time.Duration
	emit    func(p *piece)

	b      []byte
	stamps []stamp
	joint  int    // where bytes went on after a soft gap; 0 where they did not
	left   [2]int // effort for short and for long frames
}

func newCutter(d wire.Dialect, o wire.Options, s wire.Settings, emit func(*piece)) *cutter {
	k := &cutter{dialect: d, options: o, soft: softGap, emit: emit}
	if s.Baud > 0 {
		k.soft = max(softGap, s.Span(7)/2)
	}
	return k
}

// hear takes a chunk; its instants are spread over its bytes.
func (k *cutter) hear(c wire.Chunk, side int8) {
	if n := len(k.b); n > 0 {
		switch gap := c.First.Sub(k.stamps[n-1].end); {
		case gap > hardGap || side != k.stamps[n-1].side:
			k.flush()
		case gap > k.soft:
			k.pause()
		}
	}
	n, span := len(c.Bytes), c.Last.Sub(c.First)
	at := func(i int) clock.Instant { return c.First.Add(time.Duration(float64(span) * float64(i) / float64(n))) }
	for i, b := range c.Bytes {
		k.b = append(k.b, b)
		k.stamps = append(k.stamps, stamp{at(i), at(i + 1), c.Marks, side})
		if len(k.b) == maxPending {
			k.full()
		}
	}
}

// full makes room.
func (k *cutter) full() {
	k.left = [2]int{effort, effort}
	for k.cut(); len(k.b) > maxPending/2; k.cut() {
		k.bad(k.resync())
	}
}

// idle says that nothing more had come by an instant.
func (k *cutter) idle(at clock.Instant) {
	if n := len(k.b); n > 0 && at.Sub(k.stamps[n-1].end) > hardGap {
		k.flush()
	}
}

// pause ends what can be ended; the rest may go on after the gap, but only once.
func (k *cutter) pause() {
	if k.dialect == nil {
		k.flush()
		return
	}
	k.left = [2]int{effort, effort}
	k.cut()
	if k.joint > 0 {
		k.flush()
	}
	k.joint = len(k.b)
}

// flush tells everything, also what is no frame.
func (k *cutter) flush() {
	k.left = [2]int{effort, effort}
	for {
		k.cut()
		if len(k.b) == 0 {
			return
		}
		k.bad(k.resync())
	}
}

// cut tells the frames at the front.
func (k *cutter) cut() {
	for len(k.b) > 0 {
		n, readings := k.match(0)
		if n == 0 {
			return
		}
		k.tell(n, &piece{readings: readings})
	}
}

// match finds the shortest frame that begins at an offset.
func (k *cutter) match(from int) (n int, readings [2]reading) {
	if k.dialect == nil {
		return 0, readings
	}
	most := 0
	for most < len(k.b)-from && k.stamps[from+most].marks == 0 {
		most++
	}
	least := minFrame
	if from == 0 && most == len(k.b) {
		least = min(minFrame, most)
	}
	for n = least; n <= most; n++ {
		left := &k.left[0]
		if n > shortRun {
			left = &k.left[1]
		}
		if *left <= 0 {
			break
		}
		for d := range readings {
			if side := k.stamps[from].side; side != unknown && int(side) != d {
				continue
			}
			*left -= n
			words, err := k.dialect.Describe(wire.Direction(d), k.b[from:from+n], k.options)
			readings[d] = reading{err == nil, words}
		}
		if readings[0].ok || readings[1].ok {
			return n, readings
		}
	}
	return 0, [2]reading{}
}

// resync returns how many bytes at the front are no frame.
func (k *cutter) resync() int {
	if k.joint > 0 {
		if n, _ := k.match(k.joint); n > 0 {
			return k.joint
		}
	}
	for from := 1; from < len(k.b) && k.left[0] > 0; from++ {
		if n, _ := k.match(from); n > 0 {
			return from
		}
	}
	return len(k.b)
}

// bad tells n bytes that are no frame, with what the dialect has against them.
func (k *cutter) bad(n int) {
	p := &piece{}
	if k.dialect != nil {
		_, p.fault = k.dialect.Describe(wire.FromController, k.b[:n], k.options)
		if _, other := k.dialect.Describe(wire.FromDispenser, k.b[:n], k.options); later(other, p.fault) {
			p.fault = other
		}
	}
	k.tell(n, p)
}

// later says that one fault lies further into the frame than another: the direction that read more is the likelier one.
func later(a, b error) bool {
	fa, isA := a.(*wire.FrameError)
	fb, isB := b.(*wire.FrameError)
	return isA && isB && fa.Offset > fb.Offset
}

func (k *cutter) tell(n int, p *piece) {
	p.bytes, p.begin, p.end, p.side = k.b[:n], k.stamps[0].begin, k.stamps[n-1].end, k.stamps[0].side
	for _, s := range k.stamps[:n] {
		p.marks |= s.marks
	}
	k.emit(p)
	k.b = append(k.b[:0], k.b[n:]...)
	k.stamps = append(k.stamps[:0], k.stamps[n:]...)
	k.joint = max(0, k.joint-n)
}
