package pos

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/forecourt/forecourt/twin/forecourt"
)

// balancePaybacks checks money that went back, and returns how much of it went onto cards.
func (r *rig) balancePaybacks(b Books) (onCards int64) {
	r.t.Helper()
	gone := map[string]int64{}
	for _, x := range b.Paybacks {
		if !x.Done || !x.Posted || r.oms.sales[x.Reference] == "" {
			r.t.Errorf("payback %+v", x)
		}
		gone[x.Sale] += x.Amount.Minor
	}
	for _, s := range b.Sales {
		if gone[s.Sale] > s.Paid.Minor {
			r.t.Errorf("%d of %s went back for sale %s", gone[s.Sale], s.Paid, s.Sale)
		}
		if s.Tender == Card {
			onCards += gone[s.Sale]
		}
	}
	return onCards
}

// soldTwice is a sale paid by card outdoors, another paid in cash at the till.
func soldTwice() []step {
	return []step{
		at(sec, card("visa-credit")), at(8*sec, state(1, forecourt.Fuelling)), at(20*sec, finished("1", 1, 4211)),
		at(sec, state(2, forecourt.Calling)), at(2*sec, ifOn(AuthorisePoint{Point: 2})), at(3*sec, state(2, forecourt.Fuelling)),
		at(30*sec, finished("2", 2, 1234)), at(40*sec, ifOn(Pay{Point: 2, Tender: Cash})),
	}
}

func TestPaybackStories(t *testing.T) {
	const before = "authorised captured posted sale-unpaid paid posted "
	for _, c := range []struct {
		name   string
		script []step
		events string
		taken  int64
	}{
		{"a card sale is voided", []step{at(60*sec, cashier(VoidSale{Sale: "1", Reason: "wrong card"}))}, "sale-voided", 0},
		{"a cash sale is voided once", []step{at(60*sec, cashier(VoidSale{Sale: "2", Reason: "mistake"})), at(61*sec, cashier(VoidSale{Sale: "2", Reason: "mistake"}))},
			"sale-voided refused", 4211},
		{"a void after the close is refused", []step{at(60*sec, cashier(CloseShift{})), at(70*sec, cashier(VoidSale{Sale: "1", Reason: "late"}))},
			"shift-closed close-reconciled close-posted refused", 4211},
		{"refunds in parts, never above what was paid", []step{at(60*sec, cashier(RefundSale{Sale: "1", Amount: eur(1000), Reason: "a"})),
			at(70*sec, cashier(RefundSale{Sale: "1", Amount: eur(3212), Reason: "b"})), at(80*sec, cashier(RefundSale{Sale: "1", Reason: "the rest"})),
			at(90*sec, cashier(RefundSale{Sale: "1", Reason: "more"}))}, "sale-refunded refused sale-refunded refused", 0},
		{"a refund is not refunded", []step{at(60*sec, cashier(RefundSale{Sale: "1", Amount: eur(1000), Reason: "a", Reference: "R1"})),
			at(70*sec, cashier(RefundSale{Sale: "R1", Reason: "b"}))}, "sale-refunded refused", 3211},
		{"the same reference changes nothing", []step{at(60*sec, cashier(RefundSale{Sale: "1", Amount: eur(1000), Reason: "a", Reference: "R1"})),
			at(60*sec, cashier(RefundSale{Sale: "1", Amount: eur(1000), Reason: "a", Reference: "R1"})),
			at(90*sec, cashier(RefundSale{Sale: "1", Amount: eur(1000), Reason: "a", Reference: "R1"}))}, "repeat-ignored sale-refunded repeat-ignored", 3211},
		{"no reason, no sale, not settled", []step{at(60*sec, cashier(VoidSale{Sale: "1"})), at(60*sec, cashier(RefundSale{Sale: "9", Reason: "a"})),
			at(60*sec, cashier(RefundSale{Sale: "1", Amount: eur(-1), Reason: "a"}))}, "refused refused refused", 4211},
		{"the refund fails twice and is tried again", []step{at(50*sec, func(r *rig) { r.gateway.refuses = 2 }),
			at(60*sec, cashier(RefundSale{Sale: "1", Amount: eur(1000), Reason: "a"}))}, "sale-refunded", 3211},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRig(t, Config{})
			r.play(insert(nil, append(soldTwice(), c.script...)...)...)
			var told []string
			for _, name := range strings.Fields(strings.TrimPrefix(r.names(), "pos-started "+before)) {
				if name != "totalled" {
					told = append(told, name)
				}
			}
			if got := strings.Join(told, " "); got != c.events {
				t.Errorf("told  %s\nwanted %s", got, c.events)
			}
			r.balance()
			var taken int64
			for _, i := range r.gateway.intents {
				taken += i.net().Minor
			}
			if taken != c.taken || r.oms.conflict {
				t.Errorf("taken %d, conflict %v", taken, r.oms.conflict)
			}
		})
	}
}

// TestWhatWasPaidGoesBackOnceAtMost voids and refunds at random while the POS loses its power and the network its answers.
func TestWhatWasPaidGoesBackOnceAtMost(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := newRig(t, Config{})
		script := insert(nil, soldTwice()...)
		for range rapid.IntRange(1, 5).Draw(t, "paybacks") {
			sale := rapid.SampledFrom([]string{"1", "2"}).Draw(t, "sale")
			when := msec(rapid.IntRange(40_000, 120_000).Draw(t, "when"))
			var s forecourt.Stimulus = RefundSale{Sale: sale, Amount: eur(int64(rapid.IntRange(0, 3000).Draw(t, "minor"))), Reason: "drawn"}
			if rapid.Bool().Draw(t, "void") {
				s = VoidSale{Sale: sale, Reason: "drawn"}
			}
			script = insert(script, step{when, ifOn(s)})
		}
		script = insert(script, drawCuts(t)...)
		for range rapid.IntRange(0, 4).Draw(t, "faults") {
			host := rapid.SampledFrom([]string{"gateway", "oms"}).Draw(t, "host")
			fault := rapid.SampledFrom([]string{"request", "answer"}).Draw(t, "fault")
			script = insert(script, step{msec(rapid.IntRange(0, 120_000).Draw(t, "fault at")), func(r *rig) { lost(r, host, fault) }})
		}
		script = insert(script, at(1000*sec, expire(1)), at(1800*sec, ifOn(Pay{Point: 1, Tender: Cash})), at(1801*sec, ifOn(Pay{Point: 2, Tender: Cash})))
		r.play(script...)
		r.balance()
		if r.oms.conflict {
			t.Error("something was posted twice, and differently")
		}
	})
}
