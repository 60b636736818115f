package wrong

import (
	"maps"
	"slices"

	"github.com/forecourt/forecourt/twin/dispenser/electronics"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/station"
	"github.com/forecourt/forecourt/twin/wire"
)

// levels are machines that are wrong about price levels, discounts and prices that must wait.
var levels = []Machine{
	{
		Name: "discount-kept", Doc: "the controller leaves the price of a discounted sale on the pump, and takes it for the full one",
		Kills: []string{"LVL-002", "LVL-005", "LVL-006", "LVL-011/dart", "LVL-015"}, Cause: "told 'started' with price 1.749 EUR/L",
		Hooks: spoken(controllerKind, keepDiscount),
	},
	{
		Name: "level-kept", Doc: "the controller leaves the pump at the credit level, and takes it to be at the cash level",
		Kills: []string{"LVL-001/twowire", "LVL-001/udc", "LVL-001/ifsf", "LVL-007/twowire", "LVL-007/udc", "LVL-007/ifsf"},
		Cause: "told 'started' with price 1.849 EUR/L",
		Hooks: spoken(controllerKind, keepLevel),
	},
	{
		Name: "credit-at-cash-price", Doc: "the controller releases a sale on credit at the cash price",
		Kills: []string{"LVL-001", "LVL-003", "LVL-014"}, Cause: "told 'started' with price",
		Hooks: party(controllerKind, func(s *skin) {
			changeRelease(s, func(r *forecourt.Release) { r.Level = forecourt.Cash })
		}),
	},
	{
		Name: "discount-forgotten", Doc: "the controller releases at the full price where a discount was ordered",
		Kills: []string{"LVL-002", "LVL-004", "LVL-008", "LVL-010", "LVL-013"}, Cause: "told 'started' with price 1.799 EUR/L",
		Hooks: party(controllerKind, func(s *skin) {
			changeRelease(s, func(r *forecourt.Release) { r.Discount.E4 = 0 })
		}),
	},
	{
		Name: "discount-unjudged", Doc: "the controller takes a discount that is not below the price for none",
		Kills: []string{"LVL-012"}, Cause: "did not tell 'release-refused'",
		Hooks: party(controllerKind, func(s *skin) {
			changeRelease(s, func(r *forecourt.Release) {
				if r.Discount.E4 > 10_000 {
					r.Discount.E4 = 0
				}
			})
		}),
	},
	{
		Name: "resets-for-price", Doc: "the controller clears a finished sale to take back its discount",
		Kills: []string{"LVL-004"}, Cause: "told 'reset', and must not",
		Hooks: spoken(controllerKind, resetForPrice),
	},
	{
		Name: "price-at-once", Doc: "the controller sends a price at the moment in which it is ordered",
		Kills: []string{"PRC-004", "PRC-005", "PRO-012"}, Cause: "1.829 EUR/L",
		Hooks: priceAtOnce,
	},
	{
		Name: "level-ignored", Doc: "the pump does not obey a change of the price level",
		Kills: []string{"LVL-001/twowire", "LVL-001/udc", "LVL-001/ifsf", "LVL-014/twowire"}, Cause: "told 'started' with price 1.799 EUR/L",
		Hooks: spoken(electronics.Kind, ignore[forecourt.SelectLevel]),
	},
	{
		Name: "credit-column-ignored", Doc: "the pump takes no credit prices",
		Kills: []string{"LVL-001/twowire", "LVL-001/ifsf"}, Cause: "told 'started' with price 1.799 EUR/L",
		Hooks: spoken(electronics.Kind, func(t *tongue) {
			t.hear = func(address byte, n wire.Noun, pass func(byte, wire.Noun)) {
				if s, ok := n.(forecourt.SetPrices); ok && len(s.Credit) > 0 {
					t.shows()
					s.Credit = nil
					n = s
				}
				pass(address, n)
			}
		}),
	},
}

// changeRelease changes every release that is ordered.
func changeRelease(s *skin, f func(*forecourt.Release)) {
	s.sense = func(_ *machine.Env, x forecourt.Stimulus, pass func(forecourt.Stimulus)) {
		if r, ok := x.(forecourt.Received); ok {
			if o, ok := r.Noun.(forecourt.Release); ok {
				before := o.Terms
				if f(&o); o.Terms != before {
					s.shows()
					r.Noun = o
					x = r
				}
			}
		}
		pass(x)
	}
}

// keepDiscount says no prices again that were the first ones, and hears that the pump has them.
func keepDiscount(t *tongue) {
	first := map[byte]forecourt.SetPrices{}
	special, kept := map[byte]bool{}, map[byte]bool{}
	t.say = func(address byte, n wire.Noun, pass func(byte, wire.Noun)) {
		if c, ok := n.(forecourt.SetPrices); ok {
			was, known := first[address]
			switch isFirst := slices.Equal(c.Prices, was.Prices); {
			case !known:
				first[address] = c
			case isFirst && special[address]:
				t.shows()
				kept[address] = true
				return
			default:
				special[address], kept[address] = !isFirst, false
			}
		}
		pass(address, n)
	}
	t.hear = func(address byte, n wire.Noun, pass func(byte, wire.Noun)) {
		if r, ok := n.(forecourt.NozzleReport); ok && kept[address] && r.Nozzle > 0 {
			r.Price = first[address].Prices[r.Nozzle-1]
			n = r
		}
		pass(address, n)
	}
}

// keepLevel never says that a sale is in cash again, and hears that the pump shows the cash price.
func keepLevel(t *tongue) {
	said := map[byte]forecourt.SetPrices{}
	credit, kept := map[byte]bool{}, map[byte]bool{}
	t.say = func(address byte, n wire.Noun, pass func(byte, wire.Noun)) {
		switch c := n.(type) {
		case forecourt.SetPrices:
			said[address] = c
		case forecourt.SelectLevel:
			if c.Level == forecourt.Cash && credit[address] {
				t.shows()
				kept[address] = true
				return
			}
			credit[address], kept[address] = c.Level == forecourt.Credit, false
		}
		pass(address, n)
	}
	t.hear = func(address byte, n wire.Noun, pass func(byte, wire.Noun)) {
		if r, ok := n.(forecourt.NozzleReport); ok && kept[address] && r.Nozzle > 0 {
			r.Price = said[address].Prices[r.Nozzle-1]
			n = r
		}
		pass(address, n)
	}
}

// resetForPrice clears whatever sale a point keeps before it is told a price.
func resetForPrice(t *tongue) {
	ended := map[byte]bool{}
	t.hear = func(address byte, n wire.Noun, pass func(byte, wire.Noun)) {
		if r, ok := n.(forecourt.StatusReport); ok {
			ended[address] = r.Status.Ended
		}
		pass(address, n)
	}
	t.say = func(address byte, n wire.Noun, pass func(byte, wire.Noun)) {
		if _, ok := n.(forecourt.SetPrices); ok && ended[address] {
			t.shows()
			pass(address, forecourt.Reset{})
		}
		pass(address, n)
	}
}

// priceAtOnce sends each price that is ordered to every point as that of its first nozzle, before the controller does
// with it what is right.
func priceAtOnce(n *Count) station.Hooks {
	type mouth struct {
		*tongue
		said map[byte]forecourt.SetPrices
	}
	var mouths []mouth // one for each bus
	h := party(controllerKind, func(s *skin) {
		s.sense = func(_ *machine.Env, x forecourt.Stimulus, pass func(forecourt.Stimulus)) {
			r, _ := x.(forecourt.Received)
			if o, ok := r.Noun.(forecourt.ChangePrice); ok && o.Level == forecourt.Cash {
				for _, m := range mouths {
					for _, address := range slices.Sorted(maps.Keys(m.said)) {
						s.shows()
						c := m.said[address]
						c.Prices = slices.Clone(c.Prices)
						c.Prices[0] = o.Price
						m.do(address, c)
					}
				}
			}
			pass(x)
		}
	})(n)
	h.Dialect = spoken(controllerKind, func(t *tongue) {
		m := mouth{t, map[byte]forecourt.SetPrices{}}
		mouths = append(mouths, m)
		t.say = func(address byte, n wire.Noun, pass func(byte, wire.Noun)) {
			if c, ok := n.(forecourt.SetPrices); ok {
				m.said[address] = c
			}
			pass(address, n)
		}
	})(n).Dialect
	return h
}
