package iso8583

import (
	"errors"

	"github.com/forecourt/forecourt/twin/wire"
)

func init() { wire.Register(dialect{}) }

// Name is what the dialect is listed under.
const Name = "iso8583"

// dialect lists the messages between gateway and host and describes them, in the profile us87, else in ifsf93.
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

// Messages lists the message types of us87; those of ifsf93 have the same meanings under numbers that begin with 1.
func (dialect) Messages() []wire.MessageInfo {
	all := make([]wire.MessageInfo, len(us87Messages))
	for i, m := range us87Messages {
		all[i] = wire.MessageInfo{
			Name: string(m.mti), Direction: directionOf(m.mti), Code: "MTI", Meaning: m.meaning, Confidence: m.evidence,
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
	said, err := US87.Describe(d, b, o)
	if err != nil {
		if other, wrong := IFSF93.Describe(d, b, o); wrong == nil {
			return other, nil
		}
	}
	return said, err
}

// Secrets finds card numbers, tracks, PIN blocks and chip data.
func (dialect) Secrets(b []byte) []wire.Span { return US87.Secrets(b) }

// Names implements wire.Namer.
func (dialect) Names(_ wire.Direction, b []byte) (names []string) {
	for _, m := range US87.split(b) {
		if _, err := US87.walk(b[m.From:m.To]); err == nil {
			names = append(names, string(b[m.From:m.From+mtiLength]))
		}
	}
	return names
}
