package line

import (
	"bytes"
	"slices"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/wire"
)

// Ends is who stands on a bus, as far as is known.
type Ends struct {
	Master   int // its end
	Poller   wire.Poller
	Timer    int           // slot of the poller's timer
	Polled   []wire.Polled // by end; none at the master's
	Complete bool          // false: somebody is there of whom too little is known, and the bus never sleeps
}

// template is the idle cycle of a bus: frame 2i is the poll of turn i, frame 2i+1 the answer.
type template struct {
	Ends
	frames []idleFrame
	turns  []wire.Polled
	turnOf []int // by end
	period time.Duration
	gap    time.Duration

	power  []uint64 // of the digest's base
	suffix []uint64 // suffix[j]: what frames 1 to j-1 add to a digest in all
	whole  affine   // a cycle that follows another one

	due, answers []clock.Instant // scratch, by turn
}

// idleFrame is one frame of the cycle; the spans count from the first byte of its first poll.
type idleFrame struct {
	from        int
	first, last time.Duration
	bytes       []byte
}

// newTemplate works out the idle cycle; nil where the bus has none that repeats: an address that nobody answers at, two
// that do, or more of them than fit into a period.
func newTemplate(e Ends, span func(int) time.Duration) *template {
	if !e.Complete || e.Poller == nil {
		return nil
	}
	habit := e.Poller.Habit()
	t := &template{Ends: e, period: habit.Period, gap: habit.Gap, turns: make([]wire.Polled, len(habit.Addresses)), turnOf: make([]int, len(e.Polled))}
	var at time.Duration
	for i, address := range habit.Addresses {
		end := slices.IndexFunc(e.Polled, func(a wire.Polled) bool { return a != nil && a.Answer().Address == address })
		if end < 0 {
			return nil
		}
		t.turns[i], t.turnOf[end] = e.Polled[end], i
		answer := t.turns[i].Answer()
		at = t.add(e.Master, at, habit.Polls[i], span) + answer.After
		at = t.add(end, at, answer.Bytes, span) + habit.Gap
	}
	polled := 0
	for _, a := range e.Polled {
		if a != nil {
			polled++
		}
	}
	if polled != len(t.turns) || polled == 0 || at > t.period {
		return nil
	}
	t.due, t.answers = make([]clock.Instant, polled), make([]clock.Instant, polled)
	t.digests()
	return t
}

// add appends a frame that begins at a span from the cycle's start and returns where it ends.
func (t *template) add(from int, first time.Duration, b []byte, span func(int) time.Duration) time.Duration {
	last := first + span(len(b))
	t.frames = append(t.frames, idleFrame{from, first, last, bytes.Clone(b)})
	return last
}

// length is the span from the first byte of a cycle to its last one.
func (t *template) length() time.Duration { return t.frames[len(t.frames)-1].last }

func (t *template) digests() {
	n := len(t.frames)
	t.power, t.suffix = make([]uint64, n+1), make([]uint64, n+1)
	t.power[0] = 1
	for j := range n {
		t.power[j+1] = mulMod(t.power[j], base)
		if f := &t.frames[j]; j > 0 {
			t.suffix[j+1] = addMod(mulMod(t.suffix[j], base), residue(f.last-t.frames[j-1].last, f.from, f.bytes))
		}
	}
	f := &t.frames[0]
	first := residue(t.period+f.last-t.frames[n-1].last, f.from, f.bytes)
	t.whole = affine{t.power[n], addMod(mulMod(first, t.power[n-1]), t.suffix[n])}
}

// run adds the frames from a up to b of a cycle that began at an instant to a digest.
func (t *template) run(d *Digest, start clock.Instant, a, b int) {
	if a >= b {
		return
	}
	f := &t.frames[a]
	d.Frame(start.Add(f.last), f.from, f.bytes)
	rest := addMod(t.suffix[b], prime-mulMod(t.suffix[a+1], t.power[b-a-1]))
	d.h = addMod(mulMod(d.h, t.power[b-a-1]), rest)
	d.last = start.Add(t.frames[b-1].last)
	d.n += uint64(b - a - 1)
}

// cycles adds whole cycles that follow one another, and one before them.
func (t *template) cycles(d *Digest, n int64) {
	d.h = t.whole.times(n).of(d.h)
	d.last = d.last.Add(time.Duration(n) * t.period)
	d.n += uint64(n) * uint64(len(t.frames))
}
