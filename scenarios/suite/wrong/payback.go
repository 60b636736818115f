package wrong

import (
	"encoding/json"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/pos"
)

// paybacks are tills, gateways and ledgers that are wrong about money that goes back and about what is closed.
var paybacks = []Machine{
	{
		Name: "references-ignored", Doc: "the POS does not look at the references of the till",
		Kills: []string{"RFD-004"}, Cause: "did not tell 'repeat-ignored'",
		Hooks: party(posKind, func(s *skin) {
			s.sense = func(_ *machine.Env, x forecourt.Stimulus, pass func(forecourt.Stimulus)) {
				if r, ok := x.(pos.RefundSale); ok && r.Reference != "" {
					s.shows()
					r.Reference = ""
					x = r
				}
				pass(x)
			}
		}),
	},
	{
		Name: "refunds-again", Doc: "the POS sends each refund once more under another key",
		Kills: []string{"RFD-004", "RFD-005"}, Cause: "gateway",
		Hooks: web("gateway", always(func(x *exchange) reply {
			a := x.honest()
			if x.is("POST", "/refunds") && a.status == 200 {
				x.shows()
				x.ask(x.r.URL.Path, x.r.Header.Get("Idempotency-Key")+"/again", x.body)
			}
			return a
		})),
	},
	{
		Name: "paybacks-unposted", Doc: "the POS posts no money that goes back",
		Kills: []string{"RFD-001", "RFD-002", "RFD-003", "RFD-004"}, Cause: "oms did not tell 'payback-posted'",
		Hooks: web("oms", always(func(x *exchange) reply {
			var e struct{ Type string }
			if json.Unmarshal(x.body, &e) == nil && forecourt.PaybackType(e.Type) {
				x.shows()
				return made(202, `{}`)
			}
			return x.honest()
		})),
	},
	{
		Name: "refusals-hidden", Doc: "the POS does not tell the cashier what it has refused",
		Kills: []string{"RFD-001", "RFD-002", "RFD-005"}, Cause: "pos did not tell 'refused'",
		Hooks: party(posKind, silent(func(e forecourt.Event) bool { _, is := e.(pos.Refused); return is })),
	},
	{
		Name: "close-short", Doc: "the POS adds up a close to a cent less",
		Kills: []string{"CLS-001", "CLS-002", "CLS-003", "CLS-004", "CLS-005", "RFD-005"}, Cause: "pos told",
		Hooks: party(posKind, func(s *skin) {
			s.tell = func(e forecourt.Event, pass func(forecourt.Event)) {
				switch c := e.(type) {
				case pos.ShiftClosed:
					s.shows()
					c.Taken.Minor--
					e = c
				case pos.DayClosed:
					s.shows()
					c.Taken.Minor--
					e = c
				}
				pass(e)
			}
		}),
	},
	{
		Name: "gateway-lists-more", Doc: "the gateway lists a cent more than it has taken",
		Kills: []string{"CLS-001", "CLS-002", "RFD-005"}, Cause: "close-",
		Hooks: web("gateway", always(func(x *exchange) reply {
			a := x.honest()
			var list struct {
				Object  string           `json:"object"`
				Data    []map[string]any `json:"data"`
				HasMore bool             `json:"has_more"`
			}
			if !x.is("GET", "/payment_intents") || json.Unmarshal(a.body, &list) != nil {
				return a
			}
			for _, i := range list.Data {
				if n, ok := i["amount_received"].(float64); ok && n > 0 {
					x.shows()
					i["amount_received"] = n + 1
				}
			}
			a.body, _ = json.Marshal(list)
			return a
		})),
	},
	{
		Name: "closes-at-midnight", Doc: "the POS closes the day by itself when the date changes",
		Kills: []string{"CLS-004"}, Cause: "pos told 'day-closed' with",
		Hooks: party(posKind, func(s *skin) {
			day := 0
			s.sense = func(env *machine.Env, x forecourt.Stimulus, pass func(forecourt.Stimulus)) {
				if today := env.Now().Time().Day(); day != 0 && today != day {
					s.shows()
					pass(pos.CloseDay{})
				}
				day = env.Now().Time().Day()
				pass(x)
			}
		}),
	},
}
