package iso8583

import "fmt"

// Check says whether all fields are there that the message type needs, as the profile's table has it. The first that is
// missing is a *FieldError with code 30.
func (p *Profile) Check(m Message) error {
	digits, ok := p.wireType(m.MTI)
	if !ok {
		return fmt.Errorf("iso8583: %s has no message type %q", p.name, string(m.MTI))
	}
	info, _ := p.onWire(digits)
	for _, e := range p.elements {
		if e.in(info.column) != 'M' {
			continue
		}
		if b := p.bound[e.id]; b != nil && b.get(&m) == "" {
			return p.fieldError(e.id, "is missing in "+digits, CodeFormatError)
		}
	}
	if info.column == inRequest && m.PAN.IsZero() && m.Track2.IsZero() {
		return p.fieldError(2, "is missing, and so is track 2", CodeFormatError)
	}
	if m.Code == CodePartial && m.Amount == (Message{}).Amount {
		return p.fieldError(4, "is missing in a partial approval", CodeFormatError)
	}
	return nil
}

// Answer returns the answer to a message with its echoed fields and a response code. The caller may put the granted
// amount, approval code and chip data into it. A message that has no answer gives an empty one.
func (p *Profile) Answer(m Message, code string) Message {
	a := Message{MTI: m.MTI.Answer(), Code: code}
	if a.MTI == "" || !p.Has(a.MTI) {
		return Message{}
	}
	for _, e := range p.elements {
		b := p.bound[e.id]
		if b == nil || e.id == 39 || e.in(inAnswer) != 'E' && e.in(inAnswer) != 'M' {
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
