package pos

import (
	"strings"
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/payment"
)

func TestTheSameCardForTheSameAmountAtTheSamePoint(t *testing.T) {
	prepay := func(card string, minor int64, reference string) func(*rig) {
		return cashier(Prepay{Point: 2, Amount: eur(minor), Tender: Card, Card: card, Reference: reference})
	}
	first := []step{at(sec, prepay("visa-credit", 3000, "P1")), at(9*sec, state(2, forecourt.Fuelling)), at(60*sec, finished("1", 2, 3000))}
	const sold = "prepay-taken prepay-settled posted"
	for name, c := range map[string]struct {
		do     payment.DuplicateWay
		second []step
		events string
	}{
		"refused":                   {payment.RefuseDuplicate, []step{at(90*sec, prepay("visa-credit", 3000, ""))}, " duplicate-seen refused"},
		"warned of":                 {payment.WarnOfDuplicate, []step{at(90*sec, prepay("visa-credit", 3000, ""))}, " duplicate-seen prepay-taken"},
		"another amount":            {payment.RefuseDuplicate, []step{at(90*sec, prepay("visa-credit", 3001, ""))}, " prepay-taken"},
		"another card":              {payment.RefuseDuplicate, []step{at(90*sec, prepay("visa-chip", 3000, ""))}, " prepay-taken"},
		"after the time":            {payment.RefuseDuplicate, []step{at(700*sec, prepay("visa-credit", 3000, ""))}, " prepay-taken"},
		"the same reference":        {payment.WarnOfDuplicate, []step{at(90*sec, prepay("visa-chip", 5000, "P1"))}, " repeat-ignored"},
		"the reference, on its way": {"", []step{at(1200*time.Millisecond, prepay("visa-credit", 3000, "P1"))}, ""},
	} {
		r := newRig(t, Config{Cards: payment.Acceptance{Duplicates: payment.Duplicates{Within: 10 * time.Minute, Do: c.do}}})
		r.play(insert(nil, append(append([]step{}, first...), c.second...)...)...)
		want := "pos-started " + sold + c.events
		if name == "the reference, on its way" {
			want = "pos-started repeat-ignored " + sold
		}
		if got := r.names(); !strings.HasPrefix(got, want) {
			t.Errorf("%s: told %s, wanted %s", name, got, want)
		}
	}
}
