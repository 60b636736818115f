package line

import (
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/wire"
)

// Stream is a reliable, ordered byte stream between two ends, like a TCP connection, with one latency. It may be cut:
// bytes written meanwhile, and those under way, are lost. What faults do to it is in streamfault.go.
type Stream struct {
	bound
	ears    [2]Ear
	latency time.Duration
	queues  [2]fifo[sent] // by the end they go to
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
	return &Stream{ears: [2]Ear{a, b}, latency: latency, tap: tap}
}

// Say writes bytes from an end, no earlier than after from now.
func (s *Stream) Say(from int, after time.Duration, b []byte) {
	now, q := s.sched.Now(), &s.queues[1-from]
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
	if s.lose[from] > 0 {
		s.lose[from]--
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

// Lose drops the next n writes from an end.
func (s *Stream) Lose(from, n int) { s.lose[from] += n }

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
	s.ears[to].Hear(wire.Chunk{Bytes: c.bytes, First: c.at, Last: c.at})
}
