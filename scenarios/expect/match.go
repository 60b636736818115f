package expect

import (
	"fmt"
	"math/big"
	"reflect"

	"github.com/onsi/gomega/types"
)

// matcher is a Gomega matcher made of a test; its messages name both sides.
type matcher struct {
	limits string
	test   func(actual any) (bool, error)
}

var _ types.GomegaMatcher = (*matcher)(nil)

// Match implements types.GomegaMatcher.
func (m *matcher) Match(actual any) (bool, error) { return m.test(actual) }

// FailureMessage implements types.GomegaMatcher.
func (m *matcher) FailureMessage(actual any) string {
	return fmt.Sprintf("expected %s to be %s", Text(actual), m.limits)
}

// NegatedFailureMessage implements types.GomegaMatcher.
func (m *matcher) NegatedFailureMessage(actual any) string {
	return fmt.Sprintf("expected %s not to be %s", Text(actual), m.limits)
}

// equal matches a value that is another one, within a tolerance.
func equal(want any, within *tolerance, limits string) *matcher {
	return &matcher{limits, func(actual any) (bool, error) {
		a, isQuantity := measure(actual)
		w, wantsQuantity := measure(want)
		if !isQuantity || !wantsQuantity {
			return same(actual, want), nil
		}
		if !a.fits(w) {
			return false, nil
		}
		off := new(big.Rat).Sub(a.value, w.value)
		return off.Abs(off).Cmp(within.size(a, w)) <= 0, nil
	}}
}

// bound matches a value that is at least (sign 1) or at most (sign -1) another one.
func bound(limit any, sign int, limits string) *matcher {
	return &matcher{limits, func(actual any) (bool, error) {
		a, _ := measure(actual)
		w, _ := measure(limit)
		if a.value == nil || w.value == nil || !a.fits(w) {
			return false, nil
		}
		return a.value.Cmp(w.value)*sign >= 0, nil
	}}
}

func same(a, b any) bool {
	if reflect.DeepEqual(a, b) {
		return true
	}
	x, y := reflect.ValueOf(a), reflect.ValueOf(b)
	if x.Kind() == reflect.String && y.Kind() == reflect.String {
		return x.String() == y.String()
	}
	return false
}
