package wrong

import (
	"bytes"
	"encoding/json"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/station"
)

// phones are POS that are wrong toward phones, or in what they make of a phone's sale.
var phones = []Machine{
	{
		Name: "phone-code-unread", Doc: "the POS does not look at the code of a point",
		Kills: []string{"MOB-007"}, Cause: "app 1 did not tell 'refused'",
		Hooks: toPhones(func(x *exchange) reply {
			var ask map[string]any
			if !x.is("POST", "/sessions") || json.Unmarshal(x.body, &ask) != nil {
				return x.honest()
			}
			point, _ := ask["fuelling-point"].(float64)
			right := forecourt.PointCode("kiosk-mobile", forecourt.Point(point))
			if ask["code"] == right {
				return x.honest()
			}
			x.shows()
			ask["code"] = right
			body, _ := json.Marshal(ask)
			return x.ask(x.r.URL.Path, x.key(), body)
		}),
	},
	{
		Name: "phone-guesses-uncounted", Doc: "the POS lets a user guess codes for ever",
		Kills: []string{"MOB-007"}, Cause: "app 1 told 'refused' with status 403",
		Hooks: answers(429, made(403, `{"detail":"wrong code"}`)),
	},
	{
		Name: "phone-promised", Doc: "the POS promises a phone a point that somebody else has",
		Kills: []string{"MOB-008", "MOB-009", "MOB-011"}, Cause: "told 'refused' with",
		Hooks: toPhones(func(x *exchange) reply {
			a := x.honest()
			if !x.is("POST", "/sessions") || a.status != 409 {
				return a
			}
			x.shows()
			return made(201, `{"id":"fs_none","state":"reserved","version":1}`)
		}),
	},
	{
		Name: "phone-amount-ignored", Doc: "the POS holds the site's limit whatever a phone asks for",
		Kills: []string{"MOB-002"}, Cause: "gateway told 'authorised' with amount 150.00 EUR",
		Hooks: toPhones(func(x *exchange) reply {
			var ask map[string]any
			if !x.is("POST", "/sessions") || json.Unmarshal(x.body, &ask) != nil || ask["amount"] == nil {
				return x.honest()
			}
			x.shows()
			delete(ask, "amount")
			body, _ := json.Marshal(ask)
			return x.ask(x.r.URL.Path, x.key(), body)
		}),
	},
	{
		Name: "phone-cancel-unread", Doc: "the POS thanks for a cancel and does nothing",
		Kills: []string{"MOB-005"}, Cause: "app 1 did not tell 'session-cancelled'",
		Hooks: thanks("DELETE", ""),
	},
	{
		Name: "phone-late-cancel-thanked", Doc: "the POS tells a phone that a late cancel is under way",
		Kills: []string{"MOB-006"}, Cause: "app 1 did not tell 'refused'",
		Hooks: thanks("DELETE", ""),
	},
	{
		Name: "phone-payment-unread", Doc: "the POS thanks for what a session is paid with and does not look at it",
		Kills: []string{"MOB-014"}, Cause: "gateway did not tell 'intent-created'",
		Hooks: thanks("PUT", "/payment"),
	},
	{
		Name: "phone-receipt-lost", Doc: "the POS has no receipts for phones",
		Kills: []string{"MOB-001", "MOB-010", "MOB-012", "MOB-017"}, Cause: "did not tell 'receipt'",
		Hooks: toPhones(func(x *exchange) reply {
			if !x.is("GET", "/receipt") {
				return x.honest()
			}
			x.shows()
			return made(404, `{"detail":"no receipt"}`)
		}),
	},
	{
		Name: "phone-declined-hidden", Doc: "the POS tells a phone whose wallet is declined that its time was over",
		Kills: []string{"MOB-003"}, Cause: "app 3 did not tell 'session-declined'",
		Hooks: streamed(`"state":"declined"`, `"state":"expired"`),
	},
	{
		Name: "phone-expired-hidden", Doc: "the POS tells a phone whose time is over that its user has given up",
		Kills: []string{"MOB-004", "MOB-015", "MOB-022"}, Cause: "app 1 did not tell 'session-expired'",
		Hooks: streamed(`"state":"expired"`, `"state":"cancelled"`),
	},
	{
		Name: "phone-cancelled-hidden", Doc: "the POS tells a phone whose user has taken nothing that his time was over",
		Kills: []string{"MOB-005", "MOB-021"}, Cause: "app 1 did not tell 'session-cancelled'",
		Hooks: streamed(`"state":"cancelled"`, `"state":"expired"`),
	},
	{
		Name: "phone-history-lost", Doc: "the POS tells a phone the last of several states that it has not seen",
		Kills: []string{"MOB-018"}, Cause: "app 1 did not tell 'session-completed'",
		Hooks: toPhones(func(x *exchange) reply {
			a := x.honest()
			if last := bytes.LastIndex(a.body, []byte("id: ")); x.is("GET", "/events") && last > len("retry: 0\n\n") {
				x.shows()
				a.body = a.body[last:]
			}
			return a
		}),
	},
	{
		Name: "phone-held-twice", Doc: "the POS holds money twice for one session",
		Kills: []string{"MOB-013", "MOB-016"}, Cause: "gateway told 'intent-created', and must not",
		Hooks: web("gateway", always(func(x *exchange) reply {
			a := x.honest()
			if x.is("POST", "/v1/payment_intents") && a.status == 200 {
				x.shows()
				_ = x.ask(x.r.URL.Path, x.key()+"#", x.body)
			}
			return a
		})),
	},
	{
		Name: "phone-posted-as-card", Doc: "the POS posts a phone's sale as one by card",
		Kills: []string{"MOB-001", "MOB-017", "MOB-020"}, Cause: "oms told 'sale-posted' with payment card",
		Hooks: web("oms", always(func(x *exchange) reply {
			if !bytes.Contains(x.body, []byte(`"payment":"mobile"`)) {
				return x.honest()
			}
			x.shows()
			return x.ask(x.r.URL.Path, x.key(), bytes.Replace(x.body, []byte(`"payment":"mobile"`), []byte(`"payment":"card"`), 1))
		})),
	},
}

// toPhones puts a fault before what the POS answers to phones.
func toPhones(fault func(*exchange) reply) func(*Count) station.Hooks {
	return web(station.MobileHost, always(fault))
}

// answers has another answer in place of every one with a status.
func answers(status int, other reply) func(*Count) station.Hooks {
	return toPhones(func(x *exchange) reply {
		a := x.honest()
		if a.status != status {
			return a
		}
		x.shows()
		return other
	})
}

// thanks answers a request well without doing anything.
func thanks(method, path string) func(*Count) station.Hooks {
	return toPhones(func(x *exchange) reply {
		if !x.is(method, path) {
			return x.honest()
		}
		x.shows()
		return made(202, `{}`)
	})
}

// streamed changes what the POS says of a session's states.
func streamed(what, into string) func(*Count) station.Hooks {
	return toPhones(func(x *exchange) reply {
		a := x.honest()
		if x.is("GET", "/events") && bytes.Contains(a.body, []byte(what)) {
			x.shows()
			a.body = bytes.ReplaceAll(a.body, []byte(what), []byte(into))
		}
		return a
	})
}
