package wrong

import (
	"encoding/json"
	"strconv"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/pos"
)

const posKind = "pos"

// tills are POS that are wrong in what they order, ask the gateway, or post.
var tills = []Machine{
	{
		Name: "captures-held", Doc: "the POS captures what was granted in place of what was sold",
		Kills: []string{"PAY-OUT-001", "GTW-001"}, Cause: "gateway told 'captured' with amount",
		Hooks: web("gateway", always(func(x *exchange) reply {
			if !x.is("POST", "/capture") {
				return x.honest()
			}
			return x.without("amount_to_capture")
		})),
	},
	{
		Name: "captures-again", Doc: "the POS sends each capture once more under another key",
		Kills: []string{"PAY-OUT-001"}, Cause: "gateway told 'capture-refused', and must not",
		Hooks: web("gateway", always(func(x *exchange) reply {
			a := x.honest()
			if x.is("POST", "/capture") && a.status == 200 {
				x.shows()
				x.ask(x.r.URL.Path, x.r.Header.Get("Idempotency-Key")+"/again", x.body)
			}
			return a
		})),
	},
	{
		Name: "charges-again", Doc: "the POS charges the card once more beside the capture",
		Kills: []string{"GTW-002", "GTW-004"}, Cause: "gateway told 'captured', and must not",
		Hooks: web("gateway", chargeAgain),
	},
	{
		Name: "captures-never", Doc: "the POS does not capture what was sold",
		Kills: []string{"PAY-OUT-001", "GTW-001"}, Cause: "gateway did not tell 'captured'",
		Hooks: web("gateway", always(func(x *exchange) reply { return x.pretend("/capture", "succeeded") })),
	},
	{
		Name: "cancels-never", Doc: "the POS does not give back a hold that no sale has used",
		Kills: []string{"PAY-OUT-004", "PAY-OUT-005", "ONC-007"}, Cause: "gateway did not tell 'cancelled'",
		Hooks: web("gateway", always(func(x *exchange) reply { return x.pretend("/cancel", "canceled") })),
	},
	{
		Name: "refunds-never", Doc: "the POS does not give back what a prepayment has left",
		Kills: []string{"PRE-002", "PRE-005"}, Cause: "gateway did not tell 'refunded'",
		Hooks: web("gateway", always(func(x *exchange) reply {
			if !x.is("POST", "/refunds") {
				return x.honest()
			}
			x.shows()
			return made(200, `{"id":"re_none","object":"refund","status":"succeeded"}`)
		})),
	},
	{
		Name: "refunds-all", Doc: "the POS gives back all of a prepayment",
		Kills: []string{"PRE-002"}, Cause: "gateway told 'refunded' with amount 40.00 EUR",
		Hooks: web("gateway", always(func(x *exchange) reply {
			if !x.is("POST", "/refunds") {
				return x.honest()
			}
			return x.without("amount")
		})),
	},
	{
		Name: "holds-less", Doc: "the POS asks for one cent less than it should",
		Kills: []string{"PAY-OUT-004", "PAY-OUT-003"}, Cause: "told 'authorised' with amount 149.99 EUR",
		Hooks: web("gateway", always(func(x *exchange) reply {
			f := x.form()
			minor, err := strconv.Atoi(f.Get("amount"))
			if !x.is("POST", "/payment_intents") || err != nil {
				return x.honest()
			}
			x.shows()
			f.Set("amount", strconv.Itoa(minor-1))
			return x.ask(x.r.URL.Path, x.r.Header.Get("Idempotency-Key"), []byte(f.Encode()))
		})),
	},
	{
		Name: "posts-twice", Doc: "the POS posts each sale once more under another id",
		Kills: []string{"TIL-001", "PAY-OUT-001"}, Cause: "it is in the ledger twice",
		Hooks: web("oms", always(func(x *exchange) reply {
			a := x.honest()
			x.repost(func(e *forecourt.CloudEvent) { e.ID += "-again" })
			return a
		})),
	},
	{
		Name: "posts-cent-more", Doc: "the POS posts a cent more than was paid",
		Kills: []string{"TIL-001", "PAY-OUT-001"}, Cause: "taken for",
		Hooks: web("oms", always(func(x *exchange) reply {
			return x.repost(func(e *forecourt.CloudEvent) {
				if e.Data.Payment != forecourt.NotPaid {
					e.Data.Paid.Minor++
				}
			})
		})),
	},
	{
		Name: "posts-other-grade", Doc: "the POS posts a sale under another grade",
		Kills: []string{"TIL-001", "PAY-OUT-001"}, Cause: "the ledger has",
		Hooks: web("oms", always(func(x *exchange) reply {
			return x.repost(func(e *forecourt.CloudEvent) { e.Data.Grade += "-plus" })
		})),
	},
	{
		Name: "posts-cash", Doc: "the POS posts every payment as another kind",
		Kills: []string{"TIL-002", "PRE-001"}, Cause: "payment mobile",
		Hooks: web("oms", always(func(x *exchange) reply {
			return x.repost(func(e *forecourt.CloudEvent) {
				if e.Data.Payment != forecourt.NotPaid {
					e.Data.Payment = forecourt.PaidByMobile
				}
			})
		})),
	},
	{
		Name: "releases-declined", Doc: "the POS releases a point although the card was declined",
		Kills: []string{"ISS-002"}, Cause: "told 'authorised', and must not",
		Hooks: party(posKind, func(s *skin) { s.tell = releaseAnyway(s) }),
	},
	{
		Name: "releases-unlimited", Doc: "the POS releases without a limit",
		Kills: []string{"PST-001", "PST-002", "PRE-003", "ISS-003"}, Cause: "did not tell 'limit-reached'",
		Hooks: party(posKind, func(s *skin) {
			orderOut(s, func(r forecourt.Release) forecourt.Release {
				r.LimitAmount.Minor, r.LimitVolume.Count = 0, 0
				return r
			})
		}),
	},
	{
		Name: "releases-other-point", Doc: "the POS releases the other point",
		Kills: []string{"PAY-OUT-001", "STP-001"}, Cause: "fuelling-point 1 did not tell 'authorised'",
		Hooks: party(posKind, func(s *skin) {
			orderOut(s, func(r forecourt.Release) forecourt.Release { r.Point = 3 - r.Point; return r })
		}),
	},
	{
		Name: "clears-unpaid", Doc: "the POS has a sale cleared as soon as it hears of it",
		Kills: []string{"OMS-002"}, Cause: "did not tell 'release-refused'",
		Hooks: party(posKind, func(s *skin) {
			var clear func(any)
			s.send = func(p machine.Port, noun any, pass func(any)) {
				if p == pos.ToController {
					clear = pass
				}
				pass(noun)
			}
			s.tell = func(e forecourt.Event, pass func(forecourt.Event)) {
				pass(e)
				if u, ok := e.(pos.SaleUnpaid); ok && clear != nil {
					s.shows()
					clear(forecourt.ClearSale{Sale: u.Sale})
				}
			}
		}),
	},
	{
		Name: "pos-forgets", Doc: "the POS's store is empty after a power cut",
		Kills: []string{"RST-020"}, Cause: "open-covers",
		Hooks: party(posKind, emptyStore),
	},
}

// without asks what was asked, less a parameter.
func (x *exchange) without(parameter string) reply {
	f := x.form()
	if f.Has(parameter) {
		x.shows()
		f.Del(parameter)
	}
	return x.ask(x.r.URL.Path, x.r.Header.Get("Idempotency-Key"), []byte(f.Encode()))
}

// pretend answers that an intent is in a state, and asks the server nothing.
func (x *exchange) pretend(path, status string) reply {
	if !x.is("POST", path) {
		return x.honest()
	}
	x.shows()
	return made(200, `{"id":"pi_none","object":"payment_intent","status":"`+status+`"}`)
}

// repost posts a changed event.
func (x *exchange) repost(change func(*forecourt.CloudEvent)) reply {
	var e forecourt.CloudEvent
	if !x.is("POST", "/events") || json.Unmarshal(x.body, &e) != nil || e.Type != forecourt.SaleCompleted {
		return x.honest()
	}
	change(&e)
	b, err := json.Marshal(e)
	if err != nil {
		panic("wrong: " + err.Error())
	}
	x.shows()
	return x.ask(x.r.URL.Path, "", b)
}

// chargeAgain has every card read twice, and charges the second reading when the first is captured.
func chargeAgain() func(*exchange) reply {
	second := map[string]string{} // methods by the first one's id
	method := map[string]string{} // the second method by intent
	id := func(a reply) string {
		var o struct{ ID string }
		_ = json.Unmarshal(a.body, &o)
		return o.ID
	}
	return func(x *exchange) reply {
		key := x.r.Header.Get("Idempotency-Key")
		a := x.honest()
		switch {
		case a.status != 200:
		case x.is("POST", "/payment_methods"):
			second[id(a)] = id(x.ask(x.r.URL.Path, key+"/again", x.body))
		case x.is("POST", "/payment_intents"):
			method[id(a)] = second[x.form().Get("payment_method")]
		case x.is("POST", "/capture") && method[id(a)] != "":
			x.shows()
			f := x.form()
			charge := "amount=" + f.Get("amount_to_capture") + "&currency=eur&capture_method=automatic&confirm=true&payment_method=" +
				method[id(a)] + "&payment_method_types[0]=card_present"
			x.ask("/v1/payment_intents", key+"/again", []byte(charge))
			delete(method, id(a))
		}
		return a
	}
}

// releaseAnyway orders a release for whom the gateway has declined.
func releaseAnyway(s *skin) func(forecourt.Event, func(forecourt.Event)) {
	var order func(any)
	s.send = func(p machine.Port, noun any, pass func(any)) {
		if p == pos.ToController {
			order = pass
		}
		pass(noun)
	}
	return func(e forecourt.Event, pass func(forecourt.Event)) {
		pass(e)
		if d, ok := e.(pos.Declined); ok && order != nil {
			s.shows()
			order(forecourt.Release{Point: d.Point, Reference: d.Reference})
		}
	}
}

// orderOut changes every release that is ordered.
func orderOut(s *skin, f func(forecourt.Release) forecourt.Release) {
	s.send = func(_ machine.Port, noun any, pass func(any)) {
		if r, ok := noun.(forecourt.Release); ok {
			s.shows()
			noun = f(r)
		}
		pass(noun)
	}
}
