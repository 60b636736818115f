package expect

import (
	"encoding"
	"fmt"
	"math/big"
	"reflect"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/unit"
)

// Text prints a value as scenarios spell it.
func Text(v any) string {
	switch x := v.(type) {
	case nil:
		return "nothing"
	case time.Duration:
		return unit.FormatDuration(x)
	case clock.Instant:
		return x.String()
	case encoding.TextMarshaler:
		if b, err := x.MarshalText(); err == nil {
			return string(b)
		}
	}
	if s := reflect.ValueOf(v); s.Kind() == reflect.String {
		text := payment.Mask(s.String())
		if text == "" || strings.ContainsAny(text, " \"\n") {
			return strconv.Quote(text)
		}
		return text
	}
	return fmt.Sprint(v)
}

// dimension is what kind of quantity a type counts; "" for what has no order.
func dimension(t reflect.Type) string {
	switch t {
	case reflect.TypeFor[unit.Indicated](), reflect.TypeFor[unit.Volume]():
		return "volume"
	case reflect.TypeFor[unit.Money]():
		return "money"
	case reflect.TypeFor[unit.Price]():
		return "price"
	case reflect.TypeFor[unit.Level]():
		return "level"
	case reflect.TypeFor[unit.Temperature]():
		return "temperature"
	case reflect.TypeFor[unit.FlowRate]():
		return "flow"
	case reflect.TypeFor[clock.Instant]():
		return "instant"
	case reflect.TypeFor[time.Duration]():
		return "span"
	}
	if t.Implements(reflect.TypeFor[encoding.TextMarshaler]()) {
		return ""
	}
	switch t.Kind() {
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return "number"
	}
	return ""
}

// noun names a type in a message.
func noun(t reflect.Type) string {
	switch d := dimension(t); d {
	case "":
	case "money":
		return "an amount of money"
	case "instant":
		return "an instant"
	default:
		return "a " + d
	}
	switch {
	case t.Kind() == reflect.String && t.Name() == "string":
		return "a text"
	case t.Kind() == reflect.Bool:
		return "true or false"
	case t.Name() != "":
		return "a " + spaced(t.Name())
	}
	return t.String()
}

// spaced turns EndReason into "end reason".
func spaced(name string) string {
	var b strings.Builder
	for i, r := range name {
		if i > 0 && unicode.IsUpper(r) {
			b.WriteByte(' ')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

// alike says whether values of two types can be compared.
func alike(a, b reflect.Type) bool {
	if a == b || dimension(a) != "" && dimension(a) == dimension(b) {
		return true
	}
	return a.Kind() == reflect.String && b.Kind() == reflect.String
}

// quantity is a value as a fraction of one base unit, and what may be compared with it.
type quantity struct {
	of      string // its dimension
	unit    string // its currency, and the measure of a price; "" is alike to all
	value   *big.Rat
	between *big.Rat // one display interval; nil: has none
}

// measure returns a value as a quantity.
func measure(v any) (quantity, bool) {
	t := reflect.TypeOf(v)
	if t == nil {
		return quantity{}, false
	}
	q := quantity{of: dimension(t)}
	switch x := v.(type) {
	case unit.Indicated:
		q.between = new(big.Rat).SetFrac(big.NewInt(x.Unit.Nanolitres()), tenTo(x.Decimals))
		q.value = new(big.Rat).Mul(big.NewRat(x.Count, 1), q.between)
	case unit.Volume:
		q.value = new(big.Rat).Mul(big.NewRat(int64(x), 1), big.NewRat(1000, 1))
	case unit.Money:
		q.unit = string(x.Currency)
		q.between = new(big.Rat).SetFrac(big.NewInt(1), tenTo(x.Currency.Decimals()))
		q.value = new(big.Rat).Mul(big.NewRat(x.Minor, 1), q.between)
	case unit.Price:
		q.value = big.NewRat(x.E4, 10_000)
		if x.Currency != "" {
			q.unit = string(x.Currency) + "/" + x.Unit.String()
		}
	default:
		rv := reflect.ValueOf(v)
		switch {
		case q.of == "":
			return q, false
		case rv.CanInt():
			q.value = big.NewRat(rv.Int(), 1)
		case rv.CanUint():
			q.value = new(big.Rat).SetInt(new(big.Int).SetUint64(rv.Uint()))
		}
	}
	return q, true
}

func tenTo(n uint8) *big.Int { return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil) }

// fits says whether two quantities can be compared.
func (q quantity) fits(p quantity) bool {
	return q.of == p.of && (q.unit == p.unit || q.unit == "" && q.value.Sign() == 0 || p.unit == "" && p.value.Sign() == 0)
}
