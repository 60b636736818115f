package expect

import (
	"encoding"
	"errors"
	"fmt"
	"reflect"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/strict"
)

// words are the values of the types that are text with a closed list.
var words = map[reflect.Type][]string{
	reflect.TypeFor[forecourt.EndReason](): {
		string(forecourt.EndedByNozzle), string(forecourt.EndedByLimit), string(forecourt.EndedByStop),
		string(forecourt.EndedByNoFlow), string(forecourt.EndedByFault), string(forecourt.EndedUnwatched),
	},
	reflect.TypeFor[payment.Verdict](): {
		string(payment.Approved), string(payment.PartiallyApproved), string(payment.Declined), string(payment.NoAnswer),
	},
	reflect.TypeFor[payment.EntryMode](): {
		string(payment.ContactChip), string(payment.Contactless), string(payment.Stripe), string(payment.Fallback), string(payment.Keyed),
	},
	reflect.TypeFor[payment.Scheme](): {
		string(payment.Visa), string(payment.Mastercard), string(payment.Amex), string(payment.Discover),
	},
}

// DefineWords closes the list of a text type that a party's events carry, so that a misspelt value is found at load.
// It is called at start.
func DefineWords[T ~string](all ...T) {
	t := reflect.TypeFor[T]()
	if words[t] != nil {
		panic("expect: the words of " + t.String() + " are defined twice")
	}
	for _, w := range all {
		words[t] = append(words[t], string(w))
	}
}

// literal reads a node as a value of a type.
func literal(n *strict.Node, t reflect.Type) (any, strict.Errors) {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch {
	case n.Kind() != strict.Scalar:
		return nil, strict.Errors{n.Wrong("a value is expected here", "")}
	case t == reflect.TypeFor[clock.Instant]():
		at, err := time.Parse(time.RFC3339, n.Text())
		if err != nil {
			return nil, strict.Errors{n.Wrong(fmt.Sprintf("'%s' is no instant", n.Text()), "write it as 2026-01-05T08:00:00Z")}
		}
		return clock.At(at), nil
	case words[t] != nil:
		for _, w := range words[t] {
			if w == n.Text() {
				return reflect.ValueOf(w).Convert(t).Interface(), nil
			}
		}
		return nil, strict.Errors{n.Unknown(spaced(t.Name()), words[t])}
	}
	if named, ok := numberedNames(t); ok {
		return byName(n, t, named)
	}
	if !readable(t) {
		return nil, strict.Errors{n.Wrong("a field that is "+noun(t)+" cannot be compared with a value in a file", "compare it with a field of a kept event")}
	}
	v := reflect.New(t)
	if err := n.Decode(v.Interface()); err != nil {
		return nil, asErrors(n, err)
	}
	return v.Elem().Interface(), nil
}

// readable says whether strict can read a type from a scalar.
func readable(t reflect.Type) bool {
	p := reflect.PointerTo(t)
	if p.Implements(reflect.TypeFor[encoding.TextUnmarshaler]()) || t == reflect.TypeFor[time.Duration]() {
		return true
	}
	return t.Kind() == reflect.String || t.Kind() == reflect.Bool || dimension(t) == "number"
}

// numberedNames returns the texts of a small number type that can print its name but not read it, such as an alarm.
func numberedNames(t reflect.Type) ([]string, bool) {
	if t.Kind() != reflect.Uint8 || !t.Implements(reflect.TypeFor[encoding.TextMarshaler]()) ||
		reflect.PointerTo(t).Implements(reflect.TypeFor[encoding.TextUnmarshaler]()) {
		return nil, false
	}
	names := make([]string, 256)
	for i := range names {
		names[i] = Text(reflect.ValueOf(uint8(i)).Convert(t).Interface())
	}
	return names, true
}

func byName(n *strict.Node, t reflect.Type, names []string) (any, strict.Errors) {
	for i, name := range names {
		if name == n.Text() {
			return reflect.ValueOf(uint8(i)).Convert(t).Interface(), nil
		}
	}
	return nil, strict.Errors{n.Unknown(spaced(t.Name()), names)}
}

func asErrors(n *strict.Node, err error) strict.Errors {
	var all strict.Errors
	if errors.As(err, &all) {
		return all
	}
	return strict.Errors{n.Errorf("%s", err)}
}
