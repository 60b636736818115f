package expect

import (
	"fmt"
	"math/big"
	"reflect"
	"regexp"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/strict"
	"github.com/forecourt/forecourt/twin/unit"
)

// tolerance is how far a value may be off. A nil one allows nothing.
type tolerance struct {
	text      string
	intervals int64    // of the display of what is judged
	percent   *big.Rat // of what is wanted
	absolute  *big.Rat
}

var (
	intervals = regexp.MustCompile(`^([1-9][0-9]{0,5}) intervals?$`)
	percents  = regexp.MustCompile(`^([0-9]{1,3}(?:\.[0-9]{1,6})?) ?%$`)
)

// compileTolerance types a tolerance for values of type t.
func compileTolerance(n *strict.Node, t reflect.Type) (*tolerance, strict.Errors) {
	text := n.Text()
	tol := &tolerance{text: text}
	if m := intervals.FindStringSubmatch(text); m != nil {
		if t != reflect.TypeFor[unit.Indicated]() && t != reflect.TypeFor[unit.Money]() {
			return nil, strict.Errors{n.Wrong("only what a device shows has intervals, and this is "+noun(t), "write the tolerance with its unit")}
		}
		_, _ = fmt.Sscan(m[1], &tol.intervals)
		return tol, nil
	}
	if m := percents.FindStringSubmatch(text); m != nil {
		tol.percent, _ = new(big.Rat).SetString(m[1])
		return tol, nil
	}
	if dimension(t) == "" {
		return nil, strict.Errors{n.Wrong("there is no 'within' for "+noun(t), "take it out")}
	}
	if t == reflect.TypeFor[clock.Instant]() {
		t = reflect.TypeFor[time.Duration]()
	}
	v, errs := literal(n, t)
	if errs != nil {
		return nil, errs
	}
	q, _ := measure(v)
	tol.absolute = new(big.Rat).Abs(q.value)
	return tol, nil
}

// size returns the tolerance for one comparison.
func (t *tolerance) size(actual, want quantity) *big.Rat {
	switch {
	case t == nil:
		return new(big.Rat)
	case t.percent != nil:
		s := new(big.Rat).Mul(want.value, t.percent)
		return s.Quo(s.Abs(s), big.NewRat(100, 1))
	case t.absolute != nil:
		return t.absolute
	case actual.between != nil:
		return new(big.Rat).Mul(actual.between, big.NewRat(t.intervals, 1))
	}
	return new(big.Rat)
}

// suffix is how a tolerance stands behind a value.
func (t *tolerance) suffix() string {
	if t == nil {
		return ""
	}
	return " +-" + t.text
}
