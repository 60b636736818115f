package wrong

import (
	"github.com/forecourt/forecourt/twin/controller"
	"github.com/forecourt/forecourt/twin/dispenser/electronics"
	"github.com/forecourt/forecourt/twin/dispenser/hydraulics"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/line"
	"github.com/forecourt/forecourt/twin/machine"
)

// meters are wrong in what they measure, and in what they make of a part that is broken.
var meters = []Machine{
	{
		Name: "meter-fast", Doc: "both channels of the pulser give 101 pulses for 100",
		Kills: []string{"MET-001", "MET-002", "MET-004", "MET-019", "MET-012"}, Cause: "pulses, the pulser gave",
		Hooks: party(hydraulics.Kind, func(s *skin) {
			scale(s, hydraulics.PulserPort, 101)
			a := s.flow
			scale(s, hydraulics.CheckPort, 101)
			b := s.flow
			s.flow = func(p machine.Port, t line.Train) line.Train { return b(p, a(p, t)) }
		}),
	},
	{
		Name: "meter-out-of-class", Doc: "the meters count 1.5 % too much, which no device can see by itself",
		Kills: []string{"MET-001", "MET-002", "MET-004", "MET-019", "HYD-024"}, Cause: "$shown.volume is not as expected",
		Hooks: party(hydraulics.Kind, func(s *skin) {
			s.sense = func(_ *machine.Env, x forecourt.Stimulus, pass func(forecourt.Stimulus)) {
				pass(x)
				if _, on := x.(forecourt.PowerOn); !on {
					return
				}
				s.shows()
				for i := range hoses {
					pass(forecourt.DeviceFault{Nozzle: forecourt.Nozzle(i + 1), Fault: forecourt.MeterDrift, Share: 15_000})
				}
			}
		}),
	},
	{
		Name: "pulser-unchecked", Doc: "the pump's computer takes channel A of the pulser for channel B",
		Kills: []string{"MET-006", "MET-008", "HYD-014"}, Cause: "did not tell 'alarm'",
		Hooks: party(electronics.Kind, func(s *skin) {
			a := map[machine.Port]int64{}
			s.count = func(p machine.Port, n int64) int64 {
				for i := range hoses {
					switch p {
					case electronics.PulserPort(i):
						a[electronics.CheckPort(i)] = n
					case electronics.CheckPort(i):
						if n != a[p] {
							s.shows()
						}
						return a[p]
					}
				}
				return n
			}
		}),
	},
	{
		Name: "blend-unwatched", Doc: "the pump's computer takes the second meter of a blend to show what it should",
		Kills: []string{"HYD-027", "HYD-028"}, Cause: "did not tell",
		Hooks: party(electronics.Kind, func(s *skin) {
			all := map[machine.Port]int64{}
			s.count = func(p machine.Port, n int64) int64 {
				const percent = 30
				for i := range hoses {
					switch right := all[electronics.PulserPort(i)] * percent / 100; {
					case p == electronics.PulserPort(i):
						all[p] = n
					case p == electronics.BlendPort(i) && n != right:
						s.shows()
						return right
					}
				}
				return n
			}
		}),
	},
	{
		Name: "reverse-counted", Doc: "the pump's computer counts what runs back as if it ran out",
		Kills: []string{"MET-007", "MET-009", "HYD-005"}, Cause: "the electronics counted",
		Hooks: party(electronics.Kind, countReverse),
	},
	{
		Name: "creep-unsaid", Doc: "the pump does not say that fuel is counted outside any sale",
		Kills: []string{"HYD-006", "HYD-009"}, Cause: "did not tell 'creep-found'",
		Hooks: party(electronics.Kind, untold[electronics.CreepFound]),
	},
	{
		Name: "compensates-nothing", Doc: "the pump says that the net volume is the gross one",
		Kills: []string{"HYD-018", "HYD-019", "HYD-025", "HYD-026"}, Cause: "told 'completed' with",
		Hooks: party(electronics.Kind, func(s *skin) {
			s.tell = func(e forecourt.Event, pass func(forecourt.Event)) {
				if c, ok := e.(electronics.Completed); ok && c.Compensation.Measured {
					s.shows()
					k := &c.Compensation
					if k.NetDrives {
						k.Gross = k.Net
					} else {
						k.Net = k.Gross
					}
					e = c
				}
				pass(e)
			}
		}),
	},
	{
		Name: "compensation-forgotten", Doc: "the controller takes the volume of a compensated sale for any other",
		Kills: []string{"HYD-025", "HYD-026"}, Cause: "told 'sale-finished' with",
		Hooks: party(controllerKind, func(s *skin) {
			changeSale(s, func(x *forecourt.Sale) { x.Compensation = forecourt.Compensation{} })
		}),
	},
	{
		Name: "display-unwatched", Doc: "the pump does not notice that its display is dead",
		Kills: []string{"HYD-010"}, Cause: "did not tell 'display-failed'",
		Hooks: party(electronics.Kind, unsensed[forecourt.DeviceFault]),
	},
	{
		Name: "jump-unsaid", Doc: "the controller does not say that totals have jumped",
		Kills: []string{"HYD-015"}, Cause: "did not tell 'totals-jumped'",
		Hooks: party(controllerKind, untold[controller.TotalsJumped]),
	},
	{
		Name: "never-full", Doc: "the nozzle does not shut off when the vehicle is full",
		Kills: []string{"HYD-004"}, Cause: "did not tell 'nozzle-shut-off'",
		Hooks: party(hydraulics.Kind, unsensed[hydraulics.Vehicle]),
	},
	{
		Name: "pump-undying", Doc: "the submersible pump runs on without power",
		Kills: []string{"HYD-021"}, Cause: "did not tell 'flow-stopped'",
		Hooks: party(hydraulics.PumpKind, unsensed[forecourt.PowerOff]),
	},
	{
		Name: "dispenser-starved", Doc: "a hose's pipes carry half of what the pump gives it",
		Kills: []string{"HYD-001", "HYD-002", "HYD-003", "HYD-017"}, Cause: "went through the meters",
		Hooks: party(hydraulics.Kind, func(s *skin) { scale(s, hydraulics.PipePort, 50) }),
	},
}

// untold keeps an event from being told.
func untold[E forecourt.Event](s *skin) {
	s.tell = func(e forecourt.Event, pass func(forecourt.Event)) {
		if _, is := e.(E); is {
			s.shows()
			return
		}
		pass(e)
	}
}

// unsensed keeps a stimulus from being sensed.
func unsensed[S forecourt.Stimulus](s *skin) {
	s.sense = func(_ *machine.Env, x forecourt.Stimulus, pass func(forecourt.Stimulus)) {
		if _, is := x.(S); is {
			s.shows()
			return
		}
		pass(x)
	}
}

// countReverse adds up what a counter moves by, in whichever direction.
func countReverse(s *skin) {
	last, sum := map[machine.Port]int64{}, map[machine.Port]int64{}
	s.count = func(p machine.Port, n int64) int64 {
		if n < last[p] {
			s.shows()
			sum[p] += 2 * (last[p] - n)
		}
		last[p] = n
		return n + sum[p]
	}
	s.compare = func(p machine.Port, n int64) int64 { return n - sum[p] }
}
