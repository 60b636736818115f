package tap

import (
	"strings"

	"github.com/forecourt/forecourt/twin/wire"
)

// take turns a piece into a Frame and tells it.
func (t *Tap) take(p *piece) {
	f := &t.frame
	*f = Frame{At: p.begin, Until: p.end, Marks: p.marks, Bytes: f.Bytes[:0]}
	if t.end != 0 {
		f.Gap = max(0, p.begin.Sub(t.end))
		t.sum.LongestGap = max(t.sum.LongestGap, f.Gap)
	}
	t.end = max(t.end, p.end)
	f.Bytes = append(f.Bytes, p.bytes...)
	if t.found != nil {
		for _, s := range t.found.Secrets(p.bytes) {
			mask(f.Bytes, s)
		}
	}
	if p.good() {
		t.sum.Frames++
		side, a, again := t.talk.take(p)
		f.Side, f.Address, f.Words = side, a.Address, p.readings[side].words
		f.From = t.found.Ends()[side]
		if side == wire.FromDispenser {
			f.IsAgain = again > 0
		} else {
			f.Retry = again
		}
	} else {
		t.sum.Bad++
		f.Fault = faultWords(p)
		if p.side != unknown {
			f.Side = wire.Direction(p.side)
			if t.found != nil {
				f.From = t.found.Ends()[p.side]
			}
		}
	}
	t.teller.Frame(f)
}

// mask puts a star for each byte of a secret.
func mask(b []byte, s wire.Span) {
	for i := max(0, s.From); i < min(s.To, len(b)); i++ {
		b[i] = '*'
	}
}

var markNames = []struct {
	mark wire.Mark
	name string
}{
	{wire.ParityError, "parity error"},
	{wire.FramingError, "framing error"},
	{wire.Break, "break"},
	{wire.Collision, "collision"},
}

func markWords(m wire.Mark) []string {
	var words []string
	for _, n := range markNames {
		if m&n.mark != 0 {
			words = append(words, n.name)
		}
	}
	return words
}

// faultWords says why bytes are no frame. The bytes themselves are told beside it, masked, so they are not in it.
func faultWords(p *piece) string {
	if p.marks != 0 {
		return strings.Join(markWords(p.marks), ", ")
	}
	switch e := p.fault.(type) {
	case nil:
		return "not understood"
	case *wire.FrameError:
		return e.Dialect + ": " + e.Reason
	default:
		return "not understood"
	}
}
