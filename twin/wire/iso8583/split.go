package iso8583

import "github.com/forecourt/forecourt/twin/wire"

// split finds the messages in b: b itself, or the frames of a stream in any framing. The framing is the one in which all
// messages can be read; where there is none, the first in which the stream begins with a message type. A rest that is no
// whole frame is handed on as it is.
func (p *Profile) split(b []byte) []wire.Span {
	whole := []wire.Span{{From: 0, To: len(b)}}
	if _, err := p.walk(b); err == nil {
		return whole
	}
	likely := whole
	for _, f := range []Framing{Digits, Packed, Binary} {
		all, right := p.cut(f, b)
		if right {
			return all
		}
		if len(all) > 0 && f != Packed { // two packed digits look like two bytes, and are rarer
			likely = all
		}
	}
	return likely
}

// cut cuts a stream by a framing; right says that every whole frame is a message of the profile. Two bytes of length may
// have a TPDU behind them in any frame.
func (p *Profile) cut(f Framing, b []byte) (all []wire.Span, right bool) {
	right = true
	at := 0
	for at < len(b) {
		from, to, ok := f.frame(b[at:])
		if !ok && f == Binary {
			from, to, ok = WithTPDU.frame(b[at:])
		}
		if !ok {
			break
		}
		cut := to > len(b)-at
		all = append(all, wire.Span{From: at + from, To: min(at+to, len(b))})
		if _, err := p.walk(b[at+from : min(at+to, len(b))]); err != nil && !cut {
			right = false
		}
		at = min(at+to, len(b))
		if cut {
			return all, right && len(all) > 1
		}
	}
	if at < len(b) {
		all, right = append(all, wire.Span{From: at, To: len(b)}), false
	}
	if at == 0 {
		return nil, false
	}
	return all, right
}

// frame says where the message of a frame begins and ends, which may be behind the end of b. A frame begins with a length,
// maybe a TPDU, and a message type.
func (f Framing) frame(b []byte) (from, to int, ok bool) {
	size, before := framings[f].size, framings[f].before
	if len(b) < size+before+mtiLength {
		return 0, 0, false
	}
	n, digits := f.length(b)
	if f == WithTPDU && b[size] != 0x60 {
		return 0, 0, false
	}
	from = size + before
	return from, size + n, digits && n > before && n <= MaxMessage+before && fits("n", b[from:from+mtiLength])
}
