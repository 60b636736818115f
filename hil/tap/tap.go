package tap

import (
	"errors"
	"fmt"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/wire"
)

// ErrNotFound says that what was heard is in no dialect that is known.
var ErrNotFound = errors.New("no known protocol was heard")

// Frame is what a tap tells of a frame, or of bytes that are none. Secrets are masked in all of it.
type Frame struct {
	At, Until clock.Instant
	Gap       time.Duration // silence before it
	Side      wire.Direction
	From      wire.End // empty where it is not known
	Address   string
	Words     string // of a frame
	Fault     string // of bytes that are none
	Bytes     []byte // valid during the call
	Marks     wire.Mark
	// Retry counts how often this question was asked before without an answer; IsAgain: the contents of an answer
	// are those of the last one.
	Retry   int
	IsAgain bool
}

// Teller is told what a tap understood.
type Teller interface {
	Frame(f *Frame)
	Notice(at clock.Instant, text string)
}

// Summary is what was heard altogether.
type Summary struct {
	Protocol   string        `json:"protocol,omitempty"`
	Settings   string        `json:"settings,omitempty"` // as far as they are known
	Frames     int           `json:"frames"`
	Bad        int           `json:"bad"` // runs of bytes that are no frame
	Bytes      int           `json:"bytes"`
	Marked     int           `json:"marked"` // bytes received badly
	Retries    int           `json:"retries"`
	LongestGap time.Duration `json:"longest_gap_ns"`
	Addresses  []Address     `json:"addresses"`
}

// Listening says what a Tap listens to, as far as it is known.
type Listening struct {
	Protocol string        // empty: to be found
	Settings wire.Settings // zero: to be found, where there is a Tuner
	Tuner    Tuner         // nil where the line cannot be set
	Options  wire.Options
}

// Tap listens.
type Tap struct {
	options  wire.Options
	settings wire.Settings
	teller   Teller
	dialects []wire.Dialect

	found      wire.Dialect
	cutter     *cutter // of what is told: with the dialect found, or raw
	candidates []*candidate
	memory     memory
	search     *search
	talk       *talk
	sum        Summary
	end        clock.Instant // of the last piece
	frame      Frame
}

// New returns a tap.
func New(l Listening, teller Teller) (*Tap, error) {
	dialects, err := serialDialects(l.Protocol)
	if err != nil {
		return nil, fmt.Errorf("tap: %w", err)
	}
	t := &Tap{options: l.Options, settings: l.Settings, teller: teller, dialects: dialects}
	t.talk = newTalk(teller.Notice)
	if l.Settings.Baud == 0 && l.Tuner != nil {
		list := serialSettings(dialects...)
		if len(list) == 0 {
			return nil, errors.New("tap: no protocol says how the line must be set")
		}
		t.search = &search{tuner: l.Tuner, list: list}
		t.settings = list[0]
		if err := l.Tuner.Tune(t.settings); err != nil {
			return nil, fmt.Errorf("tap: %w", err)
		}
	}
	t.begin()
	if l.Protocol != "" && t.search == nil {
		t.settle(dialects[0])
	}
	return t, nil
}

// begin lets all dialects read along, from nothing.
func (t *Tap) begin() {
	t.cutter = newCutter(nil, t.options, t.settings, t.take)
	t.candidates = nil
	for _, d := range t.dialects {
		t.candidates = append(t.candidates, newCandidate(d, t.options, t.settings))
	}
}

// settle takes a dialect for the one that is spoken.
func (t *Tap) settle(d wire.Dialect) {
	t.cutter.flush()
	t.found, t.candidates = d, nil
	t.cutter = newCutter(d, t.options, t.settings, t.take)
	t.memory.replay(t.cutter)
}

// Hear takes a chunk of which nothing is known but its bytes.
func (t *Tap) Hear(c wire.Chunk) error { return t.hear(c, unknown) }

// HearFrom takes a chunk that one end has said, as from a transcript.
func (t *Tap) HearFrom(d wire.Direction, c wire.Chunk) error { return t.hear(c, int8(d)) }

func (t *Tap) hear(c wire.Chunk, side int8) error {
	for len(c.Bytes) > maxPending { // so that the memory's bounds hold
		head := c
		head.Bytes, c.Bytes = c.Bytes[:maxPending], c.Bytes[maxPending:]
		if err := t.hear(head, side); err != nil {
			return err
		}
	}
	if len(c.Bytes) == 0 {
		return nil
	}
	t.sum.Bytes += len(c.Bytes)
	if c.Marks != 0 {
		t.sum.Marked += len(c.Bytes)
	}
	if t.found != nil {
		t.cutter.hear(c, side)
		return nil
	}
	if t.memory.isFull(len(c.Bytes)) {
		t.memory.replay(t.cutter)
	}
	t.memory.add(c, side)
	for _, k := range t.candidates {
		k.cutter.hear(c, side)
	}
	if t.search != nil {
		t.search.bytes += len(c.Bytes)
		if c.Marks != 0 {
			t.search.marked += len(c.Bytes)
		}
	}
	return t.judge(c.Last)
}

// Idle says that nothing more had been heard by an instant. It must come again and again while a line is silent.
func (t *Tap) Idle(at clock.Instant) error {
	t.cutter.idle(at)
	if t.found != nil {
		t.talk.idle(at)
		return nil
	}
	for _, k := range t.candidates {
		k.cutter.idle(at)
	}
	return t.judge(at)
}

// judge settles when a dialect has proved itself, or tries other settings.
func (t *Tap) judge(at clock.Instant) error {
	best, next := likeliest(t.candidates)
	if best != nil && best.evidence >= enough && best.reads() >= mostly && best.evidence >= ahead*next {
		t.announce(at, best.dialect)
		return nil
	}
	if t.search == nil {
		return nil
	}
	s, isTuned, err := t.search.next(at)
	if !isTuned {
		return err
	}
	t.memory.replay(t.cutter)
	t.cutter.flush()
	t.teller.Notice(at, fmt.Sprintf("no protocol was understood at %s; listening at %s", t.settings, s))
	t.settings = s
	t.begin()
	return nil
}

func (t *Tap) announce(at clock.Instant, d wire.Dialect) {
	text := "this is " + d.Name()
	if t.settings.Baud > 0 {
		text += " at " + t.settings.String()
	}
	t.teller.Notice(at, text)
	t.settle(d)
}

// Finish tells what is left, and that nothing was understood where that is so.
func (t *Tap) Finish(at clock.Instant) error {
	if t.found == nil {
		for _, k := range t.candidates {
			k.cutter.flush()
		}
		best, next := likeliest(t.candidates)
		if best != nil && best.evidence > next && best.reads() >= mostly {
			t.announce(at, best.dialect)
		}
	}
	t.memory.replay(t.cutter)
	t.cutter.flush()
	t.talk.giveUp(at)
	if t.found == nil && t.sum.Bytes > 0 {
		return fmt.Errorf("tap: %w in %d bytes", ErrNotFound, t.sum.Bytes)
	}
	return nil
}

// Summary is what was heard so far.
func (t *Tap) Summary() Summary {
	s := t.sum
	if t.found != nil {
		s.Protocol = t.found.Name()
	}
	if t.settings.Baud > 0 {
		s.Settings = t.settings.String()
	}
	s.Addresses = []Address{}
	for _, a := range t.talk.order {
		s.Retries += a.Retries
		s.Addresses = append(s.Addresses, *a)
	}
	return s
}
