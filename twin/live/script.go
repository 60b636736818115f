package live

import (
	"errors"
	"fmt"
	"io"
	"sync/atomic"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/journal"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/recording"
)

// Script plays a recording on a station in virtual time: it implements loop.Pacer, and puts into the inbox what the
// recorded loop took, at the same instants and in the same turns. The loop then moves as it did: what is due by an
// instant comes before what was taken then.
type Script struct {
	reader   *recording.Reader
	recorder *Recorder
	trace    *trace // what the station does
	station  *Station
	start    clock.Instant

	peeked   *scripted
	turn     []*scripted
	recorded [][]byte // lines that are no inputs, since the last check
	size     int      // of recorded
	end      *scripted
	last     clock.Instant // the last input or check that was read
	checked  clock.Instant // the last check that was compared
	result   Replayed
	err      error
	halted   atomic.Bool
}

// scripted is an input or a check of a recording.
type scripted struct {
	*recording.Item
	at       clock.Instant
	begins   bool
	recorded [][]byte // before a check: what was recorded since the one before
}

// Replayed is what came of playing a recording.
type Replayed struct {
	From, Until clock.Instant
	Inputs      int
	Checks      int
	Unchecked   int          // inputs after the last check
	Lines       []LineResult // by line, as the checks list them
	Lost        []Lost       // inputs that were not played as they were
	Truncated   bool         // the file breaks off
	CutOff      string       // why the recorder gave up; empty: it did not
	Stopped     bool         // the recording has its end
	Failure     string       // what ended the recorded run, if not a hand
	Failed      string       // what ended the replay before its time
}

// Lost is an input from which a secret was taken for good.
type Lost struct {
	At   clock.Instant
	Seq  uint64
	Door string
}

// LineResult compares a line's digests at the last check.
type LineResult struct {
	Line               string
	Recorded, Replayed string      // digests; empty: the line was not there
	Differs            *Difference // nil: the same at every check
}

// Difference is the first check at which a line differs.
type Difference struct {
	Check              int // from 1
	After, At          clock.Instant
	Recorded, Replayed string // the digests there
	// Where is the first thing on the line that differs, since the check before; nil where nothing kept shows it.
	Where *Place
}

// Place is one thing that was said, in both runs.
type Place struct {
	At                 clock.Instant
	Recorded, Replayed string // in words; empty: nothing
}

// Same says that every line was the same at every check, and that the replay did not fail where the recorded run went on.
func (r *Replayed) Same() bool {
	if r.Failed != "" && r.Failure == "" {
		return false
	}
	for _, l := range r.Lines {
		if l.Differs != nil {
			return false
		}
	}
	return true
}

// NewScript returns a pacer that plays what a reader reads.
func NewScript(r *recording.Reader) *Script {
	s := &Script{reader: r, trace: &trace{}, start: r.Header.Start, last: r.Header.Start, checked: r.Header.Start}
	s.recorder = newRecorder(s.trace)
	return s
}

// Journal is what the station must be built with.
func (s *Script) Journal() *journal.Journal { return s.recorder.journal }

// Play wires a station that was built with this pacer, as Open would, and runs it to the recording's end. Its error is a
// *recording.Error where the file is wrong.
func (s *Script) Play(l *loop.Loop, o Options) (*Replayed, error) {
	o.Recorder = s.recorder
	station, err := Open(l, nil, o)
	if err != nil {
		return nil, err
	}
	defer station.Close()
	s.station = station
	failure := l.Run(clock.Never)
	if s.drain(); s.err != nil {
		return nil, s.err
	}
	if failure != nil {
		s.result.Failed = failure.Error()
	}
	if s.end != nil {
		s.compare(s.end)
		s.result.Stopped, s.result.Failure = true, s.end.Check.Failure
	}
	s.result.From, s.result.Until, s.result.Truncated = s.start, s.last, s.reader.Truncated
	return &s.result, nil
}

// Halt ends the replay before its time. It may be called from any goroutine.
func (s *Script) Halt() { s.halted.Store(true) }

// Wait implements loop.Pacer.
func (s *Script) Wait(until clock.Instant, in *loop.Inbox) clock.Instant {
	if len(s.turn) == 0 && s.end == nil && s.err == nil {
		s.load()
	}
	switch {
	case s.err != nil || s.halted.Load():
		return clock.Never
	case len(s.turn) == 0: // after the last input, the recorded loop ran to the recording's end
		if s.end != nil && until <= s.end.at {
			return until
		}
		return clock.Never
	case s.turn[0].at < until:
		for _, x := range s.turn {
			in.Put(func() { s.do(x) })
		}
		at := s.turn[0].at
		s.turn = nil
		return at
	}
	return until
}

// load reads the next turn.
func (s *Script) load() {
	for {
		x := s.peeked
		s.peeked = nil
		if x == nil {
			x = s.next()
		}
		if x == nil || s.end != nil {
			return
		}
		if len(s.turn) > 0 && (x.begins || x.at != s.turn[0].at) {
			s.peeked = x
			return
		}
		s.turn = append(s.turn, x)
	}
}

// next returns the next input or check; nil at the end.
func (s *Script) next() *scripted {
	for s.err == nil && s.result.CutOff == "" {
		it, err := s.reader.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			s.err = err
			return nil
		}
		switch {
		case it.Input != nil:
			s.last = it.Input.At
			return &scripted{Item: it, at: it.Input.At, begins: it.Input.Turn}
		case it.Check != nil:
			x := &scripted{Item: it, at: it.Check.At, begins: it.Check.Turn, recorded: s.recorded}
			s.recorded, s.size, s.last = nil, 0, it.Check.At
			if it.Check.Kind == recording.Ended {
				s.end = x
			}
			return x
		case it.Gap != nil:
			s.result.CutOff = it.Gap.Why
		default:
			s.remember(it)
		}
	}
	return nil
}

func (s *Script) remember(it *recording.Item) {
	var b []byte
	if it.Trace != nil {
		b = recording.Line(it.Trace)
	} else {
		b = recording.Line(it.Record)
	}
	if s.size += len(b); s.size <= mostTraced {
		s.recorded = append(s.recorded, b)
	}
}

// drain reads the end that follows what stopped the loop.
func (s *Script) drain() {
	if s.err != nil || s.end != nil || s.peeked != nil || len(s.turn) > 0 {
		return
	}
	if x := s.next(); x != nil && s.end == nil {
		s.err = &recording.Error{Line: x.Line, Err: errors.New("the recording goes on after the station was stopped")}
	}
}

// do plays an input, or compares at a check.
func (s *Script) do(x *scripted) {
	if x.Check != nil {
		s.compare(x)
		return
	}
	in := x.Input
	s.result.Inputs++
	s.result.Unchecked++
	if len(in.Lost) > 0 {
		s.result.Lost = append(s.result.Lost, Lost{in.At, in.Seq, in.Door})
	}
	if in.Kind == recording.Stopped {
		s.station.stop()
		return
	}
	d := s.station.doors[in.Door]
	if d == nil {
		s.fail(x, fmt.Errorf("the station has no door '%s'", in.Door))
		return
	}
	if err := d.play(in, x.Raw); err != nil {
		s.fail(x, err)
	}
}

func (s *Script) fail(x *scripted, err error) {
	s.err = &recording.Error{Line: x.Line, Err: err}
	s.station.loop.Stop()
}
