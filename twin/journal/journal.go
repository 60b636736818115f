package journal

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"io"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/payment"
)

// Record is one line of a journal. Which fields are set depends on the kind.
type Record struct {
	At    clock.Instant   `json:"at"`
	Kind  Kind            `json:"kind"`
	Role  string          `json:"role,omitempty"` // event, stimulus, fault, note
	Name  string          `json:"name,omitempty"` // of the event, the stimulus, the note
	Data  json.RawMessage `json:"data,omitempty"` // fields, in their struct's order
	Line  string          `json:"line,omitempty"` // frame, cycle
	From  string          `json:"from,omitempty"` // frame, exchange
	Hex   string          `json:"hex,omitempty"`  // frame
	Marks uint8           `json:"marks,omitempty"`
	Lost  bool            `json:"lost,omitempty"`
	Every int64           `json:"every,omitempty"` // cycle: nanoseconds from one to the next
	Count int             `json:"count,omitempty"` // cycle: how many
	Cycle []InCycle       `json:"cycle,omitempty"` // cycle: its frames
}

// InCycle is a frame of a run-length record: After nanoseconds from the cycle's start its last byte ended.
type InCycle struct {
	After int64  `json:"after"`
	From  string `json:"from"`
	Hex   string `json:"hex"`
}

// Kind of a record.
type Kind string

// The kinds.
const (
	KindEvent    Kind = "event"
	KindStimulus Kind = "stimulus"
	KindFrame    Kind = "frame"
	KindCycle    Kind = "cycle"
	KindExchange Kind = "exchange"
	KindFault    Kind = "fault"
	KindNote     Kind = "note"
)

// Journal writes records. A nil Journal takes everything and writes nothing.
type Journal struct {
	w       io.Writer
	buf     bytes.Buffer
	err     error
	flushed []func()
}

// New returns a journal that writes to w.
func New(w io.Writer) *Journal { return &Journal{w: w} }

// Err returns the first error of the writer.
func (j *Journal) Err() error {
	if j == nil {
		return nil
	}
	return j.err
}

// Close writes what recorders still hold back.
func (j *Journal) Close() error { return j.Flush() }

// Flush writes what recorders hold back so far: all that was recorded until now is then with the writer. Cycles that
// follow begin a record of their own.
func (j *Journal) Flush() error {
	if j == nil {
		return nil
	}
	for _, f := range j.flushed {
		f()
	}
	return j.err
}

// Event records what a party said it has done.
func (j *Journal) Event(t forecourt.Told) {
	if j == nil {
		return
	}
	j.write(Record{At: t.At, Kind: KindEvent, Role: t.Role.String(), Name: t.Event.Event(), Data: Fields(t.Event)})
}

// Stimulus records what was done to a party.
func (j *Journal) Stimulus(at clock.Instant, role forecourt.Role, s forecourt.Stimulus) {
	if j == nil {
		return
	}
	data, _ := json.Marshal(s)
	j.write(Record{At: at, Kind: KindStimulus, Role: role.String(), Name: s.Stimulus(), Data: data})
}

// Fault records bytes or acts that a party refused.
func (j *Journal) Fault(at clock.Instant, role forecourt.Role, err error) {
	if j == nil {
		return
	}
	text, _ := json.Marshal(payment.Mask(err.Error()))
	j.write(Record{At: at, Kind: KindFault, Role: role.String(), Data: text})
}

// Note records something about the run itself: a scenario's step, a verdict.
func (j *Journal) Note(at clock.Instant, role, name string, data any) {
	if j == nil {
		return
	}
	b, err := json.Marshal(data)
	if err != nil && j.err == nil {
		j.err = err
	}
	j.write(Record{At: at, Kind: KindNote, Role: role, Name: name, Data: b})
}

// Exchange is one HTTP request and its answer. Bodies are masked by whoever records it.
type Exchange struct {
	To       string `json:"to"`
	Method   string `json:"method"`
	Path     string `json:"path"`
	Request  string `json:"request,omitempty"`
	Status   int    `json:"status,omitempty"` // 0: no answer came
	Response string `json:"response,omitempty"`
	Key      string `json:"idempotency-key,omitempty"`
	Took     int64  `json:"took"` // nanoseconds
}

// Exchange records an HTTP exchange at the instant it began.
func (j *Journal) Exchange(at clock.Instant, from string, e Exchange) {
	if j == nil {
		return
	}
	e.Request, e.Response = payment.Mask(e.Request), payment.Mask(e.Response)
	data, _ := json.Marshal(e)
	j.write(Record{At: at, Kind: KindExchange, From: from, Data: data})
}

func (j *Journal) frame(at clock.Instant, line, from string, b []byte, marks uint8, lost bool) {
	j.write(Record{At: at, Kind: KindFrame, Line: line, From: from, Hex: hex.EncodeToString(b), Marks: marks, Lost: lost})
}

func (j *Journal) write(r Record) {
	if j.err != nil {
		return
	}
	j.buf.Reset()
	enc := json.NewEncoder(&j.buf)
	enc.SetEscapeHTML(false)
	if j.err = enc.Encode(r); j.err == nil {
		_, j.err = j.w.Write(j.buf.Bytes())
	}
}

// Fields returns an event's fields as a JSON object, in the order of its struct.
func Fields(e forecourt.Event) json.RawMessage {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, f := range forecourt.FieldsOf(e) {
		if i > 0 {
			b.WriteByte(',')
		}
		name, _ := json.Marshal(f.Name)
		value, err := json.Marshal(f.Of(e))
		if err != nil {
			value, _ = json.Marshal("unprintable: " + err.Error())
		}
		b.Write(name)
		b.WriteByte(':')
		b.Write(value)
	}
	b.WriteByte('}')
	return b.Bytes()
}
