package pos

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/forecourt/forecourt/twin/forecourt"
)

func msec(n int) time.Duration { return time.Duration(n) * time.Millisecond }

// balanceCloses checks that every sale and payback is in one shift, that the closes follow each other without a gap, that
// their totals are those of the books, and that each was checked and posted once.
func (r *rig) balanceCloses(b Books) {
	r.t.Helper()
	shifts, days := 0, 0
	for _, x := range b.Closes {
		if !x.Checked || !x.Posted || r.oms.sales[x.Close] == "" {
			r.t.Errorf("close %s: checked %v, posted %v", x.Close, x.Checked, x.Posted)
		}
		last := &shifts
		if x.Kind == "day" {
			last = &days
		}
		if x.First != *last+1 || x.Last < x.First {
			r.t.Errorf("close %s has the shifts %d to %d after %d", x.Close, x.First, x.Last, *last)
		}
		*last = x.Last
		r.balanceClose(b, x)
	}
	if r.count("close-mismatch") > 0 {
		r.t.Errorf("the gateway and the books differ: %s", r.names())
	}
	for _, s := range b.Sales {
		if over := s.State == Settled || s.State == WrittenOff; over != (s.Shift > 0) || s.Shift > shifts+1 {
			r.t.Errorf("sale %s is %s in shift %d of %d", s.Sale, s.State, s.Shift, shifts)
		}
	}
}

func (r *rig) balanceClose(b Books, x CloseBook) {
	r.t.Helper()
	var taken, count int64
	for _, s := range b.Sales {
		if s.Shift >= x.First && s.Shift <= x.Last && s.State == Settled {
			taken, count = taken+s.Paid.Minor, count+1
		}
	}
	for _, p := range b.Paybacks {
		if p.Shift >= x.First && p.Shift <= x.Last {
			taken -= p.Amount.Minor
		}
	}
	sums := map[string]int64{}
	for _, l := range x.Totals {
		if l.By == "kind" && l.Key == "loss" {
			continue
		}
		sums[l.By] += l.Amount.Minor
		if l.By == "kind" && l.Key == "sale" {
			sums["count"] += int64(l.Count)
		}
	}
	want := map[string]int64{"tender": taken, "grade": taken, "point": taken, "kind": taken, "count": count}
	for by, n := range want {
		if sums[by] != n {
			r.t.Errorf("close %s: %d by %s, the books have %d", x.Close, sums[by], by, n)
		}
	}
}

func TestCloseStories(t *testing.T) {
	for _, c := range []struct {
		name   string
		script []step
		events string // without totals
	}{
		{"a shift, then a day", []step{at(60*sec, cashier(CloseShift{})), at(90*sec, cashier(CloseDay{}))},
			"authorised captured posted sale-unpaid paid posted shift-closed close-reconciled close-posted " +
				"shift-closed day-closed close-reconciled close-reconciled close-posted close-posted"},
		{"nothing sold yet", []step{at(500*msec(1), cashier(CloseDay{}))},
			"shift-closed day-closed close-reconciled close-reconciled close-posted close-posted authorised captured posted sale-unpaid paid posted"},
		{"in mid-sale", []step{at(15*sec, cashier(CloseShift{})), at(60*sec, cashier(CloseShift{}))},
			"authorised shift-closed close-reconciled close-posted captured posted sale-unpaid paid posted shift-closed close-reconciled close-posted"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRig(t, Config{})
			r.play(insert(nil, append(soldTwice(), c.script...)...)...)
			got := strings.Join(strings.Fields(strings.ReplaceAll(strings.TrimPrefix(r.names(), "pos-started "), "totalled", "")), " ")
			if got != c.events {
				t.Errorf("told  %s\nwanted %s", got, c.events)
			}
			r.balance()
		})
	}
}

func TestTotalsOfAShift(t *testing.T) {
	r := newRig(t, Config{})
	r.play(insert(nil, append(soldTwice(), at(50*sec, cashier(RefundSale{Sale: "1", Amount: eur(211), Reason: "a"})), at(60*sec, cashier(CloseShift{})))...)...)
	r.balance()
	var lines []string
	for _, l := range r.pos.Books().Closes[0].Totals {
		lines = append(lines, strings.Join([]string{l.By, l.Key, itoa(l.Count), l.Volume.String(), l.Amount.String()}, " "))
	}
	want := []string{
		"grade diesel 3 54.45 L 52.34 EUR", "kind refund 1 0.00 L -2.11 EUR", "kind sale 2 54.45 L 54.45 EUR", "point 1 2 42.11 L 40.00 EUR",
		"point 2 1 12.34 L 12.34 EUR", "scheme visa 2 42.11 L 40.00 EUR",
		"settled-by a terminal 2 42.11 L 40.00 EUR", "settled-by till 1 1 12.34 L 12.34 EUR", "tender card 2 42.11 L 40.00 EUR", "tender cash 1 12.34 L 12.34 EUR",
	}
	if !reflect.DeepEqual(lines, want) {
		t.Errorf("totals\n%s\nwanted\n%s", strings.Join(lines, "\n"), strings.Join(want, "\n"))
	}
}

func TestMoneyThatTheBooksDoNotKnowIsAMismatch(t *testing.T) {
	for name, change := range map[string]func(*rig){
		"more was captured": func(r *rig) { r.gateway.intents["pi_1"].received++ },
		"less was captured": func(r *rig) { r.gateway.intents["pi_1"].received-- },
		"a payment of the site that nobody asked for": func(r *rig) {
			r.gateway.intents["pi_x"] = &fakeIntent{id: "pi_x", site: "SITE0001", sale: "ref_x", status: "succeeded", received: 100, created: r.loop.Now().Time()}
			r.gateway.order = append(r.gateway.order, "pi_x")
		},
	} {
		r := newRig(t, Config{})
		r.play(insert(nil, append(soldTwice(), at(50*sec, change), at(60*sec, cashier(CloseShift{})), at(90*sec, cashier(CloseShift{})))...)...)
		if r.count("close-mismatch") != 1 || r.count("close-reconciled") != 1 {
			t.Errorf("%s: %s", name, r.names())
		}
	}
	r := newRig(t, Config{})
	r.play(insert(nil, append(soldTwice(), at(50*sec, func(r *rig) {
		r.gateway.intents["pi_x"] = &fakeIntent{id: "pi_x", site: "OTHER", status: "succeeded", received: 100, created: r.loop.Now().Time()}
		r.gateway.order = append(r.gateway.order, "pi_x")
	}), at(60*sec, cashier(CloseShift{})))...)...)
	if r.count("close-mismatch") != 0 {
		t.Errorf("another site's money: %s", r.names())
	}
}

// TestNoSaleIsLostOrDoubledByAClose closes shifts and days at random instants, in mid-sale too, while the POS loses its power
// and the network its answers. In the end each sale and each payback is in one shift, and the closes say what the books do.
func TestNoSaleIsLostOrDoubledByAClose(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := newRig(t, Config{})
		script := []step{
			at(0, state(1, forecourt.Idle)), at(1*sec, card("visa-credit")),
			at(2*sec, ifOn(Prepay{Point: 2, Amount: eur(5000), Tender: Card, Card: "mastercard-credit"})),
			at(15*sec, lift(1)), at(16*sec, lift(2)), at(40*sec, deliver("1", 1, 4211)), at(41*sec, deliver("2", 2, 3000)),
			at(60*sec, ifOn(RefundSale{Sale: "1", Amount: eur(1000), Reason: "drawn"})), at(90*sec, ifOn(Pay{Point: 1, Tender: Card, Card: "visa-chip"})),
			at(91*sec, ifOn(Pay{Point: 2, Tender: Cash})), at(1000*sec, expire(1)), at(1000*sec, expire(2)),
			at(1800*sec, ifOn(Pay{Point: 1, Tender: Cash})), at(1801*sec, ifOn(Pay{Point: 2, Tender: Cash})), at(2000*sec, cashier(CloseDay{})),
		}
		for range rapid.IntRange(1, 6).Draw(t, "closes") {
			var s forecourt.Stimulus = CloseShift{}
			if rapid.Bool().Draw(t, "day") {
				s = CloseDay{}
			}
			script = insert(script, step{msec(rapid.IntRange(0, 100_000).Draw(t, "close at")), ifOn(s)})
		}
		script = insert(script, drawCuts(t)...)
		for range rapid.IntRange(0, 4).Draw(t, "faults") {
			host := rapid.SampledFrom([]string{"gateway", "oms"}).Draw(t, "host")
			fault := rapid.SampledFrom([]string{"request", "answer"}).Draw(t, "fault")
			script = insert(script, step{msec(rapid.IntRange(0, 100_000).Draw(t, "when")), func(r *rig) { lost(r, host, fault) }})
		}
		r.play(script...)
		r.balance()
		if r.oms.conflict {
			t.Error("something was posted twice, and differently")
		}
	})
}
