package pos

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/payment"
)

// standsIn is a site that takes two cards offline, up to 40.00 and 60.00, three sales and 100.00 in all.
var standsIn = Config{Cards: payment.Acceptance{
	BINs: map[string][]string{"usual": {"4242", "5555"}},
	Rules: []payment.Rule{
		{Match: payment.Match{Scheme: payment.Visa}, FloorLimit: eur(4000)},
		{Match: payment.Match{Scheme: payment.Mastercard}, FloorLimit: eur(6000)},
	},
	Offline: payment.Offline{BINs: []string{"usual"}, MostSales: 3, MostAmount: eur(10000)},
}}

func down(host string, is bool) func(*rig) {
	return func(r *rig) {
		if err := r.loop.DownHTTP(host, is); err != nil {
			r.t.Errorf("%v", err)
		}
	}
}

func declining(yes bool) func(*rig) { return func(r *rig) { r.gateway.declines = yes } }

func TestOfflineStories(t *testing.T) {
	fill := func(from time.Duration, id string, minor int64) []step {
		return []step{at(from+20*sec, state(1, forecourt.Fuelling)), at(from+40*sec, finished(id, 1, minor))}
	}
	for _, c := range []struct {
		name   string
		script []step
		events string
		taken  int64
	}{
		{"forwarded when the link is back", append([]step{at(0, down("gateway", true)), at(sec, card("visa-credit")), at(300*sec, down("gateway", false))},
			fill(0, "1", 3900)...), "authorisation-failed stood-in forwarded posted", 3900},
		{"the floor limit is the pump's", append([]step{at(0, down("gateway", true)), at(sec, card("visa-credit")), at(300*sec, down("gateway", false))},
			fill(0, "1", 4001)...), "authorisation-failed stood-in over-auth forwarded posted", 4000},
		{"declined when it is forwarded", append([]step{at(0, down("gateway", true)), at(sec, card("visa-credit")), at(290*sec, declining(true)),
			at(300*sec, down("gateway", false))}, fill(0, "1", 3900)...), "authorisation-failed stood-in forward-declined written-off posted", 0},
		{"nobody fuels", []step{at(0, down("gateway", true)), at(sec, card("visa-credit")), at(300*sec, down("gateway", false))},
			"authorisation-failed stood-in hold-released", 0},
		{"not on the list", []step{at(0, down("gateway", true)), at(sec, card("visa-chip")), at(300*sec, down("gateway", false))},
			"authorisation-failed offline-refused", 0},
		{"an answer that was lost is undone first", append([]step{at(0, lose("gateway", "", "answer", "answer", "answer", "answer")),
			at(sec, card("visa-credit"))}, at(110*sec, state(1, forecourt.Fuelling)), at(160*sec, finished("1", 1, 3900))),
			"authorisation-failed stood-in hold-released forwarded posted", 3900},
		{"at the till", []step{at(0, state(2, forecourt.Calling)), at(sec, cashier(AuthorisePoint{Point: 2})), at(2*sec, state(2, forecourt.Fuelling)),
			at(30*sec, finished("2", 2, 1234)), at(50*sec, down("gateway", true)), at(60*sec, cashier(Pay{Point: 2, Tender: Card, Card: "visa-credit"})),
			at(300*sec, down("gateway", false))}, "sale-unpaid authorisation-failed stood-in paid forwarded posted", 1234},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRig(t, standsIn)
			r.play(insert(nil, c.script...)...)
			if got := strings.TrimPrefix(r.names(), "pos-started "); got != c.events {
				t.Errorf("told  %s\nwanted %s", got, c.events)
			}
			r.balance()
			var taken int64
			for _, i := range r.gateway.intents {
				taken += i.net().Minor
			}
			if taken != c.taken || r.oms.conflict || len(r.control.unpaid) > 0 {
				t.Errorf("taken %d, conflict %v, unpaid %v", taken, r.oms.conflict, r.control.unpaid)
			}
		})
	}
}

// TestNothingIsGrantedOfflineBeyondTheBounds plays cards at two points and at the till over a gateway that comes and goes
// and a POS that loses its power. Never is more granted offline than the bounds say, and in the end every sale is forwarded
// once or a loss.
func TestNothingIsGrantedOfflineBeyondTheBounds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := newRig(t, standsIn)
		most := standsIn.Cards.Offline
		r.loop.Watch(func(e forecourt.Told) {
			if s, is := e.Event.(StoodIn); is && s.Amount.Cmp(eur(6000)) > 0 {
				t.Errorf("%s granted offline", s.Amount)
			}
			if e.Role == Role && r.pos.env != nil {
				if n, money := r.pos.stored(); n > most.MostSales || money.Cmp(most.MostAmount) > 0 {
					t.Errorf("%d sales and %s wait to be forwarded", n, money)
				}
			}
		})
		var script []step
		for i := range 6 {
			from := time.Duration(i)*200*sec + time.Duration(rapid.IntRange(0, 20_000).Draw(t, "from"))*time.Millisecond
			name := rapid.SampledFrom([]string{"visa-credit", "mastercard-credit", "visa-chip"}).Draw(t, "card")
			minor := int64(rapid.IntRange(1, 4000).Draw(t, "minor"))
			id := string(rune('a' + i))
			script = insert(script, step{from, card(name)}, step{from + 110*sec, lift(1)}, step{from + 130*sec, deliver(id, 1, minor)},
				step{from + 60*sec, ifCall(2)}, step{from + 70*sec, ifFuel(id+"2", 2, minor)},
				step{from + 80*sec, ifOn(Pay{Point: 2, Tender: Card, Card: name})}, step{from + 190*sec, expire(1)})
		}
		for range rapid.IntRange(0, 4).Draw(t, "outages") {
			from := time.Duration(rapid.IntRange(0, 1100).Draw(t, "outage")) * sec
			lasts := time.Duration(rapid.IntRange(1, 600).Draw(t, "lasts")) * sec
			script = insert(script, step{from, down("gateway", true)}, step{from + lasts, down("gateway", false)})
		}
		script = insert(script, drawCuts(t)...)
		if rapid.Bool().Draw(t, "declines") {
			script = insert(script, step{700 * sec, declining(true)})
		}
		script = insert(script, step{2000 * sec, down("gateway", false)}, step{2500 * sec, ifOn(Pay{Point: 1, Tender: Cash})})
		for i := range 8 {
			script = insert(script, step{time.Duration(2600+i) * sec, ifOn(Pay{Point: 1, Tender: Cash})}, step{time.Duration(2600+i) * sec, ifOn(Pay{Point: 2, Tender: Cash})})
		}
		r.play(script...)
		r.balance()
		for _, s := range r.pos.Books().Sales {
			if s.State != Settled && s.State != WrittenOff {
				t.Errorf("sale %s is %s", s.Sale, s.State)
			}
		}
		if r.oms.conflict {
			t.Error("a sale was posted twice, and differently")
		}
	})
}

// ifCall lifts a nozzle at a point that nobody uses; ifFuel ends what it delivers.
func ifCall(p forecourt.Point) func(*rig) {
	return func(r *rig) {
		if s := r.control.states[p]; s == 0 || s == forecourt.Idle {
			r.control.state(p, forecourt.Calling)
			r.control.state(p, forecourt.Fuelling)
		}
	}
}

func ifFuel(id string, p forecourt.Point, minor int64) func(*rig) {
	return func(r *rig) {
		if r.control.states[p] == forecourt.Fuelling {
			r.control.finish(fuel(id, p, minor))
		}
	}
}
