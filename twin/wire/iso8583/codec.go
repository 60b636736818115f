package iso8583

import (
	"errors"
	"fmt"

	moov "github.com/moov-io/iso8583"

	"github.com/forecourt/forecourt/twin/wire"
)

// Encode packs a message of us87. The error is a *FieldError that names the field which cannot hold its value.
func Encode(m Message) ([]byte, error) {
	if !m.MTI.Known() {
		return nil, fmt.Errorf("iso8583: us87 has no message type %q", string(m.MTI))
	}
	built := US87.build()
	packed := moov.NewMessage(built.spec)
	packed.MTI(string(m.MTI))
	for _, b := range bindings {
		v := b.get(&m)
		if v == "" {
			continue
		}
		if !fits(built.classes[b.id], []byte(v)) {
			return nil, US87.fieldError(b.id, "characters outside "+built.classes[b.id], CodeFormatError)
		}
		if err := packed.BinaryField(b.id, []byte(v)); err != nil {
			return nil, US87.fieldError(b.id, "does not fit", CodeFormatError)
		}
		// Packed once by itself, so that an error names the field without the library's words, which may quote it.
		if _, err := packed.GetField(b.id).Pack(); err != nil {
			return nil, US87.fieldError(b.id, "does not fit", CodeFormatError)
		}
	}
	b, err := packed.Pack()
	if err != nil {
		return nil, errors.New("iso8583: the message does not pack")
	}
	if len(b) > MaxMessage {
		return nil, fmt.Errorf("iso8583: a message of %d bytes is longer than a frame", len(b))
	}
	return b, nil
}

// Decode reads a message of us87. Fields that Message does not have are checked for their format and ignored. With an
// error the message holds all that could be read, so that a host can still answer it: see ResponseTo.
func Decode(b []byte) (Message, error) {
	var m Message
	if len(b) > MaxMessage {
		return m, US87.masked(US87.damaged(MaxMessage, "longer than any message"), b)
	}
	parts, damage := US87.walk(b)
	var failed error
	if damage != nil {
		failed = US87.masked(damage, b)
	}
	if len(b) >= mtiLength && fits("n", b[:mtiLength]) {
		m.MTI = MTI(b[:mtiLength])
	}
	if failed == nil && !m.MTI.Known() {
		failed = US87.masked(US87.damaged(0, "message type "+string(m.MTI)+" is not in us87"), b)
	}
	for _, p := range parts {
		bound := bindingOf[p.id]
		if bound == nil {
			continue
		}
		if err := bound.set(&m, string(b[p.from:p.to])); err != nil && failed == nil {
			code := CodeFormatError
			if errors.Is(err, errCardNumber) {
				code = CodeInvalidCard
			}
			failed = US87.fieldError(p.id, err.Error(), code)
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

// Check says whether all fields are there that the message type needs, as the profile's table has it. The first that is
// missing is a *FieldError with code 30.
func (m Message) Check() error {
	info, ok := m.MTI.info()
	if !ok {
		return fmt.Errorf("iso8583: us87 has no message type %q", string(m.MTI))
	}
	for _, e := range us87Elements {
		if e.presence == "" || e.presence[info.column] != 'M' {
			continue
		}
		if b := bindingOf[e.id]; b != nil && b.get(&m) == "" {
			return US87.fieldError(e.id, "is missing in "+string(m.MTI), CodeFormatError)
		}
	}
	if info.column == inRequest && m.PAN.IsZero() && m.Track2.IsZero() {
		return US87.fieldError(2, "is missing, and so is track 2", CodeFormatError)
	}
	if m.Code == CodePartial && m.Amount == (Message{}).Amount {
		return US87.fieldError(4, "is missing in a partial approval", CodeFormatError)
	}
	return nil
}

// Answer returns the answer to a message with its echoed fields and a response code. The caller may put the granted
// amount, approval code and chip data into it. A message that has no answer gives an empty one.
func (m Message) Answer(code string) Message {
	a := Message{MTI: m.MTI.Answer(), Code: code}
	if a.MTI == "" {
		return Message{}
	}
	for _, e := range us87Elements {
		b := bindingOf[e.id]
		if b == nil || e.presence == "" || e.id == 39 || e.presence[inAnswer] != 'E' && e.presence[inAnswer] != 'M' {
			continue
		}
		if v := b.get(&m); v != "" {
			_ = b.set(&a, v) // it was read or written by the same binding
		}
	}
	return a
}

// Again returns the message as it is sent once more: advices as their repeat, with the same trace number, reference and
// amounts (A). Others are never repeated and come back as they are.
func (m Message) Again() Message {
	if r := m.MTI.Repeat(); r != "" {
		m.MTI = r
	}
	return m
}
