package pos

import (
	"strings"
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/payment"
)

const sec = time.Second

// lose plans lost messages, see lost.
func lose(host string, faults ...string) func(*rig) {
	return func(r *rig) { lost(r, host, faults...) }
}

var stories = []struct {
	name   string
	cfg    Config
	script []step
	events string
	taken  int64 // by the gateway, in the end
	sales  int   // posted
}{
	{"outdoor, filled below the hold", Config{}, []step{
		at(0, state(1, forecourt.Idle)), at(sec, card("visa-credit")), at(8*sec, state(1, forecourt.Fuelling)), at(60*sec, finished("1", 1, 4211)),
	}, "authorised captured posted", 4211, 1},
	{"outdoor, over the grant is a finding", Config{}, []step{
		at(sec, card("mastercard-prepaid")), at(8*sec, state(1, forecourt.Fuelling)), at(60*sec, finished("1", 1, 5003)),
	}, "authorised over-auth captured posted", 5000, 1},
	{"outdoor, partial approval below one sale is a decline", Config{}, []step{at(sec, card("visa-debit"))}, "declined hold-released", 0, 0},
	{"outdoor, declined", Config{}, []step{at(sec, card("visa-insufficient-funds"))}, "declined", 0, 0},
	{"outdoor, no nozzle is lifted", Config{}, []step{at(sec, card("visa-credit"))}, "authorised hold-released", 0, 0},
	{"outdoor, cancelled while the gateway is asked", Config{}, []step{
		at(sec, card("visa-credit")), at(1200*time.Millisecond, func(r *rig) { r.sense(readerRole, payment.PressCancel{}) }),
	}, "authorised hold-released", 0, 0},
	{"outdoor, cancelled before the lift", Config{}, []step{
		at(sec, card("visa-credit")), at(9*sec, func(r *rig) { r.sense(readerRole, payment.PressCancel{}) }),
	}, "authorised hold-released", 0, 0},
	{"outdoor, nothing dispensed", Config{}, []step{
		at(sec, card("visa-credit")), at(8*sec, state(1, forecourt.Started)), at(60*sec, finished("1", 1, 0)),
	}, "authorised hold-released", 0, 0},
	{"outdoor, release refused", Config{}, []step{
		at(0, func(r *rig) { r.control.refuse = "point fault" }), at(sec, card("visa-credit")),
	}, "authorised hold-released", 0, 0},
	{"outdoor, controller deaf until the withdraw", Config{}, []step{
		at(0, func(r *rig) { r.control.deaf = true }), at(sec, card("visa-credit")),
		at(100*sec, func(r *rig) { r.control.deaf = false }),
	}, "authorised hold-released", 0, 0},
	{"outdoor, second card on a busy point", Config{}, []step{
		at(sec, card("visa-credit")), at(9*sec, card("mastercard-credit")), at(10*sec, state(1, forecourt.Fuelling)), at(60*sec, finished("1", 1, 100)),
	}, "authorised card-refused captured posted", 100, 1},
	{"outdoor, the sale is heard twice", Config{}, []step{
		at(sec, card("visa-credit")), at(8*sec, state(1, forecourt.Fuelling)), at(60*sec, finished("1", 1, 4211)),
		at(61*sec, func(r *rig) { r.control.finish(fuel("1", 1, 4211)) }),
	}, "authorised captured posted", 4211, 1},
	{"outdoor, answer to the hold lost", Config{}, []step{
		at(0, lose("gateway", "", "answer")), at(sec, card("visa-credit")), at(40*sec, state(1, forecourt.Fuelling)), at(60*sec, finished("1", 1, 4211)),
	}, "authorised captured posted", 4211, 1},
	{"outdoor, answers to capture and posting lost", Config{}, []step{
		at(sec, card("visa-credit")), at(40*sec, state(1, forecourt.Fuelling)), at(50*sec, lose("gateway", "answer", "request", "answer")),
		at(50*sec, lose("oms", "answer", "request", "answer")), at(60*sec, finished("1", 1, 4211)),
	}, "authorised captured posted", 4211, 1},
	{"outdoor, abandoned after the retries, and undone", Config{}, []step{
		at(0, lose("gateway", "", "answer", "answer", "answer", "answer")), at(sec, card("visa-credit")),
	}, "authorisation-failed hold-released", 0, 0},
	{"outdoor, gateway errors are tried again", Config{}, []step{
		at(0, func(r *rig) { r.gateway.status, r.gateway.failures = 503, 3 }), at(sec, card("visa-credit")),
		at(20*sec, state(1, forecourt.Fuelling)), at(60*sec, finished("1", 1, 4211)),
	}, "authorised captured posted", 4211, 1},
	{"postpay by the cashier, cash", Config{}, []step{
		at(sec, state(2, forecourt.Calling)), at(2*sec, cashier(AuthorisePoint{Point: 2})), at(3*sec, state(2, forecourt.Fuelling)),
		at(30*sec, finished("2", 2, 1234)), at(60*sec, cashier(Pay{Point: 2, Tender: Cash})),
	}, "sale-unpaid paid posted", 0, 1},
	{"postpay automatic, card", Config{Modes: automatic}, []step{
		at(sec, state(2, forecourt.Calling)), at(3*sec, state(2, forecourt.Fuelling)), at(30*sec, finished("2", 2, 1234)),
		at(60*sec, cashier(Pay{Sale: "2", Tender: Card, Card: "visa-chip"})),
	}, "sale-unpaid paid posted", 1234, 1},
	{"postpay, declined, then another card", Config{Modes: automatic}, []step{
		at(sec, state(2, forecourt.Calling)), at(30*sec, finished("2", 2, 1234)),
		at(60*sec, cashier(Pay{Sale: "2", Tender: Card, Card: "visa-insufficient-funds"})),
		at(90*sec, cashier(Pay{Sale: "2", Tender: Card, Card: "visa-credit"})),
	}, "sale-unpaid declined paid posted", 1234, 1},
	{"postpay, no answer for the card, then cash: the charge is undone", Config{Modes: automatic}, []step{
		at(sec, state(2, forecourt.Calling)), at(30*sec, finished("2", 2, 1234)), at(59*sec, lose("gateway", "", "answer", "answer", "answer", "answer", "answer")),
		at(60*sec, cashier(Pay{Sale: "2", Tender: Card, Card: "visa-credit"})),
		at(150*sec, cashier(Pay{Sale: "2", Tender: Cash})),
	}, "sale-unpaid authorisation-failed paid posted refunded", 0, 1},
	{"a sale is paid once", Config{Modes: automatic}, []step{
		at(sec, state(2, forecourt.Calling)), at(30*sec, finished("2", 2, 1234)),
		at(60*sec, cashier(Pay{Sale: "2", Tender: Card, Card: "visa-credit"})), at(60*sec, cashier(Pay{Sale: "2", Tender: Cash})),
	}, "sale-unpaid refused paid posted", 1234, 1},
	{"prepay by card, the rest goes back", Config{}, []step{
		at(sec, cashier(Prepay{Point: 2, Amount: eur(5000), Tender: Card, Card: "visa-credit"})), at(9*sec, state(2, forecourt.Fuelling)),
		at(60*sec, finished("3", 2, 3000)),
	}, "prepay-taken prepay-settled posted refunded", 3000, 1},
	{"prepay by card, the refund fails twice", Config{}, []step{
		at(0, func(r *rig) { r.gateway.refuses = 2 }), at(9*sec, cashier(Prepay{Point: 2, Amount: eur(5000), Tender: Card, Card: "visa-credit"})),
		at(60*sec, finished("3", 2, 3000)),
	}, "prepay-taken prepay-settled posted refunded", 3000, 1},
	{"prepay by cash, used up", Config{}, []step{
		at(sec, cashier(Prepay{Point: 2, Amount: eur(3000), Tender: Cash})), at(9*sec, state(2, forecourt.Fuelling)), at(60*sec, finished("3", 2, 3000)),
	}, "prepay-taken prepay-settled posted", 0, 1},
	{"prepay by card, nothing dispensed", Config{}, []step{
		at(sec, cashier(Prepay{Point: 2, Amount: eur(5000), Tender: Card, Card: "visa-credit"})), at(9*sec, state(2, forecourt.Started)),
		at(60*sec, finished("3", 2, 0)),
	}, "prepay-taken prepay-settled refunded", 0, 0},
	{"a recovered sale is written off", Config{}, []step{
		at(sec, func(r *rig) { r.control.env.Send(0, forecourt.SaleRecovered{Sale: fuel("9", 1, 777)}) }),
		at(9*sec, cashier(WriteOff{Sale: "9", Reason: "drive-off"})),
	}, "sale-recovered written-off posted", 0, 1},
}

func TestStories(t *testing.T) {
	for _, c := range stories {
		t.Run(c.name, func(t *testing.T) {
			r := newRig(t, c.cfg)
			r.play(c.script...)
			if got := strings.TrimPrefix(r.names(), "pos-started "); got != c.events {
				t.Errorf("told  %s\nwanted %s", got, c.events)
			}
			r.balance()
			var taken int64
			for _, i := range r.gateway.intents {
				taken += i.net().Minor
			}
			if taken != c.taken || len(r.oms.sales) != c.sales || r.oms.conflict {
				t.Errorf("taken %d, posted %d, conflict %v", taken, len(r.oms.sales), r.oms.conflict)
			}
			if len(r.control.unpaid) > 0 {
				t.Errorf("the controller still holds %v", r.control.unpaid)
			}
			for _, n := range payment.CardNames() {
				if card, _ := payment.LookupCard(n); strings.Contains(r.journal.String(), card.PAN.Reveal()) {
					t.Errorf("the number of %s is in the journal", n)
				}
			}
		})
	}
}
