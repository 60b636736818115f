package emv

import (
	"fmt"
)

// Limits of what is decoded. DE55 has at most 255 bytes; the others keep a hostile message from costing much.
const (
	MaxData   = 255
	maxDepth  = 4
	maxTagLen = 3
)

// TLV is one data object. A constructed one holds others in Parts, and Value spans them.
type TLV struct {
	Tag   Tag
	Value []byte
	Parts []TLV
	At    int // where the value begins in the bytes that were decoded
}

// TLVError says what is wrong with TLV data and where. It never quotes the data.
type TLVError struct {
	Offset int
	Reason string
}

// Error prints the reason and the place.
func (e *TLVError) Error() string { return fmt.Sprintf("emv: %s at byte %d", e.Reason, e.Offset) }

// DecodeTLV reads data objects one after the other, at most MaxData bytes of them. What was read before an error is
// returned with it. Zero bytes between objects are padding (EMV book 3 annex B1).
func DecodeTLV(b []byte) ([]TLV, error) {
	if len(b) > MaxData {
		return nil, &TLVError{MaxData, "more TLV data than a message carries"}
	}
	return decodeTLV(b, 0, maxDepth)
}

func decodeTLV(b []byte, base, depth int) ([]TLV, error) {
	if depth == 0 {
		return nil, &TLVError{base, "data objects nested too deep"}
	}
	var all []TLV
	for i := 0; i < len(b); {
		if b[i] == 0 {
			i++
			continue
		}
		tag, n, reason := readTag(b[i:])
		if reason != "" {
			return all, &TLVError{base + i, reason}
		}
		length, m, reason := readLength(b[i+n:])
		if reason != "" {
			return all, &TLVError{base + i + n, reason}
		}
		from := i + n + m
		if length > len(b)-from {
			return all, &TLVError{base + from, fmt.Sprintf("tag %s needs %d bytes, %d are left", tag, length, len(b)-from)}
		}
		object := TLV{Tag: tag, Value: b[from : from+length], At: base + from}
		if tag.Constructed() {
			parts, err := decodeTLV(object.Value, object.At, depth-1)
			if err != nil {
				return all, err
			}
			object.Parts = parts
		}
		all = append(all, object)
		i = from + length
	}
	return all, nil
}

func readTag(b []byte) (Tag, int, string) {
	tag := Tag(b[0])
	if b[0]&0x1F != 0x1F {
		return tag, 1, ""
	}
	for n := 1; n < maxTagLen; n++ {
		if n >= len(b) {
			return 0, 0, "tag cut off"
		}
		tag = tag<<8 | Tag(b[n])
		if b[n]&0x80 == 0 {
			return tag, n + 1, ""
		}
	}
	return 0, 0, "tag too long"
}

func readLength(b []byte) (int, int, string) {
	switch {
	case len(b) == 0:
		return 0, 0, "length missing"
	case b[0] < 0x80:
		return int(b[0]), 1, ""
	case b[0] == 0x81 && len(b) > 1:
		return int(b[1]), 2, ""
	case b[0] == 0x82 && len(b) > 2:
		return int(b[1])<<8 | int(b[2]), 3, ""
	}
	return 0, 0, "length malformed"
}

// EncodeTLV writes data objects with the shortest lengths; of a constructed one it writes the parts. It refuses what
// does not fit DE55.
func EncodeTLV(objects []TLV) ([]byte, error) {
	b, err := appendTLV(nil, objects, maxDepth)
	if err == nil && len(b) > MaxData {
		err = fmt.Errorf("emv: %d bytes of TLV data, at most %d fit", len(b), MaxData)
	}
	return b, err
}

func appendTLV(b []byte, objects []TLV, depth int) ([]byte, error) {
	if depth == 0 {
		return nil, fmt.Errorf("emv: data objects nested too deep")
	}
	for _, o := range objects {
		value := o.Value
		if len(o.Parts) > 0 {
			var err error
			if value, err = appendTLV(nil, o.Parts, depth-1); err != nil {
				return nil, err
			}
		}
		if !o.Tag.valid() {
			return nil, fmt.Errorf("emv: %s is no tag", o.Tag)
		}
		if len(value) > MaxData {
			return nil, fmt.Errorf("emv: tag %s has %d bytes", o.Tag, len(value))
		}
		b = o.Tag.append(b)
		if len(value) >= 0x80 {
			b = append(b, 0x81)
		}
		b = append(append(b, byte(len(value))), value...)
	}
	return b, nil
}

// Find returns the value of the first object of a tag, in depth-first order.
func Find(objects []TLV, tag Tag) ([]byte, bool) {
	for _, o := range objects {
		if o.Tag == tag {
			return o.Value, true
		}
		if v, ok := Find(o.Parts, tag); ok {
			return v, true
		}
	}
	return nil, false
}

// Walk calls f with every object that holds no others, in order.
func Walk(objects []TLV, f func(TLV)) {
	for _, o := range objects {
		if len(o.Parts) > 0 {
			Walk(o.Parts, f)
			continue
		}
		f(o)
	}
}
