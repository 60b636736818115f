package veeder

import (
	"fmt"
	"strings"
	"time"
)

// fits says whether a value can be set by a function.
func (i functionInfo) fits(v Value) error {
	ok := false
	switch v := v.(type) {
	case On:
		ok = i.kind == kindOn
	case Text:
		ok = i.kind == kindText && len(v) <= i.count && isText(string(v)) && (i.count == labelLen || len(v) == i.count)
	case Product:
		ok = i.kind == kindProduct && isText(string(rune(v)))
	case Volumes:
		ok = i.kind == kindVolumes && len(v) == i.count
		for _, x := range v {
			ok = ok && x >= 0
		}
	case Length:
		ok = i.kind == kindLength
	case Expansion:
		ok = i.kind == kindExpansion
	case Clock:
		ok = i.kind == kindClock
	case Shift:
		m := time.Duration(v)
		ok = i.kind == kindShift && (v == ShiftOff || m >= 0 && m < 24*time.Hour && m%time.Minute == 0)
	}
	if !ok {
		return fmt.Errorf("veeder: %T %v is nothing that %s takes", v, v, strings.ToLower(i.title))
	}
	return nil
}

// isText says whether s travels: 20h to 7Eh.
func isText(s string) bool {
	for i := range len(s) {
		if s[i] < 0x20 || s[i] > 0x7E {
			return false
		}
	}
	return true
}

// size returns how many characters the data of a set have, and whether they are text that may be shorter. In the display format a
// number is six characters, digits with or without a point (B for 604 to 606, C for the others).
func (i functionInfo) size(f Format) (n int, isText bool) {
	number := 8
	if f == Display {
		number = 6
	}
	switch i.kind {
	case kindOn, kindProduct:
		return 1, false
	case kindText:
		return i.count, i.count == labelLen
	case kindVolumes:
		return i.count * number, false
	case kindLength, kindExpansion:
		return number, false
	case kindClock:
		return 10, false
	case kindShift:
		return 4, false
	}
	return 0, false
}

// appendSet writes the data of a set.
func (c *codec) appendSet(dst []byte, info functionInfo, format Format, v Value) ([]byte, error) {
	if text, ok := v.(Text); ok {
		return append(dst, text...), nil
	}
	if format == Computer {
		return c.appendValue(dst, info, v), nil
	}
	switch x := v.(type) {
	case Volumes:
		for _, vol := range x {
			var err error
			if dst, err = appendSix(dst, float64(c.volume(vol)), 0); err != nil {
				return nil, err
			}
		}
		return dst, nil
	case Length:
		return appendSix(dst, float64(c.length(int64(x))), 2)
	case Expansion:
		return appendSix(dst, float64(c.expansion(x)), 5)
	}
	return c.appendValue(dst, info, v), nil
}

// appendSix writes a number in six characters, with as many decimals as fit.
func appendSix(dst []byte, f float64, decimals int) ([]byte, error) {
	for ; decimals >= 0; decimals-- {
		s := fmt.Sprintf("%06.*f", decimals, f)
		if whole, found := strings.CutPrefix(s, "0."); found && len(s) > 6 {
			s = "." + whole
		}
		if len(s) == 6 {
			return append(dst, s...), nil
		}
	}
	return nil, fmt.Errorf("veeder: %g does not fit six characters", f)
}

// appendValue writes a value as the computer's format has it.
func (c *codec) appendValue(dst []byte, info functionInfo, v Value) []byte {
	switch v := v.(type) {
	case On:
		return append(dst, '0'+byte(b2i(bool(v))))
	case Text:
		return fmt.Appendf(dst, "%-*s", info.count, string(v))
	case Product:
		return append(dst, byte(v))
	case Volumes:
		for _, vol := range v {
			dst = appendFloat(dst, c.volume(vol))
		}
		return dst
	case Length:
		return appendFloat(dst, c.length(int64(v)))
	case Expansion:
		return appendFloat(dst, c.expansion(v))
	case Clock:
		return c.appendDate(dst, int64(v))
	case Shift:
		if v == ShiftOff {
			return append(dst, "EE00"...)
		}
		m := int(time.Duration(v) / time.Minute)
		return fmt.Appendf(dst, "%02d%02d", m/60, m%60)
	}
	return dst
}

// readSet reads the data of a set; false for what cannot be read, or what the function does not take.
func (c *codec) readSet(info functionInfo, format Format, data string) (Value, bool) {
	var v Value
	number := info.kind == kindVolumes || info.kind == kindLength || info.kind == kindExpansion
	switch {
	case format == Display && number:
		s := &shown{codec: c}
		for ; len(data) >= 6; data = data[6:] {
			s.cells = append(s.cells, strings.TrimSpace(data[:6]))
		}
		text := strings.Join(s.cells, " ")
		var ok bool
		if v, ok = c.shownValue(info, text); !ok || strings.Trim(text, "0123456789.+- ") != "" {
			return nil, false
		}
	case info.kind == kindText:
		v = Text(strings.TrimRight(data, " "))
		if info.count == codeLen {
			v = Text(data)
		}
	default:
		r := &cursor{codec: c, rest: data}
		if v = r.value(info); r.wrong.reason != "" {
			return nil, false
		}
	}
	if at, ok := v.(Clock); ok && at == 0 {
		return nil, false
	}
	return v, v != nil && info.fits(v) == nil
}
