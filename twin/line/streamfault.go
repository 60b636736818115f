package line

import (
	"fmt"
	"slices"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
)

// What can happen to a bus can, in part, happen to a stream: a serial cable behind a network card garbles and loses bytes
// too. A frame is what one write put on the stream. It has no byte times and no parity, so nothing is marked, and what is
// late holds up what comes after it.

// streamable are the faults that a stream can suffer.
var streamable = []Fault{Flip, Drop, DropByte, ExtraByte, Truncate, Duplicate, Delay, Cut}

// StreamFaultNames lists the names of the faults that a stream can suffer.
func StreamFaultNames() []string {
	names := make([]string, len(streamable))
	for i, f := range streamable {
		names[i] = string(f)
	}
	return names
}

// streamFaults is what is planned for a stream.
type streamFaults struct {
	names   func(end int) string
	plan    []armed
	planned int
	until   clock.Instant // a cut lasts so long
}

// Call gives the ends of the stream the names by which faults are placed.
func (s *Stream) Call(names func(end int) string) { s.faults.names = names }

// Planned counts the faults planned so far.
func (s *Stream) Planned() int { return s.faults.planned }

// Plan adds faults, counted from the next write. Its error says what is missing; then none is added.
func (s *Stream) Plan(plan ...Planned) error {
	now := s.now()
	all := make([]armed, 0, len(plan))
	for _, p := range plan {
		if err := p.check(); err != nil {
			return err
		}
		if !slices.Contains(streamable, p.Fault) {
			return fmt.Errorf("%s: a stream cannot suffer it", p.Fault)
		}
		a := armed{Planned: p, count: max(p.Frame, 1), speaker: nobody, since: now.Add(p.After)}
		if p.From != "" {
			if a.speaker = s.named(p.From); a.speaker == nobody {
				return fmt.Errorf("%s: there is no %s at this line", p.Fault, p.From)
			}
		}
		a.Bytes = slices.Clone(p.Bytes)
		if len(a.Bytes) == 0 {
			a.Bytes = Info(p.Fault).bytes
		}
		all = append(all, a)
	}
	s.faults.planned += len(all)
	for _, a := range all {
		if a.Fault == Cut && a.Frame == 0 && a.After == 0 && len(a.Match) == 0 && a.speaker == nobody {
			s.breakFor(&a)
			continue
		}
		s.faults.plan = append(s.faults.plan, a)
	}
	return nil
}

func (s *Stream) named(name string) int {
	for end := range s.ears {
		if s.faults.names != nil && s.faults.names(end) == name {
			return end
		}
	}
	return nobody
}

// struck is what the planned faults make of a write.
type struck struct {
	bytes []byte
	late  time.Duration
	times int // it is heard: 0 where it is lost
}

// strike lets the planned faults happen to a write. The bytes that it is given stay as they are.
func (s *Stream) strike(from int, b []byte) struck {
	x := struck{bytes: b, times: 1}
	keep := s.faults.plan[:0]
	for _, p := range s.faults.plan {
		hit, done := s.strikes(&p, from, b)
		if hit {
			s.hit(&p, &x)
		}
		if !done {
			keep = append(keep, p)
		}
	}
	s.faults.plan = keep
	if s.now() < s.faults.until || len(x.bytes) == 0 {
		x.times = 0
	}
	return x
}

// strikes says whether a fault strikes this write, and whether it is done with.
func (s *Stream) strikes(p *armed, from int, b []byte) (hit, done bool) {
	now := s.now()
	switch {
	case p.until != 0 && now >= p.until:
		return false, true
	case now < p.since, p.speaker != nobody && p.speaker != from, !p.Match.Fits(b):
		return false, false
	}
	return p.due(now)
}

// hit does to a write what a fault does.
func (s *Stream) hit(p *armed, x *struck) {
	n := max(len(x.bytes), 1)
	x.bytes = slices.Clone(x.bytes)
	switch p.Fault {
	case Flip:
		if len(x.bytes) > 0 {
			x.bytes[p.Byte%n] ^= 1 << p.Bit
		}
	case Drop:
		x.times = 0
	case DropByte:
		if len(x.bytes) > 0 {
			x.bytes = slices.Delete(x.bytes, p.Byte%n, p.Byte%n+1)
		}
	case ExtraByte:
		x.bytes = slices.Insert(x.bytes, min(p.Byte, len(x.bytes)), p.Bytes...)
	case Truncate:
		x.bytes = x.bytes[:p.Byte%n]
	case Duplicate:
		x.times *= 2
	case Delay:
		x.late += p.Delay
	case Cut:
		s.breakFor(p)
		return
	}
	s.note(p)
}

// breakFor loses what is under way, and all that is said for a while.
func (s *Stream) breakFor(p *armed) {
	s.queues[0].clear()
	s.queues[1].clear()
	s.arm()
	s.faults.until = max(s.faults.until, s.now().Add(p.For))
	s.note(p)
}

// note says that a fault has struck, the first time it does.
func (s *Stream) note(p *armed) {
	if p.Struck != nil {
		p.Struck(s.now())
		p.Struck = nil
	}
}
