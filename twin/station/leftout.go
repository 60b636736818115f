package station

import (
	"strings"

	"github.com/forecourt/forecourt/twin/forecourt"
)

// LeftOut says, by the name of an invariant, what of it is not checked because a role's insides are outside.
func (s *Station) LeftOut() map[string]string {
	left := map[string]string{}
	var points []string
	for _, side := range s.plan.Points() {
		if r := forecourt.PointRole(side.FuellingPoint); s.outside(r) {
			points = append(points, r.String())
		}
	}
	if names := strings.Join(points, ", "); names != "" {
		left["physical litres"] = "the fuel of what is outside (" + names + ")"
		left["indicated litres"] = "the tickets of what is outside (" + names + "), whose totals are held against the controller's sales alone"
		left["safety"] = "the valves of what is outside (" + names + ")"
	}
	if s.outside(ControllerRole) {
		left["indicated litres"] = "the sales of the controller, which is outside"
		left["one sale once"] = "the sales of the controller, which is outside, and of the till, which is its"
		left["money"] = "what a till takes: there is none of ours beside a controller outside"
	}
	if s.pos == nil || s.gateway == nil {
		left["settled once"] = "payments between a till and a gateway of which one is outside"
	}
	return left
}
