package wrong

import (
	"bytes"

	"github.com/forecourt/forecourt/twin/station"
)

// stripes are gateways in Stripe's manner that are wrong toward a client beside the till, and what is wrong with their callbacks.
var stripes = []Machine{
	{
		Name: "increases-in-words", Doc: "the gateway says that a hold is increased, and asks nobody",
		Kills: []string{"GTW-020"}, Cause: "gateway did not tell 'increased'",
		Hooks: instead("/increment_authorization", func(*exchange) reply {
			return made(200, `{"id":"pi_x","object":"payment_intent","status":"requires_capture","amount":9000,"amount_capturable":9000}`)
		}),
	},
	{
		Name: "increase-decline-hidden", Doc: "the gateway tells its client that an increase was granted which was declined",
		Kills: []string{"GTW-021"}, Cause: "shop told 'gateway-answered' with status 200",
		Hooks: reworded("/increment_authorization", 402,
			`{"id":"pi_x","object":"payment_intent","status":"requires_capture","amount":9000,"amount_capturable":9000}`),
	},
	{
		Name: "over-capture-hidden", Doc: "the gateway tells its client that a capture was taken which was too large",
		Kills: []string{"GTW-022", "GTW-023"}, Cause: "shop told 'gateway-answered' with status 200",
		Hooks: reworded("/capture", 400, `{"id":"pi_x","object":"payment_intent","status":"succeeded","amount":6000,"amount_received":6000}`),
	},
	{
		Name: "phone-mistaken", Doc: "the gateway says that every phone is another maker's",
		Kills: []string{"GTW-024/apple_pay"}, Cause: "shop told 'gateway-answered' with wallet samsung_pay",
		Hooks: retold("POST", "/v1/payment_intents", `"type":"apple_pay"`, `"type":"samsung_pay"`),
	},
	{
		Name: "stripe-callback-changed", Doc: "the gateway signs another callback than it sends",
		Kills: []string{"GTW-010", "GTW-011", "GTW-013"}, Cause: "pos did not tell 'called-back'",
		Hooks: web("pos", always(func(x *exchange) reply {
			if x.r.Header.Get("Stripe-Signature") != "" {
				x.shows()
			}
			return x.ask(x.r.URL.Path, "", bytes.Replace(x.body, []byte(`"livemode":false`), []byte(`"livemode":true`), 1))
		})),
	},
}

// reworded answers what was refused with a status as if it had been done.
func reworded(path string, refused int, body string) func(*Count) station.Hooks {
	return web("gateway", always(func(x *exchange) reply {
		a := x.honest()
		if !x.is("POST", path) || a.status != refused {
			return a
		}
		x.shows()
		return made(200, body)
	}))
}
