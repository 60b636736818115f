package pos

import (
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/stripe/stripe-go/v85"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/unit"
)

// stripeGateway is a gateway in the Stripe manner, as its official client knows it. Repeats are the POS's own business,
// with the same key; the client's are off.
type stripeGateway struct {
	client   *stripe.Client
	currency unit.Currency
}

func newStripeGateway(cfg Config) *stripeGateway {
	backends := stripe.NewBackendsWithConfig(&stripe.BackendConfig{
		URL:               stripe.String(cfg.GatewayURL),
		HTTPClient:        &http.Client{Transport: ordered{&loop.Transport{Timeout: cfg.GatewayTimeout}}},
		MaxNetworkRetries: stripe.Int64(0),
		EnableTelemetry:   stripe.Bool(false),
		LeveledLogger:     &stripe.LeveledLogger{Level: stripe.LevelNull},
	})
	return &stripeGateway{stripe.NewClient(cfg.GatewayKey, stripe.WithBackends(backends)), cfg.Currency}
}

func key(k string) stripe.Params { return stripe.Params{IdempotencyKey: stripe.String(k)} }

// method gives the gateway a card's data, and returns its name for them. Nothing is reserved by it.
func (g *stripeGateway) method(f *loop.Fiber, r payment.Read, idempotency string) (string, answer, error) {
	params := &stripe.PaymentMethodCreateParams{Params: key(idempotency), Type: stripe.String(string(readCard))}
	params.AddExtra("card_present[entry_mode]", string(r.Entry))
	if r.Track2.IsZero() {
		params.AddExtra("card_present[pan]", r.PAN.Reveal())
		params.AddExtra("card_present[expiry]", r.Expiry)
	} else {
		params.AddExtra("card_present[track_2]", r.Track2.Reveal())
	}
	if !r.EMV.IsZero() {
		params.AddExtra("card_present[emv_data]", r.EMV.Reveal())
	}
	if !r.PINBlock.IsZero() {
		params.AddExtra("card_present[pin_block]", r.PINBlock.Reveal())
		params.AddExtra("card_present[pin_serial]", r.PINSerial.Reveal())
	}
	m, err := g.client.V1PaymentMethods.Create(on(f), params)
	if err != nil {
		a, err := final(err)
		return "", a, err
	}
	return m.ID, answer{OK: true}, nil
}

// keyed gives the gateway a card's number and expiry alone.
func (g *stripeGateway) keyed(f *loop.Fiber, r payment.Read, idempotency string) (string, answer, error) {
	params := &stripe.PaymentMethodCreateParams{Params: key(idempotency), Type: stripe.String(string(keyedCard))}
	params.AddExtra("card[number]", r.PAN.Reveal())
	params.AddExtra("card[exp_year]", "20"+r.Expiry[:2])
	params.AddExtra("card[exp_month]", r.Expiry[2:])
	m, err := g.client.V1PaymentMethods.Create(on(f), params)
	if err != nil {
		a, err := final(err)
		return "", a, err
	}
	return m.ID, answer{OK: true}, nil
}

// authorise holds or takes money of a kind of payment method.
func (g *stripeGateway) authorise(f *loop.Fiber, t *task, kind methodKind, about map[string]string) (answer, error) {
	how := stripe.PaymentIntentCaptureMethodManual
	if t.Act == charge {
		how = stripe.PaymentIntentCaptureMethodAutomatic
	}
	params := &stripe.PaymentIntentCreateParams{
		Params:             key(t.key()),
		Amount:             stripe.Int64(t.Amount.Minor),
		Currency:           stripe.String(strings.ToLower(string(g.currency))),
		CaptureMethod:      stripe.String(string(how)),
		Confirm:            stripe.Bool(true),
		PaymentMethod:      stripe.String(t.Method),
		PaymentMethodTypes: []*string{stripe.String(string(kind))},
		Metadata:           about,
	}
	if kind == readCard {
		params.AddExpand("latest_charge")
	}
	intent, err := g.client.V1PaymentIntents.Create(on(f), params)
	if err != nil {
		return final(err)
	}
	a := answer{Intent: intent.ID, Chip: chipAnswer(intent)}
	if products := intent.Metadata["allowed_products"]; products != "" {
		a.Products = strings.Split(products, ",")
	}
	switch intent.Status {
	case stripe.PaymentIntentStatusRequiresCapture:
		a.OK, a.Granted = true, g.money(intent.AmountCapturable)
	case stripe.PaymentIntentStatusSucceeded:
		a.OK, a.Granted = true, g.money(intent.AmountReceived)
	default:
		a.Code, a.Reason = string(intent.Status), "the payment was not confirmed"
	}
	return a, nil
}

// chipAnswer is what the issuer says to the card's chip.
func chipAnswer(i *stripe.PaymentIntent) payment.Secret {
	if c := i.LatestCharge; c != nil && c.PaymentMethodDetails != nil && c.PaymentMethodDetails.CardPresent != nil {
		return payment.NewSecret(c.PaymentMethodDetails.CardPresent.EmvAuthData)
	}
	return payment.Secret{}
}

// capture takes what a sale cost of what is held.
func (g *stripeGateway) capture(f *loop.Fiber, t *task, about map[string]string) (answer, error) {
	_, err := g.client.V1PaymentIntents.Capture(on(f), t.Intent, &stripe.PaymentIntentCaptureParams{
		Params: key(t.key()), AmountToCapture: stripe.Int64(t.Amount.Minor), Metadata: about,
	})
	return g.settled(f, t, err, func(i *stripe.PaymentIntent) bool {
		return i.Status == stripe.PaymentIntentStatusSucceeded && i.AmountReceived == t.Amount.Minor
	})
}

// cancel gives a hold back.
func (g *stripeGateway) cancel(f *loop.Fiber, t *task) (answer, error) {
	_, err := g.client.V1PaymentIntents.Cancel(on(f), t.Intent, &stripe.PaymentIntentCancelParams{
		Params: key(t.key()), CancellationReason: stripe.String("abandoned"),
	})
	return g.settled(f, t, err, func(i *stripe.PaymentIntent) bool {
		return i.Status == stripe.PaymentIntentStatusCanceled
	})
}

// settled judges the answer to a capture or a cancel. A gateway that says the payment is in another state may have done
// the act already and forgotten the key: then what it did is looked at.
func (g *stripeGateway) settled(f *loop.Fiber, t *task, err error, done func(*stripe.PaymentIntent) bool) (answer, error) {
	if err == nil {
		return answer{OK: true, Intent: t.Intent}, nil
	}
	a, err := final(err)
	if err != nil || a.Code != string(stripe.ErrorCodePaymentIntentUnexpectedState) {
		return a, err
	}
	intent, err := g.client.V1PaymentIntents.Retrieve(on(f), t.Intent, nil)
	if err != nil {
		return final(err)
	}
	if done(intent) {
		return answer{OK: true, Intent: t.Intent}, nil
	}
	return a, nil
}

// refund gives money back that was taken.
func (g *stripeGateway) refund(f *loop.Fiber, t *task) (answer, error) {
	r, err := g.client.V1Refunds.Create(on(f), &stripe.RefundCreateParams{
		Params: key(t.key()), PaymentIntent: stripe.String(t.Intent), Amount: stripe.Int64(t.Amount.Minor),
	})
	if err != nil {
		return final(err)
	}
	if r.Status == stripe.RefundStatusFailed || r.Status == stripe.RefundStatusCanceled {
		return answer{Again: true, Code: string(r.FailureReason), Reason: "the refund failed"}, nil
	}
	return answer{OK: true, Intent: t.Intent}, nil
}

// takenSince lists the payments that were made since an instant, newest first.
func (g *stripeGateway) takenSince(f *loop.Fiber, from clock.Instant) (all []taken, err error) {
	params := &stripe.PaymentIntentListParams{}
	params.Limit = stripe.Int64(100)
	for i, err := range g.client.V1PaymentIntents.List(on(f), params).All(on(f)) {
		if err != nil {
			return nil, err
		}
		if i.Created < from.Time().Unix() {
			break
		}
		at := clock.At(time.Unix(i.Created, 0))
		all = append(all, taken{i.ID, i.Metadata["sale"], i.Metadata["site"], at, g.money(i.AmountReceived)})
	}
	return all, nil
}

func (g *stripeGateway) money(minor int64) unit.Money {
	return unit.Money{Minor: minor, Currency: g.currency}
}

// final tells an answer from the lack of one: a time-out, a server's error or a conflict must be tried again.
func final(err error) (answer, error) {
	var e *stripe.Error
	if !errors.As(err, &e) {
		return answer{}, err
	}
	switch {
	case e.HTTPStatusCode < 400, e.HTTPStatusCode >= 500, e.HTTPStatusCode == http.StatusConflict,
		e.HTTPStatusCode == http.StatusTooManyRequests:
		return answer{}, err
	}
	a := answer{Code: string(e.Code), Reason: payment.Mask(e.Msg)}
	if e.DeclineCode != "" {
		a.Code = string(e.DeclineCode)
	}
	if a.Code == "" {
		a.Code = string(e.Type)
	}
	if e.PaymentIntent != nil {
		a.Intent = e.PaymentIntent.ID
	}
	return a, nil
}
