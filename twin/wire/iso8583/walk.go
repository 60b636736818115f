package iso8583

import (
	"encoding/binary"
	"fmt"
	"math/bits"

	"github.com/moov-io/iso8583/field"

	"github.com/forecourt/forecourt/twin/wire"
)

// FieldError says that a field is missing or holds what it must not. It never quotes the value.
type FieldError struct {
	Field  int
	Name   string
	Reason string
	Code   string // the DE39 that answers it
}

// Error prints field and reason.
func (e *FieldError) Error() string {
	return fmt.Sprintf("iso8583: field %d (%s): %s", e.Field, e.Name, e.Reason)
}

// part is where a field's value stands in a message; from is the start of the value, behind its length digits.
type part struct{ id, from, to int }

const (
	mtiLength    = 4
	bitmapLength = 8
)

// walk finds the fields of a message with the library's own fields, which alone say how many bytes they took. What was
// found before damage is returned with the error, which has no bytes yet: see masked.
func (p *Profile) walk(b []byte) ([]part, *wire.FrameError) {
	if len(b) < mtiLength+bitmapLength {
		return nil, p.damaged(len(b), "message cut off before its fields")
	}
	if !fits("n", b[:mtiLength]) {
		return nil, p.damaged(0, "no message type")
	}
	set, at, reason := readBitmap(b[mtiLength:])
	at += mtiLength
	if reason != "" {
		return nil, p.damaged(at, reason)
	}
	built := p.build()
	parts := make([]part, 0, bits.OnesCount64(set[0])+bits.OnesCount64(set[1]))
	for id := 2; id <= 128; id++ {
		if set[(id-1)/64]&(1<<(63-uint((id-1)%64))) == 0 {
			continue
		}
		f := built.spec.Fields[id]
		if f == nil {
			return parts, p.damaged(at, fmt.Sprintf("field %d is not in the profile", id))
		}
		one, reason := readField(field.NewInstanceOf(f), id, b, at)
		if reason == "" && !fits(built.classes[id], b[one.from:one.to]) {
			reason = "characters outside " + built.classes[id]
		}
		if reason != "" {
			return parts, p.damaged(at, fmt.Sprintf("field %d (%s): %s", id, built.names[id], reason))
		}
		parts, at = append(parts, one), one.to
	}
	if at != len(b) {
		return parts, p.damaged(at, fmt.Sprintf("%d bytes behind the last field", len(b)-at))
	}
	return parts, nil
}

// readBitmap reads one or two bitmaps. Field 1 says that the second follows, 65 that a third does, which nobody uses.
func readBitmap(b []byte) (set [2]uint64, n int, reason string) {
	set[0] = binary.BigEndian.Uint64(b)
	if set[0]>>63 == 0 {
		return set, bitmapLength, ""
	}
	if len(b) < 2*bitmapLength {
		return set, bitmapLength, "second bitmap cut off"
	}
	set[1] = binary.BigEndian.Uint64(b[bitmapLength:])
	if set[1]>>63 != 0 {
		return set, bitmapLength, "a third bitmap is not known"
	}
	return set, 2 * bitmapLength, ""
}

// readField reads one value. The library's reasons quote what they met, so ours are fixed words.
func readField(f field.Field, id int, b []byte, at int) (part, string) {
	n, err := f.Unpack(b[at:])
	if err != nil {
		return part{}, "length or characters are wrong, or the message is cut off"
	}
	value, err := f.Bytes()
	if err != nil || len(value) > n {
		return part{}, "unreadable"
	}
	from := at + n - len(value)
	if !fits("n", b[at:from]) {
		return part{}, "length is not in digits" // the library takes "+5" for a length
	}
	return part{id, from, at + n}, ""
}

func (p *Profile) damaged(offset int, reason string) *wire.FrameError {
	return &wire.FrameError{Dialect: p.name, Offset: offset, Reason: reason}
}

// masked gives an error its bytes, with every secret in them struck out: what an error quotes ends in journals.
func (p *Profile) masked(e *wire.FrameError, b []byte) error {
	e.Raw = append([]byte(nil), b[:min(len(b), MaxMessage)]...)
	for _, s := range p.Secrets(e.Raw) {
		for i := s.From; i < s.To; i++ {
			e.Raw[i] = '*'
		}
	}
	return e
}
