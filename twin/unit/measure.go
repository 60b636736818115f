package unit

import "fmt"

// Measure is the unit of volume a device counts in.
type Measure uint8

// The measures in use at filling stations.
const (
	L      Measure = iota // the litre
	USGal                 // the US liquid gallon
	ImpGal                // the imperial gallon
)

var measures = [...]struct {
	name       string
	nanolitres int64
}{
	L:      {"L", 1_000_000_000},
	USGal:  {"US gal", 3_785_411_784},
	ImpGal: {"imp gal", 4_546_090_000},
}

// Nanolitres returns the exact size of one unit. It panics for a Measure that
// is none of the three.
func (m Measure) Nanolitres() int64 {
	if int(m) >= len(measures) {
		panic(fmt.Sprintf("unit: there is no %s", m))
	}
	return measures[m].nanolitres
}

// String returns "L", "US gal" or "imp gal".
func (m Measure) String() string {
	if int(m) >= len(measures) {
		return fmt.Sprintf("Measure(%d)", uint8(m))
	}
	return measures[m].name
}

// ParseMeasure reads "L", "US gal" or "imp gal".
func ParseMeasure(text string) (Measure, error) {
	return parse("measure", text, readMeasure)
}

func readMeasure(text string) (Measure, *slip) {
	for m := range measures {
		if measures[m].name == text {
			return Measure(m), nil
		}
	}
	return 0, &slip{problem: "expected " + oneOf(measureNames()), fix: likelyUnit(text, measureNames())}
}

func measureNames() []string {
	names := make([]string, len(measures))
	for m := range measures {
		names[m] = measures[m].name
	}
	return names
}

// MarshalText returns String, or an error for a Measure that does not exist.
func (m Measure) MarshalText() ([]byte, error) {
	if int(m) >= len(measures) {
		return nil, fmt.Errorf("unit: there is no %s", m)
	}
	return []byte(m.String()), nil
}

// UnmarshalText is ParseMeasure.
func (m *Measure) UnmarshalText(text []byte) error {
	return unmarshal(m, text, ParseMeasure)
}
