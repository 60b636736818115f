package wall

import (
	"fmt"
	"strings"

	"github.com/forecourt/forecourt/rigs"
	"github.com/forecourt/forecourt/scenarios/bench"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/site"
	"github.com/forecourt/forecourt/twin/station"
)

// Absent says what nobody on a rig can act at, listen to or read, because somebody else has it.
func Absent(plan *site.Plan, fit *rigs.Fit) bench.Absent {
	absent := bench.Absent{}
	points := plan.Points()
	away := 0
	for _, side := range points {
		r := forecourt.PointRole(side.FuellingPoint)
		if !fit.IsOutside(r) {
			continue
		}
		away++
		absent[r.String()] = r.String() + " is outside: its hands are not ours, and what happens inside it is not told"
		for _, h := range side.Hoses {
			absent[fmt.Sprintf("tank %d", h.Tank)] = fmt.Sprintf("tank %d feeds %s, which is outside", h.Tank, r)
		}
	}
	if away == len(points) {
		absent["fuelling-point"] = "every fuelling point is outside: nothing can be read off one"
	}
	for _, c := range fit.Cables {
		absent[fmt.Sprintf("faults on bus %d", c.Bus)] = fmt.Sprintf("bus %d goes over a real line, and faults are a modelled line's", c.Bus)
	}
	if fit.IsOutside(station.ControllerRole) {
		absent[station.ControllerRole.String()] = "the controller is outside"
		why := "the controller is outside, and the till and its terminals belong to whoever brings it"
		absent[station.POSRole.String()] = why
		for _, r := range plan.CardReaders {
			absent[fmt.Sprintf("card-reader %d", r.CardReader)] = why
		}
	}
	return absent
}

// tillAbilities need a till, which is not there beside an outside controller.
var tillAbilities = []string{"card-reader.", "gateway.", "host.", "links.", "postpay", "prepay", "outdoor", "loyalty", "attendant", "mobile", "http."}

// Able returns those of a twin's abilities that a rig has, too.
func Able(all []string, fit *rigs.Fit) []string {
	var able []string
	for _, a := range all {
		lost := ofTheMetal[a] && outsidePoint(fit) || a == "bus.faults" && len(fit.Cables) > 0
		for _, prefix := range tillAbilities {
			lost = lost || fit.IsOutside(station.ControllerRole) && strings.HasPrefix(a, prefix)
		}
		if !lost {
			able = append(able, a)
		}
	}
	return able
}

func outsidePoint(fit *rigs.Fit) bool {
	for _, r := range fit.Outside {
		if r != station.ControllerRole {
			return true
		}
	}
	return false
}

// Refuses says why a scenario cannot be given what it is to start from, where something is outside; empty: it can.
func Refuses(g bench.Given, plan *site.Plan, fit *rigs.Fit) string {
	if len(fit.Outside) == 0 {
		return ""
	}
	if name, given := bench.Get[bench.Site](g); given && string(name) != plan.Site {
		return fmt.Sprintf("it is given the site '%s', and what is outside stands on the rig's, '%s'", name, plan.Site)
	}
	ctl, _ := bench.Get[bench.Controller](g)
	for _, b := range plan.Buses {
		if _, real := fit.Cable(b.Bus); real && ctl.Dialect != "" && ctl.Dialect != b.Dialect {
			return fmt.Sprintf("it is given the dialect %s, and bus %d goes over a real line that speaks %s", ctl.Dialect, b.Bus, b.Dialect)
		}
	}
	if _, given := bench.Get[bench.Dispenser](g); given && outsidePoint(fit) {
		return "it is given how dispensers work, and one is outside"
	}
	if _, given := bench.Get[bench.Hydraulics](g); given && outsidePoint(fit) {
		return "it is given how hydraulics work, and those of a fuelling point are outside"
	}
	if !fit.IsOutside(station.ControllerRole) {
		return ""
	}
	for _, key := range g.Keys() {
		if why := ofTheController[key]; why != "" {
			return why
		}
	}
	return ""
}

// ofTheController are the sections of `given` that nobody here can give where the controller is outside.
var ofTheController = map[string]string{
	"prices":        "it is given prices, which are set by the controller, and that is outside",
	"controller":    "it is given how the controller works, and that is outside",
	"pos":           "it is given how the till works, and there is none beside an outside controller",
	"card-reader":   "it is given how terminals work, and there is none beside an outside controller",
	"gateway":       "it is given how the gateway works, and nobody here asks it beside an outside controller",
	"merchant-host": "it is given how fast the host is, and nobody here asks it beside an outside controller",
	"host":          "it is given what the issuer answers, and nobody here asks it beside an outside controller",
}
