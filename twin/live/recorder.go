package live

import (
	"cmp"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/journal"
	"github.com/forecourt/forecourt/twin/line"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/recording"
)

// Recorder keeps all that enters a station and all that it says. Its methods are for the loop's goroutine; what it
// writes goes to a sink that never waits. A nil Recorder keeps nothing.
type Recorder struct {
	sink    sink
	queue   *queue // the sink of a recording; nil when a recording is played
	journal *journal.Journal
	loop    *loop.Loop
	lines   func() []string // the digests of the station's buses, as "bus 1 0123456789abcdef"
	seq     uint64
	turn    uint64
	inputs  line.Digest
	said    map[string]*line.Digest // by door, and "events"
	streams map[*recording.Stream]struct{}
	ended   bool
}

// sink takes whole lines, one or more at a time, and never waits.
type sink interface {
	Write(lines []byte) (int, error)
}

// The lines of a check that are no door and no bus: the header and all inputs as they are written, and all events.
const (
	InputsLine = "inputs"
	EventsLine = "events"
)

// The spans between check points; the first comes early, so that a short recording has one.
const (
	firstCheck = time.Second
	checkEvery = 5 * time.Second
)

// NewRecorder begins a recording. notice is told, from another goroutine, when the file cannot be written any more.
func NewRecorder(file io.WriteCloser, h recording.Header, notice func(error)) *Recorder {
	q := newQueue(file, notice)
	r := newRecorder(q)
	r.queue = q
	h.Format = recording.Format
	b := recording.Line(h)
	r.inputs.Frame(0, 0, b)
	_, _ = r.sink.Write(b)
	return r
}

func newRecorder(s sink) *Recorder {
	return &Recorder{
		sink: s, journal: journal.New(s), said: map[string]*line.Digest{}, streams: map[*recording.Stream]struct{}{},
	}
}

// Journal is what the station must be built with: frames, events and exchanges go into the recording through it.
func (r *Recorder) Journal() *journal.Journal {
	if r == nil {
		return nil
	}
	return r.journal
}

// Close ends the recording and waits until it is written. It returns what kept it from being written whole.
func (r *Recorder) Close() error {
	if r == nil || r.queue == nil {
		return nil
	}
	return r.queue.Close()
}

// open joins the recorder to the loop whose station it records.
func (r *Recorder) open(l *loop.Loop, lines func() []string) {
	r.loop, r.lines = l, lines
	events := r.digest(EventsLine)
	l.Watch(func(t forecourt.Told) {
		b := append([]byte(t.Role.String()+" "+t.Event.Event()+" "), journal.Fields(t.Event)...)
		events.Frame(t.At, 0, b)
	})
	if r.queue != nil {
		r.queue.every(firstCheck, checkEvery, func(done func()) { l.Inbox().Put(func() { r.check(); done() }) })
	}
}

func (r *Recorder) digest(name string) *line.Digest {
	d := r.said[name]
	if d == nil {
		d = &line.Digest{}
		r.said[name] = d
	}
	return d
}

// input writes what enters at this moment. hide makes its bytes fit to be written.
func (r *Recorder) input(in recording.Input, hide func(seq uint64) (recording.Payload, []recording.Rest)) {
	if r == nil || r.ended {
		return
	}
	r.seq++
	in.At, in.Seq, in.Turn = r.loop.Now(), r.seq, r.newTurn()
	var rests []recording.Rest
	if hide != nil {
		in.Payload, rests = hide(in.Seq)
	}
	b := recording.Line(in)
	r.inputs.Frame(in.At, 0, b)
	_, _ = r.sink.Write(b)
	r.rests(rests)
}

func (r *Recorder) rests(all []recording.Rest) {
	for _, rest := range all {
		b := recording.Line(rest)
		r.inputs.Frame(0, 1, b)
		_, _ = r.sink.Write(b)
	}
}

func (r *Recorder) newTurn() bool {
	now := r.loop.Turn()
	begins := now != r.turn
	r.turn = now
	return begins
}

// output writes what leaves by a door.
func (r *Recorder) output(door string, conn uint64, p recording.Payload) {
	if r == nil || r.ended {
		return
	}
	out := recording.Output{Kind: recording.Said, At: r.loop.Now(), Door: door, Conn: conn, Payload: p}
	masked, _ := p.Masked()
	r.digest(door).Frame(out.At, int(conn), masked)
	_, _ = r.sink.Write(recording.Line(out))
}

// stream returns what hides the numbers in one connection's pieces; closed says that no more will come.
func (r *Recorder) stream() *recording.Stream {
	s := &recording.Stream{}
	if r != nil {
		r.streams[s] = struct{}{}
	}
	return s
}

func (r *Recorder) closeStream(s *recording.Stream) {
	if r != nil && !r.ended {
		r.rests(s.End())
		delete(r.streams, s)
	}
}

// check writes the digests at this place among the inputs.
func (r *Recorder) check() {
	if r.ended {
		return
	}
	_ = r.journal.Flush()
	_, _ = r.sink.Write(recording.Line(recording.Check{
		Kind: recording.Checked, At: r.loop.Now(), Turn: r.newTurn(), Digests: r.digests(),
	}))
}

// end writes the last check, when the loop stands still.
func (r *Recorder) end(failure error) {
	if r == nil || r.ended {
		return
	}
	for s := range r.streams { // at most one holds the end of an input that others do not
		r.rests(s.End())
	}
	_ = r.journal.Flush()
	c := recording.Check{Kind: recording.Ended, At: r.loop.Now(), Digests: r.digests()}
	if failure != nil {
		c.Failure, _, _ = strings.Cut(failure.Error(), "\n")
	}
	_, _ = r.sink.Write(recording.Line(c))
	r.ended = true
}

func (r *Recorder) digests() []recording.Digest {
	all := []recording.Digest{{Line: InputsLine, Digest: recording.Sum(r.inputs.Sum())}}
	if r.lines != nil {
		for _, l := range r.lines() {
			i := len(l) - 17 // a space and 16 digits
			all = append(all, recording.Digest{Line: l[:i], Digest: l[i+1:]})
		}
	}
	doors := make([]recording.Digest, 0, len(r.said))
	for name, d := range r.said {
		doors = append(doors, recording.Digest{Line: name, Digest: recording.Sum(d.Sum())})
	}
	slices.SortFunc(doors, func(a, b recording.Digest) int { return cmp.Compare(a.Line, b.Line) })
	return append(all, doors...)
}
