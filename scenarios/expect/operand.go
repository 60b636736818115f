package expect

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/strict"
)

// Scope is what a relation may refer to, known when its file is loaded.
type Scope struct {
	// Kept returns the fields of the event kept under a name. Fields are nil where the event itself was wrong: then
	// nothing more is said about it.
	Kept  func(name string) (fields []forecourt.Field, ok bool)
	Names []string // all that is kept
	// Readings are those of the role that the judged value belongs to.
	Readings map[string]reflect.Type
	// Reads is told of each reading that is referred to; it may be nil.
	Reads func(name string)
	// Event is the fields of the event that the judged value is one of; nil where it is none.
	Event []forecourt.Field
}

// Facts is where a relation finds what it refers to when it is judged.
type Facts interface {
	Kept(name, field string) (any, error)
	Reading(name string) (any, error)
	Sibling(field string) (any, error) // another field of the judged event
}

// Operand is what a value is compared with: a literal, a field of a kept event, or a reading.
type Operand struct {
	text        string
	literal     any
	name, field string
	reading     string
}

// String returns the operand as written.
func (o *Operand) String() string { return o.text }

// Get returns the operand's value.
func (o *Operand) Get(f Facts) (any, error) {
	switch {
	case o.name != "":
		return f.Kept(o.name, o.field)
	case o.reading != "":
		return f.Reading(o.reading)
	}
	return o.literal, nil
}

// show returns the operand as written, with its value where that is not the same.
func (o *Operand) show(v any) string {
	if o.name == "" && o.reading == "" {
		return Text(v)
	}
	return Text(v) + " (" + o.text + ")"
}

// CompileOperand types an operand that is compared with values of type t.
func CompileOperand(n *strict.Node, t reflect.Type, s *Scope) (*Operand, strict.Errors) {
	text := n.Text()
	o := &Operand{text: text}
	if strings.HasPrefix(text, "$") && !n.IsString() {
		name, field, ft, errs := Reference(n, s)
		if errs != nil {
			return nil, errs
		}
		if ft != nil && !alike(ft, t) {
			return nil, strict.Errors{n.Wrong(fmt.Sprintf("%s is %s, and %s is wanted here", text, noun(ft), noun(t)), "")}
		}
		o.name, o.field = name, field
		return o, nil
	}
	if rt, ok := s.Readings[text]; ok && !n.IsString() {
		if !alike(rt, t) {
			return nil, strict.Errors{n.Wrong(fmt.Sprintf("the reading %s is %s, and %s is wanted here", text, noun(rt), noun(t)), "")}
		}
		o.reading = text
		if s.Reads != nil {
			s.Reads(text)
		}
		return o, nil
	}
	v, errs := literal(n, t)
	if errs != nil && dimension(t) != "" && bareWord.MatchString(text) && len(s.Readings) > 0 {
		return nil, strict.Errors{n.Unknown("reading", sorted(s.Readings))}
	}
	o.literal = v
	return o, errs
}

var bareWord = regexp.MustCompile(`^[a-z][a-z-]*$`)

// Reference reads $name.field and returns the field's type, nil where it cannot be known.
func Reference(n *strict.Node, s *Scope) (name, field string, t reflect.Type, errs strict.Errors) {
	text := n.Text()
	name, field, found := strings.Cut(strings.TrimPrefix(text, "$"), ".")
	if !found || name == "" || field == "" {
		return "", "", nil, strict.Errors{n.Wrong("a reference is written $name.field", "")}
	}
	fields, ok := s.Kept(name)
	if !ok {
		fix := "keep the event with 'keep: " + name + "' in an await before"
		if meant := strict.Suggest(name, s.Names); meant != "" {
			fix = "did you mean '$" + meant + "." + field + "'?"
		}
		return "", "", nil, strict.Errors{n.Wrong("nothing is kept under the name '"+name+"' before this step", fix)}
	}
	if fields == nil {
		return name, field, nil, nil
	}
	var known []string
	for _, f := range fields {
		if f.Name == field {
			return name, field, f.Type, nil
		}
		known = append(known, f.Name)
	}
	fix := "it has: " + strings.Join(known, ", ")
	if meant := strict.Suggest(field, known); meant != "" {
		fix = "did you mean '$" + name + "." + meant + "'?"
	}
	return "", "", nil, strict.Errors{n.Wrong("the event kept as '"+name+"' has no field '"+field+"'", fix)}
}

func sorted[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
