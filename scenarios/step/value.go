package step

import (
	"reflect"

	"github.com/forecourt/forecourt/scenarios/expect"
	"github.com/forecourt/forecourt/twin/strict"
)

// Value is a key whose value is a literal or a field of a kept event, $name.field. An absent one is zero.
type Value[T any] struct {
	node    *strict.Node
	operand *expect.Operand
}

// UnmarshalStrict implements strict.Unmarshaler.
func (v *Value[T]) UnmarshalStrict(n *strict.Node) error {
	v.node = n
	return nil
}

// Given says that the key is there.
func (v *Value[T]) Given() bool { return v.node != nil }

// Lint types the value.
func (v *Value[T]) Lint(l *Lint) {
	if v.node == nil {
		return
	}
	var errs strict.Errors
	v.operand, errs = expect.CompileOperand(v.node, reflect.TypeFor[T](), l.Scope("", nil))
	l.Add(errs...)
}

// Get returns the value.
func (v *Value[T]) Get(h *Hand) (value T, err error) {
	if v.operand == nil {
		return value, nil
	}
	got, err := v.operand.Get(facts{Stage: h.Stage})
	if err != nil {
		return value, err
	}
	if exact, ok := got.(T); ok {
		return exact, nil
	}
	t, from := reflect.TypeFor[T](), reflect.ValueOf(got)
	if from.IsValid() && from.Kind() == t.Kind() && from.CanConvert(t) {
		return from.Convert(t).Interface().(T), nil
	}
	return value, Wrong(v.operand.String() + " is " + expect.Text(got) + ", which cannot be used here")
}
