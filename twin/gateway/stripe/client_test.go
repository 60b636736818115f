package stripe

import (
	"bytes"
	"context"
	"errors"
	"strconv"
	"strings"
	"testing"
	"time"

	sdk "github.com/stripe/stripe-go/v85"

	"github.com/forecourt/forecourt/twin/gateway"
	"github.com/forecourt/forecourt/twin/gateway/gatewaytest"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire/iso8583"
)

// refusal returns the official client's error.
func refusal(t testing.TB, err error, status int, code string) *sdk.Error {
	t.Helper()
	var e *sdk.Error
	if !errors.As(err, &e) {
		t.Errorf("got %v, want %d %s", err, status, code)
		return &sdk.Error{}
	}
	if e.HTTPStatusCode != status || string(e.Code) != code || e.Msg == "" || !strings.HasPrefix(e.RequestID, "req_") {
		t.Errorf("got %d %s %q (%s), want %d %s", e.HTTPStatusCode, e.Code, e.Msg, e.RequestID, status, code)
	}
	return e
}

func TestOfficialClientSeesEveryFieldItUses(t *testing.T) {
	b := newBench(t, Config{}, loop.Options{Seed: 1})
	b.play(func(f *loop.Fiber, c *sdk.Client, ctx context.Context) {
		p := manual("k", 17500, "pm_card_visa")
		p.AddExpand("latest_charge")
		p.AddExpand("payment_method")
		pi, err := c.V1PaymentIntents.Create(ctx, p)
		if err != nil {
			t.Error(err)
			return
		}
		ch := pi.LatestCharge
		if pi.Object != "payment_intent" || pi.Livemode || pi.ClientSecret == "" || pi.Created != f.Loop().Now().Unix() ||
			pi.CaptureMethod != "manual" || pi.Currency != "usd" || pi.Metadata["sale"] != "S-1" || pi.AmountCapturable != 17500 ||
			pi.PaymentMethod.Card.Last4 != "4242" || pi.PaymentMethodTypes[0] != "card" {
			t.Errorf("intent %+v", pi)
		}
		if ch.AmountCaptured != 0 || ch.Captured || !ch.Paid || ch.PaymentMethodDetails.Card.Brand != "visa" ||
			ch.PaymentMethodDetails.Card.AmountAuthorized != 17500 || ch.AuthorizationCode != "A1B2C3" || ch.PaymentIntent.ID != pi.ID ||
			ch.PaymentMethodDetails.Card.CaptureBefore != pi.Created+7*24*3600 {
			t.Errorf("charge %+v", ch)
		}
		if _, err := c.V1PaymentIntents.Capture(ctx, pi.ID, &sdk.PaymentIntentCaptureParams{AmountToCapture: sdk.Int64(4211)}); err != nil {
			t.Error(err)
		}
		refund, err := c.V1Refunds.Create(ctx, &sdk.RefundCreateParams{PaymentIntent: sdk.String(pi.ID), Amount: sdk.Int64(211)})
		if err != nil || refund.Status != "succeeded" || refund.Charge.ID != ch.ID {
			t.Errorf("refund %+v, %v", refund, err)
		}
		again, err := c.V1Refunds.Retrieve(ctx, refund.ID, nil)
		if err != nil || again.Amount != 211 || again.Currency != "usd" {
			t.Errorf("refund %+v, %v", again, err)
		}
		ch, err = c.V1Charges.Retrieve(ctx, ch.ID, nil)
		if err != nil || ch.AmountCaptured != 4211 || ch.AmountRefunded != 211 || !ch.Captured || ch.Refunded {
			t.Errorf("charge %+v, %v", ch, err)
		}
	})
}

func TestDeclinesCarryTheIntentAndTheHostsCode(t *testing.T) {
	b := newBench(t, Config{}, loop.Options{Seed: 1})
	cases := []struct{ token, code, decline string }{
		{"pm_card_chargeDeclined", "card_declined", "do_not_honor"},
		{"pm_card_chargeDeclinedInsufficientFunds", "card_declined", "insufficient_funds"},
		{"pm_card_chargeDeclinedLostCard", "card_declined", "lost_card"},
		{"pm_card_chargeDeclinedExpiredCard", "expired_card", "expired_card"},
		{"pm_card_chargeDeclinedProcessingError", "processing_error", "processing_error"},
	}
	b.play(func(f *loop.Fiber, c *sdk.Client, ctx context.Context) {
		for _, x := range cases {
			_, err := c.V1PaymentIntents.Create(ctx, manual(x.token, 17500, x.token))
			e := refusal(t, err, 402, x.code)
			if string(e.DeclineCode) != x.decline || e.Type != sdk.ErrorTypeCard || e.PaymentIntent == nil {
				t.Errorf("%s: %+v", x.token, e)
				continue
			}
			pi, err := c.V1PaymentIntents.Retrieve(ctx, e.PaymentIntent.ID, nil)
			if err != nil || pi.Status != "requires_payment_method" || pi.LastPaymentError == nil ||
				string(pi.LastPaymentError.DeclineCode) != x.decline || pi.LastPaymentError.PaymentMethod == nil || pi.AmountCapturable != 0 {
				t.Errorf("%s: %+v, %v", x.token, pi, err)
			}
			ch, err := c.V1Charges.Retrieve(ctx, e.ChargeID, nil)
			if err != nil || ch.Paid || ch.FailureCode != x.code {
				t.Errorf("%s: %+v, %v", x.token, ch, err)
			}
		}
	})
	if n := len(b.Events("declined")); n != len(cases) {
		t.Errorf("%d declines were told", n)
	}
}

func TestDeclinedIntentTakesAnotherCard(t *testing.T) {
	b := newBench(t, Config{}, loop.Options{Seed: 1})
	b.play(func(f *loop.Fiber, c *sdk.Client, ctx context.Context) {
		_, err := c.V1PaymentIntents.Create(ctx, manual("a", 5000, "pm_card_chargeDeclined"))
		id := refusal(t, err, 402, "card_declined").PaymentIntent.ID
		_, err = c.V1PaymentIntents.Confirm(ctx, id, nil)
		refusal(t, err, 400, "payment_intent_unexpected_state")
		pi, err := c.V1PaymentIntents.Confirm(ctx, id, &sdk.PaymentIntentConfirmParams{PaymentMethod: sdk.String("pm_card_mastercard")})
		if err != nil || pi.Status != "requires_capture" || pi.LastPaymentError != nil {
			t.Errorf("%+v, %v", pi, err)
		}
		_, err = c.V1PaymentIntents.Confirm(ctx, id, nil)
		refusal(t, err, 400, "payment_intent_unexpected_state")
	})
}

func TestAutomaticCaptureSellsAtOnce(t *testing.T) {
	b := newBench(t, Config{}, loop.Options{Seed: 1})
	b.play(func(f *loop.Fiber, c *sdk.Client, ctx context.Context) {
		p := manual("k", 4211, "pm_card_visa")
		p.CaptureMethod = nil
		pi, err := c.V1PaymentIntents.Create(ctx, p)
		if err != nil || pi.Status != "succeeded" || pi.AmountReceived != 4211 || pi.AmountCapturable != 0 {
			t.Errorf("%+v, %v", pi, err)
		}
		_, err = c.V1PaymentIntents.Capture(ctx, pi.ID, nil)
		refusal(t, err, 400, "payment_intent_unexpected_state")
	})
	if m := b.Host.Heard; len(m) != 1 || m[0].MTI != iso8583.FinancialRequest || m[0].AcceptsPartial() {
		t.Errorf("the host heard %+v", m)
	}
}

func TestHostHearsWhatTheReaderGot(t *testing.T) {
	card := gatewaytest.CardOf("visa-chip")
	emvData := "820238008407A0000000031010" + "5F340101" + "9F2608DD6F81185303FE1B"
	for _, x := range []struct {
		entry, track, emv, pan, expiry string
		de22                           string
	}{
		{"chip", card.Track2().Reveal(), emvData, "", "", "050"},
		{"contactless", "", emvData, card.PAN.Reveal(), "2912", "070"},
		{"stripe", card.Track2().Reveal(), "", "", "", "900"},
		{"fallback", strings.Replace(card.Track2().Reveal(), "=", "D", 1), "", "", "", "800"},
		{"keyed", "", "", card.PAN.Reveal(), "2912", "010"},
	} {
		t.Run(x.entry, func(t *testing.T) {
			b := newBench(t, Config{}, loop.Options{Seed: 1})
			b.play(func(f *loop.Fiber, c *sdk.Client, ctx context.Context) {
				m := &sdk.PaymentMethodCreateParams{Type: sdk.String("card_present")}
				for k, v := range map[string]string{"entry_mode": x.entry, "track_2": x.track, "emv_data": x.emv, "pan": x.pan, "expiry": x.expiry} {
					if v != "" {
						m.AddExtra("card_present["+k+"]", v)
					}
				}
				pm, err := c.V1PaymentMethods.Create(ctx, m)
				if err != nil || pm.CardPresent.Last4 != "0119" || pm.CardPresent.Brand != "visa" {
					t.Errorf("method %+v, %v", pm, err)
					return
				}
				p := manual("k", 15000, pm.ID)
				p.PaymentMethodTypes = sdk.StringSlice([]string{"card_present"})
				p.AddExpand("latest_charge")
				pi, err := c.V1PaymentIntents.Create(ctx, p)
				if err != nil || pi.Status != "requires_capture" || pi.LatestCharge.PaymentMethodDetails.CardPresent.AmountAuthorized != 15000 {
					t.Errorf("%+v, %v", pi, err)
					return
				}
				if _, err := c.V1PaymentIntents.Capture(ctx, pi.ID, &sdk.PaymentIntentCaptureParams{
					AmountToCapture: sdk.Int64(4211), Metadata: map[string]string{"product_data": "S01001U000011003000003827000000004211T"},
				}); err != nil {
					t.Error(err)
				}
				f.Sleep(time.Minute)
				_, err = c.V1PaymentIntents.Create(ctx, func() *sdk.PaymentIntentCreateParams {
					p := manual("k2", 15000, pm.ID)
					p.PaymentMethodTypes = sdk.StringSlice([]string{"card_present"})
					return p
				}())
				refusal(t, err, 400, "payment_method_unexpected_state") // a track is used once
			})
			checkMessages(t, b.Host.Heard, x.de22, x.track != "", x.emv)
			if s := b.Journal.String(); strings.Contains(s, card.PAN.Reveal()) || strings.Contains(s, "DD6F81185303FE1B") {
				t.Error("the journal shows card data")
			}
		})
	}
}

func checkMessages(t *testing.T, heard []iso8583.Message, de22 string, track bool, emvData string) {
	t.Helper()
	if len(heard) != 2 {
		t.Fatalf("the host heard %d messages", len(heard))
	}
	a, c := heard[0], heard[1]
	if a.MTI != iso8583.AuthorisationRequest || a.Entry != de22 || a.MCC != "5542" || a.Terminal != "PUMP0003" ||
		a.Track2.IsZero() == track || a.PAN.IsZero() != track || a.EMV.Reveal() != emvData || !a.AcceptsPartial() {
		t.Errorf("authorisation %+v", a)
	}
	if emvData != "" && a.PSN != "001" {
		t.Errorf("card sequence number %s", a.PSN)
	}
	if c.MTI != iso8583.FinancialAdvice || c.Amount != (unit.Money{Minor: 4211, Currency: "USD"}) || c.RRN != a.RRN || c.STAN == a.STAN ||
		c.Original.STAN != a.STAN || c.Original.SentAt != a.SentAt || c.Approval != "A1B2C3" || !c.Track2.IsZero() || !c.EMV.IsZero() ||
		c.PAN != gatewaytest.CardOf("visa-chip").PAN || c.Product == "" {
		t.Errorf("completion %+v", c)
	}
}

func TestHostThatDoesNotAnswerIsReversedUntilItDoes(t *testing.T) {
	b := newBench(t, Config{}, loop.Options{Seed: 1})
	b.Host.Silent = 4 // the request, the reversal and two repeats
	b.play(func(f *loop.Fiber, c *sdk.Client, ctx context.Context) {
		started := f.Now()
		_, err := c.V1PaymentIntents.Create(ctx, manual("k", 17500, "pm_card_visa"))
		if e := refusal(t, err, 402, "card_declined"); e.DeclineCode != sdk.DeclineCodeIssuerNotAvailable {
			t.Errorf("%+v", e)
		}
		if took := f.Now().Sub(started); took < 15*time.Second || took > 16*time.Second {
			t.Errorf("took %v", took)
		}
		_, err = c.V1PaymentIntents.Create(ctx, manual("k", 17500, "pm_card_visa"))
		refusal(t, err, 402, "card_declined") // the same answer again: the outcome is known
		f.Sleep(time.Minute)
	})
	var got []string
	for _, m := range b.Host.Heard {
		got = append(got, string(m.MTI)+"/"+m.STAN.String())
	}
	if s := strings.Join(got, " "); s != "0100/000001 0420/000002 0421/000002 0421/000002 0421/000002" {
		t.Errorf("the host heard %s", s)
	}
	if b.Host.Bound() != 0 || len(b.Events("reversal-sent")) != 4 || len(b.Events("reversed")) != 1 || len(b.Events("host-timed-out")) != 1 {
		t.Errorf("events %+v", b.Told)
	}
	if a := b.gateway.Books()[0]; !a.Reversed || a.Pending != 0 || a.State != gateway.StateOpen {
		t.Errorf("books %+v", a)
	}
}

func TestLateAndUnmatchedAnswersChangeNothing(t *testing.T) {
	b := newBench(t, Config{}, loop.Options{Seed: 1})
	b.play(func(f *loop.Fiber, c *sdk.Client, ctx context.Context) {
		b.Host.Late = 20 * time.Second
		_, err := c.V1PaymentIntents.Create(ctx, manual("late", 17500, "pm_card_visa"))
		refusal(t, err, 402, "card_declined")
		f.Sleep(time.Minute)
		b.Host.Twist = func(m *iso8583.Message) { m.STAN += 500 }
		_, err = c.V1PaymentIntents.Create(ctx, manual("other trace", 17500, "pm_card_visa"))
		refusal(t, err, 402, "card_declined")
		f.Sleep(time.Minute)
		b.Host.Twist = func(m *iso8583.Message) { m.Amount.Currency = "EUR" }
		_, err = c.V1PaymentIntents.Create(ctx, manual("other money", 17500, "pm_card_visa"))
		refusal(t, err, 402, "card_declined")
		f.Sleep(time.Minute)
	})
	if b.Host.Bound() != 0 || len(b.Events("late-answer")) != 1 || len(b.Events("unmatched-answer")) != 1 || len(b.Events("reversed")) != 3 {
		t.Errorf("bound %d, events %+v", b.Host.Bound(), b.Told)
	}
}

func TestPartialApproval(t *testing.T) {
	b := newBench(t, Config{}, loop.Options{Seed: 1})
	b.play(func(f *loop.Fiber, c *sdk.Client, ctx context.Context) {
		p := manual("k", 17500, "pm_card_mastercard_prepaid")
		p.AddExpand("latest_charge")
		pi, err := c.V1PaymentIntents.Create(ctx, p)
		if err != nil || pi.Amount != 17500 || pi.AmountCapturable != 5000 || pi.LatestCharge.PaymentMethodDetails.Card.AmountAuthorized != 5000 {
			t.Errorf("%+v, %v", pi, err)
		}
		b.Host.Twist = func(m *iso8583.Message) { m.Code, m.Amount.Minor = "10", 6000 }
		pi, err = c.V1PaymentIntents.Create(ctx, manual("more than asked", 100, "pm_card_mastercard"))
		if err != nil || pi.AmountCapturable != 6000 { // payments.md 1.1: accept it
			t.Errorf("%+v, %v", pi, err)
		}
	})
	a := b.Events("authorised")[0].(gateway.Authorised)
	if a.Asked.Minor != 17500 || a.Amount.Minor != 5000 || a.Last4 != "5100" || a.Brand != "mastercard" {
		t.Errorf("%+v", a)
	}
}

func TestHoldExpires(t *testing.T) {
	b := newBench(t, Config{}, loop.Options{Seed: 1})
	b.play(func(f *loop.Fiber, c *sdk.Client, ctx context.Context) {
		pi, _ := c.V1PaymentIntents.Create(ctx, manual("k", 17500, "pm_card_visa"))
		f.Sleep(24 * time.Hour)
		second, _ := c.V1PaymentIntents.Create(ctx, manual("k2", 2000, "pm_card_visa"))
		f.Sleep(6*24*time.Hour + time.Minute)
		pi, err := c.V1PaymentIntents.Retrieve(ctx, pi.ID, nil)
		if err != nil || pi.Status != "canceled" || pi.CancellationReason != "automatic" || pi.CanceledAt == 0 {
			t.Errorf("%+v, %v", pi, err)
		}
		if second, _ = c.V1PaymentIntents.Retrieve(ctx, second.ID, nil); second.Status != "requires_capture" || b.Host.Bound() != 2000 {
			t.Errorf("%+v", second)
		}
		f.Sleep(24 * time.Hour)
		if b.Host.Bound() != 0 {
			t.Errorf("%d is still held", b.Host.Bound())
		}
	})
}

func TestListPagesThroughAll(t *testing.T) {
	b := newBench(t, Config{}, loop.Options{Seed: 1})
	b.play(func(f *loop.Fiber, c *sdk.Client, ctx context.Context) {
		for n := range 25 {
			if _, err := c.V1PaymentIntents.Create(ctx, manual("k"+strconv.Itoa(n), int64(100+n), "pm_card_visa")); err != nil {
				t.Error(err)
			}
		}
		p := &sdk.PaymentIntentListParams{}
		p.Limit = sdk.Int64(4)
		want := int64(124)
		for pi, err := range c.V1PaymentIntents.List(ctx, p).All(ctx) {
			if err != nil || pi.Amount != want {
				t.Errorf("got %+v, %v, want %d", pi, err, want)
				return
			}
			want--
		}
		if want != 99 {
			t.Errorf("stopped before %d", want)
		}
	})
}

func TestReaderDataDoNotReachTheStore(t *testing.T) {
	b := newBench(t, Config{}, loop.Options{Seed: 1})
	card := gatewaytest.CardOf("visa-chip")
	b.play(func(f *loop.Fiber, c *sdk.Client, ctx context.Context) {
		p := manual("k", 15000, "")
		p.PaymentMethod = nil
		p.PaymentMethodTypes = sdk.StringSlice([]string{"card_present"})
		p.AddExtra("payment_method_data[type]", "card_present")
		p.AddExtra("payment_method_data[card_present][entry_mode]", "stripe")
		p.AddExtra("payment_method_data[card_present][track_2]", card.Track2().Reveal())
		pi, err := c.V1PaymentIntents.Create(ctx, p)
		if err != nil || pi.Status != "requires_capture" {
			t.Errorf("%+v, %v", pi, err)
			return
		}
		_, _ = c.V1PaymentIntents.Cancel(ctx, pi.ID, nil)
	})
	b.gateway.env.Store().Replay(func(line []byte) {
		for _, n := range payment.CardNames() {
			if pan := gatewaytest.CardOf(n).PAN.Reveal(); bytes.Contains(line, []byte(pan)) {
				t.Errorf("the store holds %s", payment.Mask(string(line)))
			}
		}
	})
	if strings.Contains(b.Journal.String(), card.PAN.Reveal()) {
		t.Error("the journal shows card data")
	}
}
