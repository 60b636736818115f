package expect

import (
	"fmt"
	"math/big"
	"reflect"

	"github.com/forecourt/forecourt/scenarios/verdict"
	"github.com/forecourt/forecourt/twin/strict"
	"github.com/forecourt/forecourt/twin/unit"
)

// Change is what is wanted of a stock's change since the scenario's start: { fell-by: metered, within: 10 ml }.
type Change struct {
	rises  bool
	by     *Operand
	within *tolerance
}

// Reading returns the name of the reading that the change is compared with, "" where there is none: its value at the
// start is needed too.
func (c *Change) Reading() string { return c.by.reading }

// CompileChange types a change from the keys fell-by, rose-by and within of a map.
func CompileChange(n *strict.Node, s *Scope) (*Change, strict.Errors) {
	fell, rose := n.Get("fell-by"), n.Get("rose-by")
	by := fell
	switch {
	case fell != nil && rose != nil:
		return nil, strict.Errors{rose.Wrong("a stock cannot both fall and rise", "keep one of fell-by and rose-by")}
	case fell == nil && rose == nil:
		return nil, strict.Errors{n.Wrong("the key 'fell-by' or 'rose-by' is missing", "")}
	case rose != nil:
		by = rose
	}
	c := &Change{rises: rose != nil}
	var errs strict.Errors
	c.by, errs = CompileOperand(by, reflect.TypeFor[unit.Volume](), s)
	if w := n.Get("within"); w != nil {
		var more strict.Errors
		c.within, more = compileTolerance(w, reflect.TypeFor[unit.Volume]())
		errs = append(errs, more...)
	}
	return c, errs
}

// Judge judges a change from one value to another. byBefore is what the reading it is compared with was at the start;
// nil where it is none.
func (c *Change) Judge(name string, before, after, byBefore any, f Facts) (verdict.Measurement, error) {
	m := verdict.Measurement{Name: name, Verdict: verdict.Fail}
	by, err := c.by.Get(f)
	if err != nil {
		return m, err
	}
	from, okFrom := measure(before)
	to, okTo := measure(after)
	want, okWant := measure(by)
	if !okFrom || !okTo || !okWant || from.of != to.of || to.of != want.of {
		return m, fmt.Errorf("%s cannot be compared with %s", Text(after), Text(by))
	}
	if start, ok := measure(byBefore); ok {
		want.value = new(big.Rat).Sub(want.value, start.value)
	}
	change := new(big.Rat).Sub(from.value, to.value)
	verb := "fell by "
	if c.rises {
		change.Neg(change)
		verb = "rose by "
	}
	off := new(big.Rat).Sub(change, want.value)
	if off.Abs(off).Cmp(c.within.size(to, want)) <= 0 {
		m.Verdict = verdict.Pass
	}
	m.Value = verb + litres(change)
	m.Limits = litres(want.value) + " (" + c.by.text + ")" + c.within.suffix()
	return m, nil
}

// litres prints nanolitres.
func litres(nano *big.Rat) string {
	micro := new(big.Rat).Quo(nano, big.NewRat(1000, 1))
	if micro.IsInt() && micro.Num().IsInt64() {
		return unit.Volume(micro.Num().Int64()).String()
	}
	return new(big.Rat).Quo(micro, big.NewRat(1_000_000, 1)).FloatString(9) + " L"
}
