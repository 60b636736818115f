package wrong

import (
	"github.com/forecourt/forecourt/twin/dispenser/hydraulics"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/tank/gauge"
)

// lines are consoles, pumps and leak detectors that are wrong about a pressure line.
var lines = []Machine{
	{
		Name: "line-always-tight", Doc: "every line test of the console passes",
		Kills: []string{"TNK-026", "TNK-027"}, Cause: "did not tell 'line-test-ended'",
		Hooks: console(func(e gauge.LineTestEnded) forecourt.Event {
			if e.Result != gauge.LeakTestFailed {
				return e
			}
			return nil
		}),
	},
	{
		Name: "line-test-undisturbed", Doc: "the console does not notice that the pump has started during a line test",
		Kills: []string{"TNK-028"}, Cause: "line-test",
		Hooks: party(gauge.Kind, func(s *skin) {
			s.sense = func(_ *machine.Env, x forecourt.Stimulus, pass func(forecourt.Stimulus)) {
				if l, ok := x.(forecourt.Level); ok && l.High {
					s.shows()
					return
				}
				pass(x)
			}
		}),
	},
	{
		Name: "pump-unheld", Doc: "the pump runs although the console holds it off",
		Kills: []string{"TNK-026"}, Cause: "did not tell 'pump-held'",
		Hooks: party(hydraulics.PumpKind, unsensed[forecourt.Level]),
	},
	{
		Name: "leak-detector-blind", Doc: "nobody is told that the leak detector has found a leak",
		Kills: []string{"HYD-040"}, Cause: "did not tell 'line-leaking'",
		Hooks: party(hydraulics.PumpKind, untold[hydraulics.LineLeaking]),
	},
}
