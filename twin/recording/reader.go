package recording

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/journal"
	"github.com/forecourt/forecourt/twin/line"
)

// Bounds on a file, which may come from anywhere.
const (
	longestLine = 8 << 20  // bytes
	mostWaiting = 64 << 20 // bytes that wait for the rest of an input before them
	mostDoors   = 1024     // digests of a check
	mostCycles  = 10_000   // of a run-length record: those between two checks
	mostInCycle = 1000     // frames

	longestSpan = 366 * 24 * time.Hour // of the station's time
)

// Error is what is wrong with a recording, and where.
type Error struct {
	Line int
	Err  error
}

// Error says it.
func (e *Error) Error() string { return fmt.Sprintf("line %d: %v", e.Line, e.Err) }

// Unwrap returns what is wrong.
func (e *Error) Unwrap() error { return e.Err }

// Item is one line of a recording: exactly one of its pointers is set.
type Item struct {
	Line   int
	Input  *Input
	Raw    []byte // of an input, revealed
	Check  *Check // also the end
	Gap    *Gap
	Trace  *Output         // said
	Record *journal.Record // of the journal
	Inputs uint64          // digest of the header and of every line of an input so far, as they are written
}

// Reader reads a recording from front to back.
type Reader struct {
	Header    Header
	Truncated bool // the file breaks off in the midst of a line, or before the rest of an input; set at its end

	in      *bufio.Reader
	line    int
	digest  line.Digest
	waiting []*Item
	bytes   int // of waiting
	held    map[uint64]*Item
	last    clock.Instant
	seq     uint64
	done    bool
}

// NewReader reads the header. Its errors, and those of Next, are of type *Error.
func NewReader(r io.Reader) (*Reader, error) {
	d := &Reader{in: bufio.NewReaderSize(r, 64<<10), held: map[uint64]*Item{}}
	b, err := d.text()
	if err != nil {
		return nil, err
	}
	if b == nil {
		return nil, d.wrong(errors.New("this is no recording: its first line is missing"))
	}
	var which struct {
		Format int `json:"forecourt-recording"`
	}
	if err := json.Unmarshal(b, &which); err != nil || which.Format == 0 {
		return nil, d.wrong(errors.New("this is no recording"))
	}
	if which.Format != Format {
		return nil, d.wrong(fmt.Errorf("the recording is of format %d, this build reads format %d", which.Format, Format))
	}
	if err := strictly(b, &d.Header); err != nil {
		return nil, d.wrong(err)
	}
	if _, err := d.Header.SeedValue(); err != nil {
		return nil, d.wrong(fmt.Errorf("'%s' is no seed", d.Header.Seed))
	}
	if d.Header.Start <= 0 || d.Header.Start == clock.Never {
		return nil, d.wrong(fmt.Errorf("a station cannot start at %d", d.Header.Start))
	}
	d.last = d.Header.Start
	d.digest.Frame(0, 0, b)
	return d, nil
}

func (d *Reader) wrong(err error) error { return &Error{d.line, err} }

// text returns the next whole line; nil at the end.
func (d *Reader) text() ([]byte, error) {
	var b []byte
	for {
		part, err := d.in.ReadSlice('\n')
		b = append(b, part...)
		if len(b) > longestLine {
			d.line++
			return nil, d.wrong(fmt.Errorf("longer than %d bytes", longestLine))
		}
		switch {
		case err == nil:
			d.line++
			return b, nil
		case errors.Is(err, bufio.ErrBufferFull):
		case errors.Is(err, io.EOF):
			d.Truncated = d.Truncated || len(b) > 0
			return nil, nil
		default:
			return nil, d.wrong(err)
		}
	}
}

// Next returns the next line whose bytes are complete; io.EOF after the last one.
func (d *Reader) Next() (*Item, error) {
	for {
		if len(d.waiting) > 0 && (d.waiting[0].Input == nil || d.waiting[0].Input.Held == 0) {
			it := d.waiting[0]
			d.waiting = d.waiting[1:]
			return it, nil
		}
		if len(d.waiting) == 0 {
			d.bytes = 0
		}
		if d.done {
			return nil, io.EOF
		}
		b, err := d.text()
		if err != nil {
			return nil, err
		}
		if b == nil {
			d.done = true
			if len(d.waiting) > 0 { // the rest of the first one never came
				d.Truncated, d.waiting = true, nil
			}
			return nil, io.EOF
		}
		if d.bytes += len(b); d.bytes > mostWaiting {
			return nil, d.wrong(errors.New("the rest of an input long before does not come"))
		}
		if err := d.take(b); err != nil {
			return nil, d.wrong(err)
		}
	}
}

func (d *Reader) take(b []byte) error {
	var which struct{ Kind Kind }
	if err := json.Unmarshal(b, &which); err != nil {
		return err
	}
	it := &Item{Line: d.line}
	var err error
	switch k := which.Kind; {
	case inputKinds[k]:
		err = d.input(it, b)
	case k == Rested:
		return d.rest(b)
	case k == Checked || k == Ended:
		it.Check = &Check{}
		if err = strictly(b, it.Check); err == nil {
			err = d.check(it.Check)
		}
	case k == CutOff:
		it.Gap = &Gap{}
		err = strictly(b, it.Gap)
	case k == Said:
		it.Trace = &Output{}
		if err = strictly(b, it.Trace); err == nil {
			_, err = it.Trace.reveal()
		}
	case slices.Contains(journalKinds, journal.Kind(k)):
		it.Record = &journal.Record{}
		if err = strictly(b, it.Record); err == nil && (it.Record.Count < 0 || it.Record.Count > mostCycles || len(it.Record.Cycle) > mostInCycle) {
			err = fmt.Errorf("%d cycles of %d frames", it.Record.Count, len(it.Record.Cycle))
		}
	default:
		return fmt.Errorf("there is no kind '%s' of line", k)
	}
	if err != nil {
		return err
	}
	it.Inputs = d.digest.Sum()
	d.waiting = append(d.waiting, it)
	return nil
}

var journalKinds = []journal.Kind{
	journal.KindEvent, journal.KindStimulus, journal.KindFrame, journal.KindCycle, journal.KindExchange, journal.KindFault, journal.KindNote,
}

func (d *Reader) input(it *Item, b []byte) (err error) {
	in := &Input{}
	if err := strictly(b, in); err != nil {
		return err
	}
	if in.Seq != d.seq+1 {
		return fmt.Errorf("input %d follows input %d", in.Seq, d.seq)
	}
	if it.Raw, err = in.reveal(); err != nil {
		return err
	}
	if err := d.moves(in.At); err != nil {
		return err
	}
	d.seq, it.Input = in.Seq, in
	d.digest.Frame(in.At, 0, b)
	if in.Held > 0 {
		d.held[in.Seq] = it
	}
	return nil
}

func (d *Reader) rest(b []byte) error {
	var r Rest
	if err := strictly(b, &r); err != nil {
		return err
	}
	it := d.held[r.Seq]
	if it == nil {
		return fmt.Errorf("a rest of input %d, which holds nothing back", r.Seq)
	}
	raw, err := r.reveal()
	if err != nil {
		return err
	}
	if len(raw) != it.Input.Held || r.Held != 0 {
		return fmt.Errorf("input %d holds %d bytes back, its rest has %d", r.Seq, it.Input.Held, len(raw))
	}
	it.Raw = append(it.Raw, raw...)
	it.Input.Held, it.Input.Lost = 0, append(it.Input.Lost, r.Lost...)
	delete(d.held, r.Seq)
	d.digest.Frame(0, 1, b)
	return nil
}

func (d *Reader) check(c *Check) error {
	if len(c.Digests) == 0 || len(c.Digests) > mostDoors {
		return fmt.Errorf("a check of %d digests", len(c.Digests))
	}
	return d.moves(c.At)
}

// moves says that the inputs' time does not go back.
func (d *Reader) moves(at clock.Instant) error {
	if at < d.last || at.Sub(d.Header.Start) > longestSpan {
		return fmt.Errorf("the time goes from %v to %v", d.last, at)
	}
	d.last = at
	return nil
}

// strictly reads one object, which is known to be JSON, and refuses keys that are not there.
func strictly(b []byte, into any) error {
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.DisallowUnknownFields()
	return dec.Decode(into)
}
