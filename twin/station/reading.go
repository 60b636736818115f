package station

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
)

// Reading is a value that can be read off every role of a kind.
type Reading struct {
	Kind, Name, Doc string
	Type            reflect.Type
	read            func(s *Station, number int) (any, error)
}

// Readings lists what can be read off a station.
func Readings() []Reading { return slices.Clone(readings) }

var readings = []Reading{
	{"fuelling-point", "display", "the volume on the display", reflect.TypeFor[unit.Indicated](), pointReading(
		func(p *Point) any { return p.shows() })},
	{"fuelling-point", "pulses", "what the pulsers of the point have given in their lives, as the display counts it",
		reflect.TypeFor[unit.Indicated](), func(s *Station, n int) (any, error) { return s.pulses(n) }},
	{"fuelling-point", "flow", "how fast fuel runs through its meters", reflect.TypeFor[unit.FlowRate](), pointReading(
		func(p *Point) any {
			var sum unit.FlowRate
			for i := range p.hoses {
				sum += p.Hydraulics.Flow(i)
			}
			return sum
		})},
	{"fuelling-point", "delivered", "what came out of the nozzles of the point in their lives, as a reference measure has it",
		reflect.TypeFor[unit.Volume](), pointReading(func(p *Point) any {
			var sum unit.Volume
			for i := range p.hoses {
				l := p.Hydraulics.LedgerOf(i)
				sum += l.Delivered + l.Leaked
			}
			return sum
		})},
	{"fuelling-point", "totals", "the sum of what the volume totals of its nozzles show", reflect.TypeFor[unit.Indicated](), pointReading(
		func(p *Point) any {
			var sum unit.Indicated
			for i, h := range p.Side.Hoses {
				if t := p.Electronics.Totals(h.Nozzle).Volume; i == 0 {
					sum = t
				} else {
					sum = sum.Add(t)
				}
			}
			return sum
		})},
	{"fuelling-point", "state", "its state", reflect.TypeFor[forecourt.State](), pointReading(
		func(p *Point) any { return p.Electronics.State().State })},
	{"tank", "stock", "the product in the tank", reflect.TypeFor[unit.Volume](),
		func(s *Station, n int) (any, error) {
			if t := s.tanks[n]; t != nil {
				return t.Volume(), nil
			}
			return nil, fmt.Errorf("there is no tank %d", n)
		}},
	{"tank", "metered", "what the meters of its hoses have let through", reflect.TypeFor[unit.Volume](),
		func(s *Station, n int) (any, error) { return s.metered(n), nil }},
	{"controller", "unpaid", "how many sales wait to be cleared", reflect.TypeFor[int](),
		func(s *Station, _ int) (any, error) {
			if s.controller == nil {
				return nil, fmt.Errorf("the controller is outside")
			}
			return len(s.controller.Unpaid()), nil
		}},
	{"pos", "unpaid", "how many sales wait to be paid at a till", reflect.TypeFor[int](),
		func(s *Station, _ int) (any, error) {
			if s.pos == nil {
				return nil, fmt.Errorf("the till is outside")
			}
			return s.pos.UnpaidSales(), nil
		}},
	{"oms", "postings", "how many sales are in the ledger", reflect.TypeFor[int](),
		func(s *Station, _ int) (any, error) {
			if s.oms == nil {
				return nil, fmt.Errorf("order management is outside")
			}
			return len(s.oms.Ledger()), nil
		}},
	{"loyalty", "points", "the points that all members have been given", reflect.TypeFor[int64](),
		func(s *Station, _ int) (any, error) {
			if s.loyalty == nil {
				return int64(0), nil
			}
			return s.loyalty.Points(), nil
		}},
	{"gateway", "refunded", "the money given back of what was taken", reflect.TypeFor[unit.Money](),
		func(s *Station, _ int) (any, error) {
			return s.sum(func(add func(unit.Money)) {
				for _, a := range s.intents() {
					add(a.Refunded)
				}
			}), nil
		}},
	{"oms", "paybacks", "how many times money went back, in the ledger", reflect.TypeFor[int](),
		func(s *Station, _ int) (any, error) {
			if s.oms == nil {
				return nil, fmt.Errorf("order management is outside")
			}
			return len(s.oms.Paybacks()), nil
		}},
	{"oms", "paid", "what was paid for all sales, less what went back, in the ledger", reflect.TypeFor[unit.Money](),
		func(s *Station, _ int) (any, error) {
			if s.oms == nil {
				return nil, fmt.Errorf("order management is outside")
			}
			return s.sum(func(add func(unit.Money)) {
				for _, line := range s.oms.Sums() {
					add(line.Paid)
				}
			}), nil
		}},
	{"gateway", "captured", "the money taken", reflect.TypeFor[unit.Money](),
		func(s *Station, _ int) (any, error) {
			return s.sum(func(add func(unit.Money)) {
				for _, a := range s.intents() {
					add(a.Captured)
				}
			}), nil
		}},
	{"host", "captured", "the money the host has booked, less what was given back", reflect.TypeFor[unit.Money](),
		func(s *Station, _ int) (any, error) {
			return s.sum(func(add func(unit.Money)) {
				for _, a := range s.accounts() {
					add(a.Net())
				}
			}), nil
		}},
	{"host", "settled", "the money that batches have settled, before fees", reflect.TypeFor[unit.Money](),
		func(s *Station, _ int) (any, error) {
			return s.sum(func(add func(unit.Money)) {
				for _, a := range s.accounts() {
					add(a.Settled)
				}
			}), nil
		}},
	{"host", "refused", "how many messages could not be handled", reflect.TypeFor[int](),
		func(s *Station, _ int) (any, error) {
			n := 0
			if s.host != nil {
				for _, k := range s.host.Refusals() {
					n += k
				}
			}
			return n, nil
		}},
	{"host", "held", "the money that is held and not taken", reflect.TypeFor[unit.Money](),
		func(s *Station, _ int) (any, error) {
			return s.sum(func(add func(unit.Money)) {
				for _, a := range s.accounts() {
					if a.State == "held" {
						add(a.Hold)
					}
				}
			}), nil
		}},
}

func pointReading(f func(*Point) any) func(*Station, int) (any, error) {
	return func(s *Station, n int) (any, error) {
		for _, p := range s.points {
			if int(p.Number) == n {
				return f(p), nil
			}
		}
		return nil, fmt.Errorf("there is no fuelling point %d here", n)
	}
}

func (s *Station) sum(each func(add func(unit.Money))) unit.Money {
	total := unit.Money{Currency: s.plan.Currency}
	each(func(m unit.Money) {
		if m.Currency != "" {
			total = total.Add(m)
		}
	})
	return total
}

func (s *Station) metered(tank int) unit.Volume {
	return s.drawn(tank)
}

func (s *Station) pulses(point int) (unit.Indicated, error) {
	sum := unit.Indicated{Decimals: s.plan.Decimals.Volume, Unit: s.plan.Unit}
	for _, p := range s.points {
		if int(p.Number) != point {
			continue
		}
		for i, h := range p.Side.Hoses {
			sum = sum.Add(unit.IndicatedFromPulses(p.Pulses(i), h.PulsesPerUnit, s.plan.Decimals.Volume, s.plan.Unit))
		}
		return sum, nil
	}
	return sum, fmt.Errorf("there is no fuelling point %d here", point)
}

// Reading reads a value off a role.
func (s *Station) Reading(role forecourt.Role, what string) (any, error) {
	var names []string
	for _, r := range readings {
		if r.Kind != role.Kind {
			continue
		}
		if r.Name == what {
			return r.read(s, role.Number)
		}
		names = append(names, r.Name)
	}
	return nil, fmt.Errorf("%s has no reading '%s'; it has: %s", role, what, strings.Join(names, ", "))
}
