package step

import (
	"fmt"
	"slices"
	"strings"

	"github.com/forecourt/forecourt/scenarios/bench"
	"github.com/forecourt/forecourt/twin/forecourt"
)

func init() {
	Register(Info{
		Name: "lift-nozzle", Acts: true, New: func() Step { return new(LiftNozzle) },
		Doc: "takes a nozzle out of its boot; where its hose has several grades, with the button of one pressed: each grade is " +
			"a nozzle. With satellite, the nozzle at the vehicle's other side",
		Example: "lift-nozzle: { fuelling-point: 1, nozzle: 2 }",
	})
}

// LiftNozzle takes a nozzle out of its boot.
type LiftNozzle struct {
	FuellingPoint forecourt.Point  `yaml:",required"`
	Nozzle        forecourt.Nozzle `yaml:",required"`
	Satellite     bool
}

// Lint implements Step.
func (s *LiftNozzle) Lint(l *Lint) {
	p, ok := l.Point("fuelling-point", s.FuellingPoint)
	if !ok {
		return
	}
	if i := slices.IndexFunc(p.Nozzles, func(n bench.Nozzle) bool { return n.Number == s.Nozzle }); i >= 0 {
		if s.Satellite && !p.Nozzles[i].Satellite {
			l.Wrong("satellite", fmt.Sprintf("nozzle %d of fuelling-point %d has no satellite", s.Nozzle, s.FuellingPoint), "")
		}
		return
	}
	var all []string
	for _, n := range p.Nozzles {
		all = append(all, fmt.Sprintf("%d (%s)", n.Number, n.Grade))
	}
	l.Wrong("nozzle", fmt.Sprintf("fuelling-point %d has no nozzle %d", s.FuellingPoint, s.Nozzle), "one of: "+strings.Join(all, ", "))
}

// Run implements Step.
func (s *LiftNozzle) Run(h *Hand) error {
	return h.Do(forecourt.PointRole(s.FuellingPoint), forecourt.LiftNozzle{Nozzle: s.Nozzle, Satellite: s.Satellite})
}
