package wrong

import (
	"bytes"

	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/wire"
	"github.com/forecourt/forecourt/twin/wire/iso8583"
)

// spelling is how a line to the merchant host carries messages.
type spelling struct {
	profile *iso8583.Profile
	framing iso8583.Framing
}

// spellings are those of the suite's lines, the usual one first.
var spellings = []spelling{
	{iso8583.US87, iso8583.Binary}, {iso8583.IFSF93, iso8583.Binary}, {iso8583.US87, iso8583.WithTPDU}, {iso8583.IFSF93, iso8583.WithTPDU},
	{iso8583.US87, iso8583.Digits}, {iso8583.IFSF93, iso8583.Digits},
}

// spelt reads what is written at once: whole frames. What no spelling reads is no message.
func spelt(b []byte) (s spelling, all []iso8583.Message, ok bool) {
	for _, s := range spellings {
		framer := iso8583.Framer{Framing: s.framing}
		all, left, readable := []iso8583.Message(nil), len(b), true
		err := framer.Hear(b, func(_ iso8583.TPDU, raw []byte) {
			m, err := s.profile.Decode(raw)
			readable = readable && err == nil
			all, left = append(all, m), left-len(raw)
		})
		if err == nil && readable && len(all) > 0 && left <= 9*len(all) {
			return s, all, true
		}
	}
	return spelling{}, nil, false
}

// frame writes a message, without authentication.
func (s spelling) frame(m iso8583.Message) []byte {
	b, err := s.profile.Encode(m)
	if err == nil {
		b, err = s.framing.Append(nil, iso8583.TPDU{0x60, 0, 1, 0, 1}, b)
	}
	if err != nil {
		panic("wrong: a changed message does not encode: " + err.Error())
	}
	return b
}

// messages changes the messages that a party writes to a line of the merchant host. One that is changed has no
// authentication code any more.
func messages(s *skin, f func(iso8583.Message) []iso8583.Message) func([]byte, func([]byte)) {
	return func(b []byte, pass func([]byte)) {
		line, all, ok := spelt(b)
		if !ok {
			pass(b)
			return
		}
		var out []byte
		changed := false
		for _, m := range all {
			told := f(m)
			changed = changed || len(told) != 1 || !bytes.Equal(line.frame(told[0]), line.frame(m))
			for _, m := range told {
				out = append(out, line.frame(m)...)
			}
		}
		if !changed {
			pass(b)
			return
		}
		s.shows()
		if len(out) > 0 {
			pass(out)
		}
	}
}

// heardMessages changes the messages that a party hears.
func heardMessages(s *skin, f func(iso8583.Message) []iso8583.Message) func(*machine.Env, wire.Chunk, func(wire.Chunk)) {
	change := messages(s, f)
	return func(_ *machine.Env, c wire.Chunk, pass func(wire.Chunk)) {
		change(c.Bytes, func(b []byte) {
			c.Bytes = b
			pass(c)
		})
	}
}

// alters changes a message in place.
func alters(change func(*iso8583.Message)) func(iso8583.Message) []iso8583.Message {
	return func(m iso8583.Message) []iso8583.Message {
		change(&m)
		return []iso8583.Message{m}
	}
}
