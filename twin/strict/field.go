package strict

import (
	"fmt"
	"reflect"
	"strings"
	"unicode"
)

// field is one key of a struct.
type field struct {
	index    []int // for reflect's FieldByIndex
	required bool
}

// fields is the keys of a struct.
type fields struct {
	keys  []string // in the order of the struct
	byKey map[string]field
}

// fieldsOf reads a struct's field names and tags. It panics on a tag it does not
// understand and on two fields with one key.
func fieldsOf(t reflect.Type) fields {
	f := fields{byKey: map[string]field{}}
	f.collect(t, nil)
	return f
}

func (f *fields) collect(t reflect.Type, outer []int) {
	for i := range t.NumField() {
		sf := t.Field(i)
		index := append(outer[:len(outer):len(outer)], i)
		tag, tagged := sf.Tag.Lookup("yaml")
		key, option, _ := strings.Cut(tag, ",")
		switch {
		case tag == "-":
			continue
		case sf.Anonymous && !tagged && sf.Type.Kind() == reflect.Struct && !readsItself(sf.Type):
			f.collect(sf.Type, index)
			continue
		case !sf.IsExported() && !tagged:
			continue
		case !sf.IsExported():
			panic(fmt.Sprintf("strict: the field %s of %s has a key but is not exported", sf.Name, t))
		case option != "" && option != "required" && option != "optional":
			panic(fmt.Sprintf("strict: the field %s of %s has an unknown option %q", sf.Name, t, option))
		}
		if key == "" {
			key = kebab(sf.Name)
		}
		if _, twice := f.byKey[key]; twice {
			panic(fmt.Sprintf("strict: two fields of %s have the key %q", t, key))
		}
		f.keys = append(f.keys, key)
		f.byKey[key] = field{index: index, required: option == "required"}
	}
}

// kebab turns FuellingPoint into fuelling-point and HTTPPort into http-port.
func kebab(name string) string {
	var b strings.Builder
	runes := []rune(name)
	for i, r := range runes {
		startsWord := i > 0 && unicode.IsUpper(r) &&
			(!unicode.IsUpper(runes[i-1]) || i+1 < len(runes) && unicode.IsLower(runes[i+1]))
		if startsWord {
			b.WriteByte('-')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}
