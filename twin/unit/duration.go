package unit

import "time"

var durationScales = []scale{
	{"s", uint64(time.Second)}, {"ms", uint64(time.Millisecond)}, {"min", uint64(time.Minute)}, {"h", uint64(time.Hour)},
	{"us", uint64(time.Microsecond)}, {"ns", 1},
}

// ParseDuration reads one number and one unit, "12 s", "1.5 s", "250 ms",
// "2 min", "1 h", "10 us", "5 ns", with or without the space. "m" is refused,
// because beside tank levels it reads as metres.
func ParseDuration(text string) (time.Duration, error) {
	return parse("duration", text, func(text string) (time.Duration, *slip) {
		v, s := readScaled(text, durationScales, "1 ns")
		return time.Duration(v), s
	})
}

// FormatDuration returns the text ParseDuration reads back, in the largest of h
// and min that is whole, else in s, ms, us or ns: "2 min", "90 s", "1.5 s",
// "250 ms".
func FormatDuration(d time.Duration) string {
	magnitude, negative := split(int64(d))
	for _, whole := range []scale{{"h", uint64(time.Hour)}, {"min", uint64(time.Minute)}} {
		if d != 0 && magnitude%whole.size == 0 {
			return decimal(magnitude/whole.size, negative, 0, 0) + " " + whole.name
		}
	}
	switch {
	case d == 0 || magnitude >= uint64(time.Second):
		return decimal(magnitude, negative, 9, 0) + " s"
	case magnitude >= uint64(time.Millisecond):
		return decimal(magnitude, negative, 6, 0) + " ms"
	case magnitude >= uint64(time.Microsecond):
		return decimal(magnitude, negative, 3, 0) + " us"
	}
	return decimal(magnitude, negative, 0, 0) + " ns"
}
