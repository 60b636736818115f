package wrong

import (
	"slices"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/station"
	"github.com/forecourt/forecourt/twin/tank"
	"github.com/forecourt/forecourt/twin/tank/gauge"
)

// wetStock are tanks that do not do what is done to them, and a console that tells something else of them.
var wetStock = []Machine{
	{
		Name: "tanker-short", Doc: "of every compartment a hundredth stays in the tanker",
		Kills: []string{"TNK-001", "TNK-004", "TNK-006"}, Cause: "tank 1 told",
		Hooks: party(tank.Kind, func(s *skin) {
			s.sense = swap(s, func(d tank.Deliver) forecourt.Stimulus {
				d.Volume, d.Compartments = d.Volume*99/100, slices.Clone(d.Compartments)
				for i := range d.Compartments {
					d.Compartments[i] = d.Compartments[i] * 99 / 100
				}
				return d
			})
		}),
	},
	{
		Name: "tanker-as-warm-as-the-tank", Doc: "what is delivered is never warmer than what is there",
		Kills: []string{"TNK-013"}, Cause: "temperature",
		Hooks: party(tank.Kind, func(s *skin) {
			s.sense = swap(s, func(d tank.Deliver) forecourt.Stimulus { d.Temperature = nil; return d })
		}),
	},
	{
		Name: "tank-dry", Doc: "no water comes into a tank",
		Kills: []string{"TNK-005"}, Cause: "did not tell 'water-entered'",
		Hooks: party(tank.Kind, func(s *skin) { s.sense = swap(s, func(tank.WaterIn) forecourt.Stimulus { return nil }) }),
	},
	{
		Name: "tank-tight", Doc: "a tank does not leak, whatever is done to it",
		Kills: []string{"TNK-007", "TNK-016", "TNK-018", "TNK-019"}, Cause: "gauge",
		Hooks: party(tank.Kind, func(s *skin) { s.sense = swap(s, func(tank.Leak) forecourt.Stimulus { return nil }) }),
	},
	{
		Name: "siphon-holds", Doc: "a siphon does not break",
		Kills: []string{"TNK-015"}, Cause: "did not tell 'siphon-broken'",
		Hooks: party(tank.Kind, func(s *skin) { s.sense = swap(s, func(tank.BreakSiphon) forecourt.Stimulus { return nil }) }),
	},
	{
		Name: "pipe-of-a-neighbour", Doc: "a tank counts half of what is drawn from it",
		Kills: []string{"TNK-002", "TNK-009", "TNK-014"}, Cause: "went through the meters",
		Hooks: party(tank.Kind, func(s *skin) {
			s.count = func(_ machine.Port, n int64) int64 {
				if n > 1 {
					s.shows()
				}
				return n / 2
			}
		}),
	},
	{
		Name: "gauge-silent", Doc: "the console has no alarms",
		Kills: []string{"TNK-005", "TNK-006", "TNK-010", "TNK-011", "TNK-016", "TNK-019"}, Cause: "did not tell 'alarm-raised'",
		Hooks: console(func(gauge.AlarmRaised) forecourt.Event { return nil }),
	},
	{
		Name: "gauge-alarms-for-ever", Doc: "an alarm of the console does not clear",
		Kills: []string{"TNK-005", "TNK-006", "TNK-007", "TNK-011"}, Cause: "did not tell 'alarm-cleared'",
		Hooks: console(func(gauge.AlarmCleared) forecourt.Event { return nil }),
	},
	{
		Name: "gauge-no-delivery-seen", Doc: "the console records no delivery",
		Kills: []string{"TNK-001", "TNK-002", "TNK-004", "TNK-006", "TNK-010"}, Cause: "did not tell 'delivery-recorded'",
		Hooks: console(func(gauge.DeliveryRecorded) forecourt.Event { return nil }),
	},
	{
		Name: "gauge-passes-leaks", Doc: "every leak test of the console passes",
		Kills: []string{"TNK-007", "TNK-008", "TNK-018"}, Cause: "result passed",
		Hooks: console(func(e gauge.LeakTestEnded) forecourt.Event {
			if e.Result == gauge.LeakTestPassed {
				return e
			}
			e.Result, e.Reason = gauge.LeakTestPassed, ""
			return e
		}),
	},
	{
		Name: "gauge-variance-of-nothing", Doc: "the console's books always balance",
		Kills: []string{"TNK-003", "TNK-009", "TNK-012", "TNK-016"}, Cause: "variance 0 L",
		Hooks: console(func(e gauge.DayReconciled) forecourt.Event { e.Variance = 0; return e }),
	},
	{
		Name: "gauge-uncompensated", Doc: "the console's compensated variance is the other one",
		Kills: []string{"TNK-012"}, Cause: "tc-variance",
		Hooks: console(func(e gauge.DayReconciled) forecourt.Event { e.VarianceTC = e.Variance; return e }),
	},
	{
		Name: "gauge-lenient-month", Doc: "no month is over the console's limit",
		Kills: []string{"TNK-016"}, Cause: "within-limit true",
		Hooks: console(func(e gauge.MonthReconciled) forecourt.Event { e.Within = true; return e }),
	},
	{
		Name: "gauge-forgetful", Doc: "the console's memory is empty after a power cut",
		Kills: []string{"TNK-017"}, Cause: "did not tell 'day-reconciled'",
		Hooks: party(gauge.Kind, emptyStore),
	},
	{
		Name: "overfill-valve-quiet", Doc: "nobody is told that the overfill valve has shut",
		Kills: []string{"TNK-010"}, Cause: "did not tell 'delivery-cut-off'",
		Hooks: party(tank.Kind, func(s *skin) { s.tell = retell(s, func(tank.DeliveryCutOff) forecourt.Event { return nil }) }),
	},
}

// swap puts another stimulus in place of each of one kind; nil: none.
func swap[S forecourt.Stimulus](s *skin, f func(S) forecourt.Stimulus) func(*machine.Env, forecourt.Stimulus, func(forecourt.Stimulus)) {
	return func(_ *machine.Env, x forecourt.Stimulus, pass func(forecourt.Stimulus)) {
		if mine, ok := x.(S); ok {
			s.shows()
			if x = f(mine); x == nil {
				return
			}
		}
		pass(x)
	}
}

// retell puts another event in place of each of one kind; nil: none.
func retell[E forecourt.Event](s *skin, f func(E) forecourt.Event) func(forecourt.Event, func(forecourt.Event)) {
	return func(x forecourt.Event, pass func(forecourt.Event)) {
		if mine, ok := x.(E); ok {
			s.shows()
			if x = f(mine); x == nil {
				return
			}
		}
		pass(x)
	}
}

// console makes the gauge console tell something else.
func console[E forecourt.Event](f func(E) forecourt.Event) func(*Count) station.Hooks {
	return party(gauge.Kind, func(s *skin) { s.tell = retell(s, f) })
}
