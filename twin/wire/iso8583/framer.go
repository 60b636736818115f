package iso8583

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// MaxMessage is the longest message a frame may carry, without TPDU (C: four digits of length, as the ASCII framings).
const MaxMessage = 9999

const (
	lengthSize = 2
	tpduSize   = 5
)

// TPDU is the transport header of some networks (K): 60, destination, source. An answer goes back with them swapped.
type TPDU [tpduSize]byte

// Swap returns the header of an answer.
func (t TPDU) Swap() TPDU { return TPDU{t[0], t[3], t[4], t[1], t[2]} }

// ErrFrame says that a stream cannot be cut into messages any more: it must be closed, or the framer Reset.
var ErrFrame = errors.New("iso8583: framing lost")

// Framer cuts a stream into messages: two bytes of length, big endian, that do not count themselves (A). It holds at
// most one incomplete message.
type Framer struct {
	// WithTPDU expects a TPDU before every message; the length counts it.
	WithTPDU bool
	buffer   []byte
	lost     error
}

// Hear takes any piece of the stream and calls f with every message that is complete, and its TPDU, zero where there is
// none. The bytes are valid only during the call. After an error, which wraps ErrFrame, everything is refused until Reset.
func (f *Framer) Hear(chunk []byte, message func(TPDU, []byte)) error {
	for f.lost == nil && len(chunk) > 0 {
		want := lengthSize
		if len(f.buffer) >= lengthSize {
			want += int(binary.BigEndian.Uint16(f.buffer))
		}
		n := min(want-len(f.buffer), len(chunk))
		f.buffer, chunk = append(f.buffer, chunk[:n]...), chunk[n:]
		switch {
		case len(f.buffer) == lengthSize:
			f.checkLength()
		case len(f.buffer) == want && want > lengthSize:
			f.deliver(message)
		}
	}
	return f.lost
}

func (f *Framer) checkLength() {
	n, overhead := int(binary.BigEndian.Uint16(f.buffer)), 0
	if f.WithTPDU {
		overhead = tpduSize
	}
	if n <= overhead || n > MaxMessage+overhead {
		f.lost = fmt.Errorf("%w: a length of %d", ErrFrame, n)
		f.buffer = f.buffer[:0]
	}
}

func (f *Framer) deliver(message func(TPDU, []byte)) {
	var t TPDU
	body := f.buffer[lengthSize:]
	if f.WithTPDU {
		t, body = TPDU(body[:tpduSize]), body[tpduSize:]
	}
	f.buffer = f.buffer[:0]
	message(t, body)
}

// Reset forgets what is incomplete, as on a new connection.
func (f *Framer) Reset() { f.buffer, f.lost = f.buffer[:0], nil }

// AppendFrame adds a framed message to b; with a TPDU where one is given.
func AppendFrame(b []byte, t *TPDU, message []byte) ([]byte, error) {
	if len(message) == 0 || len(message) > MaxMessage {
		return b, fmt.Errorf("iso8583: a frame carries 1 to %d bytes, not %d", MaxMessage, len(message))
	}
	n := len(message)
	if t != nil {
		n += tpduSize
	}
	b = binary.BigEndian.AppendUint16(b, uint16(n))
	if t != nil {
		b = append(b, t[:]...)
	}
	return append(b, message...), nil
}
