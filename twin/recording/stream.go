package recording

import "github.com/forecourt/forecourt/twin/wire"

// Stream hides the card numbers in what comes over one connection piece by piece. Digits at the end of a piece, which
// may be the beginning of a number, are held back: they are written as a rest when what follows them has come.
type Stream struct {
	run    []byte  // digits that are held back
	pieces []piece // whose they are
	long   bool    // in the midst of more digits than a number has
}

type piece struct {
	seq uint64
	n   int
}

// Next hides the next piece, the input of a number, and returns what can be written of earlier ones now.
func (s *Stream) Next(seq uint64, b []byte) (p Payload, rests []Rest) {
	lead := leadingDigits(b)
	if lead == len(b) && lead > 0 {
		return s.digits(seq, b)
	}
	m := append([]byte(nil), b...)
	judged := 0 // how much of m has been judged as the end of a run
	if s.long {
		judged = lead
	} else if len(s.run) > 0 {
		run := append(append([]byte(nil), s.run...), b[:lead]...)
		if judged = lead; isNumber(run) {
			p.mark(m[:lead], 0, run, len(s.run))
		}
		rests = s.release(run)
	}
	s.long = len(b) == 0 && s.long
	tail := trailingDigits(m[judged:])
	if tail > longest {
		s.long = true
	} else if tail > 0 {
		s.run, s.pieces = append(s.run, m[len(m)-tail:]...), append(s.pieces, piece{seq, tail})
		m = m[:len(m)-tail]
		p.Held = tail
	}
	p.cards(m, judged)
	p.write(m)
	return p, rests
}

// digits takes a piece of nothing but digits.
func (s *Stream) digits(seq uint64, b []byte) (p Payload, rests []Rest) {
	if !s.long && len(s.run)+len(b) <= longest {
		s.run, s.pieces = append(s.run, b...), append(s.pieces, piece{seq, len(b)})
		return Payload{Held: len(b)}, nil
	}
	s.long = true
	rests = s.release(nil)
	p.write(b)
	return p, rests
}

// End returns what is still held back; nothing more will come.
func (s *Stream) End() []Rest { return s.release(append([]byte(nil), s.run...)) }

// release writes what is held back as a part of a run of digits, which is hidden if it is a card number.
func (s *Stream) release(run []byte) (rests []Rest) {
	number, at := isNumber(run), 0
	for _, x := range s.pieces {
		r := Rest{Kind: Rested, Seq: x.seq}
		part := append([]byte(nil), s.run[at:at+x.n]...)
		if number {
			r.mark(part, 0, run, at)
		}
		r.write(part)
		rests = append(rests, r)
		at += x.n
	}
	s.run, s.pieces = s.run[:0], s.pieces[:0]
	return rests
}

func trailingDigits(b []byte) (n int) {
	for n < len(b) && isDigit(b[len(b)-1-n]) {
		n++
	}
	return n
}

// Window finds a dialect's secrets in bytes that come in pieces: each piece is looked at behind what came before it.
type Window struct {
	Secrets func([]byte) []wire.Span // nil: there are none
	before  []byte
}

const windowSize = 512 // bytes

// Spans returns the secrets of the next piece.
func (w *Window) Spans(b []byte) (spans []wire.Span) {
	if w == nil || w.Secrets == nil {
		return nil
	}
	n := len(w.before)
	all := append(w.before, b...)
	for _, s := range w.Secrets(all) {
		if s.To > n {
			spans = append(spans, wire.Span{From: max(s.From-n, 0), To: s.To - n})
		}
	}
	w.before = append([]byte(nil), all[max(0, len(all)-windowSize):]...)
	return spans
}
