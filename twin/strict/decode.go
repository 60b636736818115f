package strict

import (
	"encoding"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"time"
)

// Decode reads a file into a value, strictly (see the package comment). file is
// only the name that the errors show; into must be a pointer that is not nil. It
// returns nil or Errors with every problem found; into is then half filled and
// of no use.
func Decode(file string, src []byte, into any) error {
	root, errs := parse(file, src)
	if root != nil {
		errs = append(errs, root.decode(into)...)
	}
	return errs.sorted()
}

// Decode reads the node into a value by the rules of the package's Decode.
func (n *Node) Decode(into any) error { return n.decode(into).sorted() }

func (n *Node) decode(into any) Errors {
	v := reflect.ValueOf(into)
	if v.Kind() != reflect.Pointer || v.IsNil() {
		panic(fmt.Sprintf("strict: Decode into %T, which is no pointer to a value", into))
	}
	if n.yaml == nil {
		return Errors{n.Errorf("there is nothing to read")}
	}
	var d decoder
	d.value(n, v.Elem())
	return d.errs
}

// decoder collects problems on the way through a value; more than maxErrors of
// them end the way.
type decoder struct{ errs Errors }

func (d *decoder) wrong(n *Node, message, fix string) {
	d.errs = append(d.errs, n.Wrong(message, fix))
}

// expected reports a node of the wrong kind.
func (d *decoder) expected(n *Node, what, fix string) {
	if fix == "" && n.Kind() == Null {
		fix = "give a value, or leave the key out"
	}
	d.wrong(n, "expected "+what+", found "+describe(n.yaml), fix)
}

var (
	unmarshalerType     = reflect.TypeFor[Unmarshaler]()
	textUnmarshalerType = reflect.TypeFor[encoding.TextUnmarshaler]()
)

// readsItself reports a type with its own reader.
func readsItself(t reflect.Type) bool {
	p := reflect.PointerTo(t)
	return p.Implements(unmarshalerType) || p.Implements(textUnmarshalerType)
}

// value reads n into v, which can be set.
func (d *decoder) value(n *Node, v reflect.Value) {
	if len(d.errs) > maxErrors {
		return
	}
	if n.refused[place{n.yaml.Line, n.yaml.Column}] && n.Kind() != Map && n.Kind() != Seq {
		return
	}
	switch into := v.Addr().Interface().(type) {
	case Unmarshaler:
		d.add(n, into.UnmarshalStrict(n))
		return
	case *time.Duration:
		d.duration(n, into)
		return
	case encoding.TextUnmarshaler:
		d.text(n, v.Type(), into)
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		if n.Kind() == Null {
			v.SetZero()
			return
		}
		target := reflect.New(v.Type().Elem())
		d.value(n, target.Elem())
		v.Set(target)
	case reflect.Struct:
		d.structure(n, v)
	case reflect.Map:
		d.mapping(n, v)
	case reflect.Slice:
		d.slice(n, v)
	case reflect.String:
		d.str(n, v)
	case reflect.Bool:
		d.boolean(n, v)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		d.signed(n, v)
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		d.unsigned(n, v)
	default:
		panic(fmt.Sprintf("strict: cannot decode into %s", v.Type()))
	}
}

// add keeps what an Unmarshaler answered.
func (d *decoder) add(n *Node, err error) {
	var one Error
	var all Errors
	switch {
	case err == nil:
		return
	case errors.As(err, &all):
	case errors.As(err, &one):
		all = Errors{one}
	default:
		all = Errors{n.Errorf("%s", err)}
	}
	for _, e := range all {
		if e.Line == 0 && e.File == "" {
			e = n.Wrong(e.Message, e.Fix)
		}
		if !n.refused[place{e.Line, e.Column}] {
			d.errs = append(d.errs, e)
		}
	}
}

func (d *decoder) slice(n *Node, v reflect.Value) {
	if n.Kind() != Seq {
		fix := ""
		if n.Kind() == Scalar && !strings.ContainsAny(n.Text(), ",[]{}#\n") {
			fix = "write [" + n.Text() + "]"
		}
		d.expected(n, "a list", fix)
		return
	}
	items := n.Items()
	list := reflect.MakeSlice(v.Type(), len(items), len(items))
	for i, item := range items {
		d.value(item, list.Index(i))
	}
	v.Set(list)
}

func (d *decoder) mapping(n *Node, v reflect.Value) {
	if n.Kind() != Map {
		d.expected(n, "a map", "")
		return
	}
	if v.IsNil() {
		v.Set(reflect.MakeMap(v.Type()))
	}
	for _, p := range n.Pairs() {
		key := reflect.New(v.Type().Key()).Elem()
		value := reflect.New(v.Type().Elem()).Elem()
		d.value(p.Key, key)
		d.value(p.Value, value)
		v.SetMapIndex(key, value)
	}
}

func (d *decoder) structure(n *Node, v reflect.Value) {
	if n.Kind() != Map {
		d.expected(n, "a map", "")
		return
	}
	fields := fieldsOf(v.Type())
	given := map[string]bool{}
	for _, p := range n.Pairs() {
		name := p.Key.yaml.Value
		f, ok := fields.byKey[name]
		if !ok {
			given[d.unknownKey(p.Key, fields)] = true // one mistake, one message
			continue
		}
		given[name] = true
		d.value(p.Value, v.FieldByIndex(f.index))
	}
	d.missing(n, fields, given)
}

// unknownKey reports a key and returns the one that was probably meant.
func (d *decoder) unknownKey(key *Node, fields fields) string {
	e := key.Unknown("key", fields.keys)
	meant := Suggest(key.yaml.Value, fields.keys)
	if before, _, found := strings.Cut(key.yaml.Value, ":"); found && fields.byKey[before].index != nil {
		meant, e.Fix = before, "put a space behind the ':'" // YAML takes {nozzle:1} for a key
	}
	d.errs = append(d.errs, e)
	return meant
}

// missing reports the required keys that were not given, all in one message,
// because they share their place.
func (d *decoder) missing(n *Node, fields fields, given map[string]bool) {
	var names []string
	for _, key := range fields.keys {
		if fields.byKey[key].required && !given[key] {
			names = append(names, quote(key))
		}
	}
	switch len(names) {
	case 0:
	case 1:
		d.wrong(n, "the key "+names[0]+" is missing", "")
	default:
		last := len(names) - 1
		d.wrong(n, "the keys "+strings.Join(names[:last], ", ")+" and "+names[last]+" are missing", "")
	}
}

// choices lists words that may stand somewhere, unless they are too many.
func choices(known []string) string {
	const most = 8
	if len(known) == 0 || len(known) > most {
		return ""
	}
	return "one of: " + strings.Join(known, ", ")
}
