package wrong

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/forecourt/forecourt/twin/station"
)

// paypals are gateways in PayPal's manner that are wrong toward the till, and what is wrong with their callbacks.
var paypals = []Machine{
	{
		Name: "request-ids-forgotten", Doc: "the gateway does not know a PayPal-Request-Id again",
		Kills: []string{"PPL-004", "PPL-005"}, Cause: "gateway did not tell 'replayed'",
		Hooks: web("gateway", func() func(*exchange) reply {
			asked := 0
			return func(x *exchange) reply {
				if x.r.Header.Get("Paypal-Request-Id") == "" {
					return x.honest()
				}
				x.shows()
				asked++
				return x.ask(x.r.URL.Path, fmt.Sprintf("%s#%d", x.key(), asked), x.body)
			}
		}),
	},
	{
		Name: "mock-ignored", Doc: "the gateway does not look at PayPal-Mock-Response",
		Kills: []string{"PPL-003"}, Cause: "gateway did not tell 'refused'",
		Hooks: web("gateway", always(func(x *exchange) reply {
			if x.r.Header.Get("Paypal-Mock-Response") != "" {
				x.shows()
				x.r.Header.Del("Paypal-Mock-Response")
			}
			return x.honest()
		})),
	},
	{
		Name: "denied-as-created", Doc: "the gateway tells the till that a denied authorisation holds all that was asked",
		Kills: []string{"PPL-010"}, Cause: "pos did not tell 'declined'",
		Hooks: retold("POST", "/v2/checkout/orders", `"status":"DENIED"`, `"status":"CREATED"`),
	},
	{
		Name: "part-hidden", Doc: "the gateway tells the till that all was granted where it was a part",
		Kills: []string{"PPL-011"}, Cause: "pos told 'authorised' with amount 150.00 EUR",
		Hooks: retold("POST", "/v2/checkout/orders", `"status":"PARTIALLY_CREATED","amount":{"currency_code":"EUR","value":"50.00"}`,
			`"status":"CREATED","amount":{"currency_code":"EUR","value":"150.00"}`),
	},
	{
		Name: "voids-in-words", Doc: "the gateway says that an authorisation is voided, and holds on",
		Kills: []string{"PPL-002"}, Cause: "gateway did not tell 'cancelled'",
		Hooks: instead("/void", func(*exchange) reply { return made(200, `{"id":"X","status":"VOIDED","links":[]}`) }),
	},
	{
		Name: "renews-in-words", Doc: "the gateway says that an authorisation is renewed, and gives back the old one",
		Kills: []string{"PPL-007"}, Cause: "gateway did not tell 'reauthorised'",
		Hooks: instead("/reauthorize", func(x *exchange) reply {
			parts := strings.Split(x.r.URL.Path, "/")
			return made(201, `{"id":"`+parts[len(parts)-2]+`","status":"CREATED","links":[]}`)
		}),
	},
	{
		Name: "refunds-twice", Doc: "the gateway gives back twice what it is asked to give back once",
		Kills: []string{"PPL-006"}, Cause: "refunded",
		Hooks: instead("/refund", func(x *exchange) reply {
			_ = x.ask(x.r.URL.Path, x.key()+"#", x.body)
			return x.honest()
		}),
	},
	{
		Name: "token-ends-early", Doc: "the gateway hands out access tokens that end long before it says",
		Kills: []string{"PPL-013"}, Cause: "gateway told 'refused'",
		Hooks: retold("POST", "/v1/oauth2/token", `"expires_in":300`, `"expires_in":32400`),
	},
	{
		Name: "callback-changed", Doc: "the gateway signs another callback than it sends",
		Kills: []string{"PPL-001", "PPL-008"}, Cause: "pos did not tell 'called-back'",
		Hooks: web("pos", always(func(x *exchange) reply {
			x.shows()
			return x.ask(x.r.URL.Path, "", bytes.Replace(x.body, []byte(`"event_version":"1.0"`), []byte(`"event_version":"1.1"`), 1))
		})),
	},
	{
		Name: "callback-unread", Doc: "the till thanks for callbacks that it does not read",
		Kills: []string{"PPL-001", "PPL-009", "GTW-010"}, Cause: "pos did not tell 'called-back'",
		Hooks: web("pos", always(func(x *exchange) reply {
			x.shows()
			return made(200, ``)
		})),
	},
	{
		Name: "callback-again-unread", Doc: "the till thanks for the second coming of a callback without looking at it",
		Kills: []string{"PPL-008", "GTW-012"}, Cause: "pos did not tell 'callback-repeated'",
		Hooks: web("pos", func() func(*exchange) reply {
			seen := map[string]bool{}
			return func(x *exchange) reply {
				var e struct{ ID string }
				if err := json.Unmarshal(x.body, &e); err == nil && seen[e.ID] {
					x.shows()
					return made(200, ``)
				}
				seen[e.ID] = true
				return x.honest()
			}
		}),
	},
}

// retold changes what the gateway answers to a request.
func retold(method, path, what, into string) func(*Count) station.Hooks {
	return web("gateway", always(func(x *exchange) reply {
		a := x.honest()
		if !x.is(method, path) || !bytes.Contains(a.body, []byte(what)) {
			return a
		}
		x.shows()
		a.body = bytes.Replace(a.body, []byte(what), []byte(into), 1)
		return a
	}))
}

// instead has another answer to the requests whose path ends so.
func instead(path string, other func(*exchange) reply) func(*Count) station.Hooks {
	return web("gateway", always(func(x *exchange) reply {
		if !x.is("POST", path) {
			return x.honest()
		}
		x.shows()
		return other(x)
	}))
}
