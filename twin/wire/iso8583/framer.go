package iso8583

import (
	"encoding/binary"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// MaxMessage is the longest message a frame may carry, without TPDU (C: four digits of length, as the ASCII framings).
const MaxMessage = 9999

const (
	lengthSize = 2
	tpduSize   = 5
)

// Framing is how messages are told apart on a stream (payments.md 2.3).
type Framing int

// The framings. No length counts itself.
const (
	Binary   Framing = iota // two bytes, big endian (A)
	WithTPDU                // the same, with a TPDU before the message, which the length counts (K)
	Digits                  // four ASCII digits (A)
	Packed                  // four digits in two bytes (A)
)

var framings = []struct {
	name         string
	size, before int // of the length, and of what it counts beside the message
}{{"2-byte", 2, 0}, {"tpdu", 2, tpduSize}, {"4-byte-ascii", 4, 0}, {"2-byte-bcd", 2, 0}}

// Framings lists the names of the framings.
func Framings() (names []string) {
	for _, f := range framings {
		names = append(names, f.name)
	}
	return names
}

// ParseFraming returns the framing of a name.
func ParseFraming(name string) (Framing, error) {
	for f := range framings {
		if framings[f].name == name {
			return Framing(f), nil
		}
	}
	return 0, fmt.Errorf("iso8583: there is no framing '%s'; there are %s", name, strings.Join(Framings(), ", "))
}

// String is the name.
func (f Framing) String() string { return framings[f].name }

// length reads a length; ok is false where it has digits and they are none.
func (f Framing) length(b []byte) (n int, ok bool) {
	switch f {
	case Digits:
		n, err := strconv.Atoi(string(b[:4]))
		return n, err == nil && fits("n", b[:4])
	case Packed:
		for _, c := range b[:2] {
			if c>>4 > 9 || c&15 > 9 {
				return 0, false
			}
			n = n*100 + int(c>>4)*10 + int(c&15)
		}
		return n, true
	}
	return int(binary.BigEndian.Uint16(b)), true
}

// Append adds a framed message to b; the TPDU is written where the framing has one.
func (f Framing) Append(b []byte, t TPDU, message []byte) ([]byte, error) {
	if len(message) == 0 || len(message) > MaxMessage {
		return b, fmt.Errorf("iso8583: a frame carries 1 to %d bytes, not %d", MaxMessage, len(message))
	}
	n := len(message)
	switch f {
	case Binary:
		b = binary.BigEndian.AppendUint16(b, uint16(n))
	case WithTPDU:
		b = append(binary.BigEndian.AppendUint16(b, uint16(n+tpduSize)), t[:]...)
	case Digits:
		b = fmt.Appendf(b, "%04d", n)
	case Packed:
		b = append(b, byte(n/1000<<4|n/100%10), byte(n/10%10<<4|n%10))
	}
	return append(b, message...), nil
}

// TPDU is the transport header of some networks (K): 60, destination, source. An answer goes back with them swapped.
type TPDU [tpduSize]byte

// Swap returns the header of an answer.
func (t TPDU) Swap() TPDU { return TPDU{t[0], t[3], t[4], t[1], t[2]} }

// ErrFrame says that a stream cannot be cut into messages any more: it must be closed, or the framer Reset.
var ErrFrame = errors.New("iso8583: framing lost")

// Framer cuts a stream into messages. It holds at most one incomplete message.
type Framer struct {
	Framing Framing
	buffer  []byte
	lost    error
}

// Hear takes any piece of the stream and calls f with every message that is complete, and its TPDU, zero where there is
// none. The bytes are valid only during the call. After an error, which wraps ErrFrame, everything is refused until Reset.
func (f *Framer) Hear(chunk []byte, message func(TPDU, []byte)) error {
	size := framings[f.Framing].size
	for f.lost == nil && len(chunk) > 0 {
		want := size
		if len(f.buffer) >= size {
			n, _ := f.Framing.length(f.buffer)
			want += n
		}
		n := min(want-len(f.buffer), len(chunk))
		f.buffer, chunk = append(f.buffer, chunk[:n]...), chunk[n:]
		switch {
		case len(f.buffer) == size:
			f.checkLength()
		case len(f.buffer) == want && want > size:
			f.deliver(message)
		}
	}
	return f.lost
}

func (f *Framer) checkLength() {
	n, ok := f.Framing.length(f.buffer)
	before := framings[f.Framing].before
	switch {
	case !ok:
		f.lost = fmt.Errorf("%w: a length that is not in digits", ErrFrame)
	case n <= before || n > MaxMessage+before:
		f.lost = fmt.Errorf("%w: a length of %d", ErrFrame, n)
	default:
		return
	}
	f.buffer = f.buffer[:0]
}

func (f *Framer) deliver(message func(TPDU, []byte)) {
	var t TPDU
	body := f.buffer[framings[f.Framing].size:]
	if f.Framing == WithTPDU {
		t, body = TPDU(body[:tpduSize]), body[tpduSize:]
	}
	f.buffer = f.buffer[:0]
	message(t, body)
}

// Reset forgets what is incomplete, as on a new connection.
func (f *Framer) Reset() { f.buffer, f.lost = f.buffer[:0], nil }

// AppendFrame adds a message to b in two bytes of length, with a TPDU where one is given.
func AppendFrame(b []byte, t *TPDU, message []byte) ([]byte, error) {
	if t != nil {
		return WithTPDU.Append(b, *t, message)
	}
	return Binary.Append(b, TPDU{}, message)
}
