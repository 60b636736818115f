package station

import (
	"fmt"

	"github.com/forecourt/forecourt/twin/forecourt"
)

// LeftOut says, by the name of an invariant, what of it is not checked because a role's insides are outside.
func (s *Station) LeftOut() map[string]string {
	left := map[string]string{}
	add := func(invariant, text string) {
		if left[invariant] != "" {
			text = left[invariant] + "; " + text
		}
		left[invariant] = text
	}
	for _, side := range s.plan.Points() {
		r := forecourt.PointRole(side.FuellingPoint)
		if !s.outside(r) {
			continue
		}
		add("physical litres", fmt.Sprintf("the fuel of %s, which is outside", r))
		add("indicated litres", fmt.Sprintf("the tickets of %s, which is outside: its totals are held against the controller's sales alone", r))
		add("safety", fmt.Sprintf("the valves of %s, which is outside", r))
	}
	if s.outside(ControllerRole) {
		add("indicated litres", "the controller's sales: it is outside")
		add("one sale once", "the controller's sales and the till's: the controller is outside")
		add("money", "what the till takes: there is none beside an outside controller")
	}
	return left
}
