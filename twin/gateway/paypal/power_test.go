package paypal

import (
	"bytes"
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	sdk "github.com/plutov/paypal/v4"

	"github.com/forecourt/forecourt/twin/gateway"
	"github.com/forecourt/forecourt/twin/gateway/gatewaytest"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/payment"
)

// stubborn tries a request until it is answered, as a POS does.
func (c *client4) stubborn(method, path, key string, body, into any) {
	c.t.Helper()
	for range 600 {
		err := c.send(method, path, key, body, into)
		var e *sdk.ErrorResponse
		switch {
		case err == nil:
			return
		case errors.As(err, &e) && e.Response.StatusCode != 409 && e.Response.StatusCode < 500:
			c.t.Errorf("%s: %v", path, err)
			return
		}
		c.f.Sleep(time.Second)
	}
	c.t.Errorf("%s is never answered", path)
}

// journey holds three times: captures in two parts and refunds, voids, and reauthorises before it captures.
func (c *client4) journey() (ids [3]string) {
	c.SetHTTPClient(impatient())
	for n, key := range []string{"1", "2", "3"} {
		var o told
		c.stubborn("POST", "/v2/checkout/orders", key, newOrder("AUTHORIZE", "100.00", byCard("visa-credit")), &o)
		ids[n] = o.ID
		auth := "/v2/payments/authorizations/" + o.authorisation().ID
		switch n {
		case 0:
			var x paid
			c.stubborn("POST", auth+"/capture", key+"/part", object{"amount": usd("30.00")}, &x)
			c.stubborn("POST", auth+"/capture", key+"/last", object{"amount": usd("12.11"), "final_capture": true}, &paid{})
			c.stubborn("POST", "/v2/payments/captures/"+x.ID+"/refund", key+"/back", object{"amount": usd("2.11")}, &paid{})
		case 1:
			c.stubborn("POST", auth+"/void", key+"/void", nil, &paid{})
		case 2:
			var a paid
			c.stubborn("POST", auth+"/reauthorize", key+"/again", object{"amount": usd("100.00")}, &a)
			c.stubborn("POST", "/v2/payments/authorizations/"+a.ID+"/capture", key+"/take", object{"amount": usd("50.00"), "final_capture": true}, &paid{})
		}
	}
	return ids
}

// TestPowerCutAtAnyMomentLosesNothing cuts after every flush of the store, and between.
func TestPowerCutAtAnyMomentLosesNothing(t *testing.T) {
	cfg := Config{HonourFor: time.Nanosecond} // so that a hold may be renewed at once
	var moments []time.Duration
	b := newBench(t, cfg, loop.Options{Seed: 1})
	started := b.Loop.Now()
	b.play(func(c *client4) { c.journey() })
	last := time.Duration(0)
	for _, x := range b.Told { // every event follows a flush
		if at := x.At.Sub(started); at != last {
			moments = append(moments, at, at+time.Millisecond, (3*last+at)/4, (last+at)/2, (last+3*at)/4)
			last = at
		}
	}
	b.Loop.Close()
	if len(moments) < 30 {
		t.Fatalf("only %d moments", len(moments))
	}
	if testing.Short() {
		moments = moments[:len(moments)/4]
	}
	for n, at := range moments {
		b, r := newBench(t, cfg, loop.Options{Seed: uint64(n) + 1}), &receiver{}
		b.Loop.Serve("shop", posRole, 0, r, nil)
		var ids [3]string
		b.Loop.Go(posRole, "journey", func(f *loop.Fiber) {
			c := newClient(t, f)
			c.SetHTTPClient(impatient())
			hooks := object{"url": "http://shop/", "event_types": []object{{"name": "*"}}}
			for len(b.gateway.webhooks) == 0 { // the call knows no PayPal-Request-Id, so it is looked whether it was done
				_ = c.send("POST", "/v1/notifications/webhooks", "", hooks, &paid{})
				c.f.Sleep(time.Second)
			}
			ids = c.journey()
		})
		b.Cut(at, 3*time.Second)
		if err := b.Loop.Run(b.Loop.Now().Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
		checkBooks(t, b, at, ids)
		told := map[string]bool{}
		for _, h := range r.heard {
			told[h.event.ID] = true
		}
		if len(told) != len(b.gateway.events) || len(b.gateway.deliveries) != 0 {
			t.Errorf("cut after %v: %d events, %d told, %d owed", at, len(b.gateway.events), len(told), len(b.gateway.deliveries))
		}
		b.Loop.Close()
		if t.Failed() {
			return
		}
	}
}

func checkBooks(t *testing.T, b *bench, at time.Duration, ids [3]string) {
	t.Helper()
	want := map[string][3]int64{ids[0]: {4211, 211, 0}, ids[1]: {0, 0, 1}, ids[2]: {5000, 0, 0}}
	var net int64
	for _, a := range b.gateway.Books() {
		net += a.Captured.Minor - a.Refunded.Minor
		w, known := want[a.Intent]
		switch {
		case a.Pending != 0:
			t.Errorf("cut after %v: %+v", at, a)
		case known && (a.Captured.Minor != w[0] || a.Refunded.Minor != w[1] || a.Reversed != (w[2] == 1)):
			t.Errorf("cut after %v: %+v", at, a)
		case !known && (a.State != gateway.StateOpen || !a.Reversed):
			t.Errorf("cut after %v: left over %+v", at, a)
		}
	}
	if net != 9000 || b.Host.Bound() != net {
		t.Errorf("cut after %v: the books say %d, the host %d", at, net, b.Host.Bound())
	}
}

func TestStoreIsCompactedAndReadsBack(t *testing.T) {
	b, _ := hooked(t)
	b.play(func(c *client4) {
		c.subscribe("http://shop/hook", "*")
		c.hold("card", "10.00", byCard("visa-credit"))
		for n := range 5 {
			c.hold("k"+strconv.Itoa(n), "1.00", byWallet("payer-verified"))
		}
		o, err := c.CreateOrder(c.ctx, "AUTHORIZE", oneUnit, nil, nil)
		if err != nil {
			t.Error(err)
			return
		}
		c.f.Sleep(time.Minute)
		for n := range 500 {
			body := []object{{"op": "replace", "path": "/purchase_units/@reference_id=='pump-3'/custom_id", "value": strconv.Itoa(n)}}
			if err := c.send("PATCH", "/v2/checkout/orders/"+o.ID, "", body, nil); err != nil {
				t.Error(err)
				return
			}
		}
	})
	if b.gateway.records > 300 {
		t.Errorf("%d records", b.gateway.records)
	}
	before := b.gateway.books
	b.gateway.compact()
	b.gateway.restore()
	after := b.gateway.books
	for _, x := range [][2]any{
		{before.orders, after.orders}, {before.authorisations, after.authorisations}, {before.cards, after.cards}, {before.clients, after.clients},
		{before.tokens, after.tokens}, {before.webhooks, after.webhooks}, {before.events, after.events}, {before.answers, after.answers},
		{before.sequence, after.sequence}, {before.told, after.told}, {before.paid, after.paid}, {before.stan, after.stan},
	} {
		want, _ := json.Marshal(x[0])
		got, _ := json.Marshal(x[1])
		if d := cmp.Diff(string(want), string(got)); d != "" {
			t.Error(d)
		}
	}
}

// TestSameSeedSameJournal runs a story twice, and finds no secret in what is written.
func TestSameSeedSameJournal(t *testing.T) {
	var tokens []string
	run := func() string {
		b := newBench(t, Config{HonourFor: time.Nanosecond}, loop.Options{Seed: 42})
		b.play(func(c *client4) {
			c.journey()
			tokens = append(tokens, c.Token.Token)
		})
		var store bytes.Buffer
		b.gateway.env.Store().Replay(func(r []byte) { store.Write(r) })
		secrets := []string{tokens[0], "test_secret", `"123"`}
		for _, name := range payment.CardNames() {
			secrets = append(secrets, gatewaytest.CardOf(name).PAN.Reveal())
		}
		for _, text := range []string{b.Journal.String(), store.String()} {
			for _, secret := range secrets {
				if strings.Contains(text, secret) {
					t.Errorf("%s is written", secret)
				}
			}
		}
		return b.Journal.String()
	}
	if d := cmp.Diff(run(), run()); d != "" {
		t.Error(d)
	}
}
