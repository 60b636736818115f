package wrong

import (
	"strings"

	"github.com/forecourt/forecourt/twin/cardreader"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/pos"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire/iso8583"
)

// tenders are tills, terminals, hosts and loyalty services that are wrong about which card gets what, and about money that
// is granted offline.
var tenders = []Machine{
	{
		Name: "sells-any-grade", Doc: "the POS releases every nozzle whatever the card buys",
		Kills: []string{"CRD-001", "FLT-001"}, Cause: "fuelling-point 1 told 'started', and must not",
		Hooks: party(posKind, func(s *skin) {
			orderOut(s, func(r forecourt.Release) forecourt.Release { r.Nozzles = nil; return r })
		}),
	},
	{
		Name: "releases-at-full-price", Doc: "the POS releases at the full price",
		Kills: []string{"LOY-001", "LOY-004", "CRD-005"}, Cause: "told 'started' with price",
		Hooks: party(posKind, func(s *skin) {
			orderOut(s, func(r forecourt.Release) forecourt.Release { r.Discount = unit.Price{}; return r })
		}),
	},
	{
		Name: "cash-price-for-all", Doc: "the POS releases every card at the cash price",
		Kills: []string{"CRD-005"}, Cause: "told 'started' with price",
		Hooks: party(posKind, func(s *skin) {
			orderOut(s, func(r forecourt.Release) forecourt.Release { r.Level = forecourt.Cash; return r })
		}),
	},
	{
		Name: "duplicate-blind", Doc: "the POS does not see that a card was used a short while before",
		Kills: []string{"CRD-002", "CRD-003"}, Cause: "pos did not tell 'duplicate-seen'",
		Hooks: party(posKind, silent(func(e forecourt.Event) bool { _, is := e.(pos.DuplicateSeen); return is })),
	},
	{
		Name: "takes-any-answer", Doc: "the terminal passes on another answer than was typed",
		Kills: []string{"FLT-002", "FLT-003"}, Cause: "told 'input-asked' with prompt",
		Hooks: party(cardreader.Kind, func(s *skin) {
			s.send = func(_ machine.Port, noun any, pass func(any)) {
				if in, ok := noun.(payment.Input); ok && !in.Missing {
					s.shows()
					in.Text = "99"
					noun = in
				}
				pass(noun)
			}
		}),
	},
	{
		Name: "prompts-unsent", Doc: "the gateway does not tell the host what a driver typed",
		Kills: []string{"FLT-001", "FLT-003"}, Cause: "host did not tell 'fleet-data'",
		Hooks: party(gatewayKind, func(s *skin) { s.say = withoutFleet(s) }),
	},
	{
		Name: "restriction-unsaid", Doc: "the host does not say which products a card may buy",
		Kills: []string{"FLT-001", "FLT-004"}, Cause: "pos did not tell",
		Hooks: party("host", func(s *skin) { s.say = withoutFleet(s) }),
	},
	{
		Name: "everybody-is-gold", Doc: "the loyalty service calls everybody a member",
		Kills: []string{"LOY-003"}, Cause: "did not tell 'member-not-served'",
		Hooks: web("loyalty", always(func(x *exchange) reply {
			a := x.honest()
			if x.is("POST", "/memberships") && a.status == 404 {
				x.shows()
				return made(200, `{"member":"m_0","tier":"gold"}`)
			}
			return a
		})),
	},
	{
		Name: "points-again", Doc: "the POS asks for the points of each sale once more under another id",
		Kills: []string{"LOY-001", "LOY-004", "LOY-005"}, Cause: "loyalty",
		Hooks: web("loyalty", always(func(x *exchange) reply {
			a := x.honest()
			if x.is("POST", "/awards") && a.status == 200 {
				x.shows()
				x.ask(x.r.URL.Path, "", []byte(strings.Replace(string(x.body), `{"id":"`, `{"id":"again/`, 1)))
			}
			return a
		})),
	},
	{
		Name: "no-sale-without-loyalty", Doc: "the POS takes no card from somebody whose membership it could not look up",
		Kills: []string{"LOY-002", "LOY-003"}, Cause: "pos did not tell 'authorised'",
		Hooks: party(posKind, func(s *skin) {
			sulks := false
			s.tell = func(e forecourt.Event, pass func(forecourt.Event)) {
				_, no := e.(pos.MemberNotServed)
				sulks = sulks || no
				pass(e)
			}
			s.sense = func(_ *machine.Env, x forecourt.Stimulus, pass func(forecourt.Stimulus)) {
				if r, ok := x.(forecourt.Received); ok && sulks {
					if _, is := r.Noun.(payment.CardRead); is {
						s.shows()
						return
					}
				}
				pass(x)
			}
		}),
	},
	{
		Name: "forwards-twice", Doc: "the POS forwards each sale that it granted offline once more under another key",
		Kills: []string{"OFF-001", "OFF-005"}, Cause: "gateway told 'captured', and must not",
		Hooks: web("gateway", always(func(x *exchange) reply {
			a := x.honest()
			if isForward(x) && a.status == 200 {
				x.shows()
				x.ask(x.r.URL.Path, x.r.Header.Get("Idempotency-Key")+"/again", x.body)
			}
			return a
		})),
	},
	{
		Name: "forwards-never", Doc: "the POS believes that a sale which it granted offline is paid and tells nobody",
		Kills: []string{"OFF-001", "OFF-005"}, Cause: "gateway did not tell 'captured'",
		Hooks: web("gateway", always(func(x *exchange) reply {
			if !isForward(x) {
				return x.honest()
			}
			x.shows()
			return made(200, `{"id":"pi_none","object":"payment_intent","status":"succeeded","amount_received":`+x.form().Get("amount")+`}`)
		})),
	},
	{
		Name: "loss-posted-as-paid", Doc: "the POS posts a loss as if it had been paid",
		Kills: []string{"OFF-002", "CLS-003"}, Cause: "oms told 'sale-posted' with paid",
		Hooks: web("oms", always(func(x *exchange) reply {
			return x.repost(func(e *forecourt.CloudEvent) {
				if e.Data.Payment == forecourt.NotPaid {
					e.Data.Payment, e.Data.Paid = forecourt.PaidByCash, e.Data.Amount
				}
			})
		})),
	},
	{
		Name: "stands-in-for-all", Doc: "the POS releases a point for a card that it may not take offline",
		Kills: []string{"OFF-003"}, Cause: "told 'authorised', and must not",
		Hooks: party(posKind, func(s *skin) {
			var order func(any)
			s.send = func(p machine.Port, noun any, pass func(any)) {
				if p == pos.ToController {
					order = pass
				}
				pass(noun)
			}
			s.tell = func(e forecourt.Event, pass func(forecourt.Event)) {
				pass(e)
				if r, ok := e.(pos.OfflineRefused); ok && order != nil {
					s.shows()
					order(forecourt.Release{Point: r.Point})
				}
			}
		}),
	},
	{
		Name: "stands-in-beyond", Doc: "the POS grants twice the floor limit offline",
		Kills: []string{"OFF-002", "OFF-004"}, Cause: "pos told 'stood-in' with amount",
		Hooks: party(posKind, func(s *skin) {
			s.tell = func(e forecourt.Event, pass func(forecourt.Event)) {
				if g, ok := e.(pos.StoodIn); ok {
					s.shows()
					g.Amount.Minor *= 2
					e = g
				}
				pass(e)
			}
		}),
	},
}

// silent keeps events to itself.
func silent(drops func(forecourt.Event) bool) func(*skin) {
	return func(s *skin) {
		s.tell = func(e forecourt.Event, pass func(forecourt.Event)) {
			if drops(e) {
				s.shows()
				return
			}
			pass(e)
		}
	}
}

// isForward says that a request charges a card whose number is kept and not read.
func isForward(x *exchange) bool {
	f := x.form()
	return x.is("POST", "/payment_intents") && f.Get("capture_method") == "automatic" && f.Get("payment_method_types[0]") == "card"
}

// withoutFleet takes the fleet's data out of messages between gateway and host.
func withoutFleet(s *skin) func([]byte, func([]byte)) {
	return messages(s, func(m iso8583.Message) []iso8583.Message {
		m.Private62 = ""
		return []iso8583.Message{m}
	})
}
