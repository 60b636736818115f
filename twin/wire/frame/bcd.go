package frame

// MaxBCD is the longest packed number, in bytes: 18 digits always fit int64.
const MaxBCD = 9

// AppendBCD appends v as 2*size packed digits, most significant first. It reports false, and appends nothing, when v
// is negative or has more digits than that.
func AppendBCD(dst []byte, v int64, size int) ([]byte, bool) {
	if v < 0 || size < 0 || size > MaxBCD {
		return dst, false
	}
	var digits [MaxBCD]byte
	rest := v
	for i := size - 1; i >= 0; i-- {
		pair := rest % 100
		rest /= 100
		digits[i] = byte(pair/10<<4 | pair%10)
	}
	if rest != 0 {
		return dst, false
	}
	return append(dst, digits[:size]...), true
}

// BCD reads packed digits, most significant first. It reports false for a nibble above 9 and for more than MaxBCD bytes.
func BCD(b []byte) (int64, bool) {
	if len(b) > MaxBCD {
		return 0, false
	}
	var v int64
	for _, x := range b {
		hi, lo := x>>4, x&0x0F
		if hi > 9 || lo > 9 {
			return 0, false
		}
		v = v*100 + int64(hi)*10 + int64(lo)
	}
	return v, true
}
