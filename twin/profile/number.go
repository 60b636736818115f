package profile

import (
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/forecourt/forecourt/twin/strict"
	"github.com/forecourt/forecourt/twin/unit"
)

// Volume is a volume of fuel, in every device of the model the same; zero: none.
type Volume struct {
	Is     unit.Volume `yaml:",required"`
	Source Source      `yaml:",required"`
}

// FlowRate is a flow of fuel; zero: none.
type FlowRate struct {
	Is     unit.FlowRate `yaml:",required"`
	Source Source        `yaml:",required"`
}

// Count is a whole number from 0 up.
type Count struct {
	Is     int    `yaml:",required"`
	Source Source `yaml:",required"`
}

// Choice is one of some words.
type Choice struct {
	Is     string `yaml:",required"`
	Source Source `yaml:",required"`
}

// Number is one entry of a profile, for a list: its key ("silence.after"), what it is in words, and where it is from.
type Number struct {
	Key    string `json:"key"`
	Is     string `json:"is"`
	Source Source `json:"source"`
}

// sourced is an entry of a profile.
type sourced interface {
	number() (is string, from Source)
}

func (l Latency) number() (string, Source)  { return l.words, l.Source }
func (d Delay) number() (string, Source)    { return d.words, d.Source }
func (s Span) number() (string, Source)     { return unit.FormatDuration(s.Is), s.Source }
func (v Volume) number() (string, Source)   { return v.Is.String(), v.Source }
func (f FlowRate) number() (string, Source) { return f.Is.String(), f.Source }
func (c Count) number() (string, Source)    { return strconv.Itoa(c.Is), c.Source }
func (c Choice) number() (string, Source)   { return c.Is, c.Source }

// numbers lists what a struct of entries holds. Entries that are left out, because the device's own holds, have no source.
func numbers(prefix string, v reflect.Value) (all []Number) {
	for i := range v.NumField() {
		f := v.Type().Field(i)
		if !f.IsExported() {
			continue
		}
		key := prefix + hyphenated(f.Name)
		if x, ok := v.Field(i).Interface().(sourced); ok {
			if is, from := x.number(); from != "" {
				all = append(all, Number{key, is, from})
			}
		} else if f.Type.Kind() == reflect.Struct {
			all = append(all, numbers(key+".", v.Field(i))...)
		}
	}
	return all
}

// hyphenated turns MotorDelay into motor-delay, as package strict does with the keys of a file.
func hyphenated(name string) string {
	var b strings.Builder
	runes := []rune(name)
	for i, r := range runes {
		if i > 0 && unicode.IsUpper(r) && (!unicode.IsUpper(runes[i-1]) || i+1 < len(runes) && unicode.IsLower(runes[i+1])) {
			b.WriteByte('-')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

// checker collects what is wrong with a profile's entries, at their keys.
type checker struct {
	root  *strict.Node
	found strict.Errors
}

// at finds the node behind a key, or the nearest one there is.
func (c *checker) at(key string) *strict.Node {
	n := c.root
	for part := range strings.SplitSeq(key, ".") {
		if next := n.Get(part); next != nil {
			n = next
		}
	}
	return n
}

func (c *checker) wrong(bad bool, key, message, fix string) {
	if bad {
		c.found = append(c.found, c.at(key).Wrong(message, fix))
	}
}

func (c *checker) oneOf(v Choice, key string, words []string) {
	if !slices.Contains(words, v.Is) {
		c.found = append(c.found, c.at(key+".is").Unknown(key, words))
	}
}
