package iso8583

import (
	"errors"
	"fmt"
	"strings"
)

// Fleet is what a fleet card's messages carry, in our own layout of DE62 (C: the layouts of fleet networks are for members
// only): entries of two letters, a length of two digits, and the value. A request and its advice have OD, VE and DR for
// what was typed at the terminal (payments.md section 7); an answer has PR, the three-digit codes of the products that the
// card may buy, one after the other. An entry of another name is passed over.
type Fleet struct {
	Odometer, Vehicle, Driver string
	Products                  []string // none: no restriction
}

// IsZero says that there is nothing of a fleet in it.
func (f Fleet) IsZero() bool {
	return f.Odometer == "" && f.Vehicle == "" && f.Driver == "" && len(f.Products) == 0
}

// mostFleet bounds a value: what two digits of length say.
const mostFleet = 99

var errFleet = errors.New("iso8583: fleet data are malformed")

// Text writes the field; empty where there is nothing.
func (f Fleet) Text() (string, error) {
	var b strings.Builder
	for _, e := range []struct{ name, value string }{
		{"OD", f.Odometer}, {"VE", f.Vehicle}, {"DR", f.Driver}, {"PR", strings.Join(f.Products, "")},
	} {
		if len(e.value) > mostFleet || !fits("ans", []byte(e.value)) {
			return "", errFleet
		}
		if e.value != "" {
			fmt.Fprintf(&b, "%s%02d%s", e.name, len(e.value), e.value)
		}
	}
	for _, p := range f.Products {
		if len(p) != 3 || !fits("n", []byte(p)) {
			return "", errFleet
		}
	}
	return b.String(), nil
}

// ParseFleet reads the field. What is not in its layout is an error, and nothing of it is used.
func ParseFleet(s string) (Fleet, error) {
	var f Fleet
	for s != "" {
		if len(s) < 4 || !fits("n", []byte(s[2:4])) {
			return Fleet{}, errFleet
		}
		n := int(s[2]-'0')*10 + int(s[3]-'0')
		if len(s) < 4+n {
			return Fleet{}, errFleet
		}
		name, value := s[:2], s[4:4+n]
		s = s[4+n:]
		switch name {
		case "OD":
			f.Odometer = value
		case "VE":
			f.Vehicle = value
		case "DR":
			f.Driver = value
		case "PR":
			if n%3 != 0 || !fits("n", []byte(value)) {
				return Fleet{}, errFleet
			}
			f.Products = nil
			for ; value != ""; value = value[3:] {
				f.Products = append(f.Products, value[:3])
			}
		}
	}
	return f, nil
}
