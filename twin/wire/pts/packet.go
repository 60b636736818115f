package pts

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
)

// Protocol is what every body calls itself.
const Protocol = "jsonPTS"

// Path is where it is served.
const Path = "/jsonPTS"

// The bounds of a body.
const (
	MaxBody    = 64 << 10
	MaxPackets = 512
	maxID      = 65535
	maxDepth   = 16
)

// Body is a request or an answer. A body that could not be read is answered by one with an error and no packets.
type Body struct {
	Protocol string   `json:"Protocol"`
	PtsID    string   `json:"PtsId,omitempty"`
	Packets  []Packet `json:"Packets,omitempty"`
	Error    bool     `json:"Error,omitempty"`
	Code     Code     `json:"Code,omitempty"`
	Message  string   `json:"Message,omitempty"`
}

// Packet is one request or answer.
type Packet struct {
	ID      int             `json:"Id"`
	Type    string          `json:"Type"`
	Data    json.RawMessage `json:"Data,omitempty"`
	Error   bool            `json:"Error,omitempty"`
	Code    Code            `json:"Code,omitempty"`
	Message string          `json:"Message,omitempty"`
}

// Refusal is why a body or a packet was not taken.
type Refusal struct {
	Code Code
	Why  string
}

// Error implements error.
func (r *Refusal) Error() string { return fmt.Sprintf("pts: %s: %s", r.Code, r.Why) }

// Decode reads a body; the error is a *Refusal.
func Decode(b []byte) (Body, error) {
	var body Body
	switch {
	case len(b) > MaxBody:
		return body, &Refusal{RequestTooLong, fmt.Sprintf("%d bytes, at most %d", len(b), MaxBody)}
	case tooDeep(b):
		return body, &Refusal{InvalidJSON, fmt.Sprintf("more than %d levels", maxDepth)}
	}
	if err := json.Unmarshal(b, &body); err != nil {
		return Body{}, &Refusal{InvalidJSON, err.Error()}
	}
	switch {
	case body.Protocol != Protocol:
		return Body{}, &Refusal{InvalidJSON, fmt.Sprintf("Protocol is %.32q, expected %q", body.Protocol, Protocol)}
	case len(body.Packets) > MaxPackets:
		return Body{}, &Refusal{RequestTooLong, fmt.Sprintf("%d packets, at most %d", len(body.Packets), MaxPackets)}
	case len(body.Packets) == 0 && !body.Error:
		return Body{}, &Refusal{NoData, "no packets"}
	}
	for _, p := range body.Packets {
		if p.ID < 0 || p.ID > maxID || p.Type == "" {
			return Body{}, &Refusal{InvalidJSON, fmt.Sprintf("packet %d without a type, or not numbered 0 to %d", p.ID, maxID)}
		}
	}
	return body, nil
}

// tooDeep counts brackets outside strings, before anything is parsed.
func tooDeep(b []byte) bool {
	depth, inString := 0, false
	for i := 0; i < len(b); i++ {
		switch c := b[i]; {
		case inString && c == '\\':
			i++
		case c == '"':
			inString = !inString
		case inString:
		case c == '{' || c == '[':
			if depth++; depth > maxDepth {
				return true
			}
		case c == '}' || c == ']':
			depth--
		}
	}
	return false
}

// Encode writes a body.
func Encode(b Body) []byte {
	b.Protocol = Protocol
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	if err := e.Encode(b); err != nil {
		panic(fmt.Sprintf("pts: a body cannot be written: %v", err)) // Data is always what Put or Decode made
	}
	return bytes.TrimSuffix(out.Bytes(), []byte("\n"))
}

// Get reads the packet's data into one of the structs of this package.
func (p Packet) Get(v any) error {
	if len(p.Data) == 0 || bytes.Equal(p.Data, []byte("null")) {
		return &Refusal{NoData, "no Data"}
	}
	if err := json.Unmarshal(p.Data, v); err != nil {
		return &Refusal{InvalidJSON, err.Error()}
	}
	return nil
}

// Answer returns a packet of another type with data, for this one.
func (p Packet) Answer(data Data) Packet {
	return Packet{ID: p.ID, Type: data.packet(), Data: put(data)}
}

// OK returns the answer that says no more than that.
func (p Packet) OK() Packet { return Packet{ID: p.ID, Type: p.Type, Message: "OK"} }

// Refuse returns an error for this packet.
func (p Packet) Refuse(c Code) Packet {
	return Packet{ID: p.ID, Type: p.Type, Error: true, Code: c, Message: c.String()}
}

// Refused returns the body that says that another one could not be read.
func Refused(err error) Body {
	code := InvalidJSON
	var r *Refusal
	if errors.As(err, &r) {
		code = r.Code
	}
	return Body{Error: true, Code: code, Message: code.String()}
}

// Request returns a packet that asks.
func Request(id int, kind string, data any) Packet {
	p := Packet{ID: id, Type: kind}
	if data != nil {
		p.Data = put(data)
	}
	return p
}

func put(data any) json.RawMessage {
	b, err := json.Marshal(data)
	if err != nil {
		panic(fmt.Sprintf("pts: data cannot be written: %v", err)) // our own structs, with numbers that Number made
	}
	return b
}
