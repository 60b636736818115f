package unit

import "fmt"

// Rounding says what becomes of the part of an amount below one minor unit. It
// acts on the magnitude, so that a refund rounds as its sale did.
type Rounding uint8

// The roundings devices use. HalfUp is the default and the rule of most
// national metrology; the others exist as device options and as faults.
const (
	HalfUp   Rounding = iota // half and more away from zero
	HalfEven                 // half to the even neighbour
	Down                     // toward zero
	Up                       // away from zero
)

var roundings = [...]string{HalfUp: "half-up", HalfEven: "half-even", Down: "down", Up: "up"}

// String returns "half-up", "half-even", "down" or "up".
func (r Rounding) String() string {
	if int(r) >= len(roundings) {
		return fmt.Sprintf("Rounding(%d)", uint8(r))
	}
	return roundings[r]
}

// ParseRounding reads "half-up", "half-even", "down" or "up".
func ParseRounding(text string) (Rounding, error) {
	return parse("rounding", text, func(text string) (Rounding, *slip) {
		for r, name := range roundings {
			if name == text {
				return Rounding(r), nil
			}
		}
		return 0, &slip{problem: "expected " + oneOf(roundings[:]), fix: likelyUnit(text, roundings[:])}
	})
}

// MarshalText returns String, or an error for a Rounding that does not exist.
func (r Rounding) MarshalText() ([]byte, error) {
	if int(r) >= len(roundings) {
		return nil, fmt.Errorf("unit: there is no %s", r)
	}
	return []byte(r.String()), nil
}

// UnmarshalText is ParseRounding.
func (r *Rounding) UnmarshalText(text []byte) error {
	return unmarshal(r, text, ParseRounding)
}

// apply rounds the quotient q, below the largest uint64, with remainder rem of a
// division by divisor.
func (r Rounding) apply(q, rem, divisor uint64) uint64 {
	up := false
	switch r {
	case HalfUp:
		up = rem >= divisor-rem
	case HalfEven:
		half := divisor - rem
		up = rem > half || rem == half && q%2 == 1
	case Down:
	case Up:
		up = rem > 0
	default:
		panic(fmt.Sprintf("unit: there is no %s", r))
	}
	if up {
		q++
	}
	return q
}
