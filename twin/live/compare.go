package live

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"sort"
	"strings"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/journal"
	"github.com/forecourt/forecourt/twin/recording"
)

// mostTraced bounds what is kept of both runs between two checks, in bytes; what is beyond shows in the digests only.
const mostTraced = 64 << 20

// trace keeps the lines that a replayed station writes, since the last check. It is the sink of a replay's recorder.
type trace struct {
	lines [][]byte
	size  int
}

// Write implements sink.
func (t *trace) Write(lines []byte) (int, error) {
	if t.size += len(lines); t.size <= mostTraced {
		t.lines = append(t.lines, append([]byte(nil), lines...))
	}
	return len(lines), nil
}

func (t *trace) take() [][]byte {
	lines := t.lines
	t.lines, t.size = nil, 0
	return lines
}

// compare compares the digests at a check. The inputs are compared as they are written: a file that was changed shows
// there.
func (s *Script) compare(x *scripted) {
	_ = s.recorder.journal.Flush()
	mine := map[string]string{}
	for _, d := range s.recorder.digests() {
		mine[d.Line] = d.Digest
	}
	mine[InputsLine] = recording.Sum(x.Inputs)
	played := s.trace.take()
	s.result.Checks++
	s.result.Unchecked = 0
	for _, theirs := range x.Check.Digests {
		l := s.line(theirs.Line)
		l.Recorded, l.Replayed = theirs.Digest, mine[theirs.Line]
		if l.Differs == nil && l.Recorded != l.Replayed {
			l.Differs = &Difference{
				Check: s.result.Checks, After: s.checked, At: x.at, Recorded: l.Recorded, Replayed: l.Replayed,
				Where: firstDifference(l.Line, x.recorded, played),
			}
		}
		delete(mine, theirs.Line)
	}
	for name, sum := range mine { // a line that said something in one run only
		l := s.line(name)
		if l.Recorded, l.Replayed = "", sum; l.Differs == nil {
			l.Differs = &Difference{
				Check: s.result.Checks, After: s.checked, At: x.at, Replayed: sum, Where: firstDifference(name, x.recorded, played),
			}
		}
	}
	s.checked = x.at
}

func (s *Script) line(name string) *LineResult {
	for i := range s.result.Lines {
		if s.result.Lines[i].Line == name {
			return &s.result.Lines[i]
		}
	}
	s.result.Lines = append(s.result.Lines, LineResult{Line: name})
	return &s.result.Lines[len(s.result.Lines)-1]
}

// saidAt is one thing on a line.
type saidAt struct {
	at   clock.Instant
	what string
}

// firstDifference finds the first thing on a line in which two traces differ.
func firstDifference(name string, recorded, played [][]byte) *Place {
	a, b := onLine(name, recorded), onLine(name, played)
	for i := 0; i < len(a) || i < len(b); i++ {
		switch {
		case i >= len(b):
			return &Place{At: a[i].at, Recorded: a[i].what}
		case i >= len(a):
			return &Place{At: b[i].at, Replayed: b[i].what}
		case a[i] != b[i]:
			return &Place{At: min(a[i].at, b[i].at), Recorded: a[i].text(), Replayed: b[i].text()}
		}
	}
	return nil
}

func (s saidAt) text() string { return s.what + " at " + s.at.Time().Format("15:04:05.000000000") }

// onLine returns what was said on a line, by its instants.
func onLine(name string, lines [][]byte) (all []saidAt) {
	for _, b := range lines {
		var which struct{ Kind recording.Kind }
		if json.Unmarshal(b, &which) != nil {
			continue
		}
		if which.Kind == recording.Said {
			var o recording.Output
			if json.Unmarshal(b, &o) == nil && o.Door == name {
				all = append(all, saidAt{o.At, saidText(o)})
			}
			continue
		}
		var r journal.Record
		if json.Unmarshal(b, &r) != nil {
			continue
		}
		for _, f := range r.Expand() {
			switch {
			case f.Kind == journal.KindFrame && f.Line == name:
				all = append(all, saidAt{f.At, f.From + " " + spaced(f.Hex)})
			case f.Kind == journal.KindEvent && name == EventsLine:
				all = append(all, saidAt{f.At, fmt.Sprintf("%s %s %s", f.Role, f.Name, f.Data)})
			}
		}
	}
	sort.SliceStable(all, func(a, b int) bool { return all[a].at < all[b].at })
	return all
}

const shownText = 200 // bytes of a message

func saidText(o recording.Output) string {
	text := o.Text
	if text == "" {
		text = spaced(o.Hex)
	}
	if len(text) > shownText {
		text = text[:shownText] + "..."
	}
	return fmt.Sprintf("to %d: %q", o.Conn, text)
}

func spaced(digits string) string {
	b, err := hex.DecodeString(digits)
	if err != nil {
		return digits
	}
	return strings.ToUpper(fmt.Sprintf("% x", b))
}
