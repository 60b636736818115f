package journal

import (
	"bytes"
	"encoding/hex"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/wire"
)

// Recorder is a tap that writes a line's frames, poll cycles run-length.
type Recorder struct {
	j    *Journal
	line string
	end  func(int) string
	mask func([]byte) []byte

	inCycle bool
	current cycle
	model   cycle // the cycle that repeats
	every   int64
	count   int // of the model, 0: none
}

type cycle struct {
	start  clock.Instant
	frames []frame
	plain  bool // nothing lost or marked in it
}

type frame struct {
	at    clock.Instant
	from  int
	bytes []byte
	marks wire.Mark
	lost  bool
}

// Recorder returns a tap for a line. end names the line's ends; secrets finds what must be masked, and may be nil.
func (j *Journal) Recorder(line string, end func(int) string, secrets func([]byte) []wire.Span) *Recorder {
	r := &Recorder{j: j, line: line, end: end, mask: func(b []byte) []byte { return b }}
	if secrets != nil {
		r.mask = func(b []byte) []byte { return Masked(b, secrets(b)) }
	}
	j.flushed = append(j.flushed, r.flush)
	return r
}

// Masked returns a copy of b with the spans overwritten by '*'.
func Masked(b []byte, spans []wire.Span) []byte {
	m := bytes.Clone(b)
	for _, s := range spans {
		for i := max(s.From, 0); i < min(s.To, len(m)); i++ {
			m[i] = '*'
		}
	}
	return m
}

// Frame takes a frame.
func (r *Recorder) Frame(from int, c wire.Chunk, lost bool) {
	b := r.mask(c.Bytes)
	if !r.inCycle {
		r.j.frame(c.Last, r.line, r.end(from), b, uint8(c.Marks), lost)
		return
	}
	r.current.frames = append(r.current.frames, frame{c.Last, from, bytes.Clone(b), c.Marks, lost})
	r.current.plain = r.current.plain && !lost && c.Marks == 0
}

// Cycle ends a poll cycle and starts the next.
func (r *Recorder) Cycle(at clock.Instant) {
	if r.inCycle {
		r.close(int64(at - r.current.start))
	}
	r.inCycle = true
	frames := r.current.frames[:0]
	r.current = cycle{start: at, frames: frames, plain: true}
}

// close files the cycle that has just ended: one more of the model, or something else.
func (r *Recorder) close(every int64) {
	if r.count > 0 && r.current.plain && (r.count == 1 || every == r.every) && r.same() && r.follows() {
		r.every = every
		r.count++
		return
	}
	r.writeModel()
	if !r.current.plain {
		r.writeFrames(r.current.frames)
		return
	}
	r.model = cycle{start: r.current.start, frames: append([]frame(nil), r.current.frames...)}
	r.every, r.count = every, 1
}

// follows says that the current cycle starts when the model's next one would.
func (r *Recorder) follows() bool {
	return int64(r.current.start-r.model.start) == r.every*int64(r.count)
}

func (r *Recorder) same() bool {
	if len(r.current.frames) != len(r.model.frames) {
		return false
	}
	for i, f := range r.current.frames {
		m := r.model.frames[i]
		if f.from != m.from || f.at-r.current.start != m.at-r.model.start || !bytes.Equal(f.bytes, m.bytes) {
			return false
		}
	}
	return true
}

func (r *Recorder) writeModel() {
	switch {
	case r.count == 0:
	case r.count == 1:
		r.writeFrames(r.model.frames)
	default:
		rec := Record{At: r.model.start, Kind: KindCycle, Line: r.line, Every: r.every, Count: r.count}
		for _, f := range r.model.frames {
			rec.Cycle = append(rec.Cycle, InCycle{int64(f.at - r.model.start), r.end(f.from), hex.EncodeToString(f.bytes)})
		}
		r.j.write(rec)
	}
	r.count = 0
}

func (r *Recorder) writeFrames(frames []frame) {
	for _, f := range frames {
		r.j.frame(f.at, r.line, r.end(f.from), f.bytes, uint8(f.marks), f.lost)
	}
}

func (r *Recorder) flush() {
	r.writeModel()
	r.writeFrames(r.current.frames)
	r.current.frames = r.current.frames[:0]
}
