package iso8583

import (
	"fmt"
	"strconv"
	"strings"
	"sync"

	moov "github.com/moov-io/iso8583"
	"github.com/moov-io/iso8583/encoding"
	"github.com/moov-io/iso8583/field"
	"github.com/moov-io/iso8583/prefix"
)

// element is one line of a profile's table.
type element struct {
	id     int
	format string // "n 6", "LL n 19", "LLL ans 999", "b 8": length digits, class, longest
	name   string
	// presence says for request, answer, advice, reversal, network message and reconciliation: M mandatory, C conditional,
	// E echoed, - not there, as is what is cut off at its end. Empty: anything goes.
	presence string
}

// in returns the presence of a field in a kind of message.
func (e element) in(column int) byte {
	if column >= len(e.presence) {
		return '-'
	}
	return e.presence[column]
}

// Profile is one dialect of ISO 8583.
type Profile struct {
	name     string
	elements []element
	messages []messageInfo
	bound    [129]*binding // the fields that Message has
	build    func() *built
}

// built is what is made of a profile when it is first used, so that a program that never talks to a host pays nothing.
type built struct {
	spec    *moov.MessageSpec
	classes [129]string
	names   [129]string
}

// US87 is the profile that our own host and gateways speak.
var US87 = newProfile("us87", us87Elements, us87Messages, us87Bindings)

// IFSF93 is the European profile.
var IFSF93 = newProfile("ifsf93", ifsf93Elements, ifsf93Messages, nil)

func init() { IFSF93.bound = index(ifsf93Bindings) } // they ask the profile for its message types

// ParseProfile returns the profile of a name: us87 or ifsf93.
func ParseProfile(name string) (*Profile, error) {
	for _, p := range []*Profile{US87, IFSF93} {
		if p.name == name {
			return p, nil
		}
	}
	return nil, fmt.Errorf("iso8583: there is no profile '%s'; there are us87 and ifsf93", name)
}

// Name is us87 or ifsf93.
func (p *Profile) Name() string { return p.name }

func newProfile(name string, elements []element, messages []messageInfo, bindings []binding) *Profile {
	p := &Profile{name: name, elements: elements, messages: messages, bound: index(bindings)}
	p.build = sync.OnceValue(func() *built { return buildSpec(name, elements) })
	return p
}

// Spec returns the profile for the library, and for whoever tests against it with a client of the library's own.
func (p *Profile) Spec() *moov.MessageSpec { return p.build().spec }

// Unpack reads a whole message, with the checks that the library leaves out: nothing behind the last field, only the
// characters that a field's class allows.
func (p *Profile) Unpack(b []byte) (*moov.Message, error) {
	if len(b) > MaxMessage {
		return nil, p.masked(p.damaged(MaxMessage, "longer than any message"), b)
	}
	if _, err := p.walk(b); err != nil {
		return nil, p.masked(err, b)
	}
	m := moov.NewMessage(p.Spec())
	if err := m.Unpack(b); err != nil {
		return nil, p.masked(p.damaged(0, "the library refuses what we accept"), b)
	}
	return m, nil
}

func buildSpec(name string, elements []element) *built {
	b := &built{spec: &moov.MessageSpec{Name: name, Fields: map[int]field.Field{
		0: field.NewString(field.NewSpec(4, "message type", encoding.ASCII, prefix.ASCII.Fixed)),
		1: field.NewBitmap(&field.Spec{Length: 8, Description: "bitmap", Enc: encoding.Binary, Pref: prefix.Binary.Fixed}),
	}}}
	for _, e := range elements {
		if e.id < 2 || e.id > 128 || b.names[e.id] != "" {
			panic(fmt.Sprintf("iso8583: %s has field %d twice or out of range", name, e.id))
		}
		b.spec.Fields[e.id], b.classes[e.id] = e.field(name)
		b.names[e.id] = e.name
	}
	return b
}

// field makes the library's field. None has padding: the library's padding strips leading zeros from what it unpacks
// (payments.md 2.6, trap 1), so that our values always carry their full width.
func (e element) field(profile string) (field.Field, string) {
	words := strings.Fields(e.format)
	lengths := prefix.ASCII.Fixed
	switch words[0] {
	case "LL":
		lengths, words = prefix.ASCII.LL, words[1:]
	case "LLL":
		lengths, words = prefix.ASCII.LLL, words[1:]
	}
	n, err := strconv.Atoi(words[len(words)-1])
	if err != nil || len(words) != 2 {
		panic(fmt.Sprintf("iso8583: %s field %d has format %q", profile, e.id, e.format))
	}
	class := words[0]
	if class == "b" {
		fixed := lengths
		if fixed == prefix.ASCII.Fixed {
			fixed = prefix.Binary.Fixed
		}
		return field.NewBinary(field.NewSpec(n, e.name, encoding.Binary, fixed)), class
	}
	return field.NewString(field.NewSpec(n, e.name, encoding.ASCII, lengths)), class
}

// fits says whether every byte of a value belongs to a class of the standard.
func fits(class string, v []byte) bool {
	for i, c := range v {
		digit := c >= '0' && c <= '9'
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
		ok := true
		switch class {
		case "n":
			ok = digit
		case "a":
			ok = letter || c == ' '
		case "an":
			ok = digit || letter || c == ' '
		case "z": // track 2
			ok = digit || c == '=' || c == 'D'
		case "xn": // a sign, C or D, and digits
			ok = digit || i == 0 && (c == 'C' || c == 'D')
		case "ans":
			ok = c >= ' ' && c <= '~'
		}
		if !ok {
			return false
		}
	}
	return true
}
