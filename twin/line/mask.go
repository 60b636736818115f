package line

import (
	"fmt"
	"strings"
)

// Mask is the beginning of a frame, in which a hexadecimal digit may be open: "50 3x 02" fits every frame that begins
// with 50, a byte of the high digit 3, and 02. The empty mask fits every frame. An x is the same as a ?, which in YAML's
// braces must stand in quotes.
type Mask []maskByte

type maskByte struct{ value, care byte }

// ParseMask reads a mask: hexadecimal digits, two for a byte, '?' or 'x' for one that may be any; spaces are ignored.
func ParseMask(text string) (Mask, error) {
	digits := strings.Join(strings.Fields(text), "")
	if len(digits)%2 != 0 {
		return nil, fmt.Errorf("'%s' has half a byte at its end: a byte is two hexadecimal digits or xx", text)
	}
	m := make(Mask, 0, len(digits)/2)
	for i := 0; i < len(digits); i += 2 {
		var b maskByte
		for _, d := range []byte(digits[i : i+2]) {
			v, care, ok := maskDigit(d)
			if !ok {
				return nil, fmt.Errorf("'%c' in '%s' is neither a hexadecimal digit nor x or ?", d, text)
			}
			b.value, b.care = b.value<<4|v, b.care<<4|care
		}
		m = append(m, b)
	}
	return m, nil
}

func maskDigit(d byte) (value, care byte, ok bool) {
	switch {
	case d == '?' || d == 'x' || d == 'X':
		return 0, 0, true
	case d >= '0' && d <= '9':
		return d - '0', 0xF, true
	case d|0x20 >= 'a' && d|0x20 <= 'f':
		return d | 0x20 - 'a' + 10, 0xF, true
	}
	return 0, 0, false
}

// UnmarshalText implements encoding.TextUnmarshaler.
func (m *Mask) UnmarshalText(text []byte) (err error) {
	*m, err = ParseMask(string(text))
	return err
}

// Fits says whether a frame begins so.
func (m Mask) Fits(frame []byte) bool {
	if len(frame) < len(m) {
		return false
	}
	for i, b := range m {
		if frame[i]&b.care != b.value {
			return false
		}
	}
	return true
}

// String writes the mask as ParseMask reads it.
func (m Mask) String() string {
	const digits = "0123456789ABCDEF"
	var s strings.Builder
	for i, b := range m {
		if i > 0 {
			s.WriteByte(' ')
		}
		for shift := 4; shift >= 0; shift -= 4 {
			if b.care>>shift&0xF == 0 {
				s.WriteByte('x')
			} else {
				s.WriteByte(digits[b.value>>shift&0xF])
			}
		}
	}
	return s.String()
}
