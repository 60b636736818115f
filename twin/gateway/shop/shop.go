// Package shop is a client of the gateway beside the till, such as a driver's app: it holds, increases, captures, cancels and
// refunds in Stripe's manner when it is told to, and tells what it was answered. A request without an answer is asked again
// with its key.
//
// Left out: a store, for it is a tester's tool: after a power cut it knows no payment.
package shop

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
)

// Role is the shop's.
var Role = forecourt.Role{Kind: "shop"}

// Purpose is what the shop is told to do.
type Purpose string

// The purposes. All but hold are about the payment that was held last.
const (
	Hold     Purpose = "hold"
	Increase Purpose = "increase"
	Capture  Purpose = "capture"
	Cancel   Purpose = "cancel"
	Refund   Purpose = "refund"
	Look     Purpose = "look"
)

// Purposes lists them.
func Purposes() []Purpose { return []Purpose{Hold, Increase, Capture, Cancel, Refund, Look} }

// Wallets lists the phones that a card can be in.
func Wallets() []string { return []string{"apple_pay", "google_pay", "samsung_pay"} }

// Ask tells the shop to ask something of the gateway. Card is a test card's name, in a wallet where one is named. Amount is the
// new total of an increase; of a capture or a refund zero means all.
type Ask struct {
	For    Purpose
	Card   string
	Wallet string
	Amount unit.Money
}

// Stimulus names it.
func (Ask) Stimulus() string { return "ask-gateway" }

// GatewayAnswered says what the gateway answered, about a payment as it then stood. Status is HTTP's, Code the API's error,
// Wallet the phone that the card is in.
type GatewayAnswered struct {
	For        Purpose    `event:"for"`
	Status     int        `event:"status"`
	Code       string     `event:"code"`
	Intent     string     `event:"intent"`
	State      string     `event:"state"`
	Capturable unit.Money `event:"capturable"`
	Captured   unit.Money `event:"captured"`
	Wallet     string     `event:"wallet"`
}

// Event names it.
func (GatewayAnswered) Event() string { return "gateway-answered" }

func init() { forecourt.DefineEvent(Role.Kind, GatewayAnswered{}, "the gateway answered the shop") }

// again is how long the shop waits before it asks again that got no answer, and how long it waits for one.
const again, patience = 5 * time.Second, 30 * time.Second

// Shop is the client.
type Shop struct {
	loop     *loop.Loop
	currency unit.Currency
	env      *machine.Env
	last     string // the payment
}

var _ machine.Machine = (*Shop)(nil)

// New returns a shop for a loop; the station adds it under Role, without timers.
func New(l *loop.Loop, c unit.Currency) *Shop { return &Shop{loop: l, currency: c} }

// Hear implements machine.Machine; a shop has no line.
func (s *Shop) Hear(*machine.Env, machine.Port, wire.Chunk) {}

// Wake implements machine.Machine; a shop waits on fibers.
func (s *Shop) Wake(*machine.Env, machine.Timer) {}

// Sense takes what the shop is told.
func (s *Shop) Sense(env *machine.Env, x forecourt.Stimulus) {
	switch x := x.(type) {
	case forecourt.PowerOn:
		s.env, s.last = env, ""
	case forecourt.PowerOff:
	case Ask:
		key := env.ID("shop_")
		s.loop.Go(Role, string(x.For), func(f *loop.Fiber) { s.ask(f, x, key) })
	default:
		env.Fault(fmt.Errorf("shop: %s means nothing to a shop", x.Stimulus()))
	}
}

// request is the call that a purpose makes.
func (s *Shop) request(x Ask) (method, path string, form url.Values) {
	minor := strconv.FormatInt(x.Amount.Minor, 10)
	of := "/v1/payment_intents/" + s.last
	form = url.Values{}
	amount := func(name string) {
		if x.Amount.Minor != 0 {
			form.Set(name, minor)
		}
	}
	switch x.For {
	case Hold:
		card, _ := payment.LookupCard(x.Card)
		form = url.Values{
			"amount": {minor}, "currency": {strings.ToLower(string(s.currency))}, "capture_method": {"manual"}, "confirm": {"true"},
			"payment_method_options[card][request_incremental_authorization]": {"if_available"},
			"payment_method_options[card][request_overcapture]":               {"if_available"},
			"payment_method_data[type]":                                       {"card"}, "payment_method_data[card][token]": {card.Token},
			"expand[]": {"payment_method"},
		}
		if x.Wallet != "" {
			form.Set("payment_method_data[card][wallet][type]", x.Wallet)
		}
		return http.MethodPost, "/v1/payment_intents", form
	case Increase:
		amount("amount")
		return http.MethodPost, of + "/increment_authorization", form
	case Capture:
		amount("amount_to_capture")
		return http.MethodPost, of + "/capture", form
	case Cancel:
		return http.MethodPost, of + "/cancel", form
	case Refund:
		form.Set("payment_intent", s.last)
		form.Set("expand[]", "payment_intent")
		amount("amount")
		return http.MethodPost, "/v1/refunds", form
	}
	return http.MethodGet, of, form
}

func (s *Shop) ask(f *loop.Fiber, x Ask, key string) {
	method, path, form := s.request(x)
	for {
		r, err := http.NewRequestWithContext(loop.WithFiber(context.Background(), f), method, "http://gateway"+path, strings.NewReader(form.Encode()))
		if err != nil {
			s.env.Fault(fmt.Errorf("shop: %w", err))
			return
		}
		r.Header.Set("Authorization", "Bearer sk_test_shop")
		if method == http.MethodPost {
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			r.Header.Set("Idempotency-Key", key)
		}
		a, err := (&loop.Transport{Timeout: patience}).RoundTrip(r)
		if err != nil {
			f.Sleep(again)
			continue
		}
		body, err := io.ReadAll(a.Body)
		_ = a.Body.Close()
		if err != nil || a.StatusCode >= 500 || a.StatusCode == http.StatusConflict || a.StatusCode == http.StatusTooManyRequests {
			f.Sleep(again)
			continue
		}
		s.env.Tell(s.answered(x.For, a.StatusCode, body))
		return
	}
}

// intent is what a shop reads of a payment.
type intent struct {
	ID         string `json:"id"`
	Status     string `json:"status"`
	Capturable int64  `json:"amount_capturable"`
	Received   int64  `json:"amount_received"`
	Method     any    `json:"payment_method"`
}

// answered reads an answer: a payment, a refund with its payment, or an error with it.
func (s *Shop) answered(about Purpose, status int, body []byte) GatewayAnswered {
	var a struct {
		intent
		Refunded json.RawMessage `json:"payment_intent"`
		Error    struct {
			Code   string  `json:"code"`
			Intent *intent `json:"payment_intent"`
		} `json:"error"`
	}
	e := GatewayAnswered{For: about, Status: status}
	if err := json.Unmarshal(body, &a); err != nil {
		e.Code = "not JSON"
		return e
	}
	i := a.intent
	switch {
	case a.Error.Intent != nil:
		i = *a.Error.Intent
	case len(a.Refunded) > 0:
		var of intent
		if json.Unmarshal(a.Refunded, &of) == nil {
			i = of
		}
	}
	money := func(minor int64) unit.Money { return unit.Money{Minor: minor, Currency: s.currency} }
	e.Code, e.Intent, e.State = a.Error.Code, i.ID, i.Status
	e.Capturable, e.Captured, e.Wallet = money(i.Capturable), money(i.Received), walletOf(i.Method)
	if about == Hold && i.ID != "" {
		s.last = i.ID
	}
	return e
}

// walletOf finds the phone in a payment method that was expanded.
func walletOf(method any) string {
	for _, name := range []string{"card", "wallet"} {
		in, _ := method.(map[string]any)
		method = in[name]
	}
	in, _ := method.(map[string]any)
	word, _ := in["type"].(string)
	return word
}
