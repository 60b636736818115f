package host

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/wire/iso8583"
)

// TestMoneyBalances plays random tills with lost answers, repeats and power cuts, and audits the books after each step.
func TestMoneyBalances(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		b := newBench(t, Config{})
		type sale struct{ request, answer, end iso8583.Message }
		var sales []*sale
		for range rapid.IntRange(1, 40).Draw(rt, "steps") {
			pick := func() *sale { return sales[rapid.IntRange(0, len(sales)-1).Draw(rt, "sale")] }
			switch act := rapid.IntRange(0, 4).Draw(rt, "act"); {
			case act == 0 || len(sales) == 0:
				s := &sale{request: b.authorise(rapid.SampledFrom(payment.CardNames()).Draw(rt, "card"), rapid.Int64Range(1, 20000).Draw(rt, "amount"))}
				s.answer = b.ask(s.request)
				sales = append(sales, s)
			case act == 1: // complete within the grant
				s := pick()
				if s.end.MTI == "" && (s.answer.Code == "00" || s.answer.Code == "10") {
					amount := euros(rapid.Int64Range(0, s.answer.Amount.Minor).Draw(rt, "taken"))
					s.end = pump.Complete(iso8583.AuthorisationAdvice, b.now, b.nextSTAN(), s.request, s.answer, amount)
					b.ask(s.end)
				}
			case act == 2:
				s := pick()
				if s.end.MTI == "" {
					s.end = pump.Reverse(b.now, b.nextSTAN(), s.request)
					b.ask(s.end)
				}
			case act == 3:
				if s := pick(); s.end.MTI != "" && b.ask(s.end.Again()).Code != "00" {
					rt.Fatal("a repeat is not answered")
				}
			default:
				before := b.host.Books()
				b.powerCut()
				if d := cmp.Diff(before, b.host.Books()); d != "" {
					rt.Fatal(d)
				}
			}
			audit(rt, b.host.Books())
		}
		text, err := json.Marshal(b.events)
		if err != nil {
			rt.Fatal(err)
		}
		b.disk.Replay(func(r []byte) { text = append(text, r...) })
		for _, name := range payment.CardNames() {
			if c, _ := payment.LookupCard(name); bytes.Contains(text, []byte(c.PAN.Reveal())) {
				rt.Fatalf("%s is in clear", name)
			}
		}
	})
}

func audit(t *rapid.T, all []Account) {
	for _, a := range all {
		if a.Captured.Cmp(a.Granted) > 0 || a.Captures > 1 || a.Net().Minor < 0 {
			t.Fatalf("%+v", a)
		}
		if (a.State == Completed) != (a.Captures == 1) || a.State == Reversed && !a.Cover.IsZero() {
			t.Fatalf("%+v", a)
		}
	}
}
