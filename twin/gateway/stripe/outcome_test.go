package stripe

import (
	"context"
	"encoding/json"
	"testing"

	sdk "github.com/stripe/stripe-go/v85"

	"github.com/forecourt/forecourt/twin/gateway/gatewaytest"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/wire/iso8583"
)

// documented are the published test cards (payments.md 3.5): number, token, and what the official client is told. A decline of
// the host's carries its response code.
var documented = []struct{ number, token, code, decline, network string }{
	{"4242424242424242", "pm_card_visa", "", "", ""},
	{"5555555555554444", "pm_card_mastercard", "", "", ""},
	{"378282246310005", "pm_card_amex", "", "", ""},
	{"6011111111111117", "pm_card_discover", "", "", ""},
	{"4000056655665556", "pm_card_visa_debit", "", "", ""},
	{"5105105105105100", "pm_card_mastercard_prepaid", "", "", ""},
	{"4761739001010119", "", "", "", ""},
	{"4000000000000002", "pm_card_chargeDeclined", "card_declined", "do_not_honor", "05"}, // the fact sheet's map of response codes
	{"4000000000009995", "pm_card_chargeDeclinedInsufficientFunds", "card_declined", "insufficient_funds", "51"},
	{"4000000000009987", "pm_card_chargeDeclinedLostCard", "card_declined", "lost_card", "41"},
	{"4000000000009979", "pm_card_chargeDeclinedStolenCard", "card_declined", "stolen_card", "43"},
	{"4000000000000069", "pm_card_chargeDeclinedExpiredCard", "expired_card", "expired_card", "54"},
	{"4000000000000119", "pm_card_chargeDeclinedProcessingError", "processing_error", "processing_error", "96"},
	{"4000000000000127", "pm_card_chargeDeclinedIncorrectCvc", "incorrect_cvc", "incorrect_cvc", ""},
	{"4000000000006975", "pm_card_chargeDeclinedVelocityLimitExceeded", "card_declined", "card_velocity_exceeded", ""},
	{"4000000000003220", "pm_card_threeDSecure2Required", "authentication_required", "authentication_required", ""},
	{"4000002760003184", "pm_card_authenticationRequired", "authentication_required", "authentication_required", ""},
	{"4242424242424241", "", "incorrect_number", "", ""},
	{"4000000000000010", "", "card_declined", "test_mode_live_card", ""},
}

// byNumber holds money on a card that is given by its number.
func byNumber(c *sdk.Client, ctx context.Context, number string) (*sdk.PaymentIntent, error) {
	m, err := c.V1PaymentMethods.Create(ctx, &sdk.PaymentMethodCreateParams{Type: sdk.String("card"), Card: &sdk.PaymentMethodCreateCardParams{
		Number: sdk.String(number), ExpMonth: sdk.Int64(12), ExpYear: sdk.Int64(2029), CVC: sdk.String("123"),
	}})
	if err != nil {
		return nil, err
	}
	if m.Card.Last4 != number[len(number)-4:] {
		return nil, &sdk.Error{Msg: "the last digits are " + m.Card.Last4}
	}
	return c.V1PaymentIntents.Create(ctx, manual("number "+number, 5000, m.ID))
}

// told is a field of an error that the library has no name for.
func told(e *sdk.Error, field string) string {
	var in struct{ Error map[string]any }
	if e.LastResponse == nil || json.Unmarshal(e.LastResponse.RawJSON, &in) != nil {
		return "nothing"
	}
	text, _ := in.Error[field].(string)
	return text
}

func TestEveryDocumentedCard(t *testing.T) {
	b := newBench(t, Config{}, loop.Options{Seed: 1})
	b.play(func(f *loop.Fiber, c *sdk.Client, ctx context.Context) {
		for _, x := range documented {
			for _, how := range []string{"number", "token"} {
				var (
					pi  *sdk.PaymentIntent
					err error
				)
				switch {
				case how == "number":
					pi, err = byNumber(c, ctx, x.number)
				case x.token == "":
					continue
				default:
					pi, err = c.V1PaymentIntents.Create(ctx, manual("token "+x.token, 5000, x.token))
				}
				if x.code == "" {
					if err != nil || pi.Status != "requires_capture" || pi.AmountCapturable != 5000 {
						t.Errorf("%s by its %s: %+v, %v", x.number, how, pi, err)
					}
					continue
				}
				e := refusal(t, err, 402, x.code)
				if string(e.DeclineCode) != x.decline || told(e, "network_decline_code") != x.network || e.Type != sdk.ErrorTypeCard {
					t.Errorf("%s by its %s: %+v", x.number, how, e)
				}
				if x.decline != "" && x.decline != "test_mode_live_card" && (e.PaymentIntent == nil || e.ChargeID == "" || e.PaymentMethod == nil) {
					t.Errorf("%s by its %s: the error tells of no intent, charge or method: %+v", x.number, how, e)
				}
			}
		}
	})
}

func TestEveryDeclineCode(t *testing.T) {
	b := newBench(t, Config{}, loop.Options{Seed: 1})
	b.play(func(f *loop.Fiber, c *sdk.Client, ctx context.Context) {
		for _, code := range declineCodes {
			asked := len(b.Host.Heard)
			_, err := c.V1PaymentIntents.Create(ctx, manual(code, 4000, declineToken+code))
			if e := refusal(t, err, 402, "card_declined"); string(e.DeclineCode) != code || len(b.Host.Heard) != asked {
				t.Errorf("%s: %+v", code, e)
			}
		}
		for _, r := range iso8583.Responses {
			if r.Decline == "" || r.Code == iso8583.CodeDuplicate {
				continue
			}
			b.Host.Twist = func(m *iso8583.Message) { m.Code = r.Code }
			_, err := c.V1PaymentIntents.Create(ctx, manual("host "+r.Code, 4000, "pm_card_visa"))
			code := "card_declined"
			if r.Decline == "expired_card" || r.Decline == "processing_error" {
				code = r.Decline
			}
			e := refusal(t, err, 402, code)
			if string(e.DeclineCode) != r.Decline || told(e, "network_decline_code") != r.Code || e.DocURL == "" || e.RequestLogURL == "" {
				t.Errorf("%s: %+v", r.Code, e)
			}
			if got := told(e, "advice_code"); got != adviceOf(r.Decline) {
				t.Errorf("%s: advice %q", r.Code, got)
			}
		}
	})
}

func TestACardInAPhone(t *testing.T) {
	b := newBench(t, Config{}, loop.Options{Seed: 1})
	b.play(func(f *loop.Fiber, c *sdk.Client, ctx context.Context) {
		for _, wallet := range wallets {
			app := &sdk.PaymentMethodCreateParams{Type: sdk.String("card")}
			app.AddExtra("card[token]", "tok_visa")
			app.AddExtra("card[wallet][type]", wallet)
			app.AddExtra("card[wallet][dynamic_last4]", "4321")
			pi := phone(t, c, ctx, app, "card")
			if pi == nil {
				return
			}
			w := pi.LatestCharge.PaymentMethodDetails.Card.Wallet
			if w == nil || string(w.Type) != wallet || w.DynamicLast4 != "4321" || pi.PaymentMethod.Card.Wallet == nil ||
				(w.ApplePay != nil) != (wallet == "apple_pay") || (w.GooglePay != nil) != (wallet == "google_pay") {
				t.Errorf("%s in the app: %+v", wallet, w)
			}
			tap := &sdk.PaymentMethodCreateParams{Type: sdk.String("card_present")}
			tap.AddExtra("card_present[entry_mode]", string(payment.Contactless))
			tap.AddExtra("card_present[track_2]", gatewaytest.CardOf("visa-credit").Track2().Reveal())
			tap.AddExtra("card_present[wallet]", wallet)
			pi = phone(t, c, ctx, tap, "card_present")
			if pi == nil {
				return
			}
			d := pi.LatestCharge.PaymentMethodDetails.CardPresent
			if d.Wallet == nil || string(d.Wallet.Type) != wallet || d.ReadMethod != "contactless_emv" ||
				d.Receipt == nil || d.Receipt.CardholderVerificationMethod != onDevice {
				t.Errorf("%s at the reader: %+v", wallet, d)
			}
		}
		for _, x := range []struct{ name, value, entry string }{
			{"card_present[wallet]", "purse", "contactless"}, {"card_present[wallet]", "apple_pay", "stripe"},
		} {
			p := &sdk.PaymentMethodCreateParams{Type: sdk.String("card_present")}
			p.AddExtra("card_present[entry_mode]", x.entry)
			p.AddExtra("card_present[track_2]", gatewaytest.CardOf("visa-credit").Track2().Reveal())
			p.AddExtra(x.name, x.value)
			if _, err := c.V1PaymentMethods.Create(ctx, p); err == nil {
				t.Errorf("%+v is taken", x)
			}
		}
	})
}

// phone holds money on what a phone gave.
func phone(t *testing.T, c *sdk.Client, ctx context.Context, p *sdk.PaymentMethodCreateParams, kind string) *sdk.PaymentIntent {
	t.Helper()
	m, err := c.V1PaymentMethods.Create(ctx, p)
	if err != nil {
		t.Error(err)
		return nil
	}
	in := manual("phone "+m.ID, 4000, m.ID)
	in.PaymentMethodTypes = sdk.StringSlice([]string{kind})
	in.AddExpand("latest_charge")
	in.AddExpand("payment_method")
	pi, err := c.V1PaymentIntents.Create(ctx, in)
	if err != nil || pi.Status != "requires_capture" {
		t.Errorf("%+v, %v", pi, err)
		return nil
	}
	return pi
}
