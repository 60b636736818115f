package host

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/wire/iso8583"
)

// sale plays a pre-authorisation and its completion.
func (b *bench) sale(card string, asked, taken int64) (request, advice iso8583.Message) {
	request = b.authorise(card, asked)
	advice = pump.Complete(iso8583.FinancialAdvice, b.now, b.nextSTAN(), request, b.ask(request), euros(taken))
	b.ask(advice)
	return request, advice
}

func TestReconciliation(t *testing.T) {
	b := newBench(t, Config{})
	request, _ := b.sale("visa-credit", 15000, 4211)
	b.sale("mastercard-credit", 15000, 6000)
	refund := pump.Sell(b.now, b.nextSTAN(), read("visa-credit", payment.Stripe), "", euros(500))
	refund.Processing = iso8583.Refund
	b.ask(refund)
	b.ask(pump.Reverse(b.now, b.nextSTAN(), request))
	b.ask(pump.Reverse(b.now, b.nextSTAN(), refund))
	b.ask(b.authorise("visa-declined", 100))
	b.powerCut()
	want := iso8583.Totals{
		Debits: iso8583.Total{Count: 2, Minor: 10211}, DebitReversals: iso8583.Total{Count: 1, Minor: 4211},
		Credits: iso8583.Total{Count: 1, Minor: 500}, CreditReversals: iso8583.Total{Count: 1, Minor: 500}, Authorisations: 2, Currency: "EUR",
	}
	if d := cmp.Diff(want, b.host.Totals(pump.ID)); d != "" {
		t.Fatal(d)
	}
	m := pump.Reconcile(b.now, b.nextSTAN(), want)
	for range 2 { // the second is answered as the first, and closes nothing
		a := b.ask(m)
		if a.Code != "00" || a.Balance != iso8583.InBalance || a.Totals.Net() != 6000 {
			t.Fatalf("%s %s %+v", a.Code, a.Balance, a.Totals)
		}
		b.powerCut()
	}
	b.sale("visa-credit", 100, 100)
	wrong := pump.Reconcile(b.now, b.nextSTAN(), want)
	if a := b.ask(wrong); a.Code != iso8583.CodeOutOfBalance || a.Balance != iso8583.OutOfBalance || a.Totals.Debits != (iso8583.Total{Count: 1, Minor: 100}) {
		t.Errorf("%s %s %+v", a.Code, a.Balance, a.Totals)
	}
	lines := b.told("out-of-balance")
	if len(lines) != 4 || lines[0].(OutOfBalance).Difference != euros(10111) || lines[0].(OutOfBalance).HostCount != 1 {
		t.Errorf("%+v", lines)
	}
	if n := len(b.told("reconciled")); n != 2 {
		t.Errorf("%d batches", n)
	}
}

func TestALostAdviceIsFoundByReconciliation(t *testing.T) {
	b := newBench(t, Config{})
	b.host.Sense(b.env, LoseAdvices{1})
	b.sale("visa-credit", 15000, 4211)
	b.sale("visa-credit", 15000, 1000)
	a := b.ask(pump.Reconcile(b.now, b.nextSTAN(), iso8583.Totals{Debits: iso8583.Total{Count: 2, Minor: 5211}, Authorisations: 2, Currency: "EUR"}))
	if a.Balance != iso8583.OutOfBalance || b.told("out-of-balance")[0].(OutOfBalance).Difference != euros(4211) {
		t.Errorf("%s, %+v", a.Balance, b.told("out-of-balance"))
	}
}

func TestADayIsSettledOnceByNetwork(t *testing.T) {
	b := newBench(t, Config{})
	request, _ := b.sale("visa-credit", 15000, 10000)
	b.sale("mastercard-credit", 15000, 4211)
	b.ask(b.authorise("visa-credit", 100)) // a hold is not settled
	if a := b.ask(pump.Manage(b.now, b.nextSTAN(), iso8583.CutOver)); a.Code != "00" || a.Settles == "" {
		t.Fatalf("%+v", a)
	}
	b.powerCut()
	got := b.host.Batches()
	if len(got) != 2 || got[0].Name() != "settlement-visa-260105.csv" || got[1].Network != "mastercard" {
		t.Fatalf("%+v", got)
	}
	account := b.host.Books()[0]
	want := "day,network,terminal,merchant,rrn,stan,approval,card,kind,product,amount,fee,net,currency\n" +
		"260105,visa,PUMP0003,SITE1," + account.RRN + "," + account.STAN + "," + account.Approval + ",424242******4242,capture,,100.00,1.40,98.60,EUR\n"
	if text := string(got[0].CSV()); text != want {
		t.Errorf("\n%swant\n%s", text, want)
	}
	b.ask(pump.Reverse(b.now, b.nextSTAN(), request))
	b.sale("amex-credit", 5000, 5000)
	b.host.Sense(b.env, CloseDay{})
	got = b.host.Batches()
	if len(got) != 4 || got[2].Day != "260106" || got[2].Lines[0].Amount != euros(-10000) || !got[2].Lines[0].Adjusts || got[3].Network != "amex" {
		t.Fatalf("%+v", got)
	}
	if n := len(b.told("settled")); n != 3 {
		t.Errorf("%d captures are settled", n)
	}
	b.host.Sense(b.env, CloseDay{})
	if len(b.host.Batches()) != 4 || len(b.told("day-closed")) != 3 {
		t.Errorf("an empty day has batches: %+v", b.host.Batches())
	}
}

func TestTheDayIsClosedByTheClock(t *testing.T) {
	b := newBench(t, Config{CutOver: CutOver{Daily: true, At: 22 * time.Hour, Zone: time.FixedZone("local", 3600)}})
	b.sale("visa-credit", 100, 100)
	b.pass(20 * time.Hour)
	if len(b.host.Batches()) != 0 {
		t.Fatal("the day was closed early")
	}
	b.pass(2 * time.Hour)
	b.sale("visa-credit", 100, 100)
	b.powerCut()
	b.pass(3 * 24 * time.Hour)
	got := b.host.Batches()
	if len(got) != 2 || got[0].Day != "260105" || got[1].Day != "260106" || len(b.told("day-closed")) != 4 {
		t.Errorf("%+v, %d days", got, len(b.told("day-closed")))
	}
}

func TestProductsAreHeldAgainstTheAmount(t *testing.T) {
	for product, want := range map[string]int{
		"S01001L000011000000003828000000004211T": 0, "S01001L000011000000003828000000004210T": 1, "no products": 1, "": 0,
	} {
		b := newBench(t, Config{})
		request := b.authorise("visa-credit", 15000)
		advice := pump.Complete(iso8583.FinancialAdvice, b.now, b.nextSTAN(), request, b.ask(request), euros(4211))
		advice.Product = product
		if a := b.ask(advice); a.Code != "00" || len(b.told("products-wrong")) != want {
			t.Errorf("%q: %s, %+v", product, a.Code, b.told("products-wrong"))
		}
		b.host.Sense(b.env, CloseDay{})
		if text := string(b.host.Batches()[0].CSV()); want == 0 && product != "" && !strings.Contains(text, ",001 11.000 L,") {
			t.Error(text)
		}
	}
}

// TestBatchesAndTotalsAreTheBooks plays random days with repeats, reversals, power cuts and cut-overs: what was settled is
// what the books have, each capture once, and a terminal that counted with them is in balance.
func TestBatchesAndTotalsAreTheBooks(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		b := newBench(t, Config{})
		var mine iso8583.Totals
		mine.Currency = "EUR"
		type sale struct {
			request, advice iso8583.Message
			left            int64
		}
		var sales []*sale
		for range rapid.IntRange(1, 30).Draw(rt, "steps") {
			switch act := rapid.IntRange(0, 5).Draw(rt, "act"); {
			case act <= 1 || len(sales) == 0:
				card := rapid.SampledFrom([]string{"visa-credit", "mastercard-credit", "amex-credit"}).Draw(rt, "card")
				taken := rapid.Int64Range(1, 9000).Draw(rt, "taken")
				request, advice := b.sale(card, 9000, taken)
				mine.Authorisations++
				mine.Debits.Add(taken)
				sales = append(sales, &sale{request, advice, taken})
			case act == 2:
				s := sales[rapid.IntRange(0, len(sales)-1).Draw(rt, "sale")]
				left := rapid.Int64Range(0, s.left).Draw(rt, "left")
				b.ask(pump.ReverseTo(b.now, b.nextSTAN(), s.request, left))
				if left < s.left {
					mine.DebitReversals.Add(s.left - left)
				}
				s.left = left
			case act == 3:
				b.ask(sales[rapid.IntRange(0, len(sales)-1).Draw(rt, "sale")].advice.Again())
			case act == 4:
				b.host.Sense(b.env, CloseDay{})
			default:
				b.powerCut()
			}
		}
		b.host.Sense(b.env, CloseDay{})
		var net, settled int64
		captures := map[string]int{}
		for _, a := range b.host.Books() {
			net += a.Net().Minor
		}
		for _, batch := range b.host.Batches() {
			for _, l := range batch.Lines {
				settled += l.Amount.Minor
				if !l.Adjusts {
					captures[l.Terminal+l.RRN]++
				}
			}
		}
		if net != settled {
			rt.Fatalf("%d is in the books, %d in the batches", net, settled)
		}
		for k, n := range captures {
			if n != 1 {
				rt.Fatalf("%s is settled %d times", k, n)
			}
		}
		if a := b.ask(pump.Reconcile(b.now, b.nextSTAN(), mine)); a.Balance != iso8583.InBalance || a.Totals.Net() != net {
			rt.Fatalf("%s: %+v, %+v", a.Balance, a.Totals, mine)
		}
	})
}
