package veeder

import (
	"fmt"
	"math"
	"strconv"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/wire"
)

// The control characters.
const (
	nul = 0x00
	soh = 0x01
	etx = 0x03
	lf  = 0x0A
	cr  = 0x0D
	esc = 0x1B
)

// unknownCode is the answer to a function code that the console does not know: SOH, this, ETX; no separator (A).
const unknownCode = "9999FF1B"

// checkSum is the two's complement of the sum of all bytes from SOH through the second '&' (A).
func checkSum(b []byte) uint16 {
	var sum uint16
	for _, c := range b {
		sum += uint16(c)
	}
	return -sum
}

// appendCheckSum ends a reply in the computer's format that begins at dst[0].
func appendCheckSum(dst []byte) []byte {
	dst = append(dst, '&', '&')
	return append(fmt.Appendf(dst, "%04X", checkSum(dst)), etx)
}

func appendFloat(dst []byte, f float32) []byte { return fmt.Appendf(dst, "%08X", math.Float32bits(f)) }

// appendFloats writes a count in hexadecimal and that many floats; missing ones as '?'.
func appendFloats(dst []byte, missing Fields, floats ...float32) []byte {
	return appendValues(fmt.Appendf(dst, "%02X", len(floats)), missing, floats...)
}

func appendValues(dst []byte, missing Fields, floats ...float32) []byte {
	for i, f := range floats {
		if missing.Has(i) {
			dst = append(dst, "????????"...)
		} else {
			dst = appendFloat(dst, f)
		}
	}
	return dst
}

// appendDate writes YYMMDDHHmm; 0 is no date.
func (c *codec) appendDate(dst []byte, at int64) []byte {
	if at == 0 {
		return append(dst, "0000000000"...)
	}
	return c.local(clock.Instant(at)).AppendFormat(dst, "0601021504")
}

// cutter takes replies out of a stream of bytes: from SOH to ETX, without NULs. What stands outside is noise.
type cutter struct {
	buf    []byte
	inside bool
}

// MaxReply bounds what a client keeps of one reply. The longest one that was captured has 13 902 characters (A).
const MaxReply = 1 << 16

// take adds a byte and returns a reply that it ends; tooLong: the reply was dropped.
func (k *cutter) take(b byte) (reply []byte, tooLong bool) {
	switch {
	case b == soh:
		k.inside = true
		k.buf = append(k.buf[:0], b)
	case !k.inside || b == nul:
	case b == etx:
		k.inside = false
		return append(k.buf, b), false
	case len(k.buf) >= MaxReply-1:
		k.inside = false
		return k.buf, true
	default:
		k.buf = append(k.buf, b)
	}
	return nil, false
}

func (k *cutter) reset() { k.inside, k.buf = false, k.buf[:0] }

// defect is what is wrong with a reply, and where.
type defect struct {
	offset int
	reason string
}

// newFault says what is wrong with raw, of which it keeps a copy with no security code in it.
func newFault(raw []byte, d defect) *wire.FrameError {
	raw = append([]byte(nil), raw...)
	for _, s := range (dialect{}).Secrets(raw) {
		for i := s.From; i < s.To; i++ {
			raw[i] = '*'
		}
	}
	return &wire.FrameError{Dialect: Name, Offset: min(d.offset, len(raw)), Reason: d.reason, Raw: raw}
}

const badMarks = wire.ParityError | wire.FramingError | wire.Break | wire.Collision

// markReason names the worst mark.
func markReason(m wire.Mark) string {
	switch {
	case m&wire.Collision != 0:
		return "collision"
	case m&wire.Break != 0:
		return "break"
	case m&wire.FramingError != 0:
		return "framing error"
	}
	return "parity error"
}

// openReply takes a reply apart: its code, and the data between the code and the separator (computer) or ETX (display).
func openReply(b []byte) (c code, data string, at int, wrong defect) {
	if len(b) < 2 || b[0] != soh || b[len(b)-1] != etx {
		return c, "", 0, defect{0, "no reply from SOH to ETX"}
	}
	s := string(b[1 : len(b)-1])
	at = 1
	for s != "" && (s[0] == cr || s[0] == lf) {
		s, at = s[1:], at+1
	}
	head := funcLen
	if len(s) >= 3 && s[:3] == ShortInventory.String() {
		head = 3
	}
	if len(s) < head {
		return c, "", at, defect{at, "no function code"}
	}
	c, ok := parseCode(s[:head])
	if !ok {
		return c, "", at, defect{at, "no function code"}
	}
	s, at = s[head:], at+head
	if c.format == Display {
		return c, s, at, defect{}
	}
	n := len(s) - 6
	if n < 0 || s[n:n+2] != "&&" {
		return c, "", at, defect{len(b) - 7, "no && before the check sum"}
	}
	sum, err := strconv.ParseUint(s[n+2:], 16, 16)
	if err != nil {
		return c, "", at, defect{len(b) - 5, "check sum is no number"}
	}
	if want := checkSum(b[:len(b)-5]); uint16(sum) != want {
		return c, "", at, defect{len(b) - 5, fmt.Sprintf("check sum is %04X, expected %04X", sum, want)}
	}
	return c, s[:n], at, defect{}
}
