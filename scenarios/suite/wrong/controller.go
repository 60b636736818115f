package wrong

import (
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/wire"
)

const controllerKind = "controller"

// controllers are forecourt controllers that are wrong toward the pumps or the POS.
var controllers = []Machine{
	{
		Name: "sale-forgotten", Doc: "the controller tells nobody of a finished sale",
		Kills: []string{"TIL-001", "PAY-OUT-001"}, Cause: "did not tell 'sale-finished'",
		Hooks: party(controllerKind, func(s *skin) { says(s, dropNews[forecourt.SaleFinished]) }),
	},
	{
		Name: "sale-untold", Doc: "the controller has a finished sale, and does not send it to the POS",
		Kills: []string{"GTW-001"}, Cause: "gateway did not tell 'captured'",
		Hooks: party(controllerKind, func(s *skin) {
			s.send = func(_ machine.Port, noun any, pass func(any)) {
				if _, ok := noun.(forecourt.SaleFinished); ok {
					s.shows()
					return
				}
				pass(noun)
			}
		}),
	},
	{
		Name: "recovered-forgotten", Doc: "the controller tells nobody of a sale that it found in the totals",
		Kills: []string{"RST-012", "RST-011"}, Cause: "did not tell 'sale-recovered'",
		Hooks: party(controllerKind, func(s *skin) { says(s, dropNews[forecourt.SaleRecovered]) }),
	},
	{
		Name: "sale-twice", Doc: "the controller tells a finished sale under two numbers",
		Kills: []string{"TIL-001", "PAY-OUT-001"}, Cause: "the controller has sales of",
		Hooks: party(controllerKind, func(s *skin) {
			says(s, func(n forecourt.News) []forecourt.News {
				f, ok := n.(forecourt.SaleFinished)
				if !ok {
					return []forecourt.News{n}
				}
				f.Sale.ID += "-again"
				return []forecourt.News{n, f}
			})
		}),
	},
	{
		Name: "other-grade", Doc: "the controller books a sale on another nozzle's grade",
		Kills: []string{"PNT-002"}, Cause: "controller told 'sale-finished' with grade",
		Hooks: party(controllerKind, func(s *skin) {
			changeSale(s, func(x *forecourt.Sale) {
				x.Grade = map[forecourt.Grade]forecourt.Grade{"diesel": "super-95", "super-95": "diesel"}[x.Grade]
			})
		}),
	},
	{
		Name: "other-nozzle", Doc: "the controller books a sale on another nozzle",
		Kills: []string{"TIL-001", "PNT-002"}, Cause: "the controller has sales of",
		Hooks: party(controllerKind, func(s *skin) { changeSale(s, func(x *forecourt.Sale) { x.Nozzle = 3 - x.Nozzle }) }),
	},
	{
		Name: "other-point", Doc: "the controller books a sale on another fuelling point",
		Kills: []string{"TIL-001", "PNT-001"}, Cause: "the controller has sales of",
		Hooks: party(controllerKind, func(s *skin) { changeSale(s, func(x *forecourt.Sale) { x.Point = 3 - x.Point }) }),
	},
	{
		Name: "reference-lost", Doc: "the controller does not say which release a sale belongs to",
		Kills: []string{"BUS-001", "RST-003"}, Cause: "with reference",
		Hooks: party(controllerKind, func(s *skin) { changeSale(s, func(x *forecourt.Sale) { x.Reference = "" }) }),
	},
	{
		Name: "rounds-down", Doc: "the controller cuts a sale's volume to whole tenths",
		Kills: []string{"TIL-002"}, Cause: "totals went from",
		Hooks: party(controllerKind, func(s *skin) { changeSale(s, func(x *forecourt.Sale) { x.Volume.Count -= x.Volume.Count % 10 }) }),
	},
	{
		Name: "end-of-release-forgotten", Doc: "the controller does not say that a release ended without a sale",
		Kills: []string{"PAY-OUT-004", "PAY-OUT-005", "STP-003"}, Cause: "did not tell 'release-ended'",
		Hooks: party(controllerKind, func(s *skin) { says(s, dropNews[forecourt.ReleaseEnded]) }),
	},
	{
		Name: "point-news-forgotten", Doc: "the controller does not say what a point does",
		Kills: []string{"TIL-001", "BUS-004"}, Cause: "did not tell 'point-changed'",
		Hooks: party(controllerKind, func(s *skin) { says(s, dropNews[forecourt.PointChanged]) }),
	},
	{
		Name: "loss-unsaid", Doc: "the controller does not say that a point is lost or found",
		Kills: []string{"BUS-001", "BUS-002"}, Cause: "did not tell 'point-lost'",
		Hooks: party(controllerKind, func(s *skin) {
			says(s, func(n forecourt.News) []forecourt.News {
				switch n.(type) {
				case forecourt.PointLost, forecourt.PointFound:
					return nil
				}
				return []forecourt.News{n}
			})
		}),
	},
	{
		Name: "price-news-forgotten", Doc: "the controller does not say that it holds a price back",
		Kills: []string{"PRC-002"}, Cause: "did not tell 'price-refused'",
		Hooks: party(controllerKind, func(s *skin) { says(s, dropNews[forecourt.PriceRefused]) }),
	},
	{
		Name: "dispute-unsaid", Doc: "the controller does not say that a sale's figures disagree",
		Kills: []string{"DEC-002/udc/1", "DEC-002/twowire/1"}, Cause: "did not tell 'sale-disputed'",
		Hooks: party(controllerKind, func(s *skin) { changeSale(s, func(x *forecourt.Sale) { x.Dispute = "" }) }),
	},
	{
		Name: "parameters-unread", Doc: "the controller does not hear which decimals a pump counts with",
		Kills: []string{"DEC-001"}, Cause: "did not tell 'decimals-differ'",
		Hooks: spoken(controllerKind, deafTo[forecourt.ParametersReport]),
	},
	{
		Name: "return-unheard", Doc: "the controller does not mind that a two-wire pump was silent",
		Kills: []string{"PRO-021/twowire"}, Cause: "did not tell 'point-changed'",
		Hooks: spoken(controllerKind, deafTo[forecourt.Returned]),
	},
	{
		Name: "clears-nothing", Doc: "the controller does not clear what is paid",
		Kills: []string{"TIL-001", "PAY-OUT-001"}, Cause: "did not tell 'sale-cleared'",
		Hooks: party(controllerKind, func(s *skin) { disobey[forecourt.ClearSale](s) }),
	},
	{
		Name: "withdraws-nothing", Doc: "the controller does not take a release back",
		Kills: []string{"PAY-OUT-004", "PAY-OUT-008"}, Cause: "did not tell 'release-ended'",
		Hooks: party(controllerKind, func(s *skin) { disobey[forecourt.Withdraw](s) }),
	},
	{
		Name: "stops-nothing", Doc: "the controller does not stop a point",
		Kills: []string{"STP-001"}, Cause: "did not tell 'stopped'",
		Hooks: party(controllerKind, func(s *skin) { disobey[forecourt.StopPoint](s) }),
	},
	{
		Name: "stops-one", Doc: "the controller stops point 1 where all were meant",
		Kills: []string{"STP-002"}, Cause: "fuelling-point 2 did not tell 'completed'",
		Hooks: party(controllerKind, func(s *skin) {
			s.sense = func(_ *machine.Env, x forecourt.Stimulus, pass func(forecourt.Stimulus)) {
				if r, ok := x.(forecourt.Received); ok && r.Noun == any(forecourt.StopPoint{}) {
					s.shows()
					r.Noun = forecourt.StopPoint{Point: 1}
					x = r
				}
				pass(x)
			}
		}),
	},
	{
		Name: "prices-nothing", Doc: "the controller does not take a new price",
		Kills: []string{"PRC-001"}, Cause: "did not tell 'price-changed'",
		Hooks: party(controllerKind, func(s *skin) { disobey[forecourt.ChangePrice](s) }),
	},
	{
		Name: "lists-nothing", Doc: "the controller does not tell unpaid sales again",
		Kills: []string{"RST-008"}, Cause: "did not tell 'sale-cleared'",
		Hooks: party(controllerKind, func(s *skin) { disobey[forecourt.ListUnpaid](s) }),
	},
	{
		Name: "disk-lost", Doc: "the controller's disk is empty after a power cut",
		Kills: []string{"RST-007", "RST-008"}, Cause: "open-sales",
		Hooks: party(controllerKind, emptyStore),
	},
	{
		Name: "release-without-limit", Doc: "the controller releases without the preset",
		Kills: []string{"PST-001", "PST-002", "PRE-003", "ISS-003"}, Cause: "did not tell 'limit-reached'",
		Hooks: spoken(controllerKind, func(t *tongue) {
			t.say = func(address byte, n wire.Noun, pass func(byte, wire.Noun)) {
				switch n.(type) {
				case forecourt.PresetAmount, forecourt.PresetVolume:
					t.shows()
					return
				}
				pass(address, n)
			}
		}),
	},
	{
		Name: "releases-callers", Doc: "the controller releases whoever lifts a nozzle",
		Kills: []string{"TIL-001"}, Cause: "told 'started', and must not",
		Hooks: spoken(controllerKind, func(t *tongue) {
			t.hear = func(address byte, n wire.Noun, pass func(byte, wire.Noun)) {
				pass(address, n)
				if r, ok := n.(forecourt.NozzleReport); ok && r.Out {
					t.shows()
					t.do(address, forecourt.Authorise{})
				}
			}
		}),
	},
	{
		Name: "releases-again", Doc: "the controller releases a point once more when it has cleared a sale",
		Kills: []string{"STP-001", "STP-002"}, Cause: "told 'valve', and must not",
		Hooks: spoken(controllerKind, func(t *tongue) {
			sold := map[byte]bool{}
			t.hear = func(address byte, n wire.Noun, pass func(byte, wire.Noun)) {
				r, ok := n.(forecourt.FillingReport)
				sold[address] = sold[address] || ok && r.Volume.Count > 0
				pass(address, n)
			}
			t.say = func(address byte, n wire.Noun, pass func(byte, wire.Noun)) {
				pass(address, n)
				if _, ok := n.(forecourt.Reset); ok && sold[address] {
					t.shows()
					pass(address, forecourt.Authorise{})
				}
			}
		}),
	},
	{
		Name: "addresses-swapped", Doc: "the controller takes two points for each other",
		Kills: []string{"PAY-OUT-001", "BUS-001"}, Cause: "fuelling-point 1 did not tell 'authorised'",
		Hooks: spoken(controllerKind, func(t *tongue) {
			swap := func(address byte, n wire.Noun, pass func(byte, wire.Noun)) {
				t.shows()
				pass(address^1, n)
			}
			t.say, t.hear = swap, swap
		}),
	},
	{
		Name: "limit-to-other", Doc: "the controller sends a preset to the other point",
		Kills: []string{"PST-001", "PST-002"}, Cause: "did not tell 'limit-reached'",
		Hooks: spoken(controllerKind, func(t *tongue) {
			t.say = func(address byte, n wire.Noun, pass func(byte, wire.Noun)) {
				switch n.(type) {
				case forecourt.PresetAmount, forecourt.PresetVolume:
					t.shows()
					address ^= 1
				}
				pass(address, n)
			}
		}),
	},
}

// says changes what the controller tells, on the link and on the timeline alike.
func says(s *skin, f func(forecourt.News) []forecourt.News) {
	change := func(x any, pass func(forecourt.News)) bool {
		n, ok := x.(forecourt.News)
		if !ok {
			return false
		}
		told := f(n)
		if len(told) != 1 || told[0] != n {
			s.shows()
		}
		for _, n := range told {
			pass(n)
		}
		return true
	}
	s.send = func(_ machine.Port, noun any, pass func(any)) {
		if !change(noun, func(n forecourt.News) { pass(n) }) {
			pass(noun)
		}
	}
	s.tell = func(e forecourt.Event, pass func(forecourt.Event)) {
		if !change(e, func(n forecourt.News) { pass(n) }) {
			pass(e)
		}
	}
}

func dropNews[N forecourt.News](n forecourt.News) []forecourt.News {
	if _, ok := n.(N); ok {
		return nil
	}
	return []forecourt.News{n}
}

// changeSale changes every sale that the controller tells.
func changeSale(s *skin, f func(*forecourt.Sale)) {
	says(s, func(n forecourt.News) []forecourt.News {
		switch x := n.(type) {
		case forecourt.SaleFinished:
			f(&x.Sale)
			n = x
		case forecourt.SaleRecovered:
			f(&x.Sale)
			n = x
		}
		return []forecourt.News{n}
	})
}

// disobey keeps an order from being heard.
func disobey[O forecourt.Order](s *skin) {
	s.sense = func(_ *machine.Env, x forecourt.Stimulus, pass func(forecourt.Stimulus)) {
		if r, ok := x.(forecourt.Received); ok {
			if _, is := r.Noun.(O); is {
				s.shows()
				return
			}
		}
		pass(x)
	}
}

// deafTo lets a controller not hear one kind of noun.
func deafTo[N wire.Noun](t *tongue) {
	t.hear = func(address byte, n wire.Noun, pass func(byte, wire.Noun)) {
		if _, ok := n.(N); ok {
			t.shows()
			return
		}
		pass(address, n)
	}
}
