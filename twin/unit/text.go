package unit

import "fmt"

var (
	volumeScales      = []scale{{"L", 1_000_000}, {"ml", 1_000}, {"ul", 1}}
	levelScales       = []scale{{"mm", 1_000}, {"m", 1_000_000}, {"cm", 10_000}, {"um", 1}}
	temperatureScales = []scale{{"C", 1_000}}
)

// String returns the volume in litres without needless zeros, "12.345678 L", or
// in whole millilitres below one litre, "250 ml".
func (v Volume) String() string {
	magnitude, negative := split(int64(v))
	if v != 0 && magnitude < uint64(Litre) && magnitude%uint64(Millilitre) == 0 {
		return decimal(magnitude/uint64(Millilitre), negative, 0, 0) + " ml"
	}
	return decimal(magnitude, negative, 6, 0) + " L"
}

// ParseVolume reads "12.345678 L", "250 ml" or "40 ul". A volume finer than a
// microlitre, and a gallon, which is no whole number of them, are refused.
func ParseVolume(text string) (Volume, error) {
	return parse("volume", text, func(text string) (Volume, *slip) {
		v, s := readScaled(text, volumeScales, "1 ul")
		return Volume(v), s
	})
}

// MarshalText returns String.
func (v Volume) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText is ParseVolume.
func (v *Volume) UnmarshalText(text []byte) error { return unmarshal(v, text, ParseVolume) }

// String returns the level in millimetres without needless zeros: "1234.567 mm".
func (l Level) String() string {
	magnitude, negative := split(int64(l))
	return decimal(magnitude, negative, 3, 0) + " mm"
}

// ParseLevel reads "1234.567 mm", "1.2 m", "30 cm" or "5 um".
func ParseLevel(text string) (Level, error) {
	return parse("level", text, func(text string) (Level, *slip) {
		v, s := readScaled(text, levelScales, "1 um")
		return Level(v), s
	})
}

// MarshalText returns String.
func (l Level) MarshalText() ([]byte, error) { return []byte(l.String()), nil }

// UnmarshalText is ParseLevel.
func (l *Level) UnmarshalText(text []byte) error { return unmarshal(l, text, ParseLevel) }

// String returns the temperature with at least one decimal: "15.0 C", "-3.125 C".
func (t Temperature) String() string {
	magnitude, negative := split(int64(t))
	return decimal(magnitude, negative, 3, 1) + " C"
}

// ParseTemperature reads degrees Celsius, "15.0 C", to the millidegree.
func ParseTemperature(text string) (Temperature, error) {
	return parse("temperature", text, func(text string) (Temperature, *slip) {
		v, s := readScaled(text, temperatureScales, "0.001 C")
		return Temperature(v), s
	})
}

// MarshalText returns String.
func (t Temperature) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

// UnmarshalText is ParseTemperature.
func (t *Temperature) UnmarshalText(text []byte) error {
	return unmarshal(t, text, ParseTemperature)
}

// String returns the count with the decimals the device shows: "32.50 L".
func (i Indicated) String() string {
	magnitude, negative := split(i.Count)
	return decimal(magnitude, negative, i.Decimals, i.Decimals) + " " + i.Unit.String()
}

// ParseIndicated reads "32.50 L", "8.100 US gal" or "7.2 imp gal" and keeps the
// decimals written, at most MaxDecimals.
func ParseIndicated(text string) (Indicated, error) {
	return parse("indicated volume", text, readIndicated)
}

func readIndicated(text string) (Indicated, *slip) {
	n, name, s := leadingNumber(text)
	if s != nil {
		return Indicated{}, s
	}
	m, s := readMeasure(name)
	if s != nil {
		return Indicated{}, unknownUnit(n, name, measureNames())
	}
	if n.decimals > MaxDecimals {
		return Indicated{}, &slip{problem: fmt.Sprintf("more than %d decimals", MaxDecimals)}
	}
	count, ok := join(n.digits, n.negative)
	i := Indicated{Count: count, Decimals: n.decimals, Unit: m}
	if !ok || !i.fitsVolume() {
		return Indicated{}, tooLarge()
	}
	return i, nil
}

// MarshalText returns String, or an error when the unit does not exist or there
// are more than MaxDecimals decimals.
func (i Indicated) MarshalText() ([]byte, error) {
	if _, err := i.Unit.MarshalText(); err != nil {
		return nil, err
	}
	if i.Decimals > MaxDecimals {
		return nil, fmt.Errorf("unit: %d decimals, at most %d", i.Decimals, MaxDecimals)
	}
	return []byte(i.String()), nil
}

// UnmarshalText is ParseIndicated.
func (i *Indicated) UnmarshalText(text []byte) error { return unmarshal(i, text, ParseIndicated) }
