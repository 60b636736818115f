package paypal

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"testing"
	"time"

	sdk "github.com/plutov/paypal/v4"

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

var posRole = forecourt.Role{Kind: "pos"}

const address = "http://" + gatewaytest.Name

func newBench(t testing.TB, cfg Config, o loop.Options) *bench {
	b := &bench{Bench: gatewaytest.NewBench(t, o)}
	b.gateway = New(b.Loop, cfg)
	b.Serve(b.gateway, Timers, gatewaytest.Watch(Calls(), b.gateway.Handler()), MaskBody)
	return b
}

func TestMain(m *testing.M) { gatewaytest.Main(m, Calls()) }

// play runs a story on a fiber to its end.
func (b *bench) play(story func(c *client4)) {
	b.T.Helper()
	b.Play(func(f *loop.Fiber) { story(newClient(b.T, f)) })
}

// client4 is plutov/paypal v4 on a fiber, with what it has no types for.
type client4 struct {
	*sdk.Client
	t   testing.TB
	f   *loop.Fiber
	ctx context.Context
}

func newClient(t testing.TB, f *loop.Fiber) *client4 {
	c, err := sdk.NewClient("merchant", "test_secret", address)
	if err != nil {
		t.Fatal(err)
	}
	c.SetHTTPClient(&http.Client{Transport: &loop.Transport{Timeout: time.Minute}})
	c.SetReturnRepresentation()
	return &client4{c, t, f, loop.WithFiber(context.Background(), f)}
}

// told is an order as the API tells it.
type told struct {
	ID, Status, Intent string
	Units              []struct {
		Amount   sdk.Money
		Payments struct {
			Authorisations []paid `json:"authorizations"`
			Captures       []paid
		}
	} `json:"purchase_units"`
	Links []sdk.Link
}

type paid struct {
	ID, Status string
	Amount     sdk.Money
	Final      bool `json:"final_capture"`
	Processor  struct {
		Code string `json:"response_code"`
	} `json:"processor_response"`
	Expires string `json:"expiration_time"`
	Created string `json:"create_time"`
	Links   []sdk.Link
}

func (o told) authorisation() (a paid) {
	if len(o.Units) > 0 && len(o.Units[0].Payments.Authorisations) > 0 {
		all := o.Units[0].Payments.Authorisations
		a = all[len(all)-1]
	}
	return a
}

func (o told) capture() (x paid) {
	if len(o.Units) > 0 && len(o.Units[0].Payments.Captures) > 0 {
		all := o.Units[0].Payments.Captures
		x = all[len(all)-1]
	}
	return x
}

// send is what a user of the library does where it has no call: NewRequest and SendWithAuth.
func (c *client4) send(method, path, key string, body, into any, header ...string) error {
	r, err := c.NewRequest(c.ctx, method, c.APIBase+path, body)
	if err != nil {
		return err
	}
	if key != "" {
		r.Header.Set("PayPal-Request-Id", key)
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	return c.SendWithAuth(r, into)
}

// object is JSON by hand.
type object map[string]any

func usd(value string) object { return object{"currency_code": "USD", "value": value} }

func newOrder(intent, value string, source object) object {
	o := object{"intent": intent, "purchase_units": []object{{"amount": usd(value), "reference_id": "pump-3", "custom_id": "S-1"}}}
	if source != nil {
		o["payment_source"] = source
	}
	return o
}

func byCard(name string) object {
	k := gatewaytest.CardOf(name)
	return object{"card": object{"number": k.PAN.Reveal(), "expiry": "20" + k.Expiry[:2] + "-" + k.Expiry[2:], "security_code": "123"}}
}

func byWallet(name string) object { return object{"paypal": object{"vault_id": name}} }

// hold reserves money and returns the order.
func (c *client4) hold(key, value string, source object) (o told) {
	c.t.Helper()
	if err := c.send("POST", "/v2/checkout/orders", key, newOrder("AUTHORIZE", value, source), &o); err != nil {
		c.t.Errorf("hold: %v", err)
	}
	return o
}

// refusal returns the library's error, which must have a status and an issue.
func refusal(t testing.TB, err error, status int, issue string) *sdk.ErrorResponse {
	t.Helper()
	var e *sdk.ErrorResponse
	if !errors.As(err, &e) {
		t.Errorf("got %v, want %d %s", err, status, issue)
		return &sdk.ErrorResponse{}
	}
	got := e.Name
	if len(e.Details) > 0 {
		got = e.Details[0].Issue
	}
	if e.Response.StatusCode != status || got != issue || e.DebugID == "" || e.Message == "" {
		t.Errorf("got %d %s %+v, want %d %s", e.Response.StatusCode, got, e, status, issue)
	}
	return e
}

// official is the suite's client.
type official struct{ c *client4 }

func dollars(m unit.Money) string { return fmt.Sprintf("%d.%02d", m.Minor/100, m.Minor%100) }

func (o official) Authorise(key string, amount unit.Money, card string) (gatewaytest.Payment, error) {
	var got told
	err := o.c.send("POST", "/v2/checkout/orders", key, newOrder("AUTHORIZE", dollars(amount), byCard(card)), &got)
	if err == nil && got.authorisation().Status == "DENIED" {
		return gatewaytest.Payment{}, &gatewaytest.Refusal{
			Status: http.StatusCreated, Code: "DENIED", Decline: got.authorisation().Processor.Code, ID: got.ID,
		}
	}
	return plainly(got, err)
}

// payment finds the authorisation and the capture of an order.
func (o official) payment(id string) (got told, err error) {
	return got, o.c.send("GET", "/v2/checkout/orders/"+id, "", nil, &got)
}

func (o official) Capture(key, id string, amount unit.Money) (gatewaytest.Payment, error) {
	got, err := o.payment(id)
	if err != nil {
		return plainly(got, err)
	}
	_, err = o.c.CaptureAuthorizationWithPaypalRequestId(o.c.ctx, got.authorisation().ID, &sdk.PaymentCaptureRequest{
		Amount: &sdk.Money{Currency: "USD", Value: dollars(amount)}, FinalCapture: true,
	}, key)
	if err != nil {
		return plainly(got, err)
	}
	return o.Retrieve(id)
}

func (o official) Cancel(key, id string) (gatewaytest.Payment, error) {
	got, err := o.payment(id)
	if err == nil {
		err = o.c.send("POST", "/v2/payments/authorizations/"+got.authorisation().ID+"/void", key, nil, &paid{})
	}
	if err != nil {
		return plainly(got, err)
	}
	return o.Retrieve(id)
}

func (o official) Refund(key, id string, amount unit.Money) error {
	got, err := o.payment(id)
	if err != nil {
		return err
	}
	r, err := o.c.RefundCaptureWithPaypalRequestId(o.c.ctx, got.capture().ID, sdk.RefundCaptureRequest{
		Amount: &sdk.Money{Currency: "USD", Value: dollars(amount)},
	}, key)
	if err == nil && r.Status != "COMPLETED" {
		err = errors.New("the refund is " + r.Status)
	}
	_, err = plainly(got, err)
	return err
}

func (o official) Retrieve(id string) (gatewaytest.Payment, error) { return plainly(o.payment(id)) }

func plainly(o told, err error) (gatewaytest.Payment, error) {
	var e *sdk.ErrorResponse
	if errors.As(err, &e) {
		r := &gatewaytest.Refusal{Status: e.Response.StatusCode, Code: e.Name}
		if len(e.Details) > 0 {
			r.Code = e.Details[0].Issue
		}
		return gatewaytest.Payment{}, r
	}
	if err != nil {
		return gatewaytest.Payment{}, err
	}
	p := gatewaytest.Payment{ID: o.ID, State: gateway.StateOpen, Asked: parsed(o.Units[0].Amount)}
	p.Captured, p.Capturable = unit.Money{Currency: "USD"}, unit.Money{Currency: "USD"}
	a := o.authorisation()
	switch a.Status {
	case "CREATED", "PARTIALLY_CREATED":
		p.State, p.Capturable = gateway.StateHeld, parsed(a.Amount)
	case "CAPTURED":
		p.State = gateway.StateCaptured
	case "VOIDED", "EXPIRED":
		p.State = gateway.StateCancelled
	}
	for _, x := range o.Units[0].Payments.Captures {
		p.Captured = p.Captured.Add(parsed(x.Amount))
	}
	return p, nil
}

func parsed(m sdk.Money) unit.Money {
	v, err := unit.ParseMoney(m.Value + " " + m.Currency)
	if err != nil {
		panic(err)
	}
	return v
}

func TestGatewaySuite(t *testing.T) {
	gatewaytest.Run(t, func(t *testing.T) gatewaytest.Rig {
		b := newBench(t, Config{}, loop.Options{Seed: 7})
		return gatewaytest.Rig{
			Loop: b.Loop, Gateway: b.gateway,
			NewClient: func(f *loop.Fiber) gatewaytest.Client {
				c := newClient(t, f)
				if _, err := c.GetAccessToken(c.ctx); err != nil { // so that a fault hits the call that it is for
					t.Error(err)
				}
				return official{c}
			},
			Most:         func(held int64) int64 { return min(held*115/100, held+7500) },
			LoseAnswer:   func() { _ = b.Loop.FaultHTTP(gatewaytest.Name, loop.LoseAnswer) },
			Silence:      func(n int) { b.Host.Silent = n },
			Double:       func() { b.Host.Double = true },
			HeldByIssuer: b.Host.Bound,
		}
	})
}

// impatient is a client that gives up after 20 s.
func impatient() *http.Client {
	return &http.Client{Transport: &loop.Transport{Timeout: 20 * time.Second}}
}
