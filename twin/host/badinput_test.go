package host

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/wire/iso8583"
)

// TestAMissingFieldIsAnsweredAsTheStandardDoes leaves out one mandatory field after the other, in both profiles.
func TestAMissingFieldIsAnsweredAsTheStandardDoes(t *testing.T) {
	spoils := map[string]func(*iso8583.Message){
		"amount and currency": func(m *iso8583.Message) { m.Amount.Currency, m.Amount.Minor = "", 0 },
		"currency":            func(m *iso8583.Message) { m.Amount.Currency = "" },
		"processing code":     func(m *iso8583.Message) { m.Processing = "" },
		"transmission time":   func(m *iso8583.Message) { m.SentAt = "" },
		"trace number":        func(m *iso8583.Message) { m.STAN = 0 },
		"merchant category":   func(m *iso8583.Message) { m.MCC = "" },
		"terminal":            func(m *iso8583.Message) { m.Terminal = "" },
		"merchant":            func(m *iso8583.Message) { m.Merchant = "" },
		"card":                func(m *iso8583.Message) { m.PAN, m.Track2 = payment.PAN{}, payment.Secret{} },
	}
	for _, profile := range []*iso8583.Profile{iso8583.US87, iso8583.IFSF93} {
		for name, spoil := range spoils {
			b := newBench(t, Config{Link: Link{Profile: profile}})
			terminal := opt
			terminal.Profile = profile
			m := terminal.Authorise(b.now, b.nextSTAN(), read("visa-credit", payment.Stripe), "", euros(1000))
			spoil(&m)
			raw, err := profile.Encode(m)
			if err != nil {
				t.Fatal(err)
			}
			b.put(b.frame(raw))
			b.settle()
			if len(b.answers) != 1 || b.answers[0].Code != "30" || len(b.host.Books()) != 0 || b.host.Refusals()["30"] != 1 {
				t.Errorf("%s without %s: %+v, %v", profile.Name(), name, b.answers, b.host.Refusals())
			}
		}
	}
}

// TestAnotherCurrencyIsRefusedAndChangesNothing: an advice or a reversal is in the currency of its hold.
func TestAnotherCurrencyIsRefusedAndChangesNothing(t *testing.T) {
	b := newBench(t, Config{})
	request := b.authorise("visa-credit", 1000)
	answer := b.ask(request)
	before := b.host.Books()
	advice := pump.Complete(iso8583.FinancialAdvice, b.now, b.nextSTAN(), request, answer, euros(900))
	advice.Amount.Currency = "USD"
	back := pump.Reverse(b.now, b.nextSTAN(), request)
	back.Amount.Currency = "USD"
	for _, m := range []iso8583.Message{advice, back} {
		if a := b.ask(m); a.Code != "30" {
			t.Errorf("%s is answered %s", m.MTI, a.Code)
		}
	}
	if d := cmp.Diff(before, b.host.Books()); d != "" || b.host.Refusals()["30"] != 2 {
		t.Error(d)
	}
}

// TestTheLargestAmountOverflowsNothing books twelve nines often.
func TestTheLargestAmountOverflowsNothing(t *testing.T) {
	const most = 999_999_999_999
	b := newBench(t, Config{})
	for range 3 {
		request := b.authorise("visa-credit", most)
		b.ask(pump.Complete(iso8583.FinancialAdvice, b.now, b.nextSTAN(), request, b.ask(request), euros(most)))
	}
	b.host.Sense(b.env, CloseDay{})
	if lines := b.host.Batches()[0].Lines; len(lines) != 3 || lines[0].Fee.Minor != 11_500_000_025 {
		t.Errorf("%+v", lines)
	}
	a := b.ask(pump.Reconcile(b.now, b.nextSTAN(), iso8583.Totals{Debits: iso8583.Total{Count: 3, Minor: 3 * most}, Currency: "EUR"}))
	if a.Balance != iso8583.InBalance {
		t.Errorf("%+v", a)
	}
}

// TestDamageChangesNothing turns bytes of good messages into others: whatever is refused leaves the books as they were, and
// the next message is handled as ever.
func TestDamageChangesNothing(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		profile := rapid.SampledFrom([]*iso8583.Profile{iso8583.US87, iso8583.IFSF93}).Draw(rt, "profile")
		b := newBench(t, Config{Link: Link{Profile: profile}})
		terminal := opt
		terminal.Profile = profile
		request := terminal.Authorise(b.now, b.nextSTAN(), read("visa-credit", payment.Stripe), "", euros(1000))
		answer := b.ask(request)
		m := rapid.SampledFrom([]iso8583.Message{
			terminal.Complete(iso8583.FinancialAdvice, b.now, b.nextSTAN(), request, answer, euros(900)), terminal.Reverse(b.now, b.nextSTAN(), request),
			terminal.Reconcile(b.now, b.nextSTAN(), iso8583.Totals{Currency: "EUR"}), terminal.Manage(b.now, b.nextSTAN(), iso8583.CutOver),
		}).Draw(rt, "message")
		raw, err := profile.Encode(m)
		if err != nil {
			rt.Fatal(err)
		}
		bad := bytes.Clone(raw)
		bad[rapid.IntRange(0, len(bad)-1).Draw(rt, "byte")] = rapid.Byte().Draw(rt, "value")
		bad = bad[:rapid.IntRange(1, len(bad)).Draw(rt, "length")]
		before, faults := b.host.Books(), len(b.faults)
		b.put(b.frame(bad))
		b.settle()
		if refused := len(b.faults) > faults; refused && cmp.Diff(before, b.host.Books()) != "" {
			rt.Fatalf("% X was refused and changed the books", bad)
		}
		if a := b.ask(iso8583.EchoTest(b.now, 999)); a.Code != "00" {
			rt.Fatalf("after % X the echo is answered %+v", bad, a)
		}
	})
}
