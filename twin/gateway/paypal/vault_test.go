package paypal

import (
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/gateway/gatewaytest"
	"github.com/forecourt/forecourt/twin/loop"
)

func TestACardAtAReaderPaysOnce(t *testing.T) {
	b := newBench(t, Config{}, loop.Options{Seed: 1})
	b.play(func(c *client4) {
		track := gatewaytest.CardOf("visa-stripe").Track2().Reveal()
		var k struct {
			ID     string
			Source struct {
				Card struct {
					Last string `json:"last_digits"`
				}
			} `json:"payment_source"`
		}
		source := object{"payment_source": object{"card_present": object{"entry_mode": "stripe", "track_2": track}}}
		if err := c.send("POST", "/v3/vault/payment-tokens", "", source, &k); err != nil || k.Source.Card.Last != "1881" {
			t.Errorf("%+v, %v", k, err)
		}
		if err := c.send("GET", "/v3/vault/payment-tokens/"+k.ID, "", nil, &k); err != nil {
			t.Error(err)
		}
		if o := c.hold("a", "150.00", object{"card": object{"vault_id": k.ID}}); o.authorisation().Status != "CREATED" {
			t.Errorf("%+v", o)
		}
		if heard := b.Host.Heard[0]; heard.Terminal != "PUMP0003" || heard.Track2.IsZero() {
			t.Errorf("the host heard of lane %s, track %v", heard.Terminal, heard.Track2)
		}
		err := c.send("POST", "/v2/checkout/orders", "b", newOrder("AUTHORIZE", "1.00", object{"card": object{"vault_id": k.ID}}), &told{})
		refusal(t, err, 422, "CARD_READ_AGAIN")
		if err := c.send("DELETE", "/v3/vault/payment-tokens/"+k.ID, "", nil, nil); err != nil {
			t.Error(err)
		}
		refusal(t, c.send("GET", "/v3/vault/payment-tokens/"+k.ID, "", nil, &k), 404, "INVALID_RESOURCE_ID")
		c.f.Sleep(time.Minute)
	})
}
