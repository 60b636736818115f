package wrong

import (
	"encoding/json"

	"github.com/forecourt/forecourt/twin/wire/iso8583"
)

const gatewayKind = "gateway"

// gateways are payment gateways that are wrong toward the POS or the host.
var gateways = []Machine{
	{
		Name: "keys-forgotten", Doc: "the gateway does not look at idempotency keys",
		Kills: []string{"GTW-001", "GTW-003"}, Cause: "gateway did not tell 'replayed'",
		Hooks: web("gateway", always(func(x *exchange) reply {
			if x.r.Header.Get("Idempotency-Key") != "" {
				x.shows()
			}
			return x.ask(x.r.URL.Path, "", x.body)
		})),
	},
	{
		Name: "decline-approved", Doc: "the gateway tells the POS that a declined card is good for all that was asked",
		Kills: []string{"ISS-002", "TIL-003"}, Cause: "pos did not tell 'declined'",
		Hooks: web("gateway", always(func(x *exchange) reply {
			a := x.honest()
			var o struct {
				Error struct {
					Intent struct {
						ID     string
						Amount json.Number
					} `json:"payment_intent"`
				}
			}
			if !x.is("POST", "/payment_intents") || a.status != 402 || json.Unmarshal(a.body, &o) != nil {
				return a
			}
			x.shows()
			i := o.Error.Intent
			return made(200, `{"id":"`+i.ID+`","object":"payment_intent","status":"requires_capture","amount":`+
				i.Amount.String()+`,"amount_capturable":`+i.Amount.String()+`}`)
		})),
	},
	{
		Name: "approval-declined", Doc: "the gateway tells the POS that a card is declined which was approved",
		Kills: []string{"PAY-OUT-004", "GTW-003"}, Cause: "pos did not tell 'authorised'",
		Hooks: web("gateway", always(func(x *exchange) reply {
			a := x.honest()
			if !x.is("POST", "/payment_intents") || a.status != 200 {
				return a
			}
			x.shows()
			return made(402, `{"error":{"type":"card_error","code":"card_declined","decline_code":"generic_decline","message":"no"}}`)
		})),
	},
	{
		Name: "partial-hidden", Doc: "the gateway tells the POS that all was granted where it was a part",
		Kills: []string{"ISS-003"}, Cause: "pos told 'authorised' with amount 150.00 EUR",
		Hooks: web("gateway", always(func(x *exchange) reply {
			a := x.honest()
			var o map[string]any
			if !x.is("POST", "/payment_intents") || a.status != 200 || json.Unmarshal(a.body, &o) != nil {
				return a
			}
			if o["status"] == "requires_capture" && o["amount_capturable"] != o["amount"] {
				x.shows()
				o["amount_capturable"] = o["amount"]
				a.body, _ = json.Marshal(o)
			}
			return a
		})),
	},
	{
		Name: "completes-never", Doc: "the gateway does not tell the host what was captured",
		Kills: []string{"PAY-OUT-001", "PAY-OUT-003"}, Cause: "host did not tell 'completed'",
		Hooks: party(gatewayKind, func(s *skin) {
			s.say = messages(s, func(m iso8583.Message) []iso8583.Message {
				if isCompletion(m) {
					return nil
				}
				return []iso8583.Message{m}
			})
		}),
	},
	{
		Name: "completes-cent-more", Doc: "the gateway tells the host a cent more than was captured",
		Kills: []string{"PAY-OUT-001", "BUS-002"}, Cause: "host told 'completed' with amount",
		Hooks: party(gatewayKind, func(s *skin) {
			s.say = messages(s, func(m iso8583.Message) []iso8583.Message {
				if isCompletion(m) {
					m.Amount.Minor++
				}
				return []iso8583.Message{m}
			})
		}),
	},
	{
		Name: "reverses-never", Doc: "the gateway does not tell the host to give a hold back",
		Kills: []string{"ISS-004", "ISS-005", "PAY-OUT-009"}, Cause: "host did not tell 'reversed'",
		Hooks: party(gatewayKind, func(s *skin) {
			s.say = messages(s, func(m iso8583.Message) []iso8583.Message {
				if isReversal(m) {
					return nil
				}
				return []iso8583.Message{m}
			})
		}),
	},
	{
		Name: "asks-twice", Doc: "the gateway asks the host for each hold once more under another number",
		Kills: []string{"PAY-OUT-001", "GTW-020", "GTW-025"}, Cause: "host.held",
		Hooks: party(gatewayKind, func(s *skin) {
			s.say = messages(s, func(m iso8583.Message) []iso8583.Message {
				if m.MTI != iso8583.AuthorisationRequest {
					return []iso8583.Message{m}
				}
				again := m
				again.STAN += 500_000
				again.RRN = "9" + m.RRN[1:]
				return []iso8583.Message{m, again}
			})
		}),
	},
	{
		Name: "gateway-forgets", Doc: "the gateway's store is empty after a power cut",
		Kills: []string{"RST-023", "PPL-012"}, Cause: "gateway did not tell 'captured'",
		Hooks: party(gatewayKind, emptyStore),
	},
}

func isCompletion(m iso8583.Message) bool {
	return m.MTI == iso8583.FinancialAdvice || m.MTI == iso8583.FinancialAdviceRepeat
}

func isReversal(m iso8583.Message) bool {
	return m.MTI == iso8583.ReversalRequest || m.MTI == iso8583.ReversalAdvice || m.MTI == iso8583.ReversalAdviceRepeat
}
