package host

import (
	"testing"

	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/wire/iso8583"
)

func TestHoldIsCompletedOnce(t *testing.T) {
	b := newBench(t, Config{})
	request := b.authorise("visa-credit", 15000)
	answer := b.ask(request)
	advice := pump.Complete(iso8583.FinancialAdvice, b.now, b.nextSTAN(), request, answer, euros(6433))
	for i, m := range []iso8583.Message{advice, advice.Again(), advice, advice.Again()} {
		if a := b.ask(m); a.Code != "00" || a.MTI != iso8583.FinancialAdviceAnswer || a.Amount != euros(6433) {
			t.Fatalf("sending %d is answered %+v", i, a)
		}
		b.powerCut()
	}
	got := b.host.Books()
	if len(got) != 1 || got[0].State != Completed || got[0].Captured != euros(6433) || got[0].Captures != 1 || got[0].Granted != euros(15000) || got[0].Net() != euros(6433) {
		t.Fatalf("%+v", got)
	}
	if _, ok := b.last().(CompletionRepeated); !ok {
		t.Errorf("%+v", b.last())
	}
	if a := b.ask(request); a.Code != iso8583.CodeDuplicate {
		t.Errorf("the request again is answered %s", a.Code)
	}
}

func TestRepeatWhoseFirstSendingWasLostCounts(t *testing.T) {
	b := newBench(t, Config{})
	request := b.authorise("visa-credit", 15000)
	advice := pump.Complete(iso8583.AuthorisationAdvice, b.now, b.nextSTAN(), request, b.ask(request), euros(100))
	if a := b.ask(advice.Again()); a.Code != "00" || b.host.Books()[0].Captured != euros(100) {
		t.Fatalf("%+v", b.host.Books())
	}
}

func TestReversals(t *testing.T) {
	b := newBench(t, Config{})
	request := b.authorise("visa-credit", 15000)
	b.ask(request)
	reversal := pump.Reverse(b.now, b.nextSTAN(), request)
	for _, m := range []iso8583.Message{reversal, reversal.Again()} {
		if a := b.ask(m); a.Code != "00" || a.MTI != iso8583.ReversalAdviceAnswer {
			t.Fatalf("%+v", a)
		}
		b.powerCut()
	}
	got := b.host.Books()[0]
	if got.State != Reversed || got.Reversed() != euros(15000) || !got.Net().IsZero() || !got.Cover.IsZero() {
		t.Fatalf("%+v", got)
	}

	late := b.authorise("visa-credit", 2000)
	if a := b.ask(pump.Reverse(b.now, b.nextSTAN(), late)); a.Code != "00" {
		t.Fatalf("an unknown original is answered %s", a.Code)
	}
	if e := b.last().(TakenBack); e.Known {
		t.Errorf("%+v", e)
	}
	b.powerCut()
	if a := b.ask(late); a.Code != iso8583.CodeInvalidTransaction || len(b.host.Books()) != 1 {
		t.Errorf("a request that was reversed before it came is answered %s", a.Code)
	}

	part := b.authorise("visa-credit", 10000)
	b.ask(part)
	reversal = pump.Reverse(b.now, b.nextSTAN(), part)
	reversal.Replaces = iso8583.Replacement{Minor: 4000, Set: true}
	b.ask(reversal)
	if got := b.host.Books()[1]; got.State != Held || got.Cover != euros(4000) || got.Reversed() != euros(6000) {
		t.Errorf("%+v", got)
	}
}

func TestSalesAndRefundsAtOnce(t *testing.T) {
	b := newBench(t, Config{})
	sale := pump.Sell(b.now, b.nextSTAN(), read("visa-credit", payment.Stripe), "", euros(2500))
	if a := b.ask(sale); a.Code != "00" || a.MTI != iso8583.FinancialAnswer {
		t.Fatalf("%+v", a)
	}
	refund := pump.Sell(b.now, b.nextSTAN(), read("visa-credit", payment.Stripe), "", euros(500))
	refund.Processing = iso8583.Refund
	b.ask(refund)
	void := pump.Reverse(b.now, b.nextSTAN(), sale)
	void.MTI = iso8583.ReversalRequest
	if a := b.ask(void); a.MTI != iso8583.ReversalAnswer {
		t.Fatalf("%+v", a)
	}
	books := b.host.Books()
	if books[0].State != Reversed || !books[0].Net().IsZero() || books[1].Net() != euros(-500) {
		t.Fatalf("%+v", books)
	}
}

func TestBalanceIsSpent(t *testing.T) {
	b := newBench(t, Config{Currency: "EUR"})
	first := b.authorise("mastercard-prepaid", 3000)
	answer := b.ask(first)
	if answer.Code != "00" {
		t.Fatal(answer.Code)
	}
	if a := b.ask(b.authorise("mastercard-prepaid", 3000)); a.Code != "10" || a.Amount != euros(2000) || a.Amounts[0].Amount != euros(3000) {
		t.Fatalf("%+v", a)
	}
	if a := b.ask(b.authorise("mastercard-prepaid", 100)); a.Code != "51" {
		t.Fatal(a.Code)
	}
	b.ask(pump.Complete(iso8583.AuthorisationAdvice, b.now, b.nextSTAN(), first, answer, euros(1000)))
	if a := b.ask(b.authorise("mastercard-prepaid", 3000)); a.Amount != euros(2000) {
		t.Fatalf("what the advice released is not there: %+v", a)
	}
	b.host.Sense(b.env, SetRule{"mastercard-prepaid", Rule{Verdict: payment.PartiallyApproved, Grant: euros(700)}})
	if a := b.ask(b.authorise("mastercard-prepaid", 3000)); a.Amount != euros(700) {
		t.Fatalf("%+v", a)
	}
}
