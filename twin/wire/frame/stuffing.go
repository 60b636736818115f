package frame

import "bytes"

// The two bytes of DART's stuffing.
const (
	DLE      = 0x10
	StopFlag = 0xFA
)

// AppendStuffed appends b with DLE before each stop flag. A DLE of the data is not doubled (confidence A: captures hold
// 44 stuffed flags and 522 plain DLEs).
func AppendStuffed(dst, b []byte) []byte {
	for {
		i := bytes.IndexByte(b, StopFlag)
		if i < 0 {
			return append(dst, b...)
		}
		dst = append(dst, b[:i]...)
		dst = append(dst, DLE, StopFlag)
		b = b[i+1:]
	}
}

// AppendUnstuffed appends b with each DLE that stands before a stop flag taken out: the inverse of AppendStuffed.
func AppendUnstuffed(dst, b []byte) []byte {
	for {
		i := bytes.IndexByte(b, StopFlag)
		if i < 0 {
			return append(dst, b...)
		}
		keep := i
		if i > 0 && b[i-1] == DLE {
			keep--
		}
		dst = append(dst, b[:keep]...)
		dst = append(dst, StopFlag)
		b = b[i+1:]
	}
}

// StuffedLen is how many bytes AppendStuffed would append.
func StuffedLen(b []byte) int { return len(b) + bytes.Count(b, []byte{StopFlag}) }
