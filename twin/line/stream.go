package line

import (
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/wire"
)

// Stream is a reliable, ordered byte stream between two sides, like a TCP connection, with one latency. Side 0 is one end;
// at the other there may be several, ends 1, 2, and so on, that share the connection: all of them hear what end 0 says,
// and end 0 hears each of them. It may be cut: bytes written meanwhile, and those under way, are lost. What
// faults do to it is in streamfault.go.
type Stream struct {
	bound
	ears    []Ear // by end
	latency time.Duration
	queues  [2]fifo[sent] // by the side they go to
	down    bool
	tap     Tap
	lose    [2]int
	digest  Digest
	faults  streamFaults
}

type sent struct {
	at    clock.Instant
	bytes []byte
}

// NewStream joins two ears; tap may be nil.
func NewStream(latency time.Duration, a, b Ear, tap Tap) *Stream {
	return &Stream{ears: []Ear{a, b}, latency: latency, tap: tap}
}

// NewTrunk returns a stream with no ends yet; they join in the order of their numbers.
func NewTrunk(latency time.Duration, tap Tap) *Stream { return &Stream{latency: latency, tap: tap} }

// Join adds an end and returns its number.
func (s *Stream) Join(e Ear) int {
	s.ears = append(s.ears, e)
	return len(s.ears) - 1
}

// side returns where an end is.
func side(end int) int { return min(end, 1) }

// Say writes bytes from an end, no earlier than after from now.
func (s *Stream) Say(from int, after time.Duration, b []byte) {
	now, q := s.now(), &s.queues[1-side(from)]
	at := now.Add(after + s.latency)
	x := struck{bytes: b, times: 1}
	if len(s.faults.plan) > 0 || now < s.faults.until {
		x = s.strike(from, b)
		b, at = x.bytes, at.Add(x.late)
	}
	if q.len() > 0 { // a stream keeps its order
		at = max(at, q.items[len(q.items)-1].at)
	}
	lost := s.down || x.times == 0
	if s.lose[side(from)] > 0 {
		s.lose[side(from)]--
		lost = true
	}
	c := wire.Chunk{Bytes: b, First: now.Add(after), Last: now.Add(after)}
	s.digest.Frame(c.Last, from, b)
	if s.tap != nil {
		s.tap.Frame(from, c, lost)
	}
	if lost {
		return
	}
	for range x.times {
		q.push(sent{at: at, bytes: append([]byte(nil), b...)})
	}
	s.arm()
}

func (s *Stream) arm() {
	due := clock.Never
	for i := range s.queues {
		if s.queues[i].len() > 0 {
			due = min(due, s.queues[i].front().at)
		}
	}
	s.sched.SetLine(s.slot, due)
}

// Cut breaks the stream or joins it again.
func (s *Stream) Cut(down bool) {
	s.down = down
	if down {
		s.queues[0].clear()
		s.queues[1].clear()
		s.arm()
	}
}

// Linked is what an ear may also be that wants to know when its connection is made, and when it is gone.
type Linked interface{ Linked(up bool) }

// Link makes the connection, or ends it, and tells the ends that want to know. A stream is made without being told.
func (s *Stream) Link(up bool) {
	s.Cut(!up)
	for _, e := range s.ears {
		if x, ok := e.(Linked); ok {
			x.Linked(up)
		}
	}
}

// Lose drops the next n writes from the side of an end.
func (s *Stream) Lose(from, n int) { s.lose[side(from)] += n }

// Digest returns the digest over everything written so far.
func (s *Stream) Digest() uint64 { return s.digest.Sum() }

// Wake delivers what is due first; end 0 hears first on a tie.
func (s *Stream) Wake() {
	to := 0
	if s.queues[0].len() == 0 || s.queues[1].len() > 0 && s.queues[1].front().at < s.queues[0].front().at {
		to = 1
	}
	c := s.queues[to].pop()
	s.arm()
	for _, e := range s.to(to) {
		e.Hear(wire.Chunk{Bytes: c.bytes, First: c.at, Last: c.at})
	}
}

// to lists the ears of a side.
func (s *Stream) to(side int) []Ear {
	if side == 0 {
		return s.ears[:1]
	}
	return s.ears[1:]
}
