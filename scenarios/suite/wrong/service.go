package wrong

import (
	"strings"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/pos"
	"github.com/forecourt/forecourt/twin/pricesign"
)

// services are wrong about how customers are served: what a point offers, who acts, and what the price sign shows.
var services = []Machine{
	{
		Name: "obeys-what-it-refuses", Doc: "the POS refuses what a point does not offer, and releases the point all the same",
		Kills: []string{"SVC-002", "SVC-004"}, Cause: "must not",
		Hooks: party(posKind, obeyRefused),
	},
	{
		Name: "card-not-offered", Doc: "the POS refuses a card at the terminal, and releases the point all the same",
		Kills: []string{"SVC-003"}, Cause: "told 'authorised', and must not",
		Hooks: party(posKind, orderWhen(func(e forecourt.Event) forecourt.Order {
			if r, ok := e.(pos.CardRefused); ok {
				return forecourt.Release{Point: r.Point}
			}
			return nil
		})),
	},
	{
		Name: "releases-before-lift", Doc: "the POS releases as soon as there is money, where it should wait for a nozzle",
		Kills: []string{"SVC-005", "SVC-006"}, Cause: "told 'authorised', and must not",
		Hooks: party(posKind, orderWhen(func(e forecourt.Event) forecourt.Order {
			switch e := e.(type) {
			case pos.PrepayTaken:
				return forecourt.Release{Point: e.Point, LimitAmount: e.Amount, Reference: e.Reference}
			case pos.Authorised:
				return forecourt.Release{Point: e.Point, LimitAmount: e.Amount, Reference: e.Reference}
			}
			return nil
		})),
	},
	{
		Name: "releases-all-nozzles", Doc: "the POS releases all nozzles where one was lifted",
		Kills: []string{"SVC-005", "SVC-006"}, Cause: "told 'authorised' with nozzles",
		Hooks: party(posKind, func(s *skin) {
			orderOut(s, func(r forecourt.Release) forecourt.Release { r.Nozzles = nil; return r })
		}),
	},
	{
		Name: "lapse-unsaid", Doc: "the POS does not say that an attendant's release is over",
		Kills: []string{"SVC-020"}, Cause: "did not tell 'release-lapsed'",
		Hooks: party(posKind, unsaid[pos.Lapsed]),
	},
	{
		Name: "refund-unsaid", Doc: "the POS does not say that a prepayment went back",
		Kills: []string{"SVC-008", "SVC-029", "PRE-004"}, Cause: "did not tell 'refunded'",
		Hooks: party(posKind, unsaid[pos.Refunded]),
	},
	{
		Name: "mode-unsaid", Doc: "the POS does not say that a point serves otherwise",
		Kills: []string{"SVC-009", "SVC-010", "SVC-011", "SVC-031"}, Cause: "did not tell 'mode-changed'",
		Hooks: party(posKind, unsaid[pos.ModeChanged]),
	},
	{
		Name: "switch-stops", Doc: "the POS stops a point that is to serve otherwise",
		Kills: []string{"SVC-013", "SVC-014"}, Cause: "did not reach 10.00 L",
		Hooks: party(posKind, orderWhen(func(e forecourt.Event) forecourt.Order {
			if m, ok := e.(pos.ModeChanged); ok {
				return forecourt.StopPoint{Point: m.Point}
			}
			return nil
		})),
	},
	{
		Name: "switch-forgets-callers", Doc: "the POS does not judge a point anew that calls when its mode changes",
		Kills: []string{"SVC-012"}, Cause: "did not tell 'started'",
		Hooks: party(posKind, func(s *skin) { withhold[forecourt.Release](s) }),
	},
	{
		Name: "switch-keeps-releases", Doc: "the POS does not ask back what nobody has paid for when a mode changes",
		Kills: []string{"SVC-015", "SVC-038"}, Cause: "did not tell 'release-ended'",
		Hooks: party(posKind, func(s *skin) { withhold[forecourt.Withdraw](s) }),
	},
	{
		Name: "attendants-mixed", Doc: "the POS takes every attendant for anna",
		Kills: []string{"SVC-018", "SVC-019"}, Cause: "pos",
		Hooks: party(posKind, func(s *skin) {
			actBy(s, func(b *pos.By) bool {
				mixed := b.Attendant != "" && b.Attendant != "anna"
				if mixed {
					b.Attendant = "anna"
				}
				return mixed
			})
		}),
	},
	{
		Name: "attendant-is-till", Doc: "the POS books at till 1 what attendants take",
		Kills: []string{"SVC-021"}, Cause: `with by "till 1"`,
		Hooks: party(posKind, func(s *skin) {
			s.sense = func(_ *machine.Env, x forecourt.Stimulus, pass func(forecourt.Stimulus)) {
				if p, ok := x.(pos.Pay); ok && p.By.Attendant != "" {
					s.shows()
					p.By = pos.By{Till: 1}
					x = p
				}
				pass(x)
			}
		}),
	},
	{
		Name: "tills-as-one", Doc: "the POS takes every till for the first",
		Kills: []string{"SVC-023", "SVC-024", "SVC-025", "SVC-027"}, Cause: "till 1",
		Hooks: party(posKind, func(s *skin) {
			actBy(s, func(b *pos.By) bool {
				other := b.Till > 1
				if other {
					b.Till = 1
				}
				return other
			})
		}),
	},
	{
		Name: "prepay-for-neighbour", Doc: "the POS releases the other point for a prepayment, too",
		Kills: []string{"SVC-026"}, Cause: "fuelling-point 2 told 'started', and must not",
		Hooks: party(posKind, orderWhen(func(e forecourt.Event) forecourt.Order {
			if t, ok := e.(pos.PrepayTaken); ok {
				return forecourt.Release{Point: 3 - t.Point, LimitAmount: t.Amount}
			}
			return nil
		})),
	},
	{
		Name: "taken-by-nobody", Doc: "the POS does not say who has a point",
		Kills: []string{"SVC-027", "SVC-028", "PAY-OUT-006"}, Cause: "with why \"the fuelling point is taken\"",
		Hooks: party(posKind, func(s *skin) {
			unnamed := func(why *string) {
				if whole, _, named := strings.Cut(*why, " by "); named && strings.HasSuffix(whole, "taken") {
					s.shows()
					*why = whole
				}
			}
			s.tell = func(e forecourt.Event, pass func(forecourt.Event)) {
				switch x := e.(type) {
				case pos.Refused:
					unnamed(&x.Why)
					e = x
				case pos.CardRefused:
					unnamed(&x.Why)
					e = x
				}
				pass(e)
			}
		}),
	},
	{
		Name: "clock-unset", Doc: "the POS does not let its clock be set",
		Kills: []string{"SVC-030", "SVC-031"}, Cause: "did not tell",
		Hooks: party(posKind, func(s *skin) {
			s.sense = func(_ *machine.Env, x forecourt.Stimulus, pass func(forecourt.Stimulus)) {
				if _, ok := x.(pos.SetClock); ok {
					s.shows()
					return
				}
				pass(x)
			}
		}),
	},
	{
		Name: "pumps-before-sign", Doc: "the POS raises a price at the pumps before the sign shows it",
		Kills: []string{"SVC-034", "SVC-035"}, Cause: "told 'price-changed', and must not",
		Hooks: party(posKind, func(s *skin) {
			var order func(any)
			s.send = func(p machine.Port, noun any, pass func(any)) {
				if p == pos.ToController {
					order = pass
				}
				if show, ok := noun.(forecourt.ShowPrice); ok && order != nil {
					s.shows()
					order(forecourt.ChangePrice{Grade: show.Grade, Price: show.Price})
				}
				pass(noun)
			}
		}),
	},
	{
		Name: "sign-before-pumps", Doc: "the sign shows a lower price before the pumps have it",
		Kills: []string{"SVC-033"}, Cause: "told 'price-shown', and must not",
		Hooks: party(posKind, signEarly),
	},
	{
		Name: "sign-says-what-it-hears", Doc: "the price sign answers with what it was told, not with what its segments show",
		Kills: []string{"SVC-035"}, Cause: "did not tell 'sign-failed'",
		Hooks: party(pricesign.Kind, signEchoes),
	},
	{
		Name: "sign-failure-unsaid", Doc: "the POS does not say that the price sign fails",
		Kills: []string{"SVC-034", "SVC-035", "SVC-036"}, Cause: "did not tell 'sign-failed'",
		Hooks: party(posKind, unsaid[pos.SignFailed]),
	},
	{
		Name: "price-settled-unsaid", Doc: "the POS does not say that sign and pumps have a price",
		Kills: []string{"SVC-032", "SVC-033", "SVC-037"}, Cause: "did not tell 'price-settled'",
		Hooks: party(posKind, unsaid[pos.PriceSettled]),
	},
}
