package wrong

import (
	"github.com/forecourt/forecourt/twin/dispenser/hydraulics"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/tank"
)

// droughts are pumps and tanks that do not know when a tank is dry, or when it no longer is.
var droughts = []Machine{
	{
		Name: "pump-of-plenty", Doc: "a pump draws on when its inlet stands in air",
		Kills: []string{"TNK-020", "TNK-021", "TNK-022", "TNK-023"}, Cause: "were drawn while its pumps' inlet stood in air",
		Hooks: party(hydraulics.Kind, func(s *skin) { deaf(s, hydraulics.DryPort, true) }),
	},
	{
		Name: "pump-loses-its-prime", Doc: "a pump that has taken air does not deliver again",
		Kills: []string{"TNK-023"}, Cause: "did not tell 'flow-started'",
		Hooks: party(hydraulics.Kind, func(s *skin) { deaf(s, hydraulics.DryPort, false) }),
	},
	{
		Name: "blend-of-plenty", Doc: "a nozzle that blends draws on from its second tank when the inlet there stands in air",
		Kills: []string{"TNK-030"}, Cause: "were drawn while its pumps' inlet stood in air",
		Hooks: party(hydraulics.Kind, func(s *skin) { deaf(s, hydraulics.BlendDryPort, true) }),
	},
	{
		Name: "dry-misread", Doc: "a tank that runs dry says that there is more left below the inlet than there is",
		Kills: []string{"TNK-020"}, Cause: "told 'ran-dry' with",
		Hooks: party(tank.Kind, func(s *skin) {
			s.tell = retell(s, func(e tank.RanDry) forecourt.Event { e.Left += 3_000_000; return e })
		}),
	},
	{
		Name: "tank-never-dry", Doc: "a tank tells no hose that its inlet stands in air",
		Kills: []string{"TNK-020", "TNK-021"}, Cause: "were drawn while its pumps' inlet stood in air",
		Hooks: party(tank.Kind, func(s *skin) {
			s.drive = func(_ machine.Port, high bool, pass func(bool)) {
				if high {
					s.shows()
				}
				pass(false)
			}
		}),
	},
	{
		Name: "siphon-unprimed", Doc: "nobody is told that a siphon works again",
		Kills: []string{"TNK-025", "TNK-015"}, Cause: "did not tell 'siphon-joined'",
		Hooks: party(tank.Kind, untold[tank.SiphonJoined]),
	},
}
