package benchtest

import (
	"errors"
	"fmt"

	"github.com/forecourt/forecourt/scenarios/bench"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/line"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/unit"
)

// Faults is what goes wrong on the station.
type Faults struct {
	NeverComplete bool
	WrongBy       int64 // minor units of an amount
	PanicOnLift   bool
	PanicOnRead   bool
	Spill         unit.Volume // a loss that the litres' invariant finds
	Trouble       bool        // every act is a trouble of the bench
	NoStation     bool
	Unable        bool // it can do nothing that a scenario may need
}

// Build returns a builder of stations with these faults.
func Build(f Faults) bench.Build {
	return func(o bench.BuildOptions) (bench.Station, error) {
		if f.NoStation {
			return nil, errors.New("there are no parts for it")
		}
		s := &station{loop: loop.New(loop.Options{Seed: o.Seed, Start: o.Start, Journal: o.Journal}), faults: f}
		price := unit.Price{E4: 17990, Currency: "EUR", Unit: unit.L}
		if prices, ok := bench.Get[bench.Prices](o.Given); ok {
			price = prices["diesel"]
		}
		for n := range s.pumps {
			p := &pump{faults: &s.faults, price: price, point: forecourt.Point(n + 1), sale: zero(), before: zero(), total: zero()}
			s.pumps[n] = p
			s.loop.Add(forecourt.PointRole(p.point), p, 3)
		}
		s.loop.Add(forecourt.Role{Kind: "pos"}, clerk{}, 0)
		s.loop.Add(forecourt.Role{Kind: "card-reader", Number: 1}, clerk{}, 0)
		s.loop.Invariant(loop.Invariant{
			Name:    "litres",
			Touched: func(t forecourt.Told) bool { return t.Event.Event() == "completed" },
			Check: func() error {
				if s.faults.Spill > 0 && s.metered() > 0 {
					return fmt.Errorf("the tank fell by %s, %s went through the meters", s.metered()+s.faults.Spill, s.metered())
				}
				return nil
			},
		})
		return s, nil
	}
}

type station struct {
	loop   *loop.Loop
	pumps  [2]*pump
	faults Faults
}

// Loop implements bench.Station.
func (s *station) Loop() *loop.Loop { return s.loop }

// Do implements bench.Station.
func (s *station) Do(role forecourt.Role, st forecourt.Stimulus) error {
	if s.faults.Trouble {
		return &bench.Trouble{Err: errors.New("relay 3 does not answer")}
	}
	return s.loop.Sense(role, st)
}

// PowerOff implements bench.Station.
func (s *station) PowerOff(role forecourt.Role) error { return s.loop.PowerOff(role) }

// PowerOn implements bench.Station.
func (s *station) PowerOn(role forecourt.Role) error { return s.loop.PowerOn(role) }

// CutBus implements bench.Station.
func (s *station) CutBus(int, bool) error { return nil }

// FaultBus implements bench.Station.
func (s *station) FaultBus(int, ...line.Planned) error { return nil }

// FaultHTTP implements bench.Station.
func (s *station) FaultHTTP(string, ...loop.HTTPFault) error { return nil }

// DownHTTP implements bench.Station.
func (s *station) DownHTTP(string, bool) error { return nil }

// CutLink implements bench.Station.
func (s *station) CutLink(forecourt.Role, forecourt.Role, bool) error { return nil }

// Abilities implements bench.Station.
func (s *station) Abilities() []string {
	if s.faults.Unable {
		return nil
	}
	return []string{"pump"}
}

// Digests implements bench.Digester.
func (s *station) Digests() []string { return []string{"bus 1 00000000"} }

// Halt implements bench.Halter.
func (s *station) Halt() error { return nil }

func (s *station) metered() unit.Volume {
	var all unit.Volume
	for _, p := range s.pumps {
		v, _ := p.total.Add(p.display(s.loop.Now())).Volume()
		if p.sales > 0 {
			v, _ = p.total.Volume()
		}
		all += v
	}
	return all
}

// Reading implements bench.Station.
func (s *station) Reading(role forecourt.Role, what string) (any, error) {
	if s.faults.PanicOnRead {
		panic("the reading is cursed")
	}
	if role.Kind == "fuelling-point" && role.Number <= len(s.pumps) {
		p := s.pumps[role.Number-1]
		switch what {
		case "display", "pulses":
			return p.display(s.loop.Now()), nil
		case "sales":
			return p.sales, nil
		}
	}
	switch role.Kind + "." + what {
	case "tank.stock":
		return 20_000*unit.Litre - s.metered(), nil
	case "tank.metered":
		return s.metered(), nil
	case "pos.unpaid":
		return s.pumps[0].sales + s.pumps[1].sales, nil
	}
	return nil, fmt.Errorf("%s has no reading %s", role, what)
}
