package unit

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// slips maps how units are often written, in lower case, to how they are
// written here. The first that the reader at hand accepts is suggested.
var slips = map[string][]string{
	"litre": {"L"}, "litres": {"L"}, "liter": {"L"}, "liters": {"L"}, "ltr": {"L"}, "lt": {"L"},
	"gal": {"US gal"}, "gallon": {"US gal"}, "gallons": {"US gal"}, "usg": {"US gal"}, "usgal": {"US gal"},
	"us gallon": {"US gal"}, "us gallons": {"US gal"}, "us-gal": {"US gal"}, "gal us": {"US gal"},
	"impgal": {"imp gal"}, "imp-gal": {"imp gal"}, "uk gal": {"imp gal"}, "ukg": {"imp gal"}, "igal": {"imp gal"},
	"imperial gallon": {"imp gal"}, "imperial gallons": {"imp gal"},
	"lpm": {"L/min"}, "l/m": {"L/min"}, "l/minute": {"L/min"}, "litres/min": {"L/min"}, "liters/min": {"L/min"},
	"l": {"L", "L/min"}, "l/sec": {"L/s"}, "lps": {"L/s"}, "gpm": {"US gal/min"}, "gal/min": {"US gal/min"},
	"sec": {"s"}, "secs": {"s"}, "second": {"s"}, "seconds": {"s"}, "m": {"min"}, "mins": {"min"},
	"minute": {"min"}, "minutes": {"min"}, "hr": {"h"}, "hrs": {"h"}, "hour": {"h"}, "hours": {"h"},
	"msec": {"ms"}, "millisecond": {"ms"}, "milliseconds": {"ms"}, "µs": {"us"}, "μs": {"us"},
	"µl": {"ul"}, "μl": {"ul"}, "cc": {"ml"}, "µm": {"um"}, "μm": {"um"},
	"metre": {"m"}, "metres": {"m"}, "meter": {"m"}, "meters": {"m"},
	"°c": {"C"}, "degc": {"C"}, "celsius": {"C"}, "deg c": {"C"},
	"halfup": {"half-up"}, "half_up": {"half-up"}, "halfeven": {"half-even"}, "bankers": {"half-even"},
	"floor": {"down"}, "truncate": {"down"}, "ceil": {"up"}, "ceiling": {"up"},
}

// likelyUnit returns which of names was probably meant by word, or "".
func likelyUnit(word string, names []string) string {
	word = strings.Join(strings.Fields(word), " ")
	for _, name := range names {
		if strings.EqualFold(word, name) || word == strings.ReplaceAll(name, " ", "") {
			return name
		}
	}
	for _, name := range slips[strings.ToLower(word)] {
		if slices.Contains(names, name) {
			return name
		}
	}
	return ""
}

// oneOf returns "a", "a or b", "a, b or c".
func oneOf(names []string) string {
	last := len(names) - 1
	if last < 1 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:last], ", ") + " or " + names[last]
}

// shown quotes a text for a message, not too much of it.
func shown(text string) string {
	const most = 60
	if runes := []rune(text); len(runes) > most {
		text = string(runes[:most]) + "…"
	}
	return strconv.Quote(text)
}

func withArticle(kind string) string {
	if strings.ContainsRune("aeiou", rune(kind[0])) {
		return "an " + kind
	}
	return "a " + kind
}

func countOf(n uint8, noun string) string {
	switch n {
	case 0:
		return "no " + noun + "s"
	case 1:
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
