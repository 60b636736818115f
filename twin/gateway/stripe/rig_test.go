package stripe

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	sdk "github.com/stripe/stripe-go/v85"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/gateway"
	"github.com/forecourt/forecourt/twin/gateway/gatewaytest"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/unit"
)

// bench is a gateway and its host on a loop.
type bench struct {
	*gatewaytest.Bench
	gateway *Gateway
}

var (
	hostRole = forecourt.Role{Kind: "host"}
	posRole  = forecourt.Role{Kind: "pos"}
)

const name = gatewaytest.Name

func newBench(t testing.TB, cfg Config, o loop.Options) *bench {
	b := &bench{Bench: gatewaytest.NewBench(t, o)}
	b.gateway = New(b.Loop, cfg)
	b.Serve(b.gateway, Timers, gatewaytest.Watch(Calls(), b.gateway.Handler()), MaskBody)
	return b
}

// play runs a story on a fiber to its end.
func (b *bench) play(story func(f *loop.Fiber, c *sdk.Client, ctx context.Context)) {
	b.T.Helper()
	b.Play(func(f *loop.Fiber) { story(f, virtualClient(time.Minute), loop.WithFiber(context.Background(), f)) })
}

func TestMain(m *testing.M) { gatewaytest.Main(m, Calls()) }

func virtualClient(timeout time.Duration) *sdk.Client {
	return newClient("http://"+name, &http.Client{Transport: &loop.Transport{Timeout: timeout}})
}

func newClient(url string, c *http.Client) *sdk.Client {
	return sdk.NewClient("sk_test_123", sdk.WithBackends(sdk.NewBackendsWithConfig(backendConfig(url, c))))
}

func backendConfig(url string, c *http.Client) *sdk.BackendConfig {
	return &sdk.BackendConfig{
		URL: sdk.String(url), HTTPClient: c, MaxNetworkRetries: sdk.Int64(0), EnableTelemetry: sdk.Bool(false),
		LeveledLogger: &sdk.LeveledLogger{Level: sdk.LevelNull},
	}
}

func virtualBackend() sdk.Backend {
	return sdk.GetBackendWithConfig(sdk.APIBackend, backendConfig("http://"+name, &http.Client{Transport: &loop.Transport{Timeout: time.Minute}}))
}

// manual is the usual request of a POS: money is held, not taken.
func manual(key string, amount int64, method string) *sdk.PaymentIntentCreateParams {
	p := &sdk.PaymentIntentCreateParams{
		Amount: sdk.Int64(amount), Currency: sdk.String("usd"), CaptureMethod: sdk.String("manual"), Confirm: sdk.Bool(true),
		PaymentMethod: sdk.String(method), Metadata: map[string]string{"sale": "S-1", "fuelling_point": "3"},
	}
	p.SetIdempotencyKey(key)
	return p
}

// official is the suite's client: stripe-go.
type official struct {
	c   *sdk.Client
	ctx context.Context
}

func (o official) Authorise(key string, amount unit.Money, card string) (gatewaytest.Payment, error) {
	p := manual(key, amount.Minor, gatewaytest.CardOf(card).Token)
	p.Currency = sdk.String(strings.ToLower(string(amount.Currency)))
	return plainly(o.c.V1PaymentIntents.Create(o.ctx, p))
}

func (o official) Capture(key, id string, amount unit.Money) (gatewaytest.Payment, error) {
	p := &sdk.PaymentIntentCaptureParams{AmountToCapture: sdk.Int64(amount.Minor)}
	p.SetIdempotencyKey(key)
	return plainly(o.c.V1PaymentIntents.Capture(o.ctx, id, p))
}

func (o official) Cancel(key, id string) (gatewaytest.Payment, error) {
	p := &sdk.PaymentIntentCancelParams{CancellationReason: sdk.String("abandoned")}
	p.SetIdempotencyKey(key)
	return plainly(o.c.V1PaymentIntents.Cancel(o.ctx, id, p))
}

func (o official) Refund(key, id string, amount unit.Money) error {
	p := &sdk.RefundCreateParams{PaymentIntent: sdk.String(id), Amount: sdk.Int64(amount.Minor)}
	p.SetIdempotencyKey(key)
	r, err := o.c.V1Refunds.Create(o.ctx, p)
	if err == nil && r.Status != sdk.RefundStatusSucceeded {
		err = errors.New("the refund is " + string(r.Status))
	}
	_, err = plainly(&sdk.PaymentIntent{}, err)
	return err
}

func (o official) Retrieve(id string) (gatewaytest.Payment, error) {
	return plainly(o.c.V1PaymentIntents.Retrieve(o.ctx, id, nil))
}

func plainly(pi *sdk.PaymentIntent, err error) (gatewaytest.Payment, error) {
	var e *sdk.Error
	if errors.As(err, &e) {
		r := &gatewaytest.Refusal{Status: e.HTTPStatusCode, Code: string(e.Code), Decline: string(e.DeclineCode)}
		if e.PaymentIntent != nil {
			r.ID = e.PaymentIntent.ID
		}
		return gatewaytest.Payment{}, r
	}
	if err != nil {
		return gatewaytest.Payment{}, err
	}
	state := map[sdk.PaymentIntentStatus]gateway.State{
		sdk.PaymentIntentStatusRequiresCapture: gateway.StateHeld, sdk.PaymentIntentStatusSucceeded: gateway.StateCaptured,
		sdk.PaymentIntentStatusCanceled: gateway.StateCancelled, sdk.PaymentIntentStatusRequiresPaymentMethod: gateway.StateOpen,
	}[pi.Status]
	money := func(n int64) unit.Money {
		return unit.Money{Minor: n, Currency: unit.Currency(strings.ToUpper(string(pi.Currency)))}
	}
	return gatewaytest.Payment{
		ID: pi.ID, State: state, Asked: money(pi.Amount), Capturable: money(pi.AmountCapturable), Captured: money(pi.AmountReceived),
	}, nil
}

func TestGatewaySuite(t *testing.T) {
	gatewaytest.Run(t, func(t *testing.T) gatewaytest.Rig {
		b := newBench(t, Config{}, loop.Options{Seed: 7})
		return gatewaytest.Rig{
			Loop: b.Loop, Gateway: b.gateway,
			NewClient: func(f *loop.Fiber) gatewaytest.Client {
				return official{virtualClient(time.Minute), loop.WithFiber(context.Background(), f)}
			},
			LoseAnswer:   func() { _ = b.Loop.FaultHTTP(name, loop.LoseAnswer) },
			Silence:      func(n int) { b.Host.Silent = n },
			Double:       func() { b.Host.Double = true },
			HeldByIssuer: b.Host.Bound,
		}
	})
}
