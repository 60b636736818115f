package iso8583

import (
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	moov "github.com/moov-io/iso8583"

	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/wire"
)

// Encode packs a message of us87; see Profile.Encode.
func Encode(m Message) ([]byte, error) { return US87.Encode(m) }

// Decode reads a message of us87; see Profile.Decode.
func Decode(b []byte) (Message, error) { return US87.Decode(b) }

// Check checks a message of us87; see Profile.Check.
func (m Message) Check() error { return US87.Check(m) }

// Answer answers a message of us87; see Profile.Answer.
func (m Message) Answer(code string) Message { return US87.Answer(m, code) }

// Encode packs a message, without authentication. The error is a *FieldError that names the field which cannot hold its
// value.
func (p *Profile) Encode(m Message) ([]byte, error) {
	b, _, err := p.pack(m, false)
	return b, err
}

// pack packs a message, with eight zero bytes in the field of authentication where it is to have one, which is its last.
func (p *Profile) pack(m Message, sealed bool) ([]byte, int, error) {
	digits, ok := p.wireType(m.MTI)
	if !ok {
		return nil, 0, fmt.Errorf("iso8583: %s has no message type %q", p.name, string(m.MTI))
	}
	built := p.build()
	packed := moov.NewMessage(built.spec)
	packed.MTI(digits)
	last := firstSeal
	for id, b := range p.bound {
		if b == nil {
			continue
		}
		v := b.get(&m)
		if v == "" {
			continue
		}
		if id > firstSeal {
			last = secondSeal
		}
		if !fits(built.classes[id], []byte(v)) {
			return nil, 0, p.fieldError(id, "characters outside "+built.classes[id], CodeFormatError)
		}
		if err := packed.BinaryField(id, []byte(v)); err != nil {
			return nil, 0, p.fieldError(id, "does not fit", CodeFormatError)
		}
		// Packed once by itself, so that an error names the field without the library's words, which may quote it.
		if _, err := packed.GetField(id).Pack(); err != nil {
			return nil, 0, p.fieldError(id, "does not fit", CodeFormatError)
		}
	}
	if sealed {
		if err := packed.BinaryField(last, make([]byte, sealLength)); err != nil {
			return nil, 0, p.fieldError(last, "does not fit", CodeFormatError)
		}
	}
	b, err := packed.Pack()
	if err != nil {
		return nil, 0, errors.New("iso8583: the message does not pack")
	}
	if len(b) > MaxMessage {
		return nil, 0, fmt.Errorf("iso8583: a message of %d bytes is longer than a frame", len(b))
	}
	return b, last, nil
}

// Decode reads a message. Fields that Message does not have are checked for their format and ignored. With an error the
// message holds all that could be read, so that a host can still answer it: see ResponseTo.
func (p *Profile) Decode(b []byte) (Message, error) {
	var m Message
	if len(b) > MaxMessage {
		return m, p.masked(p.damaged(MaxMessage, "longer than any message"), b)
	}
	parts, damage := p.walk(b)
	var failed error
	if damage != nil {
		failed = p.masked(damage, b)
	}
	if len(b) >= mtiLength && fits("n", b[:mtiLength]) {
		info, known := p.onWire(string(b[:mtiLength]))
		if m.MTI = info.meant(); !known {
			m.MTI = MTI(b[:mtiLength])
		}
		if !known && failed == nil {
			failed = p.masked(p.damaged(0, "message type "+string(b[:mtiLength])+" is not in "+p.name), b)
		}
	}
	for _, f := range parts {
		v := string(b[f.from:f.to])
		if f.id == firstSeal || f.id == secondSeal {
			m.MAC = payment.NewSecret(strings.ToUpper(hex.EncodeToString([]byte(v))))
			continue
		}
		bound := p.bound[f.id]
		if bound == nil {
			continue
		}
		if err := bound.set(&m, v); err != nil && failed == nil {
			code := CodeFormatError
			if errors.Is(err, errCardNumber) {
				code = CodeInvalidCard
			}
			failed = p.fieldError(f.id, err.Error(), code)
		}
	}
	return m, failed
}

// ResponseTo returns the DE39 that answers an error of Decode or Check, empty where there is none.
func ResponseTo(err error) string {
	var f *FieldError
	var d *wire.FrameError
	switch {
	case errors.As(err, &f):
		return f.Code
	case errors.As(err, &d):
		return CodeFormatError
	}
	return ""
}

func (p *Profile) fieldError(id int, reason, code string) *FieldError {
	return &FieldError{Field: id, Name: p.build().names[id], Reason: reason, Code: code}
}
