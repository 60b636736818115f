package iso8583

import (
	"errors"

	"github.com/forecourt/forecourt/twin/wire"
)

func init() { wire.Register(dialect{}) }

// Name is what the dialect is listed under.
const Name = "iso8583"

// dialect lists the messages between gateway and host and describes them, each in the profile of its version.
type dialect struct{}

// Name is "iso8583".
func (dialect) Name() string { return Name }

// Ends are a gateway and a merchant host.
func (dialect) Ends() [2]wire.End { return [2]wire.End{wire.Gateway, wire.Host} }

// Ports is a TCP connection.
func (dialect) Ports() []wire.Kind { return []wire.Kind{{Carrier: "tcp"}} }

// Open opens nothing: the gateway's and the host's machines hold the conversation, with Framer and Profile.
func (dialect) Open(wire.End, wire.Options, wire.Out) (wire.Session, error) {
	return nil, errors.New("iso8583: the gateway and the host hold this conversation themselves; it has no sessions")
}

// Messages lists the message types of us87, then those of ifsf93.
func (dialect) Messages() (all []wire.MessageInfo) {
	for _, p := range []*Profile{US87, IFSF93} {
		for _, m := range p.messages {
			all = append(all, wire.MessageInfo{
				Name: string(m.mti), Direction: directionOf(m.mti), Code: "MTI", Meaning: m.meaning, Confidence: m.evidence,
			})
		}
	}
	return all
}

// directionOf says who sends a message type: the third digit is odd in an answer.
func directionOf(t MTI) wire.Direction {
	if t[2]&1 != 0 {
		return wire.FromDispenser
	}
	return wire.FromController
}

// Describe says a message in words, in the profile that can read it.
func (dialect) Describe(d wire.Direction, b []byte, o wire.Options) (string, error) {
	return ProfileOf(b).Describe(d, b, o)
}

// Secrets finds card numbers, tracks, PIN blocks and chip data.
func (dialect) Secrets(b []byte) []wire.Span { return ProfileOf(b).Secrets(b) }

// ProfileOf returns the profile of a message or of a stream of framed messages, by the version digit of the first message
// type; us87 where there is none.
func ProfileOf(b []byte) *Profile {
	if m := US87.split(b); IFSF93.speaks(b[m[0].From:]) {
		return IFSF93
	}
	return US87
}

// speaks says that bytes begin with a message type of the profile's version.
func (p *Profile) speaks(b []byte) bool {
	version := byte('0')
	if p == IFSF93 {
		version = '1'
	}
	return len(b) >= mtiLength && b[0] == version && fits("n", b[:mtiLength])
}

// Names implements wire.Namer.
func (dialect) Names(_ wire.Direction, b []byte) (names []string) {
	for _, p := range []*Profile{US87, IFSF93} {
		for _, m := range p.split(b) {
			if _, err := p.walk(b[m.From:m.To]); err == nil && p.speaks(b[m.From:]) {
				names = append(names, string(b[m.From:m.From+mtiLength]))
			}
		}
	}
	return names
}
