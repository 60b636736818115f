package pos

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/plutov/paypal/v4"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/unit"
)

// paypalGateway is a gateway in the PayPal manner, as plutov/paypal knows it. What the library has no calls or types for
// (payments.authorizations, PayPal-Request-Id everywhere) goes through its NewRequest and SendWithAuth.
type paypalGateway struct {
	url, name, secret string
	currency          unit.Currency
	mock              string
	honour            time.Duration
	http              *http.Client
	token             string
	expires           clock.Instant // of the token, in the loop's time: the library would ask the wall clock
}

func newPayPalGateway(cfg Config) *paypalGateway {
	name, secret, _ := strings.Cut(cfg.GatewayKey, ":")
	return &paypalGateway{
		url: cfg.GatewayURL, name: cmp.Or(name, "none"), secret: cmp.Or(secret, "none"), currency: cfg.Currency, mock: cfg.Mock, honour: cfg.HonourFor,
		http: &http.Client{Transport: &loop.Transport{Timeout: cfg.GatewayTimeout}},
	}
}

// early is how long before its end a token is not used any more.
const early = time.Minute

// client returns a client of one fiber: two fibers in one would wait for each other on its token for ever.
func (g *paypalGateway) client(f *loop.Fiber) (*paypal.Client, error) {
	c, err := paypal.NewClient(g.name, g.secret, g.url)
	if err != nil {
		return nil, err
	}
	c.SetHTTPClient(g.http)
	c.SetReturnRepresentation()
	if g.token == "" || f.Now() >= g.expires {
		t, err := c.GetAccessToken(on(f))
		if err != nil {
			return nil, err
		}
		g.token, g.expires = t.Token, f.Now().Add(t.ExpiresIn.ToDuration()-early)
	}
	c.SetAccessToken(g.token)
	return c, nil
}

// fields is a JSON object.
type fields map[string]any

// send makes one request.
func (g *paypalGateway) send(f *loop.Fiber, method, path, key string, body, into any) error {
	c, err := g.client(f)
	if err != nil {
		return err
	}
	r, err := c.NewRequest(on(f), method, g.url+path, body)
	if err != nil {
		return err
	}
	if key != "" {
		r.Header.Set("PayPal-Request-Id", key)
	}
	if g.mock != "" && path == ordersPath {
		r.Header.Set("PayPal-Mock-Response", `{"mock_application_codes":`+strconv.Quote(g.mock)+`}`)
	}
	return c.SendWithAuth(r, into)
}

const ordersPath = "/v2/checkout/orders"

func (g *paypalGateway) method(f *loop.Fiber, r payment.Read, idempotency string) (string, answer, error) {
	read := fields{"entry_mode": string(r.Entry)}
	if r.Track2.IsZero() {
		read["pan"], read["expiry"] = r.PAN.Reveal(), r.Expiry
	} else {
		read["track_2"] = r.Track2.Reveal()
	}
	if !r.EMV.IsZero() {
		read["emv_data"] = r.EMV.Reveal()
	}
	return g.vault(f, fields{"card_present": read}, idempotency)
}

func (g *paypalGateway) keyed(f *loop.Fiber, r payment.Read, idempotency string) (string, answer, error) {
	card := fields{"number": r.PAN.Reveal(), "expiry": "20" + r.Expiry[:2] + "-" + r.Expiry[2:]}
	return g.vault(f, fields{"card": card}, idempotency)
}

// vault stores what a payment is made with, and returns the gateway's name for it.
func (g *paypalGateway) vault(f *loop.Fiber, source fields, idempotency string) (string, answer, error) {
	body := fields{"payment_source": source}
	var token struct {
		ID string `json:"id"`
	}
	if err := g.send(f, http.MethodPost, "/v3/vault/payment-tokens", idempotency, body, &token); err != nil {
		a, err := g.final(err)
		return "", a, err
	}
	return token.ID, answer{OK: true}, nil
}

func (g *paypalGateway) authorise(f *loop.Fiber, t *task, _ methodKind, about map[string]string) (answer, error) {
	intent := "AUTHORIZE"
	if t.Act == charge {
		intent = "CAPTURE"
	}
	unit := fields{
		"amount": g.write(t.Amount), "custom_id": about["sale"], "reference_id": "pump-" + about["fuelling_point"], "description": about["site"],
	}
	body := fields{"intent": intent, "purchase_units": []fields{unit}, "payment_source": fields{"card": fields{"vault_id": t.Method}}}
	var o paypalOrder
	if err := g.send(f, http.MethodPost, ordersPath, t.key(), body, &o); err != nil {
		return g.final(err)
	}
	paid := o.newest()
	a := answer{Intent: o.ID, OK: slices.Contains([]string{"CREATED", "PARTIALLY_CREATED", "COMPLETED"}, paid.Status)}
	if !a.OK {
		a.Code, a.Reason = processorWord(paid.Processor.Code), "the issuer did not grant it"
		return a, nil
	}
	var err error
	a.Granted, err = g.read(paid.Amount)
	return a, err
}

// order reads the order of a task.
func (g *paypalGateway) order(f *loop.Fiber, t *task) (o paypalOrder, err error) {
	return o, g.send(f, http.MethodGet, ordersPath+"/"+t.Intent, "", nil, &o)
}

func (g *paypalGateway) capture(f *loop.Fiber, t *task, about map[string]string) (answer, error) {
	o, err := g.order(f, t)
	if err != nil {
		return g.final(err)
	}
	held := o.newest()
	if g.stale(f, held) {
		if held, err = g.renew(f, t, o, held); err != nil {
			return answer{}, err
		}
	}
	body := fields{"amount": g.write(t.Amount), "final_capture": true}
	if about["product_data"] != "" {
		body["supplementary_data"] = fields{"product_data": about["product_data"]}
	}
	err = g.send(f, http.MethodPost, "/v2/payments/authorizations/"+held.ID+"/capture", t.key(), body, &paypalPayment{})
	return g.settled(f, t, err, func(o paypalOrder) bool {
		var taken int64
		for _, x := range o.Units[0].Payments.Captures {
			m, err := g.read(x.Amount)
			if err != nil {
				return false
			}
			taken += m.Minor
		}
		return taken == t.Amount.Minor
	})
}

// stale says that a hold is not good any more without being renewed.
func (g *paypalGateway) stale(f *loop.Fiber, p paypalPayment) bool {
	whole := p.Status == "CREATED" || p.Status == "PARTIALLY_CREATED"
	return whole && f.Now().Time().Sub(p.Created) >= g.honour
}

// renew holds again what is held. Where that is refused, the old hold is still the best there is.
func (g *paypalGateway) renew(f *loop.Fiber, t *task, o paypalOrder, held paypalPayment) (paypalPayment, error) {
	first := o.Units[0].Payments.Authorisations[0]
	var again paypalPayment
	err := g.send(f, http.MethodPost, "/v2/payments/authorizations/"+first.ID+"/reauthorize", t.key()+"/renew", fields{"amount": held.Amount}, &again)
	if err == nil {
		return again, nil
	}
	_, err = g.final(err)
	return held, err
}

func (g *paypalGateway) cancel(f *loop.Fiber, t *task) (answer, error) {
	o, err := g.order(f, t)
	if err != nil {
		return g.final(err)
	}
	err = g.send(f, http.MethodPost, "/v2/payments/authorizations/"+o.newest().ID+"/void", t.key(), nil, &paypalPayment{})
	return g.settled(f, t, err, func(o paypalOrder) bool {
		return o.newest().Status == "VOIDED" && len(o.Units[0].Payments.Captures) == 0
	})
}

// settled judges the answer to a capture or a void. A gateway that says the authorisation is in another state may have done
// the act already and forgotten the key: then what it did is looked at.
func (g *paypalGateway) settled(f *loop.Fiber, t *task, err error, done func(paypalOrder) bool) (answer, error) {
	if err == nil {
		return answer{OK: true, Intent: t.Intent}, nil
	}
	a, err := g.final(err)
	if err != nil {
		return a, err
	}
	o, err := g.order(f, t)
	if err != nil {
		return answer{}, err
	}
	if len(o.Units) > 0 && done(o) {
		return answer{OK: true, Intent: t.Intent}, nil
	}
	return a, nil
}

func (g *paypalGateway) refund(f *loop.Fiber, t *task) (answer, error) {
	o, err := g.order(f, t)
	if err != nil {
		return g.final(err)
	}
	var r paypalPayment
	path := "/v2/payments/captures/" + o.newest().ID + "/refund"
	if err := g.send(f, http.MethodPost, path, t.key(), fields{"amount": g.write(t.Amount)}, &r); err != nil {
		return g.final(err)
	}
	if r.Status == "FAILED" || r.Status == "CANCELLED" {
		return answer{Again: true, Code: r.Status, Reason: "the refund failed"}, nil
	}
	return answer{OK: true, Intent: t.Intent}, nil
}
